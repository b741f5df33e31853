// The elements of a row in other places: copies of boxes whose elements stand
// at strides of their own before and after.
#include <algorithm>
#include <array>
#include <cstddef>

// Once for each SIMD target: Highway's way of a header for all of them.
#if defined(SINTER_RUNTIME_KERNELS_ARRANGE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SINTER_RUNTIME_KERNELS_ARRANGE_INL_H_
#undef SINTER_RUNTIME_KERNELS_ARRANGE_INL_H_
#else
#define SINTER_RUNTIME_KERNELS_ARRANGE_INL_H_
#endif

#include "runtime/kernels/vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sinter::kernels {
namespace HWY_NAMESPACE {

// Element i of the box, an index below `sizes`, is element i . from of what is
// read and i . to of what is written.
template <size_t kRank>
struct Piece {
  std::array<size_t, kRank> sizes;
  std::array<size_t, kRank> from;
  std::array<size_t, kRank> to;
};

// From dimension kDim on. `from` and `to` do not overlap.
template <auto kPiece, size_t kDim = 0>
HWY_INLINE void CopyPiece(const float* from, float* to) {
  constexpr size_t kCount = kPiece.sizes[kDim];
  constexpr size_t kFrom = kPiece.from[kDim];
  constexpr size_t kTo = kPiece.to[kDim];
  if constexpr (kDim + 1 < kPiece.sizes.size()) {
    for (size_t i = 0; i < kCount; ++i)
      CopyPiece<kPiece, kDim + 1>(from + i * kFrom, to + i * kTo);
  } else if constexpr (kFrom == 1 && kTo == 1) {
    std::copy_n(from, kCount, to);
  } else {
    for (size_t i = 0; i < kCount; ++i) to[i * kTo] = from[i * kFrom];
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace sinter::kernels
HWY_AFTER_NAMESPACE();

#endif  // per target
