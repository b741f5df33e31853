// Where element (row, col) of a matrix stands when it is stored in panels.
//
// A matrix of rows x cols is cut into panels of `panel` columns. A panel holds
// its columns of row 0, then of row 1, ..., and panels follow each other. Where
// there are several panels, the last one's width is what is left, rounded up to
// kLaneMultiple, so that every SIMD target reads and writes whole vectors. A
// matrix of at most `panel` columns is one panel: row-major storage whose rows
// are `panel` floats apart. Columns that only fill up a panel hold zeros.
#ifndef SINTER_RUNTIME_ENGINE_PANEL_LAYOUT_H_
#define SINTER_RUNTIME_ENGINE_PANEL_LAYOUT_H_

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

  // Columns stored for the panel that begins at column `first` (a multiple of
  // `panel`).
  constexpr size_t Width(size_t first) const {
    return first == 0 || cols - first >= panel ? panel
                                               : RoundUpToLanes(cols - first);
  }

  // Floats from the start of the tensor.
  constexpr size_t Offset(size_t row, size_t col) const {
    const size_t first = col / panel * panel;
    return first * rows + row * Width(first) + (col - first);
  }

  // Floats in all.
  constexpr size_t Size() const {
    if (cols <= panel) return rows * panel;
    const size_t last = (cols - 1) / panel * panel;
    return rows * (last + Width(last));
  }
};

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_ENGINE_PANEL_LAYOUT_H_
