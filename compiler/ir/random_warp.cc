#include "compiler/ir/random_warp.h"

#include <cmath>

#include "llvm/ADT/STLExtras.h"
#include "mlir/IR/BuiltinAttributes.h"

namespace sinter {

namespace {

// So that the coordinates of pixels are integers of 32 bits.
constexpr int kMostWarp = 16;

bool IsInterval(llvm::ArrayRef<double> bounds) {
  return bounds.size() == 2 && std::abs(bounds[0]) <= kMostWarp &&
         std::abs(bounds[1]) <= kMostWarp && bounds[0] <= bounds[1];
}

}  // namespace

mlir::LogicalResult VerifyRandomWarp(mlir::Operation* op) {
  const auto fill = op->getAttrOfType<mlir::StringAttr>("fill");
  if (!llvm::is_contained(kFills, fill.getValue()))
    return op->emitOpError() << "has no fill " << fill;
  for (const mlir::NamedAttribute& attribute : op->getAttrs()) {
    const auto bounds =
        mlir::dyn_cast<mlir::DenseF64ArrayAttr>(attribute.getValue());
    if (bounds && !IsInterval(bounds.asArrayRef()))
      return op->emitOpError()
             << "needs " << attribute.getName() << " of two numbers from "
             << -kMostWarp << " to " << kMostWarp << ", the lower first";
  }
  return mlir::success();
}

}  // namespace sinter
