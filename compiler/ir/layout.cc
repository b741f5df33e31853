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

bool IsNonzeros(mlir::Type type) {
  auto tensor = mlir::dyn_cast<mlir::RankedTensorType>(type);
  return tensor &&
         mlir::isa_and_nonnull<kernel::NonzerosAttr>(tensor.getEncoding());
}

NonzerosLayout NonzerosLayout::Of(mlir::Type type) {
  const auto [rows, cols] = kernel::GetMatrixShape(type);
  auto nonzeros = mlir::cast<kernel::NonzerosAttr>(
      mlir::cast<mlir::RankedTensorType>(type).getEncoding());
  const int64_t depth = nonzeros.getDepth();
  return {rows,
          cols,
          depth,
          nonzeros.getGroup(),
          RoundUpToLanes(cols) + kLaneMultiple,
          (cols + depth - 1) / depth};
}

int64_t StoredBytes(mlir::Type type) {
  if (IsNonzeros(type)) return NonzerosLayout::Of(type).Bytes();
  return Layout::Of(type).Size() * static_cast<int64_t>(sizeof(float));
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
