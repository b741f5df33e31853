#include "tests/differential/random_spec.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>
#include <random>
#include <set>
#include <span>
#include <type_traits>
#include <utility>

#include "compiler/layers/add.h"
#include "compiler/layers/all_layers.h"
#include "compiler/layers/average_pooling1d.h"
#include "compiler/layers/average_pooling2d.h"
#include "compiler/layers/batch_normalization.h"
#include "compiler/layers/conv1d.h"
#include "compiler/layers/conv2d.h"
#include "compiler/layers/conv2d_transpose.h"
#include "compiler/layers/cropping2d.h"
#include "compiler/layers/dense.h"
#include "compiler/layers/depthwise_conv2d.h"
#include "compiler/layers/flatten.h"
#include "compiler/layers/group_normalization.h"
#include "compiler/layers/layer_normalization.h"
#include "compiler/layers/losses.h"
#include "compiler/layers/max_pooling1d.h"
#include "compiler/layers/max_pooling2d.h"
#include "compiler/layers/metrics.h"
#include "compiler/layers/multiply.h"
#include "compiler/layers/normalization.h"
#include "compiler/layers/random_flip.h"
#include "compiler/layers/random_rotation.h"
#include "compiler/layers/random_translation.h"
#include "compiler/layers/random_zoom.h"
#include "compiler/layers/rescaling.h"
#include "compiler/layers/separable_conv2d.h"
#include "compiler/layers/subtract.h"
#include "compiler/layers/up_sampling2d.h"
#include "compiler/layers/zero_padding2d.h"
#include "compiler/spec/explain.h"
#include "compiler/spec/fields.h"
#include "compiler/spec/layer_report.h"
#include "compiler/spec/limits.h"
#include "compiler/spec/load_spec.h"
#include "compiler/spec/names.h"
#include "compiler/spec/shapes.h"
#include "llvm/ADT/Twine.h"
#include "llvm/Support/ErrorHandling.h"

namespace sinter::differential {
namespace {

constexpr int64_t kMostUnits = 200;
// Widths that a step may be cut into columns for.
constexpr int64_t kFewestWideUnits = 256;
constexpr int64_t kMostWideUnits = 300;
constexpr size_t kMostDense = 6;
constexpr size_t kMostWideDense = 3;
constexpr size_t kMostLayers = 14;
constexpr int64_t kLargestImage = 12;  // rows or columns
constexpr int64_t kMostChannels = 33;
// Of a layer and a sample, so that the interpreter is done soon.
constexpr uint64_t kMostMultiplyAdds = 40000;
constexpr int64_t kMostElements = 20000;

// Where a key's whole range would be no good: most values would make steps that
// diverge, or programs that take minutes. Other keys are drawn from the range
// in the table of fields.
struct Rule {
  std::string_view key;
  double low;
  double high;
  bool logarithmic = false;
  std::string_view default_text = "";  // of the key; "" is any
};
constexpr Rule kRules[] = {
    {"learning_rate", 1e-4, 3e-2, true},
    // Keras' 1e-7 and more: with less, a float32 gradient of 1e-7 would decide
    // about a whole step.
    {"epsilon", 1e-7, 1e-2, true},
    // LayerNormalization's: with less, rows of nearly equal numbers, as those
    // of two channels often are, become their rounding errors.
    {"epsilon", 1e-3, 1e-1, true, "0.001"},
    // The variance of a centered RMSprop is a difference of these means.
    {"rho", 0.5, 0.99},
    {"momentum", 0, 0.95},
    {"beta_1", 0, 0.95},
    {"beta_2", 0.5, 0.9999},
    {"weight_decay", 0, 0.5},
    {"clipnorm", 1e-2, 10, true},
    {"clipvalue", 1e-3, 1, true},
    {"global_clipnorm", 1e-2, 10, true},
    {"gradient_accumulation_steps", 2, 4},
    {"l1", 1e-5, 1e-3, true},
    {"l2", 1e-5, 1e-2, true},
    {"rate", 0, 0.7},
    {"kernel_size", 1, 4},
    {"pool_size", 1, 4},
    {"size", 1, 3},
    {"padding", 0, 2},
    {"cropping", 0, 2},
    {"n", 1, 4},
    {"max_value", 0.5, 4, true},
    {"negative_slope", 0, 1},
    {"alpha", 0, 2},
    {"strides", 1, 3},
    {"dilation_rate", 1, 3},
    {"scale", 0.25, 2, true},
    {"offset", -0.5, 0.5},
    {"groups", 0.51, 2.6},
    {"depth_multiplier", 1, 2.4},
    {"axis", -3.4, 3.4},
    {"stddev", 0, 0.5},
    {"epochs", 1, 20},
    {"batch_size", 1, 40},
    {"validation_split", 0, 0.5},
};

// Names that generated code might want for itself, too.
constexpr std::string_view kNames[] = {"x",
                                       "y",
                                       "d",
                                       "N",
                                       "acc",
                                       "loss",
                                       "correct",
                                       "state",
                                       "output",
                                       "samples",
                                       "indices",
                                       "tiles",
                                       "rows",
                                       "worker",
                                       "hn",
                                       "at",
                                       "sums",
                                       "accuracy",
                                       "dense_kernel",
                                       "bias",
                                       "Model",
                                       "Range",
                                       "inputs",
                                       "loss_sum",
                                       "dense_input",
                                       "kFloats",
                                       "train_step",
                                       "learning_rate",
                                       "iteration",
                                       "seed",
                                       "layer_1",
                                       "Dense"};

// One seed in 32: wide enough for what is only done with many columns.
bool IsWideModel(uint32_t seed) { return seed % 32 == 7; }

class Generator {
 public:
  explicit Generator(uint32_t seed) : random_(seed) {}

  ModelSpec Draw(uint32_t seed) {
    seed_ = seed;
    DrawSection(RootSection(), &spec_);
    NameFiles();
    FitLoss(spec_);
    return spec_;
  }

 private:
  // One of each input and output.
  void NameFiles() {
    for (DataFiles* files : {&spec_.data.train, &spec_.data.test}) {
      files->x.clear();
      files->y.clear();
      for (const auto& [name, input] : spec_.inputs)
        files->x.push_back({name, name + ".x.idx"});
      for (const std::string& name : spec_.outputs)
        files->y.push_back({name, name + ".y.idx"});
    }
  }

  // What a layer may take.
  struct Output {
    std::string name;
    SampleShape shape;
  };

  // What to draw for a field, by the type that it refers to.
  struct Drawer {
    Generator& generator;
    const SpecField& field;

    void operator()(FixedWord) const {}
    void operator()(TypeWord) const {}
    void operator()(ModelName name) const {
      *name.text = "m" + std::to_string(generator.seed_);
    }
    void operator()(LayerName) const {}    // by DrawLayers
    void operator()(Blocks) const {}       // they are gone once a spec is read
    void operator()(LayerInputs) const {}  // by DrawLayers
    void operator()(LayerReference) const {}  // by AddBranches
    void operator()(FileNames) const {}       // by NameFiles
    void operator()(SetFiles) const {}        // by NameFiles
    void operator()(Table) const {}
    void operator()(ColumnNames) const {}
    void operator()(DataFormat*) const {}  // arrays
    void operator()(ModelInputs inputs) const {
      if (inputs.by_name) return;
      *inputs.inputs = {{std::string(kInputName), {}}};
      generator.DrawSection(*inputs.section, &inputs.inputs->front().value);
    }
    void operator()(OutputNames outputs) const {
      generator.DrawOutputs(*outputs.names);
    }
    void operator()(LossWeights weights) const {
      const auto& names = generator.spec_.outputs;
      if (names.size() == 1 || generator.Chance(0.5)) return;
      for (const std::string& name : names)
        weights.weights->push_back({name, generator.DrawNumber(field)});
    }
    void operator()(Shape shape) const {
      *shape.dimensions = field.key == "dims" ? generator.DrawPermutation()
                          : field.key == "shared_axes"
                              ? generator.DrawSharedAxes()
                          : shape.may_infer ? generator.DrawTargetShape()
                                            : generator.DrawInputShape();
    }
    void operator()(SizePair pair) const {
      if (!field.IsRequired() && generator.Chance(0.5)) return;  // the default
      for (int64_t& size : *pair.sizes)
        size = std::llround(generator.DrawNumber(field));
    }
    void operator()(Interval* interval) const {
      const double a = generator.DrawNumber(field);
      const double b = generator.DrawNumber(field);
      *interval = {std::min(a, b), std::max(a, b)};
    }
    void operator()(std::optional<Interval>* interval) const {
      interval->reset();
      if (generator.Chance(0.5)) (*this)(&interval->emplace());
    }
    void operator()(Borders borders) const {
      for (auto& axis : *borders.sizes)
        for (int64_t& size : axis)
          size = std::llround(generator.DrawNumber(field));
    }
    void operator()(Subsection section) const {
      generator.DrawSection(*section.section, section.object);
    }
    void operator()(LossChoices choices) const {
      for (const std::string& name : generator.spec_.outputs)
        choices.losses->push_back({name, generator.DrawLoss()});
    }
    void operator()(MetricLists metrics) const {
      for (const std::string& name : generator.spec_.outputs)
        generator.DrawMetrics(generator.Uniform(0, 1),
                              metrics.lists->emplace_back(name).value);
    }
    void operator()(bool* value) const { *value = generator.Chance(0.5); }
    void operator()(double* value) const {
      if (!field.IsRequired() && generator.Chance(0.3)) return;  // the default
      *value = generator.DrawNumber(field);
    }
    void operator()(std::optional<double>* value) const {
      value->reset();
      if (generator.Chance(0.25)) *value = generator.DrawNumber(field);
    }
    void operator()(std::optional<bool>*) const {}  // by FreezeOne
    void operator()(std::optional<int64_t>* value) const {
      value->reset();
      if (generator.Chance(0.25))
        *value = std::llround(generator.DrawNumber(field));
    }
    void operator()(Regularizer* value) const {
      if (generator.Chance(0.8)) return;
      const size_t i = generator.Index(RegularizerSections().size());
      value->kind = static_cast<Regularizer::Kind>(i + 1);
      generator.DrawSection(RegularizerSections()[i], value);
    }
    void operator()(int64_t* value) const {
      *value = field.key == "units" ? generator.DrawUnits()
               : field.key == "filters"
                   ? generator.DrawChannels()
                   : std::llround(generator.DrawNumber(field));
    }
    void operator()(uint32_t* value) const {
      *value = std::llround(generator.DrawNumber(field));
    }
    void operator()(OptimizerSpec* optimizer) const {
      const size_t i = generator.Index(OptimizerSections().size());
      void* object = EmplaceAlternative(*optimizer, i);
      generator.DrawSection(OptimizerSections()[i], object);
      KeepOneLimit(*optimizer);
    }
    void operator()(std::vector<LayerSpec>*) const { generator.DrawLayers(); }
    void operator()(Activation* value) const {
      const auto names = AllLayers().activations();
      value->name = names[generator.Index(names.size())];
    }
    void operator()(Initializer* value) const {
      *value = static_cast<Initializer>(
          generator.Index(NamesOf(Initializer()).size()));
      // Random numbers are negative, too: a variance that has no root.
      if (field.key == "moving_variance_initializer" &&
          *value != Initializer::kZeros)
        *value = Initializer::kOnes;
    }
    template <typename Enum>
      requires std::is_enum_v<Enum>
    void operator()(Enum* value) const {
      *value = static_cast<Enum>(generator.Index(NamesOf(Enum()).size()));
    }
  };

  // Gradients are clipped in one way.
  static void KeepOneLimit(OptimizerSpec& optimizer) {
    std::visit(
        [](auto& kind) {
          GradientLimits& limits = kind.common.limits;
          if (limits.clipnorm) limits.clipvalue.reset();
          if (limits.clipnorm || limits.clipvalue)
            limits.global_clipnorm.reset();
        },
        optimizer);
  }

  // Half of the models learn classes.
  LossSpec DrawLoss() {
    const auto types = AllLayers().losses();
    LossSpec loss;
    loss.type = &types[Chance(0.5) ? 0 : Index(types.size())];
    DrawSection(loss.type->section, &loss);
    return loss;
  }

  // The last layer, and now and then one before.
  void DrawOutputs(std::vector<std::string>& names) {
    names = {spec_.layers.back().name};
    const LayerSpec& other = spec_.layers[Index(spec_.layers.size())];
    const bool fits = other.name != names.front() &&
                      other.output_shape.size() == 1 &&
                      other.output_shape[0] >= kFewestClasses &&
                      other.output_shape[0] <= kMostClasses;
    if (!fits || IsWideModel(seed_) || Chance(0.3)) return;
    names.insert(names.begin() + Index(2), other.name);
  }

  // From `number` and the seed alone, so that what is drawn later does not
  // depend on how many metrics there are.
  void DrawMetrics(double number, std::vector<const MetricType*>& types) const {
    types.clear();
    if (number < 0.7) types.push_back(FindMetric("accuracy"));
    std::mt19937 random(seed_);
    for (const MetricType& type : AllMetrics()) {
      const bool is_known = std::ranges::count(types, &type) > 0;
      if (random() % 4 == 0 && !is_known) types.push_back(&type);
    }
    std::ranges::shuffle(types, random);
  }

  void DrawSection(const Section& section, void* object) {
    for (const SpecField& field : section.fields)
      std::visit(Drawer{*this, field}, field.reference(object));
  }

  size_t Index(size_t count) { return random_() % count; }
  bool Chance(double probability) { return Uniform(0, 1) < probability; }
  double Uniform(double low, double high) {
    return low + (high - low) * (random_() / 4294967296.0);
  }

  // Few digits, so that a spec is short; 1/255 and the like come in, too.
  double DrawNumber(const SpecField& field) {
    Rule rule = {field.key, field.range.low, field.range.high};
    for (const Rule& known : kRules)
      if (known.key == field.key && (known.default_text.empty() ||
                                     known.default_text == field.default_text))
        rule = known;
    if (!std::isfinite(rule.low)) rule.low = -1;
    if (!std::isfinite(rule.high)) rule.high = rule.low + 2;
    const double value =
        rule.logarithmic
            ? std::exp(Uniform(std::log(rule.low), std::log(rule.high)))
            : Uniform(rule.low, rule.high);
    const double digits = std::pow(10, 2 - std::floor(std::log10(value)));
    const double rounded =
        value > 0 ? std::round(value * digits) / digits : value;
    return field.range.Contains(rounded) ? rounded : value;
  }

  // The last Dense has a unit for each class.
  int64_t DrawUnits() {
    return std::max<int64_t>(DrawSize(), dense_left_ == 1 ? kFewestClasses : 1);
  }

  // Small sizes, sizes beside a multiple of a vector's, and any.
  int64_t DrawSize() {
    const bool are_classes = dense_left_ == 1;
    if (IsWideModel(seed_) && !are_classes && Chance(0.6))
      return kFewestWideUnits + Index(kMostWideUnits - kFewestWideUnits + 1);
    switch (Index(4)) {
      case 0:
        return 1 + Index(9);
      case 1:
        return std::clamp<int64_t>(16 * (1 + Index(12)) - 1 + Index(3), 1,
                                   kMostUnits);
      case 2:
        return 1 + Index(64);
      default:
        return 1 + Index(kMostUnits);
    }
  }

  // Few, and those beside a multiple of a vector's.
  int64_t DrawChannels() {
    return Chance(0.6) ? 1 + Index(9)
                       : std::min<int64_t>(16 * (1 + Index(2)) - 1 + Index(3),
                                           kMostChannels);
  }

  int64_t DrawImageSize() { return 1 + Index(kLargestImage); }

  std::vector<int64_t> DrawInputShape() {
    SampleShape shape = {DrawSize()};
    if (!IsWideModel(seed_) && Chance(0.4))
      shape = {DrawImageSize(), DrawImageSize(), DrawChannels()};
    else if (!IsWideModel(seed_) && Chance(0.3))
      shape = {2 * DrawImageSize(), DrawChannels()};
    else if (Chance(0.5))
      shape = DrawFactors(shape[0]);
    outputs_ = {{std::string(kInputName), shape}};
    return shape;
  }

  std::vector<int64_t> DrawTargetShape() {
    const int64_t elements = CountElements(Last().shape);
    return Chance(0.5) ? DrawFactors(elements) : std::vector{elements};
  }

  // The dimensions of a sample, counted from 1.
  std::vector<int64_t> DrawPermutation() {
    std::vector<int64_t> dims(Last().shape.size());
    std::iota(dims.begin(), dims.end(), 1);
    for (size_t i = dims.size(); i > 1; --i)
      std::swap(dims[i - 1], dims[Index(i)]);
    return dims;
  }

  // None of them, or all but the last.
  std::vector<int64_t> DrawSharedAxes() {
    std::vector<int64_t> axes(Chance(0.5) ? 0 : Last().shape.size() - 1);
    std::iota(axes.begin(), axes.end(), 1);
    return axes;
  }

  // A shape of two or three dimensions with this many elements.
  std::vector<int64_t> DrawFactors(int64_t elements) {
    std::vector<int64_t> shape;
    for (size_t i = Index(2); i < 2; ++i) {
      int64_t factor = 1 + Index(elements);
      while (elements % factor != 0) --factor;
      shape.push_back(factor);
      elements /= factor;
    }
    shape.push_back(elements);
    return shape;
  }

  void DrawLayers() {
    dense_left_ = 1 + Index(IsWideModel(seed_) ? kMostWideDense : kMostDense);
    if (spec_.inputs.front().value.dtype == ElementType::kUint8 && Chance(0.95))
      AddPixelRescaling();
    while (dense_left_ > 0 || (Chance(0.3) && !IsLong())) {
      const bool is_dense = dense_left_ > 0 && (Chance(0.6) || IsLong());
      if (dense_left_ > 2 && Chance(0.15)) {
        AddBranches();
      } else if (is_dense) {
        AddDense();
      } else {
        AddLayer(/*is_dense=*/false);
      }
    }
    if (Last().shape.size() > 1) AddFlatten();
    if (!IsWideModel(seed_) && Chance(0.15)) AddSecondInput();
    if (Chance(0.2)) FreezeOne();
  }

  // One of the layers that train, if another one is left; none that shares.
  void FreezeOne() {
    const auto is_owner = [&](const LayerSpec& layer) {
      return std::ranges::count(spec_.layers, layer.name, &LayerSpec::shares);
    };
    const auto trains = [&](const LayerSpec& layer) {
      return layer.shares.empty() && HasTrainableVariable(layer);
    };
    if (std::ranges::count_if(spec_.layers, trains) < 2) return;
    LayerSpec& layer = spec_.layers[Index(spec_.layers.size())];
    if (trains(layer) && !is_owner(layer)) layer.trainable = false;
  }

  // A vector whose products are added to the last layer's output.
  void AddSecondInput() {
    const Output last = Last();
    const Output second = {"second", {1 + static_cast<int64_t>(Index(20))}};
    spec_.inputs.push_back(
        {second.name, {second.shape, ElementType::kFloat32, Sparsity::kAuto}});
    outputs_.push_back(second);
    Append(std::make_unique<DenseLayer>(DenseOptions{{}, last.shape[0]}),
           {second});
    const Output products = Last();
    Append(std::make_unique<sinter::AddLayer>(), {last, products});
  }

  bool IsLong() const { return spec_.layers.size() >= kMostLayers; }
  const Output& Last() const { return outputs_.back(); }

  void AddPixelRescaling() {
    const int64_t levels = 64 + Index(400);
    Append(std::make_unique<RescalingLayer>(
               RescalingOptions{1.0 / levels, Chance(0.5) ? -0.5 : 0.0}),
           {Last()});
    // Numbers up to 255 beside others leave only rounding of those.
    outputs_.erase(outputs_.begin());
  }

  void AddFlatten() { Append(std::make_unique<FlattenLayer>(), {Last()}); }

  // Of an image more than once something else before.
  void AddDense() {
    while (Last().shape.size() > 1 && Chance(0.7) && !IsLong()) {
      if (Last().shape.size() == 2)
        AddOneOf(SequenceKinds());
      else if (Chance(0.15))
        AddPooledConvolution();
      else
        AddOneOf(ImageKinds());
    }
    if (Last().shape.size() > 1) AddFlatten();
    AddLayer(/*is_dense=*/true);
    --dense_left_;
  }

  // Layers that windows or channels mean something to.
  static std::vector<const LayerType*> ImageKinds() {
    return {&Conv2DLayer::kType,
            &Conv2DTransposeLayer::kType,
            &DepthwiseConv2DLayer::kType,
            &SeparableConv2DLayer::kType,
            &GroupNormalizationLayer::kType,
            &MaxPooling2DLayer::kType,
            &AveragePooling2DLayer::kType,
            &UpSampling2DLayer::kType,
            &ZeroPadding2DLayer::kType,
            &Cropping2DLayer::kType,
            &LayerNormalizationLayer::kType,
            &BatchNormalizationLayer::kType,
            &RandomFlipLayer::kType,
            &RandomTranslationLayer::kType,
            &RandomRotationLayer::kType,
            &RandomZoomLayer::kType};
  }
  static std::vector<const LayerType*> SequenceKinds() {
    return {&Conv1DLayer::kType, &MaxPooling1DLayer::kType,
            &AveragePooling1DLayer::kType};
  }

  // A convolution whose gradient has a few elements of each window of a pooling
  // behind it.
  void AddPooledConvolution() {
    Conv2DOptions convolution;
    convolution.filters = 16 * (1 + static_cast<int64_t>(Index(2)));
    convolution.kernel_size = {DrawTaps(), DrawTaps()};
    convolution.padding = Chance(0.5) ? Padding::kSame : Padding::kValid;
    Pooling2DOptions pooling;
    pooling.pool_size = {DrawTaps(), DrawTaps()};
    AppendIfFits(std::make_unique<Conv2DLayer>(convolution));
    AppendIfFits(std::make_unique<MaxPooling2DLayer>(pooling));
  }

  int64_t DrawTaps() { return 1 + static_cast<int64_t>(Index(3)); }

  void AppendIfFits(AnyLayer kind) {
    if (Fits(kind, {Last()})) Append(std::move(kind), {Last()});
  }

  // One of `kinds` that fits, or any layer.
  void AddOneOf(const std::vector<const LayerType*>& kinds) {
    for (int attempts = 0; attempts < 10; ++attempts) {
      AnyLayer kind = DrawKind(*kinds[Index(kinds.size())]);
      if (!Fits(kind, {Last()}) || IsNormalizedTwice(kind)) continue;
      return Append(std::move(kind), {Last()});
    }
    AddLayer(/*is_dense=*/false);
  }

  bool IsNormalizedTwice(const AnyLayer& kind) const {
    return &kind->type() == &LayerNormalizationLayer::kType &&
           !spec_.layers.empty() &&
           &spec_.layers.back().kind->type() == &kind->type();
  }

  // Whether it takes these inputs, leaves enough for classes, and the
  // interpreter is soon done.
  bool Fits(AnyLayer& kind, const std::vector<Output>& inputs) const {
    const std::optional<SampleShape> output = InferOutput(kind, inputs);
    return output &&
           (dense_left_ > 0 || (CountElements(*output) >= kFewestClasses &&
                                CountElements(*output) <= kMostClasses)) &&
           CountElements(*output) <= kMostElements &&
           kind->MultiplyAdds(ShapesOf(inputs)) <= kMostMultiplyAdds;
  }

  // Draws until one fits.
  void AddLayer(bool is_dense) {
    while (true) {
      AnyLayer kind = DrawKind();
      if ((&kind->type() == &DenseLayer::kType) != is_dense) continue;
      const std::vector<Output> inputs = DrawInputs(kind->type());
      if (is_dense ? !InferOutput(kind, inputs) : !Fits(kind, inputs)) continue;
      if (IsDifferenceOfEquals(kind->type(), inputs)) continue;
      if (!IsAdaptable(kind->type(), inputs)) continue;
      Append(std::move(kind), inputs);
      return;
    }
  }

  // A Normalization takes an input of the model.
  bool IsAdaptable(const LayerType& type,
                   const std::vector<Output>& inputs) const {
    return &type != &NormalizationLayer::kType ||
           std::ranges::count(spec_.inputs, inputs.front().name,
                              &Named<InputSpec>::name) > 0;
  }

  // Its output and all gradients behind it are 0.
  static bool IsDifferenceOfEquals(const LayerType& type,
                                   const std::vector<Output>& inputs) {
    return &type == &SubtractLayer::kType && inputs[0].name == inputs[1].name;
  }

  // A layer, one of its size beside it, and one that takes both.
  void AddBranches() {
    AddDense();
    const Output first = Last();
    const SampleShape first_input = LastInputShape();
    AnyLayer twin = spec_.layers.back().kind;
    const Output input = DrawVector();
    const bool shares = input.shape == first_input && Chance(0.5);
    if (!shares) RedrawButSizes(twin);
    Append(std::move(twin), {input});
    if (shares) spec_.layers.back().shares = first.name;
    --dense_left_;
    AnyLayer join = std::make_unique<sinter::AddLayer>();
    if (Chance(0.4)) join = std::make_unique<MultiplyLayer>();
    Append(std::move(join), {first, Last()});
  }

  // Of the last layer, a Dense.
  SampleShape LastInputShape() const {
    const std::string& name = spec_.layers.back().inputs.front();
    return std::ranges::find(outputs_, name, &Output::name)->shape;
  }

  void RedrawButSizes(AnyLayer& kind) {
    for (const SpecField& field : kind->type().section.fields) {
      const FieldReference reference = field.reference(kind->options());
      if (!std::holds_alternative<int64_t*>(reference))
        std::visit(Drawer{*this, field}, reference);
    }
  }

  // Any output so far that is a vector; there is one.
  Output DrawVector() {
    while (true) {
      const Output& output = outputs_[Index(outputs_.size())];
      if (output.shape.size() == 1) return output;
    }
  }

  // The last output, so that all are used, and others of its shape.
  std::vector<Output> DrawInputs(const LayerType& type) {
    std::vector<Output> inputs = {Last()};
    while (inputs.size() < type.fewest_inputs ||
           (inputs.size() < type.most_inputs && Chance(0.2))) {
      const Output& other = outputs_[Index(outputs_.size())];
      if (other.shape == Last().shape) inputs.push_back(other);
    }
    std::swap(inputs.front(), inputs[Index(inputs.size())]);
    return inputs;
  }

  AnyLayer DrawKind() {
    const std::span<const LayerType* const> types = AllLayers().types();
    return DrawKind(*types[Index(types.size())]);
  }

  AnyLayer DrawKind(const LayerType& type) {
    AnyLayer kind = type.create();
    DrawSection(type.section, kind->options());
    return kind;
  }

  static std::vector<SampleShape> ShapesOf(const std::vector<Output>& outputs) {
    std::vector<SampleShape> shapes;
    for (const Output& output : outputs) shapes.push_back(output.shape);
    return shapes;
  }

  // The shape of the output, if the layer takes these inputs.
  std::optional<SampleShape> InferOutput(
      AnyLayer& kind, const std::vector<Output>& inputs) const {
    const YamlNode nowhere;
    Diagnostics mistakes;
    LayerReport report(nowhere, spec_.fit.batch_size, mistakes);
    std::optional<SampleShape> output =
        kind->InferOutput(ShapesOf(inputs), report);
    return mistakes.has_errors() ? std::nullopt : output;
  }

  void Append(AnyLayer kind, const std::vector<Output>& inputs) {
    LayerSpec layer;
    layer.name = DrawName(kind);
    for (const Output& input : inputs) layer.inputs.push_back(input.name);
    layer.input_shapes = ShapesOf(inputs);
    layer.output_shape = *InferOutput(kind, inputs);
    layer.kind = std::move(kind);
    outputs_.push_back({layer.name, layer.output_shape});
    spec_.layers.push_back(std::move(layer));
  }

  std::string DrawName(const AnyLayer& kind) {
    const std::string base(Chance(0.2) ? kNames[Index(std::size(kNames))]
                                       : kind->type().base_name);
    std::string name = base;
    for (int i = 1; !names_.insert(name).second; ++i)
      name = base + "_" + std::to_string(i);
    return name;
  }

  std::mt19937 random_;
  uint32_t seed_ = 0;
  ModelSpec spec_;
  size_t dense_left_ = kMostDense;
  std::vector<Output> outputs_;  // of the input and the layers so far
  std::set<std::string> names_;
};

// Poisson's takes the logarithm of the outputs.
void FitLossTo(OutputFunction ending, LossSpec& loss, MetricTypes& metrics) {
  const bool is_positive = ending != OutputFunction::kOther;
  if (loss.type == FindLoss("poisson") && !is_positive)
    loss.type = FindLoss("mean_absolute_percentage_error");
  const OutputFunction needed = loss.type->logits_of;
  loss.from_logits = needed != OutputFunction::kOther && ending != needed;
  const Targets targets =
      ReadsLabels(loss) ? Targets::kLabels : Targets::kValues;
  std::erase_if(metrics, [&](const MetricType* type) {
    const bool fits =
        type->targets == Targets::kEither || type->targets == targets;
    const bool has_logits = type->logits_of == OutputFunction::kOther ||
                            type->logits_of == ending ||
                            (loss.from_logits && type->logits_of == needed);
    const bool is_finite = type != FindMetric("poisson") || is_positive;
    return !fits || !has_logits || !is_finite;
  });
}

}  // namespace

namespace {

// No more metrics than a program has room for.
void FitMetrics(ModelSpec& spec) {
  auto& lists = spec.compile.metrics;
  size_t count = spec.outputs.size() > 1 ? spec.outputs.size() : 0;
  for (const auto& [name, types] : lists) count += types.size();
  for (; count > kMostMetrics; --count)
    std::ranges::max_element(lists, {}, [](const auto& list) {
      return list.value.size();
    })->value.pop_back();
}

}  // namespace

void FitLoss(ModelSpec& spec) {
  for (size_t i = 0; i < spec.outputs.size(); ++i) {
    const auto layer =
        std::ranges::find(spec.layers, spec.outputs[i], &LayerSpec::name);
    if (layer == spec.layers.end()) continue;
    FitLossTo(layer->kind->EndsIn(), spec.compile.loss[i].value,
              spec.compile.metrics[i].value);
  }
  FitMetrics(spec);
}

std::optional<ModelSpec> Checked(const ModelSpec& spec) {
  ModelSpec fitted = spec;
  FitLoss(fitted);
  Diagnostics diagnostics;
  return ParseSpec(ExplainSpec(fitted), "random.yaml", AllLayers(),
                   diagnostics);
}

ModelSpec RandomSpec(uint32_t seed) {
  const ModelSpec drawn = Generator(seed).Draw(seed);
  const std::string text = ExplainSpec(drawn);
  Diagnostics diagnostics;
  const std::optional<ModelSpec> spec =
      ParseSpec(text, "random.yaml", AllLayers(), diagnostics);
  if (!spec)
    llvm::report_fatal_error("seed " + llvm::Twine(seed) +
                                 " gives no valid spec:\n" + text +
                                 diagnostics.Text(),
                             false);
  return *spec;
}

}  // namespace sinter::differential
