#include "compiler/spec/fields.h"

#include <algorithm>
#include <array>

#include "compiler/spec/field_members.h"
#include "llvm/Support/FormatVariadic.h"

namespace sinter {
namespace {

template <typename Owner, auto kMember, const Section& kSection>
FieldReference SubsectionMember(void* object) {
  return Subsection{&kSection, &(static_cast<Owner*>(object)->*kMember)};
}

// A map of the spec whose keys belong to the struct around it.
template <const Section& kSection>
FieldReference SameObject(void* object) {
  return Subsection{&kSection, object};
}

FieldReference BlocksReference(void*) { return Blocks{}; }
FieldReference TypeReference(void*) { return TypeWord{}; }
FieldReference VersionReference(void*) { return FixedWord{"1"}; }

constexpr SpecField kTypeField = {"type", kRequired, kAny, "which one it is",
                                  TypeReference};

// ---- Layers ----

constexpr SpecField kLayerCommonFields[] = {
    kTypeField,
    {"name", kAutomatic, kAny,
     "unique; a C++ identifier; automatic names are Keras': `dense`, `dense_1`",
     MemberAs<LayerSpec, &LayerSpec::name, LayerName>},
    {"inputs", kLayerBefore, kAny,
     "names of earlier layers; `input` is the model's input, if it has no "
     "other name",
     MemberAs<LayerSpec, &LayerSpec::inputs, LayerInputs>},
    {"shares", kOfItsOwn, kAny,
     "an earlier layer, written alike, whose variables it uses",
     MemberAs<LayerSpec, &LayerSpec::shares, LayerReference>},
    {"trainable", kLearns, kAny,
     "if not, training leaves its variables as they are",
     Member<LayerSpec, &LayerSpec::trainable>},
};

constexpr Section kLayerCommon = {"a layer", "Keys of every layer.",
                                  kLayerCommonFields};
constexpr Section kTypeOnly = {"a type", "", {&kTypeField, 1}};

// ---- Optimizers ----

constexpr std::string_view kLearningRate = "size of a step";
constexpr std::string_view kMomentum = "how much of the last step is kept";
constexpr std::string_view kEpsilon = "keeps the division finite";

// Of what every optimizer has.
template <typename Owner, auto kMember>
FieldReference CommonMember(void* object) {
  return &(static_cast<Owner*>(object)->common.*kMember);
}
template <typename Owner, auto kMember>
FieldReference LimitMember(void* object) {
  return &(static_cast<Owner*>(object)->common.limits.*kMember);
}

// An optimizer's own fields, then what every optimizer has.
template <typename Owner, size_t kCount>
constexpr std::array<SpecField, kCount + 5> OptimizerFields(
    const std::array<SpecField, kCount>& own, std::string_view weight_decay) {
  std::array<SpecField, kCount + 5> fields = {};
  std::ranges::copy(own, fields.begin());
  const std::array<SpecField, 5> common = {{
      {"weight_decay", weight_decay, AtLeast(0),
       "share of each weight taken off a step, times the learning rate",
       CommonMember<Owner, &OptimizerCommon::weight_decay>},
      {"clipnorm", kNone, Above(0), "largest norm of each gradient",
       LimitMember<Owner, &GradientLimits::clipnorm>},
      {"clipvalue", kNone, Above(0), "largest size of each gradient's elements",
       LimitMember<Owner, &GradientLimits::clipvalue>},
      {"global_clipnorm", kNone, Above(0), "largest norm of all gradients",
       LimitMember<Owner, &GradientLimits::global_clipnorm>},
      {"gradient_accumulation_steps", kNone, FromTo(2, 65536),
       "steps whose mean gradient makes one update",
       CommonMember<Owner, &OptimizerCommon::gradient_accumulation_steps>},
  }};
  std::ranges::copy(common, fields.begin() + kCount);
  return fields;
}

constexpr auto kRmspropFields = OptimizerFields<RmspropOptimizer, 5>(
    {{
        {"learning_rate", "0.001", AtLeast(0), kLearningRate,
         Member<RmspropOptimizer, &RmspropOptimizer::learning_rate>},
        {"rho", "0.9", kBelowOne, "decay of the mean squared gradient",
         Member<RmspropOptimizer, &RmspropOptimizer::rho>},
        {"momentum", "0.0", FromTo(0, 1), kMomentum,
         Member<RmspropOptimizer, &RmspropOptimizer::momentum>},
        {"epsilon", "1.0e-07", Above(0),
         "added to the mean square, under the root",
         Member<RmspropOptimizer, &RmspropOptimizer::epsilon>},
        {"centered", "false", kAny,
         "divide by the standard deviation instead of the root mean square",
         Member<RmspropOptimizer, &RmspropOptimizer::centered>},
    }},
    kNone);

constexpr auto kSgdFields = OptimizerFields<SgdOptimizer, 3>(
    {{
        {"learning_rate", "0.01", AtLeast(0), kLearningRate,
         Member<SgdOptimizer, &SgdOptimizer::learning_rate>},
        {"momentum", "0.0", FromTo(0, 1), kMomentum,
         Member<SgdOptimizer, &SgdOptimizer::momentum>},
        {"nesterov", "false", kAny, "Nesterov momentum",
         Member<SgdOptimizer, &SgdOptimizer::nesterov>},
    }},
    kNone);

// AdamW has Adam's fields; Owner says which struct they are read into.
template <typename Owner>
constexpr std::array<SpecField, 10> AdamFields(std::string_view weight_decay) {
  return OptimizerFields<Owner, 5>(
      {{
          {"learning_rate", "0.001", AtLeast(0), kLearningRate,
           Member<Owner, &Owner::learning_rate>},
          {"beta_1", "0.9", kBelowOne, "decay of the mean gradient",
           Member<Owner, &Owner::beta_1>},
          {"beta_2", "0.999", kBelowOne, "decay of the mean squared gradient",
           Member<Owner, &Owner::beta_2>},
          {"epsilon", "1.0e-07", Above(0), kEpsilon,
           Member<Owner, &Owner::epsilon>},
          {"amsgrad", "false", kAny, "divide by the largest mean square so far",
           Member<Owner, &Owner::amsgrad>},
      }},
      weight_decay);
}

constexpr auto kAdamFields = AdamFields<AdamOptimizer>(kNone);
constexpr auto kAdamwFields = AdamFields<AdamwOptimizer>("0.004");

constexpr auto kAdamaxFields = OptimizerFields<AdamaxOptimizer, 4>(
    {{
        {"learning_rate", "0.001", AtLeast(0), kLearningRate,
         Member<AdamaxOptimizer, &AdamaxOptimizer::learning_rate>},
        {"beta_1", "0.9", kBelowOne, "decay of the mean gradient",
         Member<AdamaxOptimizer, &AdamaxOptimizer::beta_1>},
        {"beta_2", "0.999", kBelowOne, "decay of the largest gradient",
         Member<AdamaxOptimizer, &AdamaxOptimizer::beta_2>},
        {"epsilon", "1.0e-07", Above(0), kEpsilon,
         Member<AdamaxOptimizer, &AdamaxOptimizer::epsilon>},
    }},
    kNone);

constexpr auto kAdadeltaFields = OptimizerFields<AdadeltaOptimizer, 3>(
    {{
        {"learning_rate", "0.001", AtLeast(0), kLearningRate,
         Member<AdadeltaOptimizer, &AdadeltaOptimizer::learning_rate>},
        {"rho", "0.95", kBelowOne, "decay of the mean squares",
         Member<AdadeltaOptimizer, &AdadeltaOptimizer::rho>},
        {"epsilon", "1.0e-07", Above(0),
         "added to the mean squares, under the roots",
         Member<AdadeltaOptimizer, &AdadeltaOptimizer::epsilon>},
    }},
    kNone);

constexpr std::array<Section, std::variant_size_v<OptimizerSpec>> kOptimizers =
    {{
        {"rmsprop",
         "v = rho v + (1 - rho) g^2; w -= learning_rate g / sqrt(v + epsilon).",
         kRmspropFields},
        {"sgd",
         "w -= learning_rate g; with momentum m = momentum m - learning_rate "
         "g; w += m.",
         kSgdFields},
        {"adam", "Kingma and Ba's Adam with \"epsilon hat\", as Keras has it.",
         kAdamFields},
        {"adamw", "Adam with decoupled weight decay.", kAdamwFields},
        {"adamax",
         "Adam with the largest gradient so far, which fades, in place of the "
         "root of the mean square.",
         kAdamaxFields},
        {"adadelta",
         "Zeiler's Adadelta: steps of the size of earlier steps, over that of "
         "gradients.",
         kAdadeltaFields},
    }};

// ---- Regularizers ----

constexpr std::string_view kOfSizes = "times the sum of the elements' sizes";
constexpr std::string_view kOfSquares = "times the sum of their squares";

constexpr SpecField kL1Fields[] = {{"l1", "0.01", AtLeast(0), kOfSizes,
                                    Member<Regularizer, &Regularizer::l1>}};
constexpr SpecField kL2Fields[] = {{"l2", "0.01", AtLeast(0), kOfSquares,
                                    Member<Regularizer, &Regularizer::l2>}};
constexpr SpecField kL1L2Fields[] = {
    {"l1", "0.0", AtLeast(0), kOfSizes, Member<Regularizer, &Regularizer::l1>},
    {"l2", "0.0", AtLeast(0), kOfSquares,
     Member<Regularizer, &Regularizer::l2>}};

constexpr std::array<Section, 3> kRegularizers = {{
    {"l1", "Adds l1 * sum |w| to the loss.", kL1Fields},
    {"l2", "Adds l2 * sum w^2 to the loss.", kL2Fields},
    {"l1_l2", "Adds both to the loss.", kL1L2Fields},
}};

// ---- The sections of the file ----

constexpr SpecField kFilesFields[] = {
    {"x", kRequired, kAny, "samples; of several inputs, a map by their names",
     MemberAs<DataFiles, &DataFiles::x, FileNames>},
    {"y", kRequired, kAny,
     "labels, uint8, or values, float32, as the loss says; of several outputs, "
     "a map by their names",
     MemberAs<DataFiles, &DataFiles::y, FileNames>},
};
constexpr Section kTrainFiles = {"data.train", "The files to train on.",
                                 kFilesFields};
constexpr Section kTestFiles = {
    "data.test", "The files to evaluate and predict on.", kFilesFields};

constexpr SpecField kTableFields[] = {
    {"x", kOtherColumns, kAny, "columns of the samples, in this order",
     MemberAs<TableSpec, &TableSpec::x, ColumnNames>},
    {"y", kRequired, kAny,
     "the column of labels, or the columns of values, as the loss says",
     MemberAs<TableSpec, &TableSpec::y, ColumnNames>},
    {"classes", kNumbers, kAny,
     "names of the labels as the table has them, label 0 first",
     MemberAs<TableSpec, &TableSpec::classes, ColumnNames>},
    {"separator", "comma", kAny, "between the fields of a line",
     Member<TableSpec, &TableSpec::separator>},
    {"header", "true", kAny,
     "whether the first line names the columns; else they are called by their "
     "numbers, from 0",
     Member<TableSpec, &TableSpec::header>},
};
constexpr Section kTable = {
    "data.table", "How tables are read: CSV files, with quotes as RFC 4180.",
    kTableFields};

template <auto kMember, const Section& kSection>
FieldReference SetReference(void* object) {
  return SetFiles{&kSection, &(static_cast<DataSpec*>(object)->*kMember)};
}
FieldReference TableReference(void* object) {
  return Table{&kTable, &static_cast<DataSpec*>(object)->table};
}

constexpr SpecField kDataFields[] = {
    {"format", "idx", kAny,
     "arrays, IDX or NPY files whichever of the two it says, or `csv`, tables; "
     "all plain or with gzip (`.gz`)",
     Member<DataSpec, &DataSpec::format>},
    {"table", kNone, kAny, "of the format `csv`: which columns are what",
     TableReference},
    {"train", kRequired, kAny,
     "the files to train on: a map, or the file name of a table",
     SetReference<&DataSpec::train, kTrainFiles>},
    {"test", kRequired, kAny,
     "the files to evaluate on: a map, or the file name of a table",
     SetReference<&DataSpec::test, kTestFiles>},
};
constexpr Section kData = {
    "data", "File names are relative to the folder given with `--data`.",
    kDataFields};

constexpr SpecField kInputFields[] = {
    {"shape", kRequired, kAny, "of one sample, without the batch dimension",
     ShapeMember<InputSpec, &InputSpec::shape, false>},
    {"dtype", "float32", kAny,
     "of the elements in the file; those of `float32` are finite",
     Member<InputSpec, &InputSpec::dtype>},
    {"sparsity", "auto", kAny,
     "whether zero elements are skipped: `dense` never, `sparse` always, "
     "`auto` when most of the data set is zero; results are the same",
     Member<InputSpec, &InputSpec::sparsity>},
};
constexpr Section kInput = {"model.input", "One sample.", kInputFields};

template <bool kByName>
FieldReference InputsReference(void* object) {
  return ModelInputs{&kInput, &static_cast<ModelSpec*>(object)->inputs,
                     kByName};
}

constexpr SpecField kModelFields[] = {
    {"input", kThisOrInputs, kAny, "what one sample is",
     InputsReference<false>},
    {"inputs", kThisOrInput, kAny,
     "what one sample is made of: a map of inputs by their names",
     InputsReference<true>},
    {"blocks", "{}", kAny, "groups of layers to use by name", BlocksReference},
    {"layers", kRequired, kAny, "first to last",
     Member<ModelSpec, &ModelSpec::layers>},
    {"outputs", kLastLayer, kAny, "names of the layers that give the outputs",
     MemberAs<ModelSpec, &ModelSpec::outputs, OutputNames>},
};
constexpr Section kModel = {
    "model",
    "The network. Its outputs are vectors: one value a class, or as "
    "many as the targets have.",
    kModelFields};

constexpr SpecField kCompileFields[] = {
    {"optimizer", "rmsprop", kAny, "a name, or a map with `type` and its keys",
     Member<CompileSpec, &CompileSpec::optimizer>},
    {"loss", kRequired, kAny,
     "a name, or a map with `type` and its keys; of several outputs, a map by "
     "their names",
     MemberAs<CompileSpec, &CompileSpec::loss, LossChoices>},
    {"loss_weights", kNone, AtLeast(0),
     "of several outputs, what each loss counts: a map by their names",
     MemberAs<CompileSpec, &CompileSpec::loss_weights, LossWeights>},
    {"metrics", "[]", kAny,
     "what is measured beside the loss; of several outputs, a map by their "
     "names",
     MemberAs<CompileSpec, &CompileSpec::metrics, MetricLists>},
};
constexpr Section kCompile = {"compile", "As `Model.compile`.", kCompileFields};

constexpr SpecField kFitFields[] = {
    {"epochs", "1", FromTo(1, 1000000),
     "passes over the training set; changeable at run time",
     Member<FitSpec, &FitSpec::epochs>},
    {"batch_size", "32", FromTo(1, 65536), "samples a step; compiled in",
     Member<FitSpec, &FitSpec::batch_size>},
    {"shuffle", "true", kAny, "whether each epoch has its own order",
     Member<FitSpec, &FitSpec::shuffle>},
    {"validation_split", "0.0", kBelowOne,
     "fraction of the training set, from its end, that only validates",
     Member<FitSpec, &FitSpec::validation_split>},
};
constexpr Section kFit = {"fit", "As `Model.fit`.", kFitFields};

constexpr SpecField kRootFields[] = {
    {"version", kRequired, kAny, "of this schema", VersionReference},
    {"name", kRequired, kAny,
     "of the model, its files and its namespace; a C++ identifier",
     MemberAs<ModelSpec, &ModelSpec::name, ModelName>},
    {"seed", "0", FromTo(0, std::numeric_limits<uint32_t>::max()),
     "of first values, shuffling and dropout; changeable at run time",
     Member<ModelSpec, &ModelSpec::seed>},
    {"data", kRequired, kAny, "where samples and labels are",
     SubsectionMember<ModelSpec, &ModelSpec::data, kData>},
    {"model", kRequired, kAny, "the network", SameObject<kModel>},
    {"compile", kRequired, kAny, "how it learns",
     SubsectionMember<ModelSpec, &ModelSpec::compile, kCompile>},
    {"fit", "{}", kAny, "how long it learns",
     SubsectionMember<ModelSpec, &ModelSpec::fit, kFit>},
};
constexpr Section kRoot = {"the spec", "The whole file.", kRootFields};

}  // namespace

bool Range::Contains(double value) const {
  return (low_is_open ? value > low : value >= low) &&
         (high_is_open ? value < high : value <= high);
}

std::string Range::Text() const {
  const auto number = [](double value) {
    return llvm::formatv("{0}", static_cast<int64_t>(value)).str();
  };
  const bool has_low = low > -std::numeric_limits<double>::infinity();
  const bool has_high = high < std::numeric_limits<double>::infinity();
  if (has_low && has_high && !low_is_open && !high_is_open) {
    return "from " + number(low) + " to " + number(high);
  }
  std::string text;
  if (has_low) {
    text = (low_is_open ? "greater than " : "at least ") + number(low);
  }
  if (has_low && has_high) text += " and ";
  if (has_high) {
    text += (high_is_open ? "less than " : "at most ") + number(high);
  }
  return text;
}

bool SpecField::IsRequired() const { return default_text == kRequired; }
bool SpecField::IsAutomatic() const {
  return default_text == kAutomatic || default_text == kLayerBefore ||
         default_text == kOfItsOwn || default_text == kNone ||
         default_text == kLastLayer || default_text == kThisOrInputs ||
         default_text == kThisOrInput || default_text == kOtherColumns ||
         default_text == kNumbers || default_text == kLearns ||
         default_text == kSameAsHeight;
}

const SpecField* Section::Find(std::string_view key) const {
  for (const SpecField& field : fields) {
    if (field.key == key) return &field;
  }
  return nullptr;
}

const Section& RootSection() { return kRoot; }
const Section& LayerCommonSection() { return kLayerCommon; }
const Section& TypeSection() { return kTypeOnly; }
std::span<const Section> OptimizerSections() { return kOptimizers; }
std::span<const Section> RegularizerSections() { return kRegularizers; }

}  // namespace sinter
