// The table of a model that `sinter summary` prints.
#ifndef SINTER_COMPILER_DRIVER_SUMMARY_H_
#define SINTER_COMPILER_DRIVER_SUMMARY_H_

#include <cstdint>
#include <string>

#include "compiler/spec/model_spec.h"

namespace sinter {

// What the columns mean, for --help and the foot of the table.
inline constexpr char kSummaryDefinitions[] =
    "A step trains on one batch. FLOP: the products by the kernels of layers, "
    "forward and backward\n"
    "(one that no parameter comes before computes no gradient of its input). "
    "Bytes: parameters and\n"
    "optimizer state are read and written once, each layer's output is written "
    "once and read once,\n"
    "the input is read once; Flatten and Reshape move nothing.";

// Keras-like, plain text.
std::string FormatSummary(const ModelSpec& spec);

}  // namespace sinter

#endif  // SINTER_COMPILER_DRIVER_SUMMARY_H_
