// The table of a model that `sinter summary` prints.
#ifndef SINTER_COMPILER_DRIVER_SUMMARY_H_
#define SINTER_COMPILER_DRIVER_SUMMARY_H_

#include <cstdint>
#include <string>

#include "compiler/spec/model_spec.h"

namespace sinter {

// What the columns mean, for --help and the foot of the table.
inline constexpr char kSummaryDefinitions[] =
    "A step trains on one batch. FLOP: the matrix products of Dense layers, "
    "forward and backward\n"
    "(the first Dense computes no gradient of its input). Bytes: parameters "
    "and "
    "optimizer state are\n"
    "read and written once, each layer's output is written once and read once, "
    "the input is read\n"
    "once; Flatten and Reshape move nothing.";

// Cost of one row of the table, for one training step on a full batch. A single
// layer's fits; sums stop at the largest number instead of wrapping.
struct LayerCost {
  uint64_t parameters = 0;
  uint64_t flop = 0;
  uint64_t bytes = 0;
};

// float32 values of optimizer state that each parameter has: 1 for rmsprop, 2
// for adam, ...
uint64_t CountOptimizerSlots(const OptimizerSpec& optimizer);

// Cost of spec.layers[index].
LayerCost CostOfLayer(const ModelSpec& spec, size_t index);

// Keras-like, plain text.
std::string FormatSummary(const ModelSpec& spec);

}  // namespace sinter

#endif  // SINTER_COMPILER_DRIVER_SUMMARY_H_
