#include "compiler/codegen/column_tiles.h"

#include "compiler/ir/layout.h"
#include "compiler/planning/plan.h"
#include "llvm/ADT/StringExtras.h"

namespace sinter {
namespace {

std::string Times(int64_t count) {
  return count == 1 ? "N" : llvm::itostr(count) + " * N";
}

// The widest tile that does not cross panels on any target.
constexpr int64_t kVectorsInPanel = kColumnBlock / kLaneMultiple;

}  // namespace

ColumnTiles::ColumnTiles(int64_t cols, int64_t vectors, Of of)
    : cols_(cols),
      full_panels_(cols <= kColumnBlock ? RoundUpToLanes(cols)
                                        : (cols + kLaneMultiple - 1) /
                                              kColumnBlock * kColumnBlock),
      of_(of) {
  // Narrower ones are for what is left of the wider.
  for (int64_t width = vectors; width >= 1; width /= 2) {
    widths_.push_back(width);
    const int64_t wide = width * kLaneMultiple;
    if (cols % wide == 0 && (of == Of::kAll || kColumnBlock % wide == 0)) break;
  }
}

// Wide tiles take whole vectors of full panels; others begin at a column that
// is there.
std::string ColumnTiles::Condition(int64_t width) const {
  if (width == 1) return "col < " + Limit(cols_);
  if (width <= kVectorsInPanel)
    return "col + " + Times(width - 1) + " < " + Limit(cols_);
  return "col + " + Times(width) + " <= " + Limit(full_panels_);
}

std::string ColumnTiles::Limit(int64_t cols) const {
  if (of_ == Of::kAll) return llvm::itostr(cols);
  if (cols_ % kColumnBlock == 0) return "last";
  return "std::min<size_t>(last, " + llvm::itostr(cols) + ")";
}

void ColumnTiles::EmitLoops(CodeWriter& writer,
                            llvm::function_ref<void(int64_t)> emit_tile) const {
  if (of_ == Of::kAll) {
    writer.Line("size_t col = 0;");
  } else {
    const std::string block = llvm::itostr(kColumnBlock);
    writer.Line("const size_t last = blocks.end * " + block + ";");
    writer.Line("size_t col = blocks.begin * " + block + ";");
  }
  for (int64_t width : widths_) {
    writer.Open("for (; " + Condition(width) + "; col += " + Times(width) +
                ")");
    emit_tile(width);
    writer.Close();
  }
}

std::string VectorOffset(int64_t vector) {
  return vector == 0 ? "" : " + " + Times(vector);
}

std::string VectorOffset(mlir::Value matrix, int64_t vector, int64_t width) {
  if (width <= kVectorsInPanel || vector == 0) return VectorOffset(vector);
  auto type = mlir::cast<mlir::RankedTensorType>(matrix.getType());
  const Layout layout = Layout::Of(type);
  if (type.getRank() == 1 || layout.IsOnePanel()) return VectorOffset(vector);
  return " + AcrossPanels<" + llvm::itostr(layout.panel) + ", " +
         llvm::itostr(layout.rows * layout.panel) + ">(" +
         llvm::itostr(vector) + ")";
}

}  // namespace sinter
