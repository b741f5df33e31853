// C++ side of the kernel dialect (kernel_dialect.td, kernel_ops.td).
#ifndef SINTER_COMPILER_IR_KERNEL_DIALECT_H_
#define SINTER_COMPILER_IR_KERNEL_DIALECT_H_

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/Interfaces/ControlFlowInterfaces.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

#include "compiler/ir/kernel_dialect.h.inc"
#include "compiler/ir/loop_nest_interface.h"

#define GET_ATTRDEF_CLASSES
#include "compiler/ir/kernel_attributes.h.inc"

#define GET_OP_CLASSES
#include "compiler/ir/kernel_ops.h.inc"

namespace sinter::kernel {

// Sizes of windows and of what they slide over are at most this, so that no
// product of two overflows.
inline constexpr int64_t kMostOfWindow = (int64_t{1} << 31) - 1;

// Rows of a batch of bytes that are transposed at once: 16 bytes of a sample.
inline constexpr int64_t kByteRows = 16;

// How a region sees an operand, by the operand's shape against a domain of rows
// x cols elements.
enum class Access {
  kElement,
  kColumn,
  kChannel,
  kNumber,  // of a vector that has one element
  kRow,
  kScalar,
  kMismatch
};

Access ClassifyAccess(mlir::Type operand, int64_t rows, int64_t cols);

}  // namespace sinter::kernel

#endif  // SINTER_COMPILER_IR_KERNEL_DIALECT_H_
