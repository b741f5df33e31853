#include "compiler/ir/kernel_dialect.h"

#include <algorithm>

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

llvm::LogicalResult WindowAttr::verify(
    llvm::function_ref<mlir::InFlightDiagnostic()> emit_error,
    llvm::ArrayRef<int64_t> input, llvm::ArrayRef<int64_t> output,
    llvm::ArrayRef<int64_t> taps, llvm::ArrayRef<int64_t> strides,
    llvm::ArrayRef<int64_t> dilations, llvm::ArrayRef<int64_t> padding,
    bool /*inverse*/) {
  const auto is_pair = [](llvm::ArrayRef<int64_t> sizes, int64_t least) {
    return sizes.size() == 2 && sizes[0] >= least && sizes[1] >= least &&
           sizes[0] <= kMostOfWindow &&
           sizes[1] <= kMostOfWindow / std::max<int64_t>(sizes[0], 1);
  };
  if (is_pair(input, 1) && is_pair(output, 1) && is_pair(taps, 1) &&
      is_pair(strides, 1) && is_pair(dilations, 1) && is_pair(padding, 0))
    return llvm::success();
  return emit_error() << "a window has two numbers of each kind, and only its "
                         "padding may be zero; products are below 2^31";
}

int64_t PieceAttr::CountElements() const {
  int64_t elements = 1;
  for (const int64_t size : getSizes()) elements *= size;
  return elements;
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
  if (tensor.getRank() == 1) {
    const int64_t length = tensor.getDimSize(0);
    if (length == cols) return Access::kColumn;
    if (length == 1) return Access::kNumber;
    return length > 0 && cols % length == 0 ? Access::kChannel
                                            : Access::kMismatch;
  }
  if (tensor.getRank() != 2 || tensor.getDimSize(0) != rows)
    return Access::kMismatch;
  if (tensor.getDimSize(1) == cols) return Access::kElement;
  return tensor.getDimSize(1) == 1 ? Access::kRow : Access::kMismatch;
}

}  // namespace sinter::kernel
