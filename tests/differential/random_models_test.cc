// Random models without their programs: specs, gradients, IR. And whether the
// comparison with programs sees a fault, and reduces its spec.
#include <cmath>
#include <map>
#include <random>
#include <set>

#include "compiler/driver/pipeline.h"
#include "compiler/ir/nn_roles.h"
#include "compiler/layers/all_layers.h"
#include "compiler/layers/metrics.h"
#include "compiler/planning/plan.h"
#include "compiler/spec/explain.h"
#include "compiler/spec/fields.h"
#include "compiler/spec/graph.h"
#include "compiler/spec/load_spec.h"
#include "compiler/spec/names.h"
#include "compiler/spec/shapes.h"
#include "compiler/training/build_forward.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"
#include "tests/differential/check.h"
#include "tests/differential/compare.h"
#include "tests/differential/random_spec.h"
#include "tests/differential/reduce_spec.h"
#include "tests/differential/rounding.h"
#include "tests/oracle/gradient_model.h"

namespace sinter::differential {
namespace {

constexpr uint32_t kModels = SINTER_RANDOM_MODELS;
constexpr uint32_t kGradientModels = kModels / 2;

// ---- Specs ----

TEST(RandomSpecs, AreTheSameForASeed) {
  EXPECT_EQ(ExplainSpec(RandomSpec(7)), ExplainSpec(RandomSpec(7)));
  EXPECT_NE(ExplainSpec(RandomSpec(7)), ExplainSpec(RandomSpec(8)));
}

TEST(RandomSpecs, AreExplainedAsTheyAreRead) {
  for (uint32_t seed = 0; seed < kModels; ++seed) {
    const std::string text = ExplainSpec(RandomSpec(seed));
    Diagnostics diagnostics;
    const std::optional<ModelSpec> again =
        ParseSpec(text, "again.yaml", AllLayers(), diagnostics);
    ASSERT_TRUE(again) << "seed " << seed << "\n" << diagnostics.Text();
    EXPECT_EQ(ExplainSpec(*again), text) << "seed " << seed;
  }
}

// Every value that a key of the table has in some specs.
class Values {
 public:
  void Add(ModelSpec spec) {
    Add(RootSection(), &spec);
    const size_t optimizer = spec.compile.optimizer.index();
    values_["optimizer"].insert(std::to_string(optimizer));
    Add(OptimizerSections()[optimizer],
        AddressOfAlternative(spec.compile.optimizer));
    for (LayerSpec& layer : spec.layers) {
      const Section& section = layer.kind->type().section;
      values_["layer"].insert(std::string(section.name));
      Add(section, layer.kind->options());
    }
  }

  // How many values a key had: "Dense.units".
  const std::map<std::string, std::set<std::string>>& get() const {
    return values_;
  }

 private:
  void Add(const Section& section, void* object) {
    for (const SpecField& field : section.fields) {
      const std::string key =
          std::string(section.name) + "." + std::string(field.key);
      const FieldReference reference = field.reference(object);
      if (const auto* inner = std::get_if<Subsection>(&reference)) {
        Add(*inner->section, inner->object);
        continue;
      }
      std::visit([&](const auto& value) { AddValue(key, value); }, reference);
    }
  }

  template <typename T>
    requires std::is_arithmetic_v<T>
  void AddValue(const std::string& key, T* const& value) {
    values_[key].insert(std::to_string(*value));
  }
  // Of the files, which no model here reads.
  void AddValue(const std::string&, DataFormat* const&) {}
  template <typename Enum>
    requires std::is_enum_v<Enum>
  void AddValue(const std::string& key, Enum* const& value) {
    values_[key].insert(std::string(NameOf(*value)));
  }
  void AddValue(const std::string& key, Activation* const& value) {
    values_[key].insert(std::string(value->name));
  }
  void AddValue(const std::string& key, const SizePair& pair) {
    values_[key].insert(ShapeText({(*pair.sizes)[0], (*pair.sizes)[1]}));
  }
  void AddValue(const std::string& key, Interval* const& interval) {
    values_[key].insert(std::to_string(interval->low));
  }
  void AddValue(const std::string& key,
                std::optional<Interval>* const& interval) {
    values_[key].insert(*interval ? std::to_string((*interval)->low) : "none");
  }
  void AddValue(const std::string& key, const Borders& borders) {
    for (const auto& [before, after] : *borders.sizes)
      values_[key].insert(ShapeText({before, after}));
  }
  void AddValue(const std::string& key, const Shape& shape) {
    values_[key].insert(std::to_string(shape.dimensions->size()));
  }
  void AddValue(const std::string& key, const LossChoices& choices) {
    for (auto& [name, loss] : *choices.losses) {
      values_[key].insert(std::string(loss.type->section.name));
      Add(loss.type->section, &loss);
    }
    values_["outputs"].insert(std::to_string(choices.losses->size()));
  }
  void AddValue(const std::string& key, const LossWeights& weights) {
    values_[key].insert(std::to_string(weights.weights->size()));
  }
  void AddValue(const std::string& key, const ModelInputs& inputs) {
    if (inputs.by_name) return;
    values_[key].insert(std::to_string(inputs.inputs->size()));
    Add(*inputs.section, &inputs.inputs->front().value);
  }
  template <typename Number>
  void AddValue(const std::string& key, std::optional<Number>* const& value) {
    values_[key].insert(*value ? std::to_string(**value) : "none");
  }
  void AddValue(const std::string& key, Regularizer* const& value) {
    values_[key].insert(std::to_string(static_cast<int>(value->kind)));
  }
  void AddValue(const std::string& key, const MetricLists& metrics) {
    for (const auto& [name, types] : *metrics.lists)
      for (const MetricType* type : types)
        values_[key].insert(std::string(type->name));
  }
  // Names and fixed words; layers and the optimizer have sections of their own.
  template <typename Other>
  void AddValue(const std::string&, const Other&) {}

  std::map<std::string, std::set<std::string>> values_;
};

// How many values a key should be seen with.
struct ValuesToSee {
  size_t operator()(const Activation*) const {
    return AllLayers().activations().size();
  }
  size_t operator()(const MetricLists&) const { return AllMetrics().size(); }
  template <typename T>
  size_t operator()(const T&) const {
    using Target = std::remove_pointer_t<T>;
    if constexpr (std::is_same_v<Target, Regularizer>)
      return RegularizerSections().size() + 1;
    if constexpr (std::is_enum_v<Target>) return NamesOf(Target()).size();
    return 2;
  }
};

// Begins as zeros or ones only.
bool IsVariance(const SpecField& field) {
  return field.key == "moving_variance_initializer";
}

// A section's keys, as a spec that has them all could have them.
void ExpectSectionVaries(const Values& values, const Section& section,
                         void* object) {
  for (const SpecField& field : section.fields) {
    const std::string key =
        std::string(section.name) + "." + std::string(field.key);
    ASSERT_TRUE(values.get().contains(key)) << key;
    const size_t to_see = std::visit(ValuesToSee(), field.reference(object));
    EXPECT_GE(values.get().at(key).size(), IsVariance(field) ? 2 : to_see)
        << key;
  }
}

void ExpectLayersVary(const Values& values) {
  for (const LayerType* type : AllLayers().types())
    ExpectSectionVaries(values, type->section, type->create()->options());
}

void ExpectOptimizersVary(const Values& values) {
  for (size_t i = 0; i < OptimizerSections().size(); ++i) {
    OptimizerSpec optimizer;
    ExpectSectionVaries(values, OptimizerSections()[i],
                        EmplaceAlternative(optimizer, i));
  }
}

TEST(RandomSpecs, AreGraphsNowAndThen) {
  size_t graphs = 0;
  for (uint32_t seed = 0; seed < kModels; ++seed)
    graphs += !IsChain(RandomSpec(seed));
  EXPECT_GE(graphs, kModels / 5);
  EXPECT_LE(graphs, kModels * 4 / 5);
}

// So that a key of a rare layer has all its values.
constexpr uint32_t kVariedSpecs = 2000;

TEST(RandomSpecs, VaryEveryKey) {
  Values values;
  for (uint32_t seed = 0; seed < kVariedSpecs; ++seed)
    values.Add(RandomSpec(seed));
  EXPECT_EQ(values.get().at("layer").size(), AllLayers().types().size());
  EXPECT_EQ(values.get().at("optimizer").size(),
            std::variant_size_v<OptimizerSpec>);
  EXPECT_EQ(values.get().at("compile.loss").size(),
            AllLayers().losses().size());
  for (const auto& [key, seen] : values.get())
    EXPECT_GE(seen.size(), 2u) << key;
  ExpectLayersVary(values);
  ExpectOptimizersVary(values);
}

// ---- Gradients ----

// The function's loss and, for a sum over gradients, its results.
class DirectionCheck {
 public:
  DirectionCheck(mlir::func::FuncOp step, std::vector<Tensor> arguments)
      : step_(step), arguments_(std::move(arguments)) {}

  // Whether the gradient is the slope along a random direction. Nothing if a
  // relu changes its side there, so that there is no slope.
  std::optional<::testing::AssertionResult> Run(uint32_t seed) {
    DrawDirection(seed);
    std::vector<bool> sides_above, sides_below;
    const double above = LossAt(kStep, sides_above);
    const double below = LossAt(-kStep, sides_below);
    if (sides_above != sides_below) return std::nullopt;
    const double slope = (above - below) / (2 * kStep);
    const auto [expected, size] = Project();
    // Losses are exact to about 1e-16 of themselves; ops' constants are rounded
    // to float32, in function and gradient alike.
    const double allowed = 1e-4 * size + 1e-14 / kStep * (1 + std::abs(above));
    if (std::abs(slope - expected) <= allowed)
      return ::testing::AssertionSuccess() << size;
    return ::testing::AssertionFailure()
           << "gradient " << expected << ", slope " << slope << ", allowed "
           << allowed;
  }

  bool IsZero() const { return Project().second == 0; }

 private:
  static constexpr double kStep = 1e-7;
  // What may be left of a difference of equal numbers.
  static constexpr double kNoise = 1e-12;

  void DrawDirection(uint32_t seed) {
    std::mt19937 random(seed);
    direction_.clear();
    for (const unsigned i : nn::FindArguments(step_, nn::Role::kParameter)) {
      Tensor& tensor = direction_
                           .emplace(nn::GetArgumentName(step_, i).str(),
                                    Tensor::Zeros(arguments_[i].shape))
                           .first->second;
      for (double& value : tensor.data) value = random() / 2147483648.0 - 1;
    }
  }

  double LossAt(double distance, std::vector<bool>& sides) {
    std::vector<Tensor> moved = arguments_;
    for (const unsigned i : nn::FindArguments(step_, nn::Role::kParameter)) {
      const Tensor& way = direction_.at(nn::GetArgumentName(step_, i).str());
      for (size_t j = 0; j < way.data.size(); ++j)
        moved[i].data[j] += distance * way.data[j];
    }
    const auto record = [&](mlir::Operation& op, llvm::ArrayRef<Tensor> in,
                            std::vector<Tensor>&) {
      for (const double value : KinksOf(op, in))
        sides.push_back(value > kNoise);
    };
    return oracle::Interpreter(step_)
        .Run(moved, record)[nn::FindResults(step_, nn::Role::kLoss).front()]
        .scalar();
  }

  // The gradients' sum along the direction, and how large its terms are.
  std::pair<double, double> Project() const {
    const std::vector<Tensor> results =
        oracle::Interpreter(step_).Run(arguments_);
    double sum = 0, squares = 0;
    for (const unsigned i : nn::FindResults(step_, nn::Role::kGradient)) {
      const Tensor& way = direction_.at(nn::GetResultName(step_, i).str());
      for (size_t j = 0; j < way.data.size(); ++j) {
        const double term = results[i].data[j] * way.data[j];
        sum += term;
        squares += term * term;
      }
    }
    return {sum, std::sqrt(squares)};
  }

  mutable mlir::func::FuncOp step_;
  std::vector<Tensor> arguments_;
  State direction_;
};

TEST(RandomModels, GradientIsTheSlopeAlongADirection) {
  uint32_t zero = 0;
  for (uint32_t seed = 0; seed < kGradientModels; ++seed) {
    const ModelSpec spec = RandomSpec(seed);
    mlir::MLIRContext context;
    context.disableMultithreading();
    auto module = oracle::BuildGradients(spec, context);
    auto step = module->lookupSymbol<mlir::func::FuncOp>(nn::kTrainStep);
    const uint32_t samples = 1 + seed % spec.fit.batch_size;
    DirectionCheck check(step,
                         oracle::DrawArguments(step, spec, samples, seed));
    std::optional<::testing::AssertionResult> result;
    for (uint32_t attempt = 0; attempt < 20 && !result; ++attempt)
      result = check.Run(seed + 1000 * attempt);
    ASSERT_TRUE(result) << "seed " << seed << ": kinks in every direction";
    EXPECT_TRUE(*result) << "seed " << seed << "\n" << ExplainSpec(spec);
    zero += check.IsZero();
  }
  // A softmax over one class, relus that are all off: few, or nothing is shown.
  EXPECT_LE(zero, kGradientModels / 10);
}

// ---- IR ----

std::string Print(mlir::ModuleOp module) {
  std::string text;
  llvm::raw_string_ostream(text) << module;
  return text;
}

// Whether the module's text reads back as a module with the same text.
::testing::AssertionResult ReadsBack(mlir::ModuleOp module) {
  const std::string text = Print(module);
  const auto again =
      mlir::parseSourceString<mlir::ModuleOp>(text, module.getContext());
  if (!again) return ::testing::AssertionFailure() << "is not read:\n" << text;
  const std::string text_again = Print(*again);
  if (text_again == text) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure() << "was\n"
                                       << text << "is now\n"
                                       << text_again;
}

// Columns of the products that are cut by columns and do not sum over the
// batch.
std::vector<int64_t> CutColumns(mlir::ModuleOp module) {
  std::vector<int64_t> columns;
  module.walk([&](kernel::ContractOp contract) {
    if (!contract.SumsOverBatch() && GetSplit(contract) == Split::kColumns)
      columns.push_back(contract.GetN());
  });
  return columns;
}

// Whether list-pooled-gradients has made lists.
bool ListsGradients(mlir::ModuleOp module) {
  bool lists = false;
  module.walk([&](kernel::ContractOp contract) {
    lists |= contract.getListsGradient();
  });
  return lists;
}

TEST(RandomModels, IrReadsBackAfterEveryPass) {
  uint32_t cut_by_columns = 0;
  uint32_t listed = 0;
  for (uint32_t seed = 0; seed < kModels; ++seed) {
    const ModelSpec spec = RandomSpec(seed);
    mlir::MLIRContext context;
    context.disableMultithreading();
    auto module = BuildForward(spec, context);
    ASSERT_TRUE(ReadsBack(*module)) << "seed " << seed;
    for (const PipelineStep& step : BuildPipeline(spec, TileLimits())) {
      mlir::PassManager manager(&context);
      step.add(manager);
      ASSERT_TRUE(mlir::succeeded(manager.run(*module)))
          << "seed " << seed << ", " << step.pass;
      ASSERT_TRUE(ReadsBack(*module)) << "seed " << seed << ", " << step.pass;
    }
    const std::vector<int64_t> columns = CutColumns(*module);
    cut_by_columns += !columns.empty();
    listed += ListsGradients(*module);
    // Two workers share so few blocks unevenly.
    for (const int64_t count : columns)
      EXPECT_GE(count, 8 * kColumnBlock) << "seed " << seed;
  }
  EXPECT_GE(cut_by_columns, kModels / 50);
  EXPECT_GE(listed, kModels / 50) << "of " << kModels;
}

// ---- Programs ----

constexpr char kSpec[] = R"(version: 1
name: seen
data:
  train: {x: x.idx, y: y.idx}
  test: {x: x.idx, y: y.idx}
model:
  input: {shape: [20], dtype: uint8}
  layers:
    - {type: Rescaling, scale: 1/255, offset: -0.5}
    - {type: Dense, units: 33, activation: tanh}
    - {type: Dropout, rate: 0.25}
    - {type: Dense, units: 7, activation: softmax}
compile:
  optimizer: {type: rmsprop, epsilon: 1.0e-3, momentum: 0.5}
  loss: sparse_categorical_crossentropy
  metrics: [accuracy]
fit: {batch_size: 9}
)";

struct Fault {
  const char* in_spec;  // text of kSpec
  const char* in_program;
};

// What a faulty compiler might make of the spec.
constexpr Fault kFaults[] = {
    {"offset: -0.5", "offset: -0.499"},
    {"scale: 1/255", "scale: 1/254"},
    {"units: 33, activation: tanh", "units: 33, activation: sigmoid"},
    {"rate: 0.25", "rate: 0.26"},
    {"rmsprop, ", "rmsprop, centered: true, "},
    {"rmsprop, ", "rmsprop, rho: 0.901, "},
    {"epsilon: 1.0e-3", "epsilon: 1.01e-3"},
    {"momentum: 0.5", "momentum: 0.501"},
    {"sparse_categorical_crossentropy",
     "{type: mean_squared_error, one_hot: true}"},
};

ModelSpec Parse(const std::string& text) {
  Diagnostics diagnostics;
  const std::optional<ModelSpec> spec =
      ParseSpec(text, "seen.yaml", AllLayers(), diagnostics);
  EXPECT_TRUE(spec) << diagnostics.Text();
  return spec.value_or(ModelSpec());
}

std::string WithFault(const Fault& fault) {
  std::string text = kSpec;
  text.replace(text.find(fault.in_spec), std::string(fault.in_spec).size(),
               fault.in_program);
  return text;
}

TEST(Compare, SeesThatAProgramIsOfAnotherModel) {
  std::vector<Program> programs = {{"right", Parse(kSpec)}};
  for (size_t i = 0; i < std::size(kFaults); ++i)
    programs.push_back(
        {"wrong_" + std::to_string(i), Parse(WithFault(kFaults[i]))});
  llvm::Expected<ProgramLibrary> library =
      ProgramLibrary::Build(programs, Toolchain());
  ASSERT_TRUE(static_cast<bool>(library))
      << llvm::toString(library.takeError());
  const Expectation expected = ExpectTraining(Parse(kSpec));
  EXPECT_EQ(expected.steps.size(), kSteps);
  EXPECT_EQ(CompareTraining(library->ModelOf("right"), expected, 2), "");
  EXPECT_EQ(CompareBits(library->ModelOf("right"), expected, 2), "");
  for (size_t i = 0; i < std::size(kFaults); ++i)
    EXPECT_NE(
        CompareTraining(library->ModelOf(programs[i + 1].name), expected, 2),
        "")
        << kFaults[i].in_program;
}

TEST(Compare, SeesWrongGradients) {
  const ModelSpec right = PlainDescent(Parse(kSpec));
  const ModelSpec wrong = PlainDescent(Parse(WithFault(kFaults[1])));
  llvm::Expected<ProgramLibrary> library =
      ProgramLibrary::Build({{"right", right}, {"wrong", wrong}}, Toolchain());
  ASSERT_TRUE(static_cast<bool>(library))
      << llvm::toString(library.takeError());
  const Expectation expected = ExpectGradient(right);
  EXPECT_FALSE(expected.steps.front().restarts);
  EXPECT_EQ(CompareGradient(library->ModelOf("right"), expected, 2), "");
  EXPECT_NE(CompareGradient(library->ModelOf("wrong"), expected, 2), "");
}

TEST(Compare, HasNoGradientWhereNumbersOverflow) {
  const Fault overflow = {
      "-0.5}\n    - {type: Dense, units: 33, activation: tanh",
      "300}\n    - {type: Dense, units: 33, activation: exponential"};
  const ModelSpec spec = PlainDescent(Parse(WithFault(overflow)));
  EXPECT_TRUE(ExpectGradient(spec).steps.empty());
}

// Numbers that are not infinite, but their squares.
TEST(Compare, HasNoGradientWhereSquaresOverflow) {
  const Fault overflow = {
      "-0.5}\n    - {type: Dense, units: 33, activation: tanh",
      "1.0e+30}\n    - {type: LayerNormalization}\n"
      "    - {type: Dense, units: 33, activation: tanh"};
  const ModelSpec spec = PlainDescent(Parse(WithFault(overflow)));
  EXPECT_TRUE(ExpectGradient(spec).steps.empty());
}

TEST(Programs, SaysWhatTheCompilerSays) {
  llvm::Expected<ProgramLibrary> library =
      ProgramLibrary::Build({{"right", Parse(kSpec)}}, {.march = "no_such"});
  ASSERT_FALSE(static_cast<bool>(library));
  EXPECT_THAT(llvm::toString(library.takeError()),
              ::testing::HasSubstr("no_such"));
}

// ---- Reducing ----

// Whether a layer with variables has the activation.
bool Uses(const ModelSpec& spec, std::string_view activation) {
  const std::string text = "activation: " + std::string(activation);
  for (size_t i = 0; i < spec.layers.size(); ++i) {
    if (HasTrainableVariable(spec.layers[i]) &&
        ExplainLayer(spec, i).find(text) != std::string::npos)
      return true;
  }
  return false;
}

TEST(ReduceSpec, KeepsWhatFailsAndLittleElse) {
  uint32_t reduced_models = 0;
  for (uint32_t seed = 0; seed < 50; ++seed) {
    const ModelSpec spec = RandomSpec(seed);
    const auto fails = [](const ModelSpec& candidate) {
      return Uses(candidate, "tanh") && candidate.fit.batch_size >= 5;
    };
    if (!fails(spec)) continue;
    ++reduced_models;
    const ModelSpec reduced = ReduceSpec(spec, fails, 1000);
    EXPECT_TRUE(fails(reduced)) << "seed " << seed;
    // A convolution needs a Flatten behind it.
    const bool has_images = reduced.layers.front().output_shape.size() > 1;
    EXPECT_EQ(reduced.layers.size(), has_images ? 2u : 1u)
        << ExplainSpec(reduced);
    EXPECT_EQ(reduced.fit.batch_size, 5) << ExplainSpec(reduced);
    // Labels have two classes at least.
    EXPECT_LE(reduced.layers.back().output_shape[0], 2) << ExplainSpec(reduced);
  }
  EXPECT_GE(reduced_models, 5u);
}

TEST(ReduceSpec, StopsAfterSomeAttempts) {
  size_t attempts = 0;
  ReduceSpec(
      RandomSpec(3),
      [&](const ModelSpec&) {
        ++attempts;
        return false;
      },
      4);
  EXPECT_EQ(attempts, 4u);
}

}  // namespace
}  // namespace sinter::differential
