// What the ops of losses are to passes that need not tell them apart.
#ifndef SINTER_COMPILER_IR_LOSS_TRAITS_H_
#define SINTER_COMPILER_IR_LOSS_TRAITS_H_

#include "mlir/IR/OpDefinition.h"

namespace sinter::nn {

// Compares each score with its target, or is the gradient of one that does.
template <typename ConcreteOp>
class PointwiseLoss
    : public mlir::OpTrait::TraitBase<ConcreteOp, PointwiseLoss> {};

// The gradient of a loss with respect to the scores.
template <typename ConcreteOp>
class LossGradient : public mlir::OpTrait::TraitBase<ConcreteOp, LossGradient> {
};

}  // namespace sinter::nn

#endif  // SINTER_COMPILER_IR_LOSS_TRAITS_H_
