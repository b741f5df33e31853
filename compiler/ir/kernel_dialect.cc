#include "compiler/ir/kernel_dialect.h"

#include "llvm/ADT/TypeSwitch.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/DialectImplementation.h"

#include "compiler/ir/kernel_dialect.cc.inc"

#define GET_ATTRDEF_CLASSES
#include "compiler/ir/kernel_attributes.cc.inc"

namespace sinter::kernel {

void KernelDialect::initialize() {
  addOperations<
#define GET_OP_LIST
#include "compiler/ir/kernel_ops.cc.inc"
      >();
  addAttributes<
#define GET_ATTRDEF_LIST
#include "compiler/ir/kernel_attributes.cc.inc"
      >();
}

MatrixShape GetMatrixShape(mlir::Type type) {
  auto tensor = mlir::cast<mlir::RankedTensorType>(type);
  assert(tensor.getRank() >= 1 && tensor.getRank() <= 2 &&
         "kernels see matrices and vectors");
  if (tensor.getRank() == 1) return {1, tensor.getDimSize(0)};
  return {tensor.getDimSize(0), tensor.getDimSize(1)};
}

Access ClassifyAccess(mlir::Type operand, int64_t rows, int64_t cols) {
  auto tensor = mlir::dyn_cast<mlir::RankedTensorType>(operand);
  if (!tensor) return Access::kScalar;
  if (tensor.getRank() == 1)
    return tensor.getDimSize(0) == cols ? Access::kColumn : Access::kMismatch;
  if (tensor.getRank() != 2 || tensor.getDimSize(0) != rows)
    return Access::kMismatch;
  if (tensor.getDimSize(1) == cols) return Access::kElement;
  return tensor.getDimSize(1) == 1 ? Access::kRow : Access::kMismatch;
}

}  // namespace sinter::kernel
