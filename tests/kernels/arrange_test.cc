#include <utility>
#include <vector>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "tests/kernels/arrange_test.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
// foreach_target.h comes first.
#include "hwy/highway.h"
#include "hwy/tests/hwy_gtest.h"
#include "runtime/kernels/arrange-inl.h"
#include "tests/kernels/guarded.h"

HWY_BEFORE_NAMESPACE();
namespace sinter::kernels::HWY_NAMESPACE {

// Copies a piece of 0, 1, 2, ...; all other places stay as they were.
template <auto kPiece>
void ExpectCopy(const std::vector<std::pair<size_t, float>>& expected,
                size_t read, size_t written) {
  std::vector<float> numbers(read);
  for (size_t i = 0; i < read; ++i) numbers[i] = static_cast<float>(i);
  const Misaligned<float> from(numbers, 1);
  Guarded<float> to(written, 1);
  CopyPiece<kPiece>(from.data(), to.data());
  EXPECT_EQ(to.Written(), expected.size());
  for (const auto& [place, value] : expected) EXPECT_EQ(to[place], value);
  EXPECT_TRUE(to.GuardsHold());
}

void OneElement() { ExpectCopy<Piece<1>{{1}, {1}, {1}}>({{0, 0}}, 1, 1); }

void Neighbours() {
  ExpectCopy<Piece<1>{{3}, {1}, {1}}>({{0, 0}, {1, 1}, {2, 2}}, 3, 4);
}

void Strides() {
  ExpectCopy<Piece<1>{{3}, {2}, {3}}>({{0, 0}, {3, 2}, {6, 4}}, 5, 7);
  ExpectCopy<Piece<2>{{2, 2}, {3, 1}, {4, 1}}>({{0, 0}, {1, 1}, {4, 3}, {5, 4}},
                                               5, 6);
}

// [2, 3] becomes [3, 2].
void Transposed() {
  ExpectCopy<Piece<2>{{3, 2}, {1, 3}, {2, 1}}>(
      {{0, 0}, {1, 3}, {2, 1}, {3, 4}, {4, 2}, {5, 5}}, 6, 6);
}

// [2, 1, 3] of a larger box, its dimensions reversed.
void ThreeDimensions() {
  ExpectCopy<Piece<3>{{3, 1, 2}, {1, 5, 10}, {4, 2, 1}}>(
      {{0, 0}, {1, 10}, {4, 1}, {5, 11}, {8, 2}, {9, 12}}, 13, 10);
}

}  // namespace sinter::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sinter::kernels {

HWY_BEFORE_TEST(ArrangeTest);
HWY_EXPORT_AND_TEST_P(ArrangeTest, OneElement);
HWY_EXPORT_AND_TEST_P(ArrangeTest, Neighbours);
HWY_EXPORT_AND_TEST_P(ArrangeTest, Strides);
HWY_EXPORT_AND_TEST_P(ArrangeTest, Transposed);
HWY_EXPORT_AND_TEST_P(ArrangeTest, ThreeDimensions);

}  // namespace sinter::kernels
#endif  // HWY_ONCE
