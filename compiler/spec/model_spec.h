// The checked model: what a YAML spec means once every default is filled in and
// every rule has been applied.
//
// A ModelSpec exists only for a spec without mistakes, so later stages need no
// checks of their own: shapes are positive, every tensor has fewer than 2^31
// elements, names are unique C++ identifiers, the loss fits the last layer, and
// every rate is in its range.
#ifndef SINTER_COMPILER_SPEC_MODEL_SPEC_H_
#define SINTER_COMPILER_SPEC_MODEL_SPEC_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "compiler/spec/choices.h"
#include "compiler/spec/layer.h"
#include "compiler/spec/metric_type.h"

namespace sinter {

// 1-based line and column of a node in the spec's file.
struct SourceLocation {
  unsigned line = 0;
  unsigned column = 0;
  bool operator==(const SourceLocation&) const = default;
};

// The name that layers know the model's input by, if it has no name of its own.
inline constexpr std::string_view kInputName = "input";

// What belongs to one of a model's inputs or outputs, with its name; "" where
// there is only one.
template <typename T>
struct Named {
  std::string name;
  T value = {};
  bool operator==(const Named&) const = default;
};

struct LayerSpec {
  std::string name;  // given, or Keras' automatic name: dense, dense_1, ...
  std::vector<std::string> inputs;  // names of model inputs or earlier layers
  std::string shares;  // the earlier layer whose variables it uses; "": its own
  std::optional<bool> trainable;  // if given; see IsFrozen
  SourceLocation location;
  AnyLayer kind;
  std::vector<SampleShape> input_shapes;
  SampleShape output_shape;
  bool operator==(const LayerSpec&) const = default;
};

// What is done to gradients before an optimizer sees them; at most one is set.
struct GradientLimits {
  std::optional<double> clipnorm;         // of each gradient's norm
  std::optional<double> clipvalue;        // of each element
  std::optional<double> global_clipnorm;  // of the norm of all together
  bool operator==(const GradientLimits&) const = default;
  bool Any() const { return clipnorm || clipvalue || global_clipnorm; }
};

// What every optimizer has.
struct OptimizerCommon {
  // Before each step: w -= w * weight_decay * learning_rate.
  std::optional<double> weight_decay;
  GradientLimits limits;
  // One update by the mean gradient of so many steps.
  std::optional<int64_t> gradient_accumulation_steps;
  bool operator==(const OptimizerCommon&) const = default;
};

// v = rho v + (1-rho) g^2; centered: a = rho a + (1-rho) g and d = v - a^2 +
// eps, else d = v + eps; step = learning_rate g / sqrt(d), accumulated in
// `momentum` when that is not 0.
struct RmspropOptimizer {
  double learning_rate = 0.001;
  double rho = 0.9;
  double momentum = 0.0;
  double epsilon = 1e-7;
  bool centered = false;
  OptimizerCommon common = {};
  bool operator==(const RmspropOptimizer&) const = default;
};

struct SgdOptimizer {
  double learning_rate = 0.01;
  double momentum = 0.0;
  bool nesterov = false;
  OptimizerCommon common = {};
  bool operator==(const SgdOptimizer&) const = default;
};

struct AdamOptimizer {
  double learning_rate = 0.001;
  double beta_1 = 0.9;
  double beta_2 = 0.999;
  double epsilon = 1e-7;
  bool amsgrad = false;
  OptimizerCommon common = {};
  bool operator==(const AdamOptimizer&) const = default;
};

struct AdamwOptimizer : AdamOptimizer {
  AdamwOptimizer() { common.weight_decay = 0.004; }
  explicit AdamwOptimizer(const AdamOptimizer& adam) : AdamOptimizer(adam) {}
  bool operator==(const AdamwOptimizer&) const = default;
};

struct AdamaxOptimizer {
  double learning_rate = 0.001;
  double beta_1 = 0.9;
  double beta_2 = 0.999;
  double epsilon = 1e-7;
  OptimizerCommon common = {};
  bool operator==(const AdamaxOptimizer&) const = default;
};

struct AdadeltaOptimizer {
  double learning_rate = 0.001;
  double rho = 0.95;
  double epsilon = 1e-7;
  OptimizerCommon common = {};
  bool operator==(const AdadeltaOptimizer&) const = default;
};

using OptimizerSpec =
    std::variant<RmspropOptimizer, SgdOptimizer, AdamOptimizer, AdamwOptimizer,
                 AdamaxOptimizer, AdadeltaOptimizer>;

// One for each input and output, in their order; or a table.
struct DataFiles {
  std::vector<Named<std::string>> x;
  std::vector<Named<std::string>> y;
  std::string table;  // "": there is none
  bool operator==(const DataFiles&) const = default;
};

// How a table is read.
struct TableSpec {
  std::vector<std::string> x;        // none: all columns but those of y
  std::vector<std::string> y;        // at least one
  std::vector<std::string> classes;  // names of the labels, or none
  Separator separator = Separator::kComma;
  bool header = true;
  bool operator==(const TableSpec&) const = default;
};

// File names are relative to the --data folder of the generated program.
struct DataSpec {
  DataFormat format = DataFormat::kIdx;
  std::optional<TableSpec> table;  // of the format kCsv
  DataFiles train;
  DataFiles test;
  bool operator==(const DataSpec&) const = default;
};

struct InputSpec {
  std::vector<int64_t> shape;  // without the batch dimension
  ElementType dtype = ElementType::kUint8;
  Sparsity sparsity = Sparsity::kAuto;
  bool operator==(const InputSpec&) const = default;
};

struct LossType;  // loss_type.h

// A loss with the keys that any has; those that it has not keep their defaults.
struct LossSpec {
  const LossType* type = nullptr;
  bool from_logits = false;      // the output is the logits
  bool one_hot = false;          // targets are labels, read as one-hot vectors
  double label_smoothing = 0.0;  // moves targets towards the middle
  double delta = 1.0;
  bool operator==(const LossSpec&) const = default;
};

// No two of them are equal.
using MetricTypes = std::vector<const MetricType*>;

struct CompileSpec {
  OptimizerSpec optimizer;
  // Of each output, in their order.
  std::vector<Named<LossSpec>> loss;
  std::vector<Named<double>> loss_weights;  // none: each is 1
  std::vector<Named<MetricTypes>> metrics;
  bool operator==(const CompileSpec&) const = default;
};

struct FitSpec {
  int64_t epochs = 1;
  int64_t batch_size = 32;
  bool shuffle = true;
  double validation_split = 0.0;
  bool operator==(const FitSpec&) const = default;
};

struct ModelSpec {
  std::string path;  // as the user gave it; for messages and locations, never
                     // written into generated code whole
  std::string name;  // a C++ identifier
  uint32_t seed = 0;
  DataSpec data;
  std::vector<Named<InputSpec>> inputs;  // the only one is called kInputName,
                                         // if the spec gives it no name
  // At least one, each after those it takes its inputs from. All but outputs
  // are an input of a later one.
  std::vector<LayerSpec> layers;
  // Names of the layers, whose output_shape is [elements].
  std::vector<std::string> outputs;
  CompileSpec compile;
  FitSpec fit;
  bool operator==(const ModelSpec&) const = default;
};

double LearningRate(const OptimizerSpec& optimizer);
const OptimizerCommon& CommonOf(const OptimizerSpec& optimizer);
int64_t StepsPerUpdate(const OptimizerSpec& optimizer);

const LayerSpec& OutputLayer(const ModelSpec& spec, size_t output);
// What the losses of the outputs are multiplied with before they are added.
double LossWeight(const ModelSpec& spec, size_t output);

// Of a layer whose shapes are known, in the order of the weights file.
// In the order of the weights file; of a frozen layer, none is trainable.
std::vector<Variable> VariablesOf(const LayerSpec& layer);
// Whether training leaves its variables as they are, all of them.
inline bool IsFrozen(const LayerSpec& layer) {
  return layer.trainable == false;
}
bool HasTrainableVariable(const LayerSpec& layer);

}  // namespace sinter

#endif  // SINTER_COMPILER_SPEC_MODEL_SPEC_H_
