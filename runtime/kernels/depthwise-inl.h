// Convolutions of each channel by itself and their gradients:
//
//   y[n, o, c] = sum over t of x[n, input(o, t), c] * w[t, c]
//
// where o is an output pixel, t a tap of the window that reads the input pixel
// input(o, t), and a tap that reads beyond the image is left out. Images are
// stored [sample, pixel, channel], weights [tap, channel]. What is multiplied
// and what becomes of a result says a type P:
//
//   struct P {
//     static constexpr Window kWindow;
//     static constexpr size_t kChannels;
//     static constexpr bool kIsInverse;  // of DepthwisePixels: whether it
//                                        // reads output pixels and makes
//                                        // input pixels
//     using Lhs = Matrix<...>;  // images that a window reads
//     using Rhs = Matrix<...>;  // weights; of DepthwiseWeights images
//     const float* lhs() const;
//     const float* rhs() const;
//     size_t samples;           // of DepthwiseWeights
//     // A vector of results: `col` is its place in the row, `channel` in its
//     // pixel.
//     template <class D>
//     void Put(D d, Vec<D> acc, size_t row, size_t col, size_t channel) const;
//   };
#include <algorithm>
#include <cstddef>

#include "runtime/kernels/window.h"

// Once for each SIMD target: Highway's way of a header for all of them.
#if defined(SINTER_RUNTIME_KERNELS_DEPTHWISE_INL_H_) == \
    defined(HWY_TARGET_TOGGLE)
#ifdef SINTER_RUNTIME_KERNELS_DEPTHWISE_INL_H_
#undef SINTER_RUNTIME_KERNELS_DEPTHWISE_INL_H_
#else
#define SINTER_RUNTIME_KERNELS_DEPTHWISE_INL_H_
#endif

#include "runtime/kernels/kept_taps-inl.h"
#include "runtime/kernels/sums-inl.h"
#include "runtime/kernels/vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sinter::kernels {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// The sum over the taps of one pixel, in their order.
template <class P, class D, class Taps>
HWY_INLINE hn::Vec<D> DepthwiseSum(const P& p, D d, size_t row, size_t channel,
                                   Taps taps) {
  const float* images = p.lhs() + P::Lhs::Offset(row, 0) + channel;
  const float* weights = p.rhs() + channel;
  auto sum = hn::Zero(d);
  for (; taps.More(); taps.Next())
    sum =
        hn::MulAdd(hn::LoadU(d, images + taps.Position() * P::kChannels),
                   hn::LoadU(d, weights + P::Rhs::Offset(taps.Tap(), 0)), sum);
  return sum;
}

// Rows of images, at all pixels.
template <class P>
HWY_INLINE void DepthwisePixels(const P& p, Range rows) {
  constexpr size_t kPixels =
      P::kIsInverse ? P::kWindow.Inputs() : P::kWindow.Outputs();
  for (size_t row = rows.begin; row < rows.end; ++row)
    for (size_t pixel = 0; pixel < kPixels; ++pixel)
      WithTapsOf<P::kWindow, P::kIsInverse>(
          pixel, [&](const auto& taps) HWY_ATTR {
            ForChannels<P::kChannels>([&](auto d, size_t channel) HWY_ATTR {
              p.Put(d, DepthwiseSum(p, d, row, channel, taps), row,
                    pixel * P::kChannels + channel, channel);
            });
          });
}

// Terms that are added up plainly, at most: each four in turn, whose order is
// the same for vectors of all widths.
inline constexpr size_t kPlainTerms = 128;

// The sum of `count` products; neighbours stand kStep and one pixel apart.
template <class P, size_t kStep, class D>
HWY_INLINE hn::Vec<D> SumOfProducts(D d, const float* images,
                                    const float* pixels, size_t count) {
  const auto add = [&](size_t i, hn::Vec<D>& sum) HWY_ATTR {
    sum = hn::MulAdd(hn::LoadU(d, images + i * kStep * P::kChannels),
                     hn::LoadU(d, pixels + i * P::kChannels), sum);
  };
  auto sum0 = hn::Zero(d), sum1 = hn::Zero(d);
  auto sum2 = hn::Zero(d), sum3 = hn::Zero(d);
  size_t i = 0;
  for (; i + 4 <= count; i += 4) {
    add(i, sum0);
    add(i + 1, sum1);
    add(i + 2, sum2);
    add(i + 3, sum3);
  }
  for (; i < count; ++i) add(i, sum0);
  return hn::Add(hn::Add(sum0, sum1), hn::Add(sum2, sum3));
}

// The sum over samples and the pixels whose tap `tap` reads an input: of runs
// along a row of the image, with what rounding takes from it.
template <class P, class D>
HWY_INLINE hn::Vec<D> DepthwiseWeight(const P& p, D d, size_t tap,
                                      size_t channel) {
  constexpr WindowAxis kRows = P::kWindow.rows;
  constexpr WindowAxis kCols = P::kWindow.cols;
  const size_t tap_row = tap / kCols.taps;
  const size_t tap_col = tap % kCols.taps;
  const Range rows = kRows.Outputs(tap_row);
  const Range cols = kCols.Outputs(tap_col);
  auto sum = hn::Zero(d);
  auto lost = hn::Zero(d);
  for (size_t sample = 0; sample < p.samples; ++sample) {
    const float* images = p.lhs() + P::Lhs::Offset(sample, 0) + channel;
    const float* pixels = p.rhs() + P::Rhs::Offset(sample, 0) + channel;
    for (size_t row = rows.begin; row < rows.end; ++row)
      for (size_t col = cols.begin; col < cols.end; col += kPlainTerms) {
        const size_t input = kRows.Input(row, tap_row) * kCols.inputs +
                             kCols.Input(col, tap_col);
        const size_t output = row * kCols.outputs + col;
        AddExactly(SumOfProducts<P, kCols.stride>(
                       d, images + input * P::kChannels,
                       pixels + output * P::kChannels,
                       std::min(kPlainTerms, cols.end - col)),
                   sum, lost);
      }
  }
  return WithLost(sum, lost);
}

// Rows of weights: a task is a tap.
template <class P>
HWY_INLINE void DepthwiseWeights(const P& p, Range taps) {
  for (size_t tap = taps.begin; tap < taps.end; ++tap)
    ForChannels<P::kChannels>([&](auto d, size_t channel) HWY_ATTR {
      p.Put(d, DepthwiseWeight(p, d, tap, channel), tap, channel, channel);
    });
}

}  // namespace HWY_NAMESPACE
}  // namespace sinter::kernels
HWY_AFTER_NAMESPACE();

#endif  // per target
