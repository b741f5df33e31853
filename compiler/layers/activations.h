// The activations: functions of one value, with no variables and no options,
// that a layer applies to its result or that are a layer of their own.
#ifndef SINTER_COMPILER_LAYERS_ACTIVATIONS_H_
#define SINTER_COMPILER_LAYERS_ACTIVATIONS_H_

#include <string_view>
#include <vector>

#include "compiler/layers/layer_builder.h"
#include "compiler/spec/choices.h"

namespace sinter {

// In the order of the schema.
std::vector<std::string_view> ActivationNames();

// Writes the activation's op, if it has one, and returns its result.
mlir::Value Activate(LayerBuilder& builder, Activation activation,
                     mlir::Value x);

// What a layer that ends in it ends in.
OutputFunction FunctionOf(Activation activation);

}  // namespace sinter

#endif  // SINTER_COMPILER_LAYERS_ACTIVATIONS_H_
