// The one interface between generated code and the runtime.
//
// Generated code describes its model (tensors, shapes, entry points) in a
// `Model`; the runtime owns memory, data, threads, files and the command line,
// and knows nothing else about the model. The runtime does no tensor
// arithmetic, but for the softmax of the logits that `predict` prints.
//
// Memory. The runtime allocates two blocks, both zeroed and aligned to
// kAlignment bytes:
//   - state: Model::state_floats float32: parameters, then optimizer slots;
//     each at TensorInfo::offset, updated in place;
//   - arena: Model::arena_bytes bytes: intermediates of one step.
// Generated code never allocates.
//
// Layout. A tensor is seen as a matrix of `rows` x `cols` (a vector is one
// row), stored in panels of `panel` columns, panel after panel; within a panel
// rows follow each other. See PanelLayout in panel_layout.h.
#ifndef SINTER_RUNTIME_ENGINE_MODEL_H_
#define SINTER_RUNTIME_ENGINE_MODEL_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "runtime/engine/worker.h"

namespace sinter::runtime {

inline constexpr size_t kAlignment = 64;
inline constexpr size_t kMostRank = 8;
inline constexpr size_t kMostInputs = 8;
inline constexpr size_t kMostOutputs = 8;
inline constexpr size_t kMostMetrics = 16;  // of all outputs together

enum class Initializer : uint8_t {
  kZeros,
  kOnes,
  kGlorotUniform,
  kGlorotNormal,
  kHeUniform,
  kHeNormal,
  kInputMean,  // of the training set: see adapt_to_data.h
  kInputVariance
};

enum class ElementType : uint8_t { kUint8, kFloat32 };

constexpr size_t BytesOf(ElementType type) {
  return type == ElementType::kUint8 ? 1 : sizeof(float);
}

constexpr const char* NameOf(ElementType type) {
  return type == ElementType::kUint8 ? "uint8" : "float32";
}

// What the values of a row of an output are: probabilities that add up to 1,
// their logits (the probabilities are the softmax of the row), logits each of a
// probability of its own, or neither.
enum class OutputKind : uint8_t {
  kProbabilities,
  kLogits,
  kBinaryLogits,
  kValues
};

// What an output is compared with: the number of a class, or a value for each
// of its own.
enum class TargetKind : uint8_t { kLabels, kValues };

enum class TensorRole : uint8_t { kParameter, kSlot };

// One float32 tensor of the state block.
struct TensorInfo {
  // Keras' name: "dense.kernel"; a slot adds its kind: "dense.kernel.velocity".
  const char* name;
  TensorRole role;
  Initializer initializer;
  uint32_t rank;  // 1 to kMostRank
  uint32_t rows;  // of the matrix that it is for kernels: 1 for a vector, else
                  // most often all dimensions but the last
  uint32_t cols;
  uint32_t fan_in;  // for the initializers; rows and cols of a kernel. Of what
                    // adapts to an input its number and 1
  uint32_t fan_out;
  uint64_t offset;  // floats from the state block's start; a multiple of 16
  uint32_t panel;   // columns a panel, see panel_layout.h
  std::array<uint32_t, kMostRank> shape = {};  // zeros: [rows, cols]
};

// One line of the model's table (`info`).
struct LayerInfo {
  const char* name;
  const char* type;
  const char* output_shape;  // "(128, 512)"
  uint64_t parameters;
};

// What a step reads of each sample.
struct InputInfo {
  const char* name;  // "input"
  ElementType type;
  std::span<const uint32_t> shape;  // of one sample
  uint32_t elements;                // product of shape
};

// What predict writes of each sample, and what training compares it with.
struct OutputInfo {
  const char* name;   // of the layer that gives it
  uint32_t elements;  // of one sample; with labels, the number of classes
  uint32_t stride;    // floats between rows of StepArguments::output; at least
                      // `elements`
  OutputKind kind;
  TargetKind target;
  // Of each class, as a table has it and predict shows it; none: numbers.
  std::span<const char* const> classes = {};
};

// File names relative to the --data folder: of arrays, one for each input and
// output, or of a table that has all columns.
struct DataFiles {
  std::span<const char* const> x;
  std::span<const char* const> y;
  const char* table = nullptr;
};

// How to read a table: the columns of the only input and of the only output, by
// their names in the header, or by number from 0 without one.
struct TableInfo {
  char separator = ',';
  bool has_header = true;
  std::span<const char* const> x;  // none: all but those of y
  std::span<const char* const> y;
};

struct DataInfo {
  DataFiles train;
  DataFiles test;
  TableInfo table = {};  // of a model whose files are tables
};

// The spec's `fit` and `compile` values that stay changeable at run time.
struct Defaults {
  uint32_t epochs;
  float learning_rate;
  uint32_t seed;
  bool shuffle;
  double validation_split;
};

// The samples of one step and where its results go. Every worker of a step gets
// a copy of its own, equal to the others'.
//
// x[k] is [.., Model::inputs[k].shape] of its type, y[k] what output k is
// compared with: labels [..] of uint8, each less than the output's elements, or
// values [.., elements] of float32. Sample i (i < samples; 1 <= samples <=
// Model::batch) is row(i) of them all, where row(i) = indices == nullptr ? i :
// indices[i]. Only the first `samples` rows count: a partial batch is trained
// at its true size.
struct StepArguments {
  std::array<const void*, kMostInputs> x;
  std::array<const void*, kMostOutputs> y;  // not read by predict
  const uint32_t* indices;                  // nullptr: rows in order
  uint32_t samples;
  uint64_t iteration;   // training steps done before this one
  uint32_t seed;        // for dropout
  float learning_rate;  // not read by evaluate and predict
  float* state;
  std::byte* arena;
  // Written by one of the workers, valid once every worker has returned from
  // the step or passed a later barrier.
  float* metrics;  // train_step, evaluate_step: [0] mean loss over the samples,
                   // [1 + i] the sum over them of Model::metrics[i]
  // predict: row i of output k at output[k] + i * Model::outputs[k].stride.
  // Aligned to kAlignment if the stride is; there is room for Model::batch
  // rows.
  std::array<float*, kMostOutputs> output;
};

// Runs one step. Called by all workers of a team at once with equal arguments;
// meets the team's barrier an equal number of times in every worker and ends
// with a barrier, so that steps can follow each other directly. Results do not
// depend on the number of workers, bit for bit.
using StepFunction = void (*)(const StepArguments& arguments,
                              const Worker& worker);

// The steps of a model. All compute the same function of their arguments.
struct StepFunctions {
  StepFunction train_step;
  StepFunction evaluate_step;
  StepFunction predict;
  // predict for StepArguments::samples == 1, without the work of a whole batch.
  // The same output, bit for bit.
  StepFunction predict_one;
  // Of a model with steps_per_update > 1, else nullptr: train_step for all but
  // the last of those steps. Adds the gradients up and leaves the parameters.
  StepFunction accumulate_step = nullptr;
};

// How the program chose its SIMD instructions.
struct SimdTargets {
  const char* (*compiled)();  // space-separated names, best first: "AVX3 AVX2
                              // SSE4 SSSE3 EMU128"
  const char* (*chosen)();  // the one the step functions use on this processor
  bool (*select)(const char* name);  // use this target from now on; false if
                                     // not compiled in or not supported here
  uint64_t needs;  // instructions that all of the model's code may use, see
                   // processor_features.h
};

struct Model {
  const char* name;
  const char* spec_hash;  // SHA-256 of the spec with its defaults filled in,
                          // hexadecimal
  const char* spec;       // that spec's text, YAML
  const char* sinter_version;
  const char* backend;  // "highway" or "reference"
  std::span<const TensorInfo> tensors;
  std::span<const LayerInfo> layers;
  DataInfo data;
  Defaults defaults;
  std::span<const InputInfo> inputs;     // 1 to kMostInputs
  std::span<const OutputInfo> outputs;   // 1 to kMostOutputs
  uint32_t batch;                        // most samples a step
  std::span<const char* const> metrics;  // names, at most kMostMetrics
  uint64_t state_floats;
  uint64_t arena_bytes;
  uint64_t train_flop;  // floating-point operations of one full training step's
                        // contractions
  uint64_t predict_flop;  // and of one full inference step
  StepFunctions steps;
  // Steps that skip zero elements of x[0]: faster where most are zero. The
  // results are those of `steps`, bit for bit, for finite parameters and
  // gradients: 0 times infinity is left out. All nullptr: the model has none.
  StepFunctions sparse_steps;
  SimdTargets simd;
  uint32_t steps_per_update = 1;  // training steps whose mean gradient makes
                                  // one update of the parameters
};

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_ENGINE_MODEL_H_
