// How a contraction's columns are cut into tiles of whole vectors.
//
// A tile of w vectors from column `col` holds columns col .. col + w * N - 1,
// where N is the lanes of the target. Tiles of one or two vectors stay within a
// panel of kColumnBlock columns; wider ones cross panels and take full panels
// only, so that their vectors have one row stride.
#ifndef SINTER_COMPILER_CODEGEN_COLUMN_TILES_H_
#define SINTER_COMPILER_CODEGEN_COLUMN_TILES_H_

#include <string>

#include "compiler/codegen/code_writer.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "mlir/IR/Value.h"

namespace sinter {

class ColumnTiles {
 public:
  // Which columns the loops take: all, or those of `Range blocks`, blocks of
  // kColumnBlock columns.
  enum class Of { kAll, kBlocks };

  // Of a product with `cols` columns, in tiles of at most `vectors` vectors.
  ColumnTiles(int64_t cols, int64_t vectors, Of of = Of::kAll);

  // The widths, in vectors, that some target needs; the widest first.
  llvm::ArrayRef<int64_t> widths() const { return widths_; }

  // Loops over `col`, a width after the other; `emit_tile(width)` is the body.
  void EmitLoops(CodeWriter& writer,
                 llvm::function_ref<void(int64_t)> emit_tile) const;

 private:
  std::string Condition(int64_t width) const;
  std::string Limit(int64_t cols) const;

  int64_t cols_;
  int64_t full_panels_;  // columns that stand in panels of full width
  Of of_;
  llvm::SmallVector<int64_t> widths_;
};

// " + N", " + 2 * N": from a tile's first vector to `vector` in a row without
// panels. Nothing for the first one.
std::string VectorOffset(int64_t vector);

// The same in `matrix`, for a tile of `width` vectors.
std::string VectorOffset(mlir::Value matrix, int64_t vector, int64_t width);

}  // namespace sinter

#endif  // SINTER_COMPILER_CODEGEN_COLUMN_TILES_H_
