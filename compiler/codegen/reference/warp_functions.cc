// Images moved at random: nn_warp_ops.td.
#include "compiler/codegen/reference/function_library.h"

namespace sinter {

static constexpr LibraryFunction kWarpFunctions[] = {
    {"Warp", "RandomKey", R"(
// How images [rows, columns, channels] are flipped, moved, turned and zoomed at
// random, each with numbers of its own.
struct Warp {
  struct Interval {
    double low;
    double high;
  };
  enum Fill { kConstant, kReflect, kWrap, kNearest };
  // Where one pixel comes from, and its share; no pixel: behind the edge.
  struct Source {
    bool is_inside;
    size_t pixel;
    float weight;
  };

  size_t rows;
  size_t columns;
  bool flips_rows = false;
  bool flips_columns = false;
  Interval row_shift = {0.0, 0.0};
  Interval column_shift = {0.0, 0.0};
  Interval angle = {0.0, 0.0};  // in turns
  Interval row_zoom = {1.0, 1.0};
  bool zooms_alike = false;
  Interval column_zoom = {1.0, 1.0};
  Fill fill = kReflect;
  bool takes_nearest = false;

  // Number i of image n, in the interval.
  static double Draw(Interval in, uint32_t key, size_t n, size_t i) {
    const uint32_t index = static_cast<uint32_t>(8 * n + i);
    const uint32_t draw = Mix(Mix(index) ^ key) >> 8;
    return in.low + (in.high - in.low) * (draw / 16777216.0);
  }

  // The row or column, of `size`, that stands at `index`; -1: none.
  long Index(long index, long size) const {
    if (fill == kConstant) return index < 0 || index >= size ? -1 : index;
    if (fill == kNearest) return std::min(std::max(index, 0L), size - 1);
    const long period = fill == kWrap ? size : 2 * size;
    const long place = (index % period + period) % period;
    return place < size ? place : period - 1 - place;
  }

  // What pixel (r, c) of image n is made of, of at most four others.
  std::vector<Source> Sources(uint32_t key, size_t n, size_t r,
                              size_t c) const {
    const double flip = Draw({0.0, 1.0}, key, n, 0) < 0.5 ? -1.0 : 1.0;
    const double turn = 2.0 * std::acos(-1.0) * Draw(angle, key, n, 3);
    double height = Draw(row_zoom, key, n, 4);
    double width = zooms_alike ? height : Draw(column_zoom, key, n, 5);
    if (flips_rows) height *= flip;
    if (flips_columns) width *= flip;
    const double middle_row = (rows - 1.0) / 2.0;
    const double middle_column = (columns - 1.0) / 2.0;
    const double a = std::cos(turn) * height, b = std::sin(turn) * width;
    const double d = -std::sin(turn) * height, e = std::cos(turn) * width;
    const float row_offset = static_cast<float>(
        middle_row - a * middle_row - b * middle_column -
        Draw(row_shift, key, n, 1) * rows);
    const float column_offset = static_cast<float>(
        middle_column - d * middle_row - e * middle_column -
        Draw(column_shift, key, n, 2) * columns);
    const float row = static_cast<float>(a) * r + static_cast<float>(b) * c +
                      row_offset;
    const float column = static_cast<float>(d) * r +
                         static_cast<float>(e) * c + column_offset;

    std::vector<Source> sources;
    const size_t steps = takes_nearest ? 1 : 2;
    for (size_t i = 0; i < steps; ++i) {
      for (size_t j = 0; j < steps; ++j) {
        const long top =
            takes_nearest ? std::lround(row) : std::lround(std::floor(row));
        const long left = takes_nearest ? std::lround(column)
                                        : std::lround(std::floor(column));
        const float below = row - std::floor(row);
        const float right = column - std::floor(column);
        const float weight =
            takes_nearest ? 1.0f
                          : (i == 1 ? below : 1.0f - below) *
                                (j == 1 ? right : 1.0f - right);
        const long at_row = Index(top + static_cast<long>(i), rows);
        const long at_column = Index(left + static_cast<long>(j), columns);
        const bool is_inside = at_row >= 0 && at_column >= 0;
        const size_t pixel =
            is_inside ? static_cast<size_t>(at_row) * columns + at_column : 0;
        sources.push_back({is_inside, pixel, weight});
      }
    }
    return sources;
  }
};
)"},
    {"RandomWarp", "Warp", R"(
// y = each image of x with its pixels from elsewhere.
void RandomWarp(const Matrix& x, uint32_t seed, uint64_t iteration,
                const Warp& warp, float fill_value, uint32_t stream,
                const Matrix& y) {
  const uint32_t key = RandomKey(seed, iteration, stream);
  const size_t pixels = warp.rows * warp.columns;
  const size_t channels = x.cols / pixels;
  for (size_t n = 0; n < y.rows; ++n) {
    for (size_t p = 0; p < pixels; ++p) {
      const auto sources =
          warp.Sources(key, n, p / warp.columns, p % warp.columns);
      for (size_t k = 0; k < channels; ++k) {
        float sum = 0.0f;
        for (const Warp::Source& source : sources) {
          sum += source.weight *
                 (source.is_inside ? x(n, source.pixel * channels + k)
                                   : fill_value);
        }
        y(n, p * channels + k) = sum;
      }
    }
  }
}
)"},
    {"RandomWarpTransposed", "Warp", R"(
// The gradient of RandomWarp: each pixel of x gets the shares that those which
// came from it have of y.
void RandomWarpTransposed(const Matrix& y, uint32_t seed, uint64_t iteration,
                          const Warp& warp, uint32_t stream, const Matrix& x) {
  const uint32_t key = RandomKey(seed, iteration, stream);
  const size_t pixels = warp.rows * warp.columns;
  const size_t channels = x.cols / pixels;
  for (size_t n = 0; n < y.rows; ++n) {
    for (size_t j = 0; j < x.cols; ++j) {
      x(n, j) = 0.0f;
    }
    for (size_t p = 0; p < pixels; ++p) {
      for (const Warp::Source& source :
           warp.Sources(key, n, p / warp.columns, p % warp.columns)) {
        if (!source.is_inside) continue;
        for (size_t k = 0; k < channels; ++k) {
          x(n, source.pixel * channels + k) +=
              source.weight * y(n, p * channels + k);
        }
      }
    }
  }
}
)"},
};

llvm::ArrayRef<LibraryFunction> WarpFunctions() { return kWarpFunctions; }

}  // namespace sinter
