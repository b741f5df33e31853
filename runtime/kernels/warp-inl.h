// Images whose pixels come from elsewhere, between pixels by interpolation.
#include <algorithm>
#include <cstddef>
#include <cstdint>

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

// Where some neighbouring pixels of a row come from: of each corner around
// that place the pixel's number in the image, and its share of the value.
template <size_t kCorners>
struct WarpSources {
  static constexpr int32_t kNowhere = -1;  // behind an edge
  HWY_ALIGN int32_t from[kCorners][kLaneMultiple];
  HWY_ALIGN float weight[kCorners][kLaneMultiple];
};

// The rows or columns, of `size`, that stand at `index`; -1: none. All are
// whole numbers, exact also where they are divided.
template <Fill kFill, class D>
HWY_INLINE hn::Vec<D> IndexBehindEdges(D d, hn::Vec<D> index, float size) {
  const hn::Vec<D> zero = hn::Zero(d);
  const hn::Vec<D> last = hn::Set(d, size - 1.0f);
  if constexpr (kFill == Fill::kConstant) {
    const auto is_inside = hn::And(hn::Ge(index, zero), hn::Le(index, last));
    return hn::IfThenElse(is_inside, index, hn::Set(d, -1.0f));
  } else if constexpr (kFill == Fill::kNearest) {
    return hn::Min(hn::Max(index, zero), last);
  } else {
    const float images = kFill == Fill::kWrap ? 1.0f : 2.0f;
    const hn::Vec<D> period = hn::Set(d, images * size);
    const hn::Vec<D> times = hn::Floor(hn::Div(index, period));
    const hn::Vec<D> place = hn::Sub(index, hn::Mul(times, period));
    if constexpr (kFill == Fill::kWrap) return place;
    const hn::Vec<D> end = hn::Set(d, images * size - 1.0f);
    return hn::Min(place, hn::Sub(end, place));
  }
}

// Halves away from zero.
template <class D>
HWY_INLINE hn::Vec<D> RoundAway(D d, hn::Vec<D> x) {
  const hn::Vec<D> whole = hn::Trunc(x);
  const auto is_half = hn::Ge(hn::Abs(hn::Sub(x, whole)), hn::Set(d, 0.5f));
  const hn::Vec<D> one = hn::CopySign(hn::Set(d, 1.0f), x);
  return hn::Add(whole, hn::IfThenElseZero(is_half, one));
}

template <Fill kFill, class D>
HWY_INLINE void StoreCorner(D d, const RandomWarp& warp, hn::Vec<D> row,
                            hn::Vec<D> column, hn::Vec<D> weight, int32_t* from,
                            float* weights) {
  const hn::RebindToSigned<D> integers;
  const float rows = static_cast<float>(warp.rows);
  const float columns = static_cast<float>(warp.columns);
  row = IndexBehindEdges<kFill>(d, row, rows);
  column = IndexBehindEdges<kFill>(d, column, columns);
  auto pixel =
      hn::Add(hn::Mul(hn::ConvertTo(integers, row),
                      hn::Set(integers, static_cast<int32_t>(warp.columns))),
              hn::ConvertTo(integers, column));
  if constexpr (kFill == Fill::kConstant) {
    const auto is_outside = hn::Lt(hn::Min(row, column), hn::Zero(d));
    pixel = hn::IfThenElse(hn::RebindMask(integers, is_outside),
                           hn::Set(integers, WarpSources<1>::kNowhere), pixel);
  }
  hn::Store(pixel, integers, from);
  hn::Store(weight, d, weights);
}

template <Interpolation kInterpolation>
constexpr size_t kCornersOf = kInterpolation == Interpolation::kNearest ? 1 : 4;

// Of the pixels from (r, c) on.
template <Fill kFill, Interpolation kInterpolation, class D>
HWY_INLINE void FindSources(D d, const AffineMap& map, const RandomWarp& warp,
                            size_t r, size_t c,
                            WarpSources<kCornersOf<kInterpolation>>& sources) {
  const float row_number = static_cast<float>(r);
  const hn::Vec<D> number = hn::Iota(d, static_cast<float>(c));
  const hn::Vec<D> row =
      hn::Add(hn::Add(hn::Set(d, map.row_by_row * row_number),
                      hn::Mul(hn::Set(d, map.row_by_column), number)),
              hn::Set(d, map.row_offset));
  const hn::Vec<D> column =
      hn::Add(hn::Add(hn::Set(d, map.column_by_row * row_number),
                      hn::Mul(hn::Set(d, map.column_by_column), number)),
              hn::Set(d, map.column_offset));
  const hn::Vec<D> one = hn::Set(d, 1.0f);
  const auto store = [&](size_t corner, hn::Vec<D> at_row, hn::Vec<D> at_column,
                         hn::Vec<D> weight) HWY_ATTR {
    StoreCorner<kFill>(d, warp, at_row, at_column, weight, sources.from[corner],
                       sources.weight[corner]);
  };
  if constexpr (kInterpolation == Interpolation::kNearest) {
    store(0, RoundAway(d, row), RoundAway(d, column), one);
  } else {
    const hn::Vec<D> top = hn::Floor(row), left = hn::Floor(column);
    const hn::Vec<D> below = hn::Sub(row, top), right = hn::Sub(column, left);
    const hn::Vec<D> above = hn::Sub(one, below), rest = hn::Sub(one, right);
    const hn::Vec<D> bottom = hn::Add(top, one), next = hn::Add(left, one);
    store(0, top, left, hn::Mul(above, rest));
    store(1, top, next, hn::Mul(above, right));
    store(2, bottom, left, hn::Mul(below, rest));
    store(3, bottom, next, hn::Mul(below, right));
  }
}

// Calls run(first, count, sources) for all pixels, `count` of them from number
// `first` on.
template <Fill kFill, Interpolation kInterpolation, class F>
HWY_INLINE void ForSources(const AffineMap& map, const RandomWarp& warp,
                           const F& run) {
  const size_t N = hn::Lanes(kFloats);
  WarpSources<kCornersOf<kInterpolation>> sources;
  for (size_t r = 0; r < warp.rows; ++r) {
    for (size_t c = 0; c < warp.columns; c += N) {
      FindSources<kFill, kInterpolation>(kFloats, map, warp, r, c, sources);
      run(r * warp.columns + c, std::min(N, warp.columns - c), sources);
    }
  }
}

// The values of `count` pixels of one channel.
template <size_t kCorners>
HWY_INLINE void WarpPixels(const WarpSources<kCorners>& sources, const float* x,
                           float fill, size_t count, float* y) {
  const auto d = kFloats;
  const hn::RebindToSigned<decltype(kFloats)> integers;
  auto sum = hn::Zero(d);
  for (size_t corner = 0; corner < kCorners; ++corner) {
    const auto from = hn::Load(integers, sources.from[corner]);
    const auto is_outside = hn::Lt(from, hn::Zero(integers));
    const auto value =
        hn::GatherIndex(d, x, hn::IfThenZeroElse(is_outside, from));
    const auto filled =
        hn::IfThenElse(hn::RebindMask(d, is_outside), hn::Set(d, fill), value);
    sum = hn::Add(sum, hn::Mul(hn::Load(d, sources.weight[corner]), filled));
  }
  StoreFirst(d, sum, y, count);
}

// The channels of pixel number i of `sources`.
template <size_t kChannels, size_t kCorners>
HWY_INLINE void WarpChannels(const WarpSources<kCorners>& sources, size_t i,
                             const float* x, float fill, float* y) {
  ForChannels<kChannels>([&](auto d, size_t channel) HWY_ATTR {
    auto sum = hn::Zero(d);
    for (size_t corner = 0; corner < kCorners; ++corner) {
      const int32_t from = sources.from[corner][i];
      const auto value = from < 0
                             ? hn::Set(d, fill)
                             : hn::LoadU(d, x + from * kChannels + channel);
      sum = hn::Add(sum, hn::Mul(hn::Set(d, sources.weight[corner][i]), value));
    }
    hn::StoreU(sum, d, y + channel);
  });
}

// y[pixel] = the sum of x[from] * weight over what it comes from, or of
// fill * weight behind an edge. x and y [rows, columns, channels].
template <Fill kFill, Interpolation kInterpolation, size_t kChannels>
HWY_INLINE void Warp(const AffineMap& map, const RandomWarp& warp,
                     const float* x, float fill, float* y) {
  ForSources<kFill, kInterpolation>(
      map, warp, [&](size_t first, size_t count, const auto& sources) HWY_ATTR {
        if constexpr (kChannels == 1) {
          WarpPixels(sources, x, fill, count, y + first);
        } else {
          for (size_t i = 0; i < count; ++i)
            WarpChannels<kChannels>(sources, i, x, fill,
                                    y + (first + i) * kChannels);
        }
      });
}

// dx[from] = the sum of dy[pixel] * weight over the pixels that come from it.
template <Fill kFill, Interpolation kInterpolation, size_t kChannels>
HWY_INLINE void WarpTransposed(const AffineMap& map, const RandomWarp& warp,
                               const float* dy, float* dx) {
  std::fill_n(dx, warp.rows * warp.columns * kChannels, 0.0f);
  const auto add = [&](const float* pixel, int32_t from,
                       float weight) HWY_ATTR {
    if (from < 0) return;
    float* const to = dx + from * kChannels;
    ForChannels<kChannels>([&](auto d, size_t channel) HWY_ATTR {
      const auto share =
          hn::Mul(hn::Set(d, weight), hn::LoadU(d, pixel + channel));
      hn::StoreU(hn::Add(hn::LoadU(d, to + channel), share), d, to + channel);
    });
  };
  ForSources<kFill, kInterpolation>(
      map, warp, [&](size_t first, size_t count, const auto& sources) HWY_ATTR {
        for (size_t i = 0; i < count; ++i)
          for (size_t corner = 0; corner < kCornersOf<kInterpolation>; ++corner)
            add(dy + (first + i) * kChannels, sources.from[corner][i],
                sources.weight[corner][i]);
      });
}

}  // namespace HWY_NAMESPACE
}  // namespace sinter::kernels
HWY_AFTER_NAMESPACE();

#endif  // per target
