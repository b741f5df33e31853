// How a matrix is stored, as a type: what a kernel needs to know of it besides
// its pointer.
#ifndef SINTER_RUNTIME_KERNELS_MATRIX_H_
#define SINTER_RUNTIME_KERNELS_MATRIX_H_

#include <cstddef>

#include "runtime/panel_layout.h"

namespace sinter::kernels {

using runtime::kLaneMultiple;
using runtime::RoundUpToLanes;

// Columns that are one task where a nest is cut by columns.
inline constexpr size_t kColumnBlock = 32;

// The vectors that never cross a panel, on any target.
inline constexpr size_t kVectorsInPanel = kColumnBlock / kLaneMultiple;

// kRowCount x kColCount float32 in panels of kPanelCols columns
// (runtime/panel_layout.h). One panel if all columns fit: then rows are
// kPanelCols floats apart.
template <size_t kRowCount, size_t kColCount, size_t kPanelCols>
struct Matrix {
  static constexpr size_t kRows = kRowCount;
  static constexpr size_t kCols = kColCount;
  static constexpr size_t kPanel = kPanelCols;
  static constexpr bool kIsOnePanel = kCols <= kPanel;
  static constexpr runtime::PanelLayout kLayout = {kRows, kCols, kPanel};

  // Floats from a row to the next, in the panel of `col`.
  static constexpr size_t Stride(size_t col) {
    constexpr size_t kLast = (kCols - 1) / kPanel * kPanel;
    constexpr size_t kLastWidth = kLayout.Width(kLast);
    if constexpr (kLastWidth == kPanel) return kPanel;
    return col < kLast ? kPanel : kLastWidth;
  }

  // Floats from the start to (row, col).
  static constexpr size_t Offset(size_t row, size_t col) {
    if constexpr (kIsOnePanel) return row * kPanel + col;
    return col / kPanel * (kRows * kPanel) + row * Stride(col) + col % kPanel;
  }

  // Floats from the first vector of a tile of kVectors vectors of `lanes` lanes
  // to vector `index` of the same row. Wide tiles cross panels, of full width,
  // which they begin with.
  template <size_t kVectors>
  static constexpr size_t VectorOffset(size_t index, size_t lanes) {
    const size_t col = index * lanes;
    if constexpr (kVectors <= kVectorsInPanel || kIsOnePanel) return col;
    return col / kPanel * (kRows * kPanel) + col % kPanel;
  }
};

}  // namespace sinter::kernels

#endif  // SINTER_RUNTIME_KERNELS_MATRIX_H_
