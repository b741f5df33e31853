// The rules of the optimizers' update ops: types and slots.
#include "compiler/ir/nn_dialect.h"
#include "llvm/ADT/StringExtras.h"

namespace sinter::nn {

using llvm::LogicalResult;
using llvm::SmallVector;
using llvm::SmallVectorImpl;
using llvm::StringRef;
using llvm::success;
using mlir::Location;
using mlir::MLIRContext;
using mlir::Type;

namespace {

// The new weight and the new slots have the types of the old ones.
template <typename Adaptor>
LogicalResult InferUpdateTypes(Adaptor adaptor, SmallVectorImpl<Type>& types) {
  types.push_back(adaptor.getWeight().getType());
  llvm::append_range(types, adaptor.getSlots().getTypes());
  return success();
}

}  // namespace

LogicalResult detail::VerifyUpdate(mlir::Operation* op) {
  auto update = llvm::cast<UpdateOpInterface>(op);
  const Type type = update.getWeight().getType();
  if (update.getGradient().getType() != type) {
    return op->emitOpError()
           << "has a weight of type " << type << " but a gradient of type "
           << update.getGradient().getType();
  }
  const SmallVector<StringRef> kinds = update.slotKinds();
  if (update.getSlots().size() != kinds.size()) {
    return op->emitOpError()
           << "has " << update.getSlots().size() << " slots, needs "
           << kinds.size() << (kinds.empty() ? "" : ": ")
           << llvm::join(kinds, ", ");
  }
  for (const auto& [kind, slot] : llvm::zip_equal(kinds, update.getSlots())) {
    if (slot.getType() == type) continue;
    return op->emitOpError()
           << "has a weight of type " << type << " but the slot " << kind
           << " of type " << slot.getType();
  }
  return success();
}

SmallVector<StringRef> SgdOp::SlotKinds(double momentum) {
  SmallVector<StringRef> kinds;
  if (momentum != 0.0) kinds.push_back("momentum");
  return kinds;
}

SmallVector<StringRef> SgdOp::slotKinds() { return SlotKinds(getMomentum()); }

LogicalResult SgdOp::inferReturnTypes(MLIRContext*, std::optional<Location>,
                                      Adaptor adaptor,
                                      SmallVectorImpl<Type>& types) {
  return InferUpdateTypes(adaptor, types);
}

SmallVector<StringRef> MovingAverageOp::slotKinds() { return {}; }

LogicalResult MovingAverageOp::inferReturnTypes(MLIRContext*,
                                                std::optional<Location>,
                                                Adaptor adaptor,
                                                SmallVectorImpl<Type>& types) {
  return InferUpdateTypes(adaptor, types);
}

SmallVector<StringRef> AccumulateOp::slotKinds() { return {}; }

LogicalResult AccumulateOp::inferReturnTypes(MLIRContext*,
                                             std::optional<Location>,
                                             Adaptor adaptor,
                                             SmallVectorImpl<Type>& types) {
  return InferUpdateTypes(adaptor, types);
}

SmallVector<StringRef> RmspropOp::SlotKinds(double momentum, bool centered) {
  SmallVector<StringRef> kinds = {"velocity"};
  if (centered) kinds.push_back("average_gradient");
  if (momentum != 0.0) kinds.push_back("momentum");
  return kinds;
}

SmallVector<StringRef> RmspropOp::slotKinds() {
  return SlotKinds(getMomentum(), getCentered());
}

LogicalResult RmspropOp::inferReturnTypes(MLIRContext*, std::optional<Location>,
                                          Adaptor adaptor,
                                          SmallVectorImpl<Type>& types) {
  return InferUpdateTypes(adaptor, types);
}

SmallVector<StringRef> AdamOp::SlotKinds(bool amsgrad) {
  SmallVector<StringRef> kinds = {"momentum", "velocity"};
  if (amsgrad) kinds.push_back("velocity_hat");
  return kinds;
}

SmallVector<StringRef> AdamOp::slotKinds() { return SlotKinds(getAmsgrad()); }

LogicalResult AdamOp::inferReturnTypes(MLIRContext*, std::optional<Location>,
                                       Adaptor adaptor,
                                       SmallVectorImpl<Type>& types) {
  return InferUpdateTypes(adaptor, types);
}

SmallVector<StringRef> AdamaxOp::SlotKinds() { return {"momentum", "norm"}; }

SmallVector<StringRef> AdamaxOp::slotKinds() { return SlotKinds(); }

LogicalResult AdamaxOp::inferReturnTypes(MLIRContext*, std::optional<Location>,
                                         Adaptor adaptor,
                                         SmallVectorImpl<Type>& types) {
  return InferUpdateTypes(adaptor, types);
}

SmallVector<StringRef> AdadeltaOp::SlotKinds() {
  return {"accumulated_grad", "accumulated_delta_var"};
}

SmallVector<StringRef> AdadeltaOp::slotKinds() { return SlotKinds(); }

LogicalResult AdadeltaOp::inferReturnTypes(MLIRContext*,
                                           std::optional<Location>,
                                           Adaptor adaptor,
                                           SmallVectorImpl<Type>& types) {
  return InferUpdateTypes(adaptor, types);
}

}  // namespace sinter::nn
