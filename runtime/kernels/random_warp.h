// How an image is flipped, moved, turned and zoomed at random: the formulas of
// nn.random_warp (docs/nn-dialect.md), which are Keras'.
#ifndef SINTER_RUNTIME_KERNELS_RANDOM_WARP_H_
#define SINTER_RUNTIME_KERNELS_RANDOM_WARP_H_

#include <cmath>
#include <cstddef>
#include <cstdint>

namespace sinter::kernels {

struct Interval {
  double low = 0.0;
  double high = 0.0;
};

// What is drawn for each image; what is not given leaves it as it is.
struct RandomWarp {
  size_t rows;  // of an image
  size_t columns;
  bool flips_rows = false;
  bool flips_columns = false;
  Interval row_shift = {};  // a fraction of the rows
  Interval column_shift = {};
  Interval angle = {};  // a fraction of a turn
  Interval row_zoom = {1.0, 1.0};
  bool zooms_alike = false;  // columns as rows
  Interval column_zoom = {1.0, 1.0};
};

// Where pixel (r, c) comes from: row (row_by_row r + row_by_column c) +
// row_offset, and a column likewise.
struct AffineMap {
  float row_by_row;
  float row_by_column;
  float row_offset;
  float column_by_row;
  float column_by_column;
  float column_offset;
};

// A bijection whose results look random.
inline uint32_t MixBits(uint32_t x) {
  x ^= x >> 16;
  x *= 0x7feb352du;
  x ^= x >> 15;
  x *= 0x846ca68bu;
  return x ^ (x >> 16);
}

// The numbers of one image, each in [0, 1).
struct UniformNumbers {
  uint32_t key;
  uint32_t image;

  double operator()(uint32_t i) const {
    return (MixBits(MixBits(8 * image + i) ^ key) >> 8) * 0x1p-24;
  }
  double In(Interval interval, uint32_t i) const {
    return interval.low + (interval.high - interval.low) * (*this)(i);
  }
};

// That of image `image` of a batch.
inline AffineMap DrawMap(const RandomWarp& warp, uint32_t key, size_t image) {
  const UniformNumbers draw = {key, static_cast<uint32_t>(image)};
  const double flip = draw(0) < 0.5 ? -1.0 : 1.0;
  const double angle = 6.283185307179586 * draw.In(warp.angle, 3);
  double row_scale = draw.In(warp.row_zoom, 4);
  double column_scale =
      warp.zooms_alike ? row_scale : draw.In(warp.column_zoom, 5);
  if (warp.flips_rows) row_scale *= flip;
  if (warp.flips_columns) column_scale *= flip;

  const double row_by_row = std::cos(angle) * row_scale;
  const double row_by_column = std::sin(angle) * column_scale;
  const double column_by_row = -std::sin(angle) * row_scale;
  const double column_by_column = std::cos(angle) * column_scale;
  const auto rows = static_cast<double>(warp.rows);
  const auto columns = static_cast<double>(warp.columns);
  const double row = (rows - 1.0) / 2.0;  // the middle
  const double column = (columns - 1.0) / 2.0;
  return {.row_by_row = static_cast<float>(row_by_row),
          .row_by_column = static_cast<float>(row_by_column),
          .row_offset = static_cast<float>(row - row_by_row * row -
                                           row_by_column * column -
                                           draw.In(warp.row_shift, 1) * rows),
          .column_by_row = static_cast<float>(column_by_row),
          .column_by_column = static_cast<float>(column_by_column),
          .column_offset = static_cast<float>(
              column - column_by_row * row - column_by_column * column -
              draw.In(warp.column_shift, 2) * columns)};
}

}  // namespace sinter::kernels

#endif  // SINTER_RUNTIME_KERNELS_RANDOM_WARP_H_
