// DifferentiableOpInterface: an op builds the gradients of its operands from
// those of its results. The contract of buildGradients stands in
// gradient_interface.td.
#ifndef SINTER_COMPILER_IR_GRADIENT_INTERFACE_H_
#define SINTER_COMPILER_IR_GRADIENT_INTERFACE_H_

#include "llvm/ADT/SmallVector.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/OpDefinition.h"

#include "compiler/ir/gradient_interface.h.inc"

#endif  // SINTER_COMPILER_IR_GRADIENT_INTERFACE_H_
