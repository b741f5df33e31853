// How the rows of a matrix are cut into register tiles, and where the rows of a
// batch stand in the data set.
#ifndef SINTER_RUNTIME_KERNELS_ROW_TILES_H_
#define SINTER_RUNTIME_KERNELS_ROW_TILES_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "runtime/engine/worker.h"

namespace sinter::kernels {

using runtime::Range;

// Rows cut into `count` tiles: the first `longer` of them have `rows` rows, the
// others one row less.
struct RowTiles {
  size_t rows;
  size_t count;
  size_t longer;

  // The first row of a tile.
  constexpr size_t Row(size_t tile) const {
    return tile * rows - (tile > longer ? tile - longer : 0);
  }

  // How many tiles hold at least one of the first `samples` rows.
  constexpr size_t Covering(size_t samples) const {
    size_t tiles = 0;
    while (tiles < count && Row(tiles) < samples) ++tiles;
    return tiles;
  }
};

// The cut of a batch of one sample.
constexpr RowTiles kOneRow = {1, 1, 1};

// The rows of `tiles` that hold samples.
inline Range SampleRows(const RowTiles& cut, Range tiles, size_t samples) {
  return {std::min(cut.Row(tiles.begin), samples),
          std::min(cut.Row(tiles.end), samples)};
}

// Where sample `row` of this step stands in the data set.
inline size_t SampleRow(const uint32_t* indices, size_t row) {
  return indices == nullptr ? row : indices[row];
}

}  // namespace sinter::kernels

#endif  // SINTER_RUNTIME_KERNELS_ROW_TILES_H_
