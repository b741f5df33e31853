// Transposition of float32 matrices, block after block.
#include <cstddef>

// Once for each SIMD target: Highway's way of a header for all of them.
#if defined(SINTER_RUNTIME_KERNELS_TRANSPOSE_INL_H_) == \
    defined(HWY_TARGET_TOGGLE)
#ifdef SINTER_RUNTIME_KERNELS_TRANSPOSE_INL_H_
#undef SINTER_RUNTIME_KERNELS_TRANSPOSE_INL_H_
#else
#define SINTER_RUNTIME_KERNELS_TRANSPOSE_INL_H_
#endif

#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace sinter::kernels {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// to[c, r] = from[r, c] for a block of at most 4 x 4.
HWY_INLINE void TransposeBlock(const float* from, size_t from_stride,
                               size_t rows, size_t cols, float* to,
                               size_t to_stride) {
#if HWY_TARGET != HWY_SCALAR
  if (rows == 4 && cols == 4) {
    const hn::FixedTag<float, 4> d;
    const auto v0 = hn::LoadU(d, from);
    const auto v1 = hn::LoadU(d, from + from_stride);
    const auto v2 = hn::LoadU(d, from + 2 * from_stride);
    const auto v3 = hn::LoadU(d, from + 3 * from_stride);
    const auto lower02 = hn::InterleaveLower(d, v0, v2);
    const auto lower13 = hn::InterleaveLower(d, v1, v3);
    const auto upper02 = hn::InterleaveUpper(d, v0, v2);
    const auto upper13 = hn::InterleaveUpper(d, v1, v3);
    hn::StoreU(hn::InterleaveLower(d, lower02, lower13), d, to);
    hn::StoreU(hn::InterleaveUpper(d, lower02, lower13), d, to + to_stride);
    hn::StoreU(hn::InterleaveLower(d, upper02, upper13), d, to + 2 * to_stride);
    hn::StoreU(hn::InterleaveUpper(d, upper02, upper13), d, to + 3 * to_stride);
    return;
  }
#endif
  for (size_t r = 0; r < rows; ++r)
    for (size_t c = 0; c < cols; ++c)
      to[c * to_stride + r] = from[r * from_stride + c];
}

}  // namespace HWY_NAMESPACE
}  // namespace sinter::kernels
HWY_AFTER_NAMESPACE();

#endif  // per target
