// What normalizations have in common: gamma that multiplies, beta that is
// added.
#ifndef SINTER_COMPILER_LAYERS_SCALE_AND_CENTER_H_
#define SINTER_COMPILER_LAYERS_SCALE_AND_CENTER_H_

#include <array>
#include <cstdint>
#include <vector>

#include "compiler/spec/field_members.h"
#include "compiler/spec/layer.h"
#include "mlir/IR/Value.h"

namespace sinter {

// Vectors of the length of the last dimension.
struct ScaleAndCenterOptions {
  double epsilon = 1e-3;
  bool center = true;
  bool scale = true;
  Initializer beta_initializer = Initializer::kZeros;
  Initializer gamma_initializer = Initializer::kOnes;
  Regularizer beta_regularizer = {};
  Regularizer gamma_regularizer = {};
  bool operator==(const ScaleAndCenterOptions&) const = default;
};

// Their keys, read into `Options`, which is a ScaleAndCenterOptions.
template <typename Options>
constexpr std::array<SpecField, 7> ScaleAndCenterFields() {
  return {{
      {"epsilon", "0.001", Above(0), "added to the variance",
       Member<Options, &Options::epsilon>},
      {"center", "true", kAny, "whether beta is added",
       Member<Options, &Options::center>},
      {"scale", "true", kAny, "whether gamma multiplies",
       Member<Options, &Options::scale>},
      {"beta_initializer", "zeros", kAny, "first values of beta",
       Member<Options, &Options::beta_initializer>},
      {"gamma_initializer", "ones", kAny, "first values of gamma",
       Member<Options, &Options::gamma_initializer>},
      {"beta_regularizer", kNone, kAny, "what beta adds to the loss",
       Member<Options, &Options::beta_regularizer>},
      {"gamma_regularizer", kNone, kAny, "what gamma adds to the loss",
       Member<Options, &Options::gamma_regularizer>},
  }};
}

// gamma and beta, those that there are, in Keras' order.
std::vector<Variable> ScaleAndCenterVariables(
    const ScaleAndCenterOptions& options, int64_t length);

// y * gamma + beta.
mlir::Value ScaleAndCenter(LayerBuilder& builder,
                           const ScaleAndCenterOptions& options, mlir::Value y);

}  // namespace sinter

#endif  // SINTER_COMPILER_LAYERS_SCALE_AND_CENTER_H_
