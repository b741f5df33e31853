#include <algorithm>
#include <numeric>
#include <vector>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "tests/kernels/vectors_test.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
// foreach_target.h comes first.
#include "hwy/highway.h"
#include "hwy/tests/hwy_gtest.h"
#include "runtime/kernels/vectors-inl.h"
#include "tests/kernels/guarded.h"

HWY_BEFORE_NAMESPACE();
namespace sinter::kernels::HWY_NAMESPACE {

template <class D>
void LoadAllBytes(D d, size_t misalignment) {
  const size_t N = hn::Lanes(d);
  for (size_t first = 0; first + N <= 256; ++first) {
    std::vector<uint8_t> bytes(N);
    std::iota(bytes.begin(), bytes.end(), first);
    const Misaligned<uint8_t> from(bytes, misalignment);
    Guarded<float> to(N);
    hn::Store(LoadBytes(d, from.data()), d, to.data());
    for (size_t i = 0; i < N; ++i)
      ASSERT_EQ(to[i], static_cast<float>(first + i));
    ASSERT_TRUE(to.GuardsHold());
  }
}

void LoadBytesConvertsEveryByte() {
  for (size_t misalignment = 0; misalignment < 17; ++misalignment) {
    LoadAllBytes(kFloats, misalignment);
    LoadAllBytes(kOneFloat, misalignment);
  }
}

void AddToAddsOneVector() {
  const size_t N = hn::Lanes(kFloats);
  Guarded<float> sum(2 * N);
  for (size_t i = 0; i < N; ++i) sum[i] = 1000.0f * static_cast<float>(i);
  AddTo(kFloats, hn::Iota(kFloats, 0.5f), sum.data());
  for (size_t i = 0; i < N; ++i)
    EXPECT_EQ(sum[i], 1001.0f * static_cast<float>(i) + 0.5f);
  EXPECT_EQ(sum.Written(N), 0u);
  EXPECT_TRUE(sum.GuardsHold());
}

template <class D>
void StoreFirstOf(D d, size_t misalignment) {
  const size_t N = hn::Lanes(d);
  for (size_t count = 0; count <= 2 * N + 1; ++count) {
    Guarded<float> to(N, misalignment);
    StoreFirst(d, hn::Iota(d, 3.0f), to.data(), count);
    const size_t stored = std::min(count, N);
    for (size_t i = 0; i < stored; ++i)
      ASSERT_EQ(to[i], 3.0f + static_cast<float>(i));
    ASSERT_EQ(to.Written(stored), 0u) << count;
    ASSERT_TRUE(to.GuardsHold());
  }
}

void StoreFirstStoresNoMore() {
  for (size_t misalignment = 0; misalignment < 17; ++misalignment) {
    StoreFirstOf(kFloats, misalignment);
    StoreFirstOf(kOneFloat, misalignment);
  }
}

void PrefetchSampleReadsNoIndexBeyondTheBatch() {
  for (size_t elements : {1, 15, 16, 63, 64, 65, 300})
    for (size_t misalignment : {0, 1, 3}) {
      const Misaligned<uint8_t> x(std::vector<uint8_t>(3 * elements),
                                  misalignment);
      const std::vector<uint32_t> indices = {2, 0, 1};
      for (size_t row = 0; row < 3 + 2 * kRowsAhead; ++row) {
        PrefetchSample(x.data(), indices.data(), row, indices.size(), elements);
        PrefetchSample(x.data(), nullptr, row, 3, elements);
      }
    }
}

void PrefetchRowsTakesAnyStride() {
  constexpr size_t kRows = 13;
  for (size_t stride : {16, 32, 528}) {
    const std::vector<CacheLine> memory(LinesFor(kRows * stride * 4) + 1);
    const auto* from = reinterpret_cast<const float*>(memory.data());
    PrefetchRows<1>(from, stride);
    PrefetchRows<kRows>(from, stride);
  }
}

void VectorsFitThePadding() {
  const size_t N = hn::Lanes(kFloats);
  EXPECT_LE(N, 16u);
  EXPECT_EQ(16 % N, 0u);
  EXPECT_EQ(hn::Lanes(kOneFloat), 1u);
  EXPECT_TRUE(kRegisters == 16 || kRegisters == 32);
}

}  // namespace sinter::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sinter::kernels {

HWY_BEFORE_TEST(VectorsTest);
HWY_EXPORT_AND_TEST_P(VectorsTest, LoadBytesConvertsEveryByte);
HWY_EXPORT_AND_TEST_P(VectorsTest, AddToAddsOneVector);
HWY_EXPORT_AND_TEST_P(VectorsTest, StoreFirstStoresNoMore);
HWY_EXPORT_AND_TEST_P(VectorsTest, PrefetchSampleReadsNoIndexBeyondTheBatch);
HWY_EXPORT_AND_TEST_P(VectorsTest, PrefetchRowsTakesAnyStride);
HWY_EXPORT_AND_TEST_P(VectorsTest, VectorsFitThePadding);

}  // namespace sinter::kernels
#endif  // HWY_ONCE
