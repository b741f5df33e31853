#include "bench/listed_products.h"

#include <array>
#include <cstddef>
#include <random>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "bench/listed_products.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
// foreach_target.h comes first.
#include "hwy/highway.h"

#ifndef SINTER_BENCH_LISTED_PRODUCTS_ONCE_
#define SINTER_BENCH_LISTED_PRODUCTS_ONCE_
namespace sinter::bench {

constexpr size_t kPlaces = 1024;
// 16 KB of 8 vectors: a third to a half of a first cache.
constexpr size_t kBlockRows = 32;
constexpr size_t kRowFloats = 128;

// What is walked over: values, the rows that they are multiplied with.
struct Lists {
  Lists() {
    std::minstd_rand random(1);
    for (uint32_t& row : rows) row = random() % kBlockRows;
    values.fill(0.5f);
    block.fill(1e-6f);
  }
  std::array<uint32_t, kPlaces> rows;
  std::array<float, 2 * kPlaces> values;
  alignas(64) std::array<float, kBlockRows * kRowFloats> block;
};

inline const Lists& TheLists() {
  static const Lists lists;
  return lists;
}

}  // namespace sinter::bench
#endif  // SINTER_BENCH_LISTED_PRODUCTS_ONCE_

HWY_BEFORE_NAMESPACE();
namespace sinter::bench::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

constexpr hn::CappedTag<float, 16> kFloats;
using Vector = hn::Vec<decltype(kFloats)>;

// The sums must be used, or the loop is removed.
HWY_INLINE uint64_t Finish(Vector acc0, Vector acc1, Vector acc2, Vector acc3,
                           Vector acc4, Vector acc5, Vector acc6, Vector acc7,
                           uint64_t rounds) {
  const auto sum = hn::Add(hn::Add(hn::Add(acc0, acc1), hn::Add(acc2, acc3)),
                           hn::Add(hn::Add(acc4, acc5), hn::Add(acc6, acc7)));
  volatile float sink = hn::GetLane(hn::SumOfLanes(kFloats, sum));
  static_cast<void>(sink);
  return rounds * kPlaces * 8 * 2 * hn::Lanes(kFloats);
}

uint64_t Products1x8(uint64_t rounds) {
  const auto d = kFloats;
  const size_t N = hn::Lanes(d);
  const Lists& lists = TheLists();
  auto acc0 = hn::Zero(d);
  auto acc1 = hn::Zero(d);
  auto acc2 = hn::Zero(d);
  auto acc3 = hn::Zero(d);
  auto acc4 = hn::Zero(d);
  auto acc5 = hn::Zero(d);
  auto acc6 = hn::Zero(d);
  auto acc7 = hn::Zero(d);
  for (uint64_t round = 0; round < rounds; ++round) {
    for (size_t i = 0; i < kPlaces; ++i) {
      const float* from = lists.block.data() + lists.rows[i] * kRowFloats;
      const auto a = hn::Set(d, lists.values[i]);
      acc0 = hn::MulAdd(a, hn::Load(d, from), acc0);
      acc1 = hn::MulAdd(a, hn::Load(d, from + N), acc1);
      acc2 = hn::MulAdd(a, hn::Load(d, from + 2 * N), acc2);
      acc3 = hn::MulAdd(a, hn::Load(d, from + 3 * N), acc3);
      acc4 = hn::MulAdd(a, hn::Load(d, from + 4 * N), acc4);
      acc5 = hn::MulAdd(a, hn::Load(d, from + 5 * N), acc5);
      acc6 = hn::MulAdd(a, hn::Load(d, from + 6 * N), acc6);
      acc7 = hn::MulAdd(a, hn::Load(d, from + 7 * N), acc7);
    }
  }
  return Finish(acc0, acc1, acc2, acc3, acc4, acc5, acc6, acc7, rounds);
}

uint64_t Products2x4(uint64_t rounds) {
  const auto d = kFloats;
  const size_t N = hn::Lanes(d);
  const Lists& lists = TheLists();
  auto acc0_0 = hn::Zero(d);
  auto acc0_1 = hn::Zero(d);
  auto acc0_2 = hn::Zero(d);
  auto acc0_3 = hn::Zero(d);
  auto acc1_0 = hn::Zero(d);
  auto acc1_1 = hn::Zero(d);
  auto acc1_2 = hn::Zero(d);
  auto acc1_3 = hn::Zero(d);
  for (uint64_t round = 0; round < rounds; ++round) {
    for (size_t i = 0; i < kPlaces; ++i) {
      const float* from = lists.block.data() + lists.rows[i] * kRowFloats;
      const auto b0 = hn::Load(d, from);
      const auto b1 = hn::Load(d, from + N);
      const auto b2 = hn::Load(d, from + 2 * N);
      const auto b3 = hn::Load(d, from + 3 * N);
      const auto a0 = hn::Set(d, lists.values[2 * i]);
      acc0_0 = hn::MulAdd(a0, b0, acc0_0);
      acc0_1 = hn::MulAdd(a0, b1, acc0_1);
      acc0_2 = hn::MulAdd(a0, b2, acc0_2);
      acc0_3 = hn::MulAdd(a0, b3, acc0_3);
      const auto a1 = hn::Set(d, lists.values[2 * i + 1]);
      acc1_0 = hn::MulAdd(a1, b0, acc1_0);
      acc1_1 = hn::MulAdd(a1, b1, acc1_1);
      acc1_2 = hn::MulAdd(a1, b2, acc1_2);
      acc1_3 = hn::MulAdd(a1, b3, acc1_3);
    }
  }
  return Finish(acc0_0, acc0_1, acc0_2, acc0_3, acc1_0, acc1_1, acc1_2, acc1_3,
                rounds);
}

}  // namespace sinter::bench::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sinter::bench {

HWY_EXPORT(Products1x8);
HWY_EXPORT(Products2x4);

uint64_t RunListedProducts1x8(uint64_t rounds) {
  return HWY_DYNAMIC_DISPATCH(Products1x8)(rounds);
}

uint64_t RunListedProducts2x4(uint64_t rounds) {
  return HWY_DYNAMIC_DISPATCH(Products2x4)(rounds);
}

}  // namespace sinter::bench
#endif  // HWY_ONCE
