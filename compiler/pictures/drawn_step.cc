#include "compiler/pictures/drawn_step.h"

#include "compiler/ir/nn_dialect.h"
#include "compiler/ir/nn_roles.h"
#include "compiler/ir/provenance.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

namespace sinter {

mlir::func::FuncOp StepToDraw(mlir::ModuleOp module) {
  return module.lookupSymbol<mlir::func::FuncOp>(nn::kTrainStep);
}

std::string DescribeNest(kernel::LoopNest nest) {
  const std::string ops = DescribeOps(nest);
  const llvm::StringRef layer = GetLayerName(nest->getLoc());
  const std::string what = ops.empty() ? nest.getRole().str() : ops;
  return layer.empty() ? what : (layer + ": " + what).str();
}

std::string DescribeShape(mlir::Value tensor) {
  const auto type = mlir::cast<mlir::RankedTensorType>(tensor.getType());
  const auto sizes = llvm::map_range(
      type.getShape(), [](int64_t size) { return llvm::itostr(size); });
  return (type.getElementType().isF32() ? "" : "uint8 ") +
         llvm::join(sizes, " x ");
}

}  // namespace sinter
