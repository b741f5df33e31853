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
#include <array>
#include <cstddef>
#include <type_traits>

#include "runtime/kernels/matrix.h"
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

// The taps of a pixel, walked once for all of its channels. Copies are walks of
// their own.
template <class Walk, size_t kMost>
class KeptTaps {
  struct Entry {
    size_t position;
    size_t tap;
  };

 public:
  HWY_INLINE explicit KeptTaps(Walk walk) {
    for (; walk.More(); walk.Next())
      taps_[count_++] = {walk.Position(), walk.Tap()};
  }

  class Cursor {
   public:
    HWY_INLINE explicit Cursor(const KeptTaps& kept)
        : at_(kept.taps_.data()), end_(at_ + kept.count_) {}

    HWY_INLINE bool More() const { return at_ != end_; }
    HWY_INLINE void Next() { ++at_; }
    HWY_INLINE size_t Position() const { return at_->position; }
    HWY_INLINE size_t Tap() const { return at_->tap; }

   private:
    const Entry* at_;
    const Entry* end_;
  };

 private:
  std::array<Entry, kMost> taps_;
  size_t count_ = 0;
};

// Windows of more taps are walked for each vector: they would not stay in the
// first cache.
inline constexpr size_t kMostKeptTaps = 64;

// Channels that are no whole vector are taken one by one: the next pixel begins
// behind them.
template <class P, class Taps>
HWY_INLINE void FoldPixel(const P& p, size_t row, size_t pixel,
                          const Taps& taps) {
  const size_t N = hn::Lanes(kFloats);
  size_t channel = 0;
  for (; channel + N <= P::kChannels; channel += N)
    p.Fold(kFloats, row, pixel, channel, taps);
  if constexpr (P::kChannels % kLaneMultiple != 0)
    for (; channel < P::kChannels; ++channel)
      p.Fold(kOneFloat, row, pixel, channel, taps);
}

template <class P>
HWY_INLINE void FoldWindows(const P& p, Range rows) {
  constexpr Window kWindow = P::kWindow;
  constexpr size_t kPixels =
      P::kIsInverse ? kWindow.Inputs() : kWindow.Outputs();
  using Walk = std::conditional_t<P::kIsInverse, WindowReaders<kWindow>,
                                  WindowTaps<kWindow>>;
  for (size_t row = rows.begin; row < rows.end; ++row)
    for (size_t pixel = 0; pixel < kPixels; ++pixel) {
      if constexpr (kWindow.Taps() <= kMostKeptTaps) {
        using Kept = KeptTaps<Walk, kWindow.Taps()>;
        const Kept taps((Walk(pixel)));
        FoldPixel(p, row, pixel, typename Kept::Cursor(taps));
      } else {
        FoldPixel(p, row, pixel, Walk(pixel));
      }
    }
}

}  // namespace HWY_NAMESPACE
}  // namespace sinter::kernels
HWY_AFTER_NAMESPACE();

#endif  // per target
