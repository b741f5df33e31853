// Pooling and what is like it: each result is made of the pixels that a window
// reads, channel by channel. What is made of them says a type P:
//
//   struct P {
//     static constexpr size_t kPixels, kChannels;  // of the results' images
//     // Makes a vector of each result.
//     template <class D>
//     void Fold(D d, size_t row, size_t pixel, size_t channel) const;
//   };
#include <cstddef>

#include "runtime/kernels/window.h"

// Once for each SIMD target: Highway's way of a header for all of them.
#if defined(SINTER_RUNTIME_KERNELS_WINDOW_FOLD_INL_H_) == \
    defined(HWY_TARGET_TOGGLE)
#ifdef SINTER_RUNTIME_KERNELS_WINDOW_FOLD_INL_H_
#undef SINTER_RUNTIME_KERNELS_WINDOW_FOLD_INL_H_
#else
#define SINTER_RUNTIME_KERNELS_WINDOW_FOLD_INL_H_
#endif

#include "runtime/kernels/vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sinter::kernels {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// Channels that are no whole vector are taken one by one: the next pixel begins
// behind them.
template <class P>
HWY_INLINE void FoldWindows(const P& p, Range rows) {
  const size_t N = hn::Lanes(kFloats);
  for (size_t row = rows.begin; row < rows.end; ++row)
    for (size_t pixel = 0; pixel < P::kPixels; ++pixel) {
      size_t channel = 0;
      for (; channel + N <= P::kChannels; channel += N)
        p.Fold(kFloats, row, pixel, channel);
      for (; channel < P::kChannels; ++channel)
        p.Fold(kOneFloat, row, pixel, channel);
    }
}

}  // namespace HWY_NAMESPACE
}  // namespace sinter::kernels
HWY_AFTER_NAMESPACE();

#endif  // per target
