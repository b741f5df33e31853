#include "compiler/spec/activation_of.h"

namespace sinter {

Activation ActivationOf(const LayerKind& kind) {
  if (const auto* dense = std::get_if<DenseLayer>(&kind)) {
    return dense->activation;
  }
  if (const auto* activation = std::get_if<ActivationLayer>(&kind)) {
    return activation->activation;
  }
  return Activation::kLinear;
}

}  // namespace sinter
