// The nn dialect in C++: dialect class, ops, and the interface of the
// optimizers' update ops. What each op means stands in nn_*_ops.td.
#ifndef SINTER_COMPILER_IR_NN_DIALECT_H_
#define SINTER_COMPILER_IR_NN_DIALECT_H_

#include "compiler/ir/gradient_interface.h"
#include "compiler/ir/loss_traits.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/Interfaces/InferTypeOpInterface.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

namespace sinter::nn::detail {

// What every update op promises: one slot per kind, and all its tensors of the
// weight's type.
llvm::LogicalResult VerifyUpdate(mlir::Operation* op);

}  // namespace sinter::nn::detail

// clang-format off: the generated parts depend on each other in this order.
#include "compiler/ir/nn_dialect.h.inc"
#include "compiler/ir/nn_enums.h.inc"
#define GET_ATTRDEF_CLASSES
#include "compiler/ir/nn_attributes.h.inc"
#include "compiler/ir/nn_interfaces.h.inc"
#define GET_OP_CLASSES
#include "compiler/ir/nn_ops.h.inc"
// clang-format on

#endif  // SINTER_COMPILER_IR_NN_DIALECT_H_
