// Pooling and what is like it: each result is made of the pixels that a window
// reads, channel by channel. What is made of them says a type P:
//
//   struct P {
//     static constexpr Window kWindow;
//     static constexpr bool kIsInverse;  // whether it reads output pixels and
//                                        // makes input pixels
//     static constexpr size_t kChannels;
//     // Makes a vector of each result of what `taps` reads: a walk like
//     // WindowTaps.
//     template <class D, class Taps>
//     void Fold(D d, size_t row, size_t pixel, size_t channel, Taps taps)
//         const;
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

#include "runtime/kernels/kept_taps-inl.h"
#include "runtime/kernels/vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sinter::kernels {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

template <class P>
HWY_INLINE void FoldWindows(const P& p, Range rows) {
  constexpr Window kWindow = P::kWindow;
  constexpr size_t kPixels =
      P::kIsInverse ? kWindow.Inputs() : kWindow.Outputs();
  for (size_t row = rows.begin; row < rows.end; ++row)
    for (size_t pixel = 0; pixel < kPixels; ++pixel)
      WithTapsOf<kWindow, P::kIsInverse>(pixel, [&](const auto& taps) HWY_ATTR {
        ForChannels<P::kChannels>([&](auto d, size_t channel) HWY_ATTR {
          p.Fold(d, row, pixel, channel, taps);
        });
      });
}

}  // namespace HWY_NAMESPACE
}  // namespace sinter::kernels
HWY_AFTER_NAMESPACE();

#endif  // per target
