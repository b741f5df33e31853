// Where element (row, col) of a matrix stands when it is stored in panels.
//
// A matrix of rows x cols is cut into panels of `panel` columns. A panel holds its columns of row 0, then of row 1, ...,
// and panels follow each other. The last panel is narrower: its width is what is left, rounded up to kLaneMultiple so
// that every SIMD target reads and writes whole vectors. The columns added by rounding up hold zeros.
// `panel` >= cols is plain row-major storage with padded rows.
#ifndef SINTER_RUNTIME_PANEL_LAYOUT_H_
#define SINTER_RUNTIME_PANEL_LAYOUT_H_

#include <cstddef>

namespace sinter::runtime {

// Lanes of the widest SIMD target for float32 (512 bits).
inline constexpr size_t kLaneMultiple = 16;

constexpr size_t RoundUpToLanes(size_t columns) {
  return (columns + kLaneMultiple - 1) / kLaneMultiple * kLaneMultiple;
}

struct PanelLayout {
  size_t rows;
  size_t cols;
  size_t panel;  // a multiple of kLaneMultiple

  // Columns stored for the panel that begins at column `first` (a multiple of `panel`).
  constexpr size_t Width(size_t first) const {
    return cols - first >= panel ? panel : RoundUpToLanes(cols - first);
  }

  // Floats from the start of the tensor.
  constexpr size_t Offset(size_t row, size_t col) const {
    const size_t first = col / panel * panel;
    return first * rows + row * Width(first) + (col - first);
  }

  // Floats in all.
  constexpr size_t Size() const {
    const size_t whole = cols / panel * panel;
    return whole * rows + (cols == whole ? 0 : rows * RoundUpToLanes(cols - whole));
  }
};

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_PANEL_LAYOUT_H_
