// The taps of a pixel, walked once for all of its channels.
#include <array>
#include <cstddef>
#include <type_traits>

#include "runtime/kernels/window.h"

// Once for each SIMD target: Highway's way of a header for all of them.
#if defined(SINTER_RUNTIME_KERNELS_KEPT_TAPS_INL_H_) == \
    defined(HWY_TARGET_TOGGLE)
#ifdef SINTER_RUNTIME_KERNELS_KEPT_TAPS_INL_H_
#undef SINTER_RUNTIME_KERNELS_KEPT_TAPS_INL_H_
#else
#define SINTER_RUNTIME_KERNELS_KEPT_TAPS_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace sinter::kernels {
namespace HWY_NAMESPACE {

// What a walk of at most kMost taps comes by.
template <size_t kMost>
class KeptTaps {
  struct Entry {
    size_t position;
    size_t tap;
  };

 public:
  template <class Walk>
  HWY_INLINE explicit KeptTaps(Walk walk) {
    for (; walk.More(); walk.Next())
      taps_[count_++] = {walk.Position(), walk.Tap()};
  }

  // The walk once more; a copy is a walk of its own.
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

// More would not stay in the first cache: they are walked each time.
inline constexpr size_t kMostKeptTaps = 64;

// Calls run(taps) with the taps that make `pixel`: of an output pixel, or, the
// other way round, of an input pixel. `taps` is a walk like WindowTaps.
template <Window kWindow, bool kIsInverse, class Run>
HWY_INLINE void WithTapsOf(size_t pixel, const Run& run) {
  using Walk = std::conditional_t<kIsInverse, WindowReaders<kWindow>,
                                  WindowTaps<kWindow>>;
  if constexpr (kWindow.Taps() <= kMostKeptTaps) {
    using Kept = KeptTaps<kWindow.Taps()>;
    const Kept kept{Walk(pixel)};
    run(typename Kept::Cursor(kept));
  } else {
    run(Walk(pixel));
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace sinter::kernels
HWY_AFTER_NAMESPACE();

#endif  // per target
