#ifndef SINTER_COMPILER_LAYERS_VECTOR_VARIABLE_H_
#define SINTER_COMPILER_LAYERS_VECTOR_VARIABLE_H_

#include <cstdint>
#include <string_view>

#include "compiler/spec/layer.h"

namespace sinter {

// A vector of a layer. Keras' fans of it are both its length.
inline Variable VectorVariable(std::string_view name, int64_t length,
                               Initializer initializer,
                               const Regularizer& regularizer = {},
                               bool trainable = true) {
  return {.name = name,
          .shape = {length},
          .initializer = initializer,
          .fan_in = length,
          .fan_out = length,
          .trainable = trainable,
          .regularizer = regularizer};
}

}  // namespace sinter

#endif  // SINTER_COMPILER_LAYERS_VECTOR_VARIABLE_H_
