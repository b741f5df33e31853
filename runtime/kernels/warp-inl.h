// Images whose pixels come from elsewhere, between pixels by interpolation.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include "runtime/kernels/random_warp.h"

// Once for each SIMD target: Highway's way of a header for all of them.
#if defined(SINTER_RUNTIME_KERNELS_WARP_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SINTER_RUNTIME_KERNELS_WARP_INL_H_
#undef SINTER_RUNTIME_KERNELS_WARP_INL_H_
#else
#define SINTER_RUNTIME_KERNELS_WARP_INL_H_
#endif

#include "runtime/kernels/vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sinter::kernels {
namespace HWY_NAMESPACE {

// What stands behind an image's edges: a number, the image mirrored with its
// edge twice, the image once more, or its edge.
enum class Fill { kConstant, kReflect, kWrap, kNearest };
enum class Interpolation { kNearest, kBilinear };

// A row, or a column, and its share of the value; kNowhere: behind the edge.
struct WarpNode {
  static constexpr int kNowhere = -1;
  int index;
  float weight;
};

HWY_INLINE int Modulo(int a, int b) {
  const int rest = a % b;
  return rest < 0 ? rest + b : rest;
}

// The row or column, of `size`, that stands at `index`.
template <Fill kFill>
HWY_INLINE int IndexBehindEdges(int index, int size) {
  if (index >= 0 && index < size) return index;
  if constexpr (kFill == Fill::kConstant) {
    return WarpNode::kNowhere;
  } else if constexpr (kFill == Fill::kNearest) {
    return index < 0 ? 0 : size - 1;
  } else if constexpr (kFill == Fill::kWrap) {
    return Modulo(index, size);
  } else {
    const int place = Modulo(index, 2 * size);
    return place < size ? place : 2 * size - 1 - place;
  }
}

template <Fill kFill, Interpolation kInterpolation>
HWY_INLINE auto NodesAt(float coordinate, int size) {
  if constexpr (kInterpolation == Interpolation::kNearest) {
    const int index = static_cast<int>(std::round(coordinate));
    return std::array{WarpNode{IndexBehindEdges<kFill>(index, size), 1.0f}};
  } else {
    const float lower = std::floor(coordinate);
    const float weight = coordinate - lower;
    const int index = static_cast<int>(lower);
    return std::array{
        WarpNode{IndexBehindEdges<kFill>(index, size), 1.0f - weight},
        WarpNode{IndexBehindEdges<kFill>(index + 1, size), weight}};
  }
}

// Calls visit(to, from, weight) for each pixel, by their numbers in the image,
// and each that it comes from, with its share; kNowhere is behind an edge.
template <Fill kFill, Interpolation kInterpolation, typename Visit>
HWY_INLINE void VisitSources(const AffineMap& map, const RandomWarp& warp,
                             const Visit& visit) {
  const int rows = static_cast<int>(warp.rows);
  const int columns = static_cast<int>(warp.columns);
  int to = 0;
  for (int r = 0; r < rows; ++r) {
    const float row_by_row = map.row_by_row * static_cast<float>(r);
    const float column_by_row = map.column_by_row * static_cast<float>(r);
    for (int c = 0; c < columns; ++c, ++to) {
      const float column = static_cast<float>(c);
      const auto row_nodes = NodesAt<kFill, kInterpolation>(
          (row_by_row + map.row_by_column * column) + map.row_offset, rows);
      const auto column_nodes = NodesAt<kFill, kInterpolation>(
          (column_by_row + map.column_by_column * column) + map.column_offset,
          columns);
      for (const WarpNode& at_row : row_nodes)
        for (const WarpNode& at_column : column_nodes) {
          const bool is_inside = at_row.index >= 0 && at_column.index >= 0;
          visit(to,
                is_inside ? at_row.index * columns + at_column.index
                          : WarpNode::kNowhere,
                at_row.weight * at_column.weight);
        }
    }
  }
}

// y[pixel] = the sum of x[from] * weight over what it comes from, or of
// fill * weight behind an edge. x and y [rows, columns, channels].
template <Fill kFill, Interpolation kInterpolation>
HWY_INLINE void Warp(const AffineMap& map, const RandomWarp& warp,
                     size_t channels, const float* x, float fill, float* y) {
  std::fill_n(y, warp.rows * warp.columns * channels, 0.0f);
  VisitSources<kFill, kInterpolation>(
      map, warp, [&](int to, int from, float weight) {
        float* const pixel = y + to * channels;
        if (from < 0) {
          for (size_t k = 0; k < channels; ++k) pixel[k] += weight * fill;
          return;
        }
        const float* const source = x + from * channels;
        for (size_t k = 0; k < channels; ++k) pixel[k] += weight * source[k];
      });
}

// dx[from] = the sum of dy[pixel] * weight over the pixels that come from it.
template <Fill kFill, Interpolation kInterpolation>
HWY_INLINE void WarpTransposed(const AffineMap& map, const RandomWarp& warp,
                               size_t channels, const float* dy, float* dx) {
  std::fill_n(dx, warp.rows * warp.columns * channels, 0.0f);
  VisitSources<kFill, kInterpolation>(
      map, warp, [&](int to, int from, float weight) {
        if (from < 0) return;
        const float* const pixel = dy + to * channels;
        float* const source = dx + from * channels;
        for (size_t k = 0; k < channels; ++k) source[k] += weight * pixel[k];
      });
}

}  // namespace HWY_NAMESPACE
}  // namespace sinter::kernels
HWY_AFTER_NAMESPACE();

#endif  // per target
