#include "compiler/ir/layout.h"

#include "compiler/ir/kernel_dialect.h"

namespace sinter {

Layout Layout::Of(mlir::Type type) {
  const auto [rows, cols] = kernel::GetMatrixShape(type);
  auto tensor = mlir::cast<mlir::RankedTensorType>(type);
  auto panels =
      mlir::dyn_cast_or_null<kernel::PanelsAttr>(tensor.getEncoding());
  return {rows, cols, panels ? panels.getWidth() : RoundUpToLanes(cols)};
}

int64_t Layout::Width(int64_t first) const {
  return first == 0 || cols - first >= panel ? panel
                                             : RoundUpToLanes(cols - first);
}

int64_t Layout::Offset(int64_t row, int64_t col) const {
  const int64_t first = col / panel * panel;
  return first * rows + row * Width(first) + (col - first);
}

int64_t Layout::Size() const {
  return rows * (LastPanel() + Width(LastPanel()));
}

}  // namespace sinter
