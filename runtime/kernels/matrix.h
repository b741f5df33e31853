// How a matrix is stored, as a type: what a kernel needs to know of it besides
// its pointer.
#ifndef SINTER_RUNTIME_KERNELS_MATRIX_H_
#define SINTER_RUNTIME_KERNELS_MATRIX_H_

#include <cstddef>
#include <type_traits>

#include "runtime/engine/panel_layout.h"

namespace sinter::kernels {

using runtime::kLaneMultiple;
using runtime::RoundUpToLanes;

// Columns that are one task where a nest is cut by columns.
inline constexpr size_t kColumnBlock = 32;

// The vectors that never cross a panel, on any target.
inline constexpr size_t kVectorsInPanel = kColumnBlock / kLaneMultiple;

// The vectors of a tile's row, one after the other.
struct AdjacentVectors {
  static constexpr bool kAreAligned = true;
  // Floats from the tile's first column to its column `col`.
  static constexpr size_t Offset(size_t col) { return col; }
};

// The same where rows begin anywhere.
struct LooseVectors : AdjacentVectors {
  static constexpr bool kAreAligned = false;
};

// The same for a wide tile, which crosses panels of full width and begins with
// one. Panels are kPanelFloats apart.
template <size_t kPanel, size_t kPanelFloats>
struct VectorsAcrossPanels {
  static constexpr bool kAreAligned = true;
  static constexpr size_t Offset(size_t col) {
    return col / kPanel * kPanelFloats + col % kPanel;
  }
};

// kRowCount x kColCount float32 in panels of kPanelCols columns
// (runtime/engine/panel_layout.h). One panel if all columns fit: then rows are
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

  // Where the vectors of a tile of kVectors vectors stand.
  template <size_t kVectors>
  using Vectors =
      std::conditional_t<kVectors <= kVectorsInPanel || kIsOnePanel,
                         AdjacentVectors,
                         VectorsAcrossPanels<kPanel, kRows * kPanel>>;
};

}  // namespace sinter::kernels

#endif  // SINTER_RUNTIME_KERNELS_MATRIX_H_
