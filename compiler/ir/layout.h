// Where the elements of a tensor stand in memory, read off its type's encoding.
//
// The formula is runtime/engine/panel_layout.h's (the two sides share no code;
// a test holds them together): panels of `panel` columns, each holding its
// columns row after row; the last of several panels is as wide as what is left,
// rounded up to kLaneMultiple; a single panel is `panel` wide.
#ifndef SINTER_COMPILER_IR_LAYOUT_H_
#define SINTER_COMPILER_IR_LAYOUT_H_

#include <cstdint>

#include "mlir/IR/BuiltinTypes.h"

namespace sinter {

// float32 lanes of the widest SIMD target (512 bits). One layout serves all
// targets of a binary, so storage is rounded up to the widest.
inline constexpr int64_t kLaneMultiple = 16;

inline int64_t RoundUpToLanes(int64_t columns) {
  return (columns + kLaneMultiple - 1) / kLaneMultiple * kLaneMultiple;
}

struct Layout {
  int64_t rows;
  int64_t cols;
  int64_t panel;  // a multiple of kLaneMultiple

  // The layout of a matrix or vector (one row) with a `#kernel.panels`
  // encoding; without one, rows rounded up to kLaneMultiple.
  static Layout Of(mlir::Type type);

  bool IsOnePanel() const { return cols <= panel; }
  // Columns stored for the panel that begins at column `first`.
  int64_t Width(int64_t first) const;
  // Column where the last panel begins.
  int64_t LastPanel() const { return (cols - 1) / panel * panel; }
  // Floats from the start of the tensor.
  int64_t Offset(int64_t row, int64_t col) const;
  // Floats in all.
  int64_t Size() const;
};

// How a matrix with a `#kernel.nonzeros` encoding is stored: for each row
// `capacity` values, for each group of rows as many columns and `runs` ends,
// each of four bytes. The last group is stored whole.
struct NonzerosLayout {
  int64_t rows;
  int64_t cols;
  int64_t depth;     // columns of a run
  int64_t group;     // rows that share their columns
  int64_t capacity;  // a row without zeros, and a vector that is stored whole
  int64_t runs;

  static NonzerosLayout Of(mlir::Type type);
  int64_t Groups() const { return (rows + group - 1) / group; }
  int64_t Bytes() const {
    return 4 * Groups() * (group * capacity + capacity + runs);
  }
};

bool IsNonzeros(mlir::Type type);

// Bytes that a float32 tensor takes, whatever its encoding.
int64_t StoredBytes(mlir::Type type);

}  // namespace sinter

#endif  // SINTER_COMPILER_IR_LAYOUT_H_
