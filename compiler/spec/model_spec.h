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
#include <string>
#include <variant>
#include <vector>

namespace sinter {

// 1-based line and column of a node in the spec's file.
struct SourceLocation {
  unsigned line = 0;
  unsigned column = 0;
  bool operator==(const SourceLocation&) const = default;
};

enum class ElementType { kUint8, kFloat32 };

// Whether the generated code skips zero elements of the input: never, always,
// or when the data has many of them.
enum class Sparsity { kAuto, kDense, kSparse };

enum class Activation {
  kLinear,
  kRelu,
  kLeakyRelu,
  kElu,
  kSigmoid,
  kTanh,
  kGelu,
  kSilu,
  kSoftmax
};

enum class Initializer {
  kGlorotUniform,
  kGlorotNormal,
  kHeUniform,
  kHeNormal,
  kZeros,
  kOnes
};

enum class Loss { kSparseCategoricalCrossentropy, kMeanSquaredError };

// y = x * scale + offset, both rounded to float32.
struct RescalingLayer {
  double scale = 1.0;
  double offset = 0.0;
  bool operator==(const RescalingLayer&) const = default;
};

struct FlattenLayer {
  bool operator==(const FlattenLayer&) const = default;
};

// `target_shape` without the batch dimension; Keras' -1 is already resolved.
struct ReshapeLayer {
  std::vector<int64_t> target_shape;
  bool operator==(const ReshapeLayer&) const = default;
};

// y = activation(x @ kernel + bias); kernel is [inputs, units], bias [units].
struct DenseLayer {
  int64_t units = 0;
  Activation activation = Activation::kLinear;
  bool use_bias = true;
  Initializer kernel_initializer = Initializer::kGlorotUniform;
  Initializer bias_initializer = Initializer::kZeros;
  bool operator==(const DenseLayer&) const = default;
};

struct ActivationLayer {
  Activation activation = Activation::kLinear;
  bool operator==(const ActivationLayer&) const = default;
};

// While training, each element is zeroed with probability `rate` and the others
// are scaled by 1 / (1 - rate).
struct DropoutLayer {
  double rate = 0.0;
  bool operator==(const DropoutLayer&) const = default;
};

using LayerKind = std::variant<RescalingLayer, FlattenLayer, ReshapeLayer,
                               DenseLayer, ActivationLayer, DropoutLayer>;

struct LayerSpec {
  std::string name;  // given, or Keras' automatic name: dense, dense_1, ...
  SourceLocation location;
  LayerKind kind;
  std::vector<int64_t> input_shape;   // without the batch dimension
  std::vector<int64_t> output_shape;  // without the batch dimension
  bool operator==(const LayerSpec&) const = default;
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
  bool operator==(const RmspropOptimizer&) const = default;
};

struct SgdOptimizer {
  double learning_rate = 0.01;
  double momentum = 0.0;
  bool nesterov = false;
  bool operator==(const SgdOptimizer&) const = default;
};

struct AdamOptimizer {
  double learning_rate = 0.001;
  double beta_1 = 0.9;
  double beta_2 = 0.999;
  double epsilon = 1e-7;
  bool amsgrad = false;
  bool operator==(const AdamOptimizer&) const = default;
};

struct AdamwOptimizer : AdamOptimizer {
  double weight_decay = 0.004;
  bool operator==(const AdamwOptimizer&) const = default;
};

using OptimizerSpec =
    std::variant<RmspropOptimizer, SgdOptimizer, AdamOptimizer, AdamwOptimizer>;

struct DataFiles {
  std::string x;
  std::string y;
  bool operator==(const DataFiles&) const = default;
};

// File names are relative to the --data folder of the generated program.
struct DataSpec {
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

struct CompileSpec {
  OptimizerSpec optimizer;
  Loss loss = Loss::kSparseCategoricalCrossentropy;
  bool from_logits = false;
  bool accuracy = false;  // metrics: [accuracy]
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
  InputSpec input;
  std::vector<LayerSpec>
      layers;  // at least one; the last one's output_shape is [classes]
  CompileSpec compile;
  FitSpec fit;
  bool operator==(const ModelSpec&) const = default;
};

double LearningRate(const OptimizerSpec& optimizer);

}  // namespace sinter

#endif  // SINTER_COMPILER_SPEC_MODEL_SPEC_H_
