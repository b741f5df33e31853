#include <algorithm>
#include <bit>
#include <limits>
#include <numeric>
#include <random>
#include <vector>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "tests/kernels/nonzeros_test.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
// foreach_target.h comes first.
#include "hwy/highway.h"
#include "hwy/tests/hwy_gtest.h"
#include "runtime/kernels/nonzeros-inl.h"
#include "tests/kernels/nonzeros_reference.h"

#ifndef SINTER_TESTS_KERNELS_NONZEROS_TEST_ONCE
#define SINTER_TESTS_KERNELS_NONZEROS_TEST_ONCE
namespace sinter::kernels {

// A batch of bytes in a data set, `share` of which are not zero.
struct Bytes {
  size_t cols;
  std::vector<uint8_t> values;

  Bytes(std::mt19937& random, size_t rows, size_t cols, double share)
      : cols(cols), values(rows * cols) {
    std::bernoulli_distribution is_there(share);
    for (uint8_t& value : values)
      value = is_there(random) ? static_cast<uint8_t>(random()) : 0;
  }

  uint8_t At(size_t row, size_t col) const { return values[row * cols + col]; }
};

inline std::vector<uint32_t> Shuffled(std::mt19937& random, size_t rows) {
  std::vector<uint32_t> indices(rows);
  std::iota(indices.begin(), indices.end(), 0);
  std::shuffle(indices.begin(), indices.end(), random);
  return indices;
}

// The first `samples` rows of `matrix`, the others zero.
inline Dense WithSamples(Dense matrix, size_t samples) {
  std::fill(matrix.values.begin() + samples * matrix.cols, matrix.values.end(),
            0.0f);
  return matrix;
}

}  // namespace sinter::kernels
#endif  // SINTER_TESTS_KERNELS_NONZEROS_TEST_ONCE

HWY_BEFORE_NAMESPACE();
namespace sinter::kernels::HWY_NAMESPACE {

void ListsStandApart() {
  using List = Nonzeros<5, 33, 16, 2>;
  const NonzerosMemory<List> memory;
  const List& lists = memory.nonzeros();
  for (size_t row = 0; row < 6; ++row) {
    const size_t group = row / 2;
    EXPECT_EQ(lists.Values(row), lists.values + group * 2 * 64);
    EXPECT_EQ(lists.Columns(row), lists.columns + group * 64);
    for (size_t run = 0; run < 3; ++run) lists.SetEnd(row, run, 10 * row + run);
  }
  for (size_t run = 0; run < 3; ++run) {
    EXPECT_EQ(lists.End(2, run), 30 + run);
    EXPECT_EQ(lists.Begin(3, run), run == 0 ? 0 : 29 + run);
  }
  EXPECT_TRUE(memory.GuardsHold());
}

// Lane i of the vector is nonzeros[i % size] if bit i of `mask` is set, and
// else a zero of either sign.
template <class D>
void ExpectAppended(D d, uint32_t mask, size_t misalignment) {
  constexpr float kNonzeros[] = {1.0f, std::numeric_limits<float>::quiet_NaN(),
                                 std::numeric_limits<float>::denorm_min(),
                                 -std::numeric_limits<float>::infinity(),
                                 -2.5f};
  const size_t N = hn::Lanes(d);
  constexpr uint32_t kCol = 1000;
  std::vector<float> lanes(N);
  std::vector<uint32_t> kept;
  for (uint32_t i = 0; i < N; ++i) {
    const bool keep = (mask >> i & 1) != 0;
    lanes[i] = keep ? kNonzeros[i % 5] : i % 2 == 0 ? 0.0f : -0.0f;
    if (keep) kept.push_back(i);
  }
  Guarded<float> values(N, misalignment);
  Guarded<uint32_t> columns(N, misalignment);
  ASSERT_EQ(AppendNonzeros(d, hn::LoadU(d, lanes.data()), kCol, values.data(),
                           columns.data()),
            kept.size());
  for (size_t i = 0; i < kept.size(); ++i) {
    ASSERT_EQ(columns[i], kCol + kept[i]);
    ASSERT_EQ(std::bit_cast<uint32_t>(values[i]),
              std::bit_cast<uint32_t>(lanes[kept[i]]));
  }
  ASSERT_TRUE(values.GuardsHold() && columns.GuardsHold());
}

template <class D>
void ExpectEveryMaskAppended(D d) {
  const size_t N = hn::Lanes(d);
  const uint32_t masks = uint32_t{1} << N;
  const uint32_t step = masks > 4096 ? 37 : 1;
  for (uint32_t mask = 0; mask < masks; mask += step)
    ExpectAppended(d, mask, mask % 7);
  ExpectAppended(d, masks - 1, 3);
}

void AppendNonzerosKeepsWhatIsNotZero() {
  ExpectEveryMaskAppended(kFloats);
  ExpectEveryMaskAppended(kOneFloat);
}

// As generated code does: whole vectors of a run, then single elements.
template <class List>
void AppendRow(const float* from, size_t row, size_t cols, const List& to) {
  const size_t N = hn::Lanes(kFloats);
  size_t end = 0;
  size_t col = 0;
  for (size_t run = 0; run < List::kRuns; ++run) {
    const size_t last = std::min(col + List::kRun, cols);
    for (; col + N <= last; col += N)
      end += AppendNonzeros(kFloats, hn::LoadU(kFloats, from + col), col,
                            to.Values(row) + end, to.Columns(row) + end);
    for (; col < last; ++col)
      end += AppendNonzeros(kOneFloat, hn::LoadU(kOneFloat, from + col), col,
                            to.Values(row) + end, to.Columns(row) + end);
    to.SetEnd(row, run, end);
  }
}

template <size_t kMostCols, size_t kDepth>
void ExpectRowsAppended(size_t cols) {
  using List = Nonzeros<3, kMostCols, kDepth, 1>;
  std::mt19937 random(cols);
  for (double share : {0.0, 0.3, 1.0}) {
    const Dense matrix = Filled(3, cols, Sparse(random, share));
    const NonzerosMemory<List> memory;
    for (size_t row = 0; row < matrix.rows; ++row) {
      const auto first = matrix.values.begin() + row * cols;
      const Misaligned<float> from({first, first + cols}, row);
      AppendRow(from.data(), row, cols, memory.nonzeros());
    }
    ExpectNonzeros(matrix, memory.nonzeros(), {0, matrix.rows});
    EXPECT_TRUE(memory.GuardsHold());
  }
}

void RowsOfAnyLengthAreAppended() {
  for (size_t cols = 0; cols <= 33; ++cols) ExpectRowsAppended<33, 128>(cols);
  ExpectRowsAppended<16, 16>(16);
  ExpectRowsAppended<70, 9>(70);
  ExpectRowsAppended<300, 32>(300);
}

// The pairs of rows of a matrix of `kCols` columns, in shares of `step` pairs.
template <size_t kRows, size_t kCols, size_t kFromDepth, size_t kToDepth>
void ExpectTransposedToPairs(size_t samples, size_t step, double share) {
  SCOPED_TRACE(testing::Message() << kRows << " x " << kCols << ", " << samples
                                  << " samples, " << step << " pairs");
  std::mt19937 random(kRows * kCols);
  const Dense matrix = Filled(kRows, kCols, Sparse(random, share));
  using From = Nonzeros<kRows, kCols, kFromDepth, 1>;
  using To = Nonzeros<kCols, kRows, kToDepth, 2>;
  const NonzerosMemory<From> from;
  const NonzerosMemory<To> to;
  FillNonzeros(matrix, from.nonzeros());
  for (size_t pair = 0; pair < To::kGroups; pair += step)
    TransposeToPairs(from.nonzeros(), samples, to.nonzeros(),
                     {pair, std::min(pair + step, To::kGroups)});
  ExpectNonzeros(WithSamples(matrix, samples).Transposed(), to.nonzeros(),
                 {0, kCols});
  EXPECT_TRUE(to.GuardsHold());
}

void TransposeToPairsListsEveryElement() {
  for (double share : {0.0, 0.2, 1.0})
    for (size_t step : {1, 3, 100})
      for (size_t samples : {0, 1, 7, 13}) {
        ExpectTransposedToPairs<13, 1, 16, 16>(samples, step, share);
        ExpectTransposedToPairs<13, 20, 8, 13>(samples, step, share);
        ExpectTransposedToPairs<13, 35, 35, 4>(samples, step, share);
      }
}

void TransposePairsOfBytes() {
  for (size_t misalignment = 0; misalignment < 4; ++misalignment)
    for (size_t stride : {8, 11, 16}) {
      std::vector<Misaligned<uint8_t>> rows;
      const uint8_t* from[8];
      for (uint8_t r = 0; r < 8; ++r) {
        std::vector<uint8_t> row(16);
        std::iota(row.begin(), row.end(), 16 * r);
        rows.emplace_back(row, misalignment + r);
        from[r] = rows.back().data();
      }
      Guarded<uint16_t> to(7 * stride + 8, misalignment);
      TransposePairs(from, to.data(), stride);
      for (size_t r = 0; r < 8; ++r)
        for (size_t p = 0; p < 8; ++p)
          EXPECT_EQ(to[p * stride + r],
                    from[r][2 * p] | from[r][2 * p + 1] << 8);
      EXPECT_EQ(to.Written(), 64u);
      EXPECT_TRUE(to.GuardsHold());
    }
}

template <size_t kCols>
void ExpectPairsLoaded(Range rows, size_t col, size_t misalignment) {
  SCOPED_TRACE(testing::Message() << kCols << " columns, rows " << rows.begin
                                  << " to " << rows.end << ", column " << col);
  constexpr size_t kStride = 48;
  std::mt19937 random(kCols);
  const Bytes bytes(random, rows.end, kCols, 0.9);
  const Misaligned<uint8_t> x(bytes.values, misalignment);
  const std::vector<uint32_t> indices = Shuffled(random, rows.end);
  Guarded<uint16_t> tile(8 * kStride);
  LoadPairs<kCols, kStride>(x.data(), indices.data(), rows, col, tile.data());
  const size_t count = rows.end - rows.begin;
  const auto at = [&](size_t i, size_t c) {
    return i < count && c < kCols ? bytes.At(indices[rows.begin + i], c) : 0;
  };
  const size_t padded = (count + 15) / 16 * 16;
  for (size_t p = 0; p < 8; ++p)
    for (size_t i = 0; i < padded; ++i)
      ASSERT_EQ(tile[p * kStride + i],
                at(i, col + 2 * p) | at(i, col + 2 * p + 1) << 8)
          << "pair " << p << ", sample " << i;
  EXPECT_TRUE(tile.GuardsHold());
}

template <size_t kCols>
void ExpectAllPairsLoaded() {
  for (size_t col = 0; col < kCols; col += 16)
    for (size_t count = 0; count <= 33; ++count)
      ExpectPairsLoaded<kCols>({count % 3, count % 3 + count}, col, count % 5);
}

void LoadPairsFillsUpWithZeros() {
  ExpectAllPairsLoaded<1>();
  ExpectAllPairsLoaded<16>();
  ExpectAllPairsLoaded<47>();
  ExpectAllPairsLoaded<49>();
}

// Tells apart what was first and second, and is exact.
struct HalfPrologue {
  template <class D, class V>
  static HWY_INLINE hn::Vec<D> Of(D d, V bytes) {
    return hn::Mul(hn::ConvertTo(d, bytes), hn::Set(d, 0.5f));
  }
};

void AppendPairsKeepsWhatHasOneNonzeroByte() {
  const size_t N = hn::Lanes(kFloats);
  std::mt19937 random(1);
  for (int round = 0; round < 1000; ++round) {
    std::vector<uint16_t> pairs(N);
    for (uint16_t& pair : pairs) {
      constexpr uint16_t kMasks[] = {0, 0x00ff, 0xff00, 0xffff};
      pair = static_cast<uint16_t>(random()) & kMasks[random() % 4];
    }
    if (round == 0) std::fill(pairs.begin(), pairs.end(), 0xffff);
    const Misaligned<uint16_t> from(pairs, round % 3);
    Guarded<float> values(2 * N, round % 5);
    Guarded<uint32_t> columns(N, round % 5);
    const size_t count = AppendPairs<HalfPrologue>(
        kFloats, from.data(), 70, values.data(), columns.data());
    size_t place = 0;
    for (size_t i = 0; i < N; ++i) {
      if (pairs[i] == 0) continue;
      ASSERT_EQ(columns[place], 70 + i);
      ASSERT_EQ(values[2 * place], 0.5f * static_cast<float>(pairs[i] & 255));
      ASSERT_EQ(values[2 * place + 1],
                0.5f * static_cast<float>(pairs[i] >> 8));
      ++place;
    }
    ASSERT_EQ(count, place);
    ASSERT_TRUE(values.GuardsHold() && columns.GuardsHold());
  }
}

template <size_t kSamples, size_t kCols, size_t kDepth>
void ExpectBytesTransposed(size_t samples, double share, bool by_index) {
  SCOPED_TRACE(testing::Message() << kSamples << " x " << kCols << ", "
                                  << samples << " samples, share " << share);
  std::mt19937 random(kCols);
  const Bytes bytes(random, kSamples, kCols, share);
  std::vector<uint32_t> indices = Shuffled(random, kSamples);
  if (!by_index) std::iota(indices.begin(), indices.end(), 0);
  Dense expected(kCols, kSamples);
  for (size_t row = 0; row < samples; ++row)
    for (size_t col = 0; col < kCols; ++col)
      expected.At(col, row) = 0.5f * bytes.At(indices[row], col);

  const Misaligned<uint8_t> x(bytes.values, samples % 4);
  using To = Nonzeros<kCols, kSamples, kDepth, 2>;
  const NonzerosMemory<To> to;
  for (size_t block = 0; block < (kCols + 15) / 16; ++block)
    TransposeBytesToPairs<HalfPrologue, kCols>(
        x.data(), by_index ? indices.data() : nullptr, samples, to.nonzeros(),
        {block, block + 1});
  ExpectNonzeros(expected, to.nonzeros(), {0, kCols});
  EXPECT_TRUE(to.GuardsHold());
}

template <size_t kSamples, size_t kCols, size_t kDepth>
void ExpectEveryBatchTransposed() {
  for (size_t samples = 0; samples <= kSamples; ++samples)
    ExpectBytesTransposed<kSamples, kCols, kDepth>(samples, 0.3,
                                                   samples % 2 == 0);
  ExpectBytesTransposed<kSamples, kCols, kDepth>(kSamples, 1.0, true);
  ExpectBytesTransposed<kSamples, kCols, kDepth>(kSamples, 0.0, false);
}

void TransposeBytesToPairsListsEveryElement() {
  ExpectEveryBatchTransposed<1, 1, 1>();
  ExpectEveryBatchTransposed<35, 17, 35>();
  ExpectEveryBatchTransposed<35, 32, 12>();
  ExpectEveryBatchTransposed<64, 51, 16>();
}

}  // namespace sinter::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sinter::kernels {

HWY_BEFORE_TEST(NonzerosTest);
HWY_EXPORT_AND_TEST_P(NonzerosTest, ListsStandApart);
HWY_EXPORT_AND_TEST_P(NonzerosTest, AppendNonzerosKeepsWhatIsNotZero);
HWY_EXPORT_AND_TEST_P(NonzerosTest, RowsOfAnyLengthAreAppended);
HWY_EXPORT_AND_TEST_P(NonzerosTest, TransposeToPairsListsEveryElement);
HWY_EXPORT_AND_TEST_P(NonzerosTest, TransposePairsOfBytes);
HWY_EXPORT_AND_TEST_P(NonzerosTest, LoadPairsFillsUpWithZeros);
HWY_EXPORT_AND_TEST_P(NonzerosTest, AppendPairsKeepsWhatHasOneNonzeroByte);
HWY_EXPORT_AND_TEST_P(NonzerosTest, TransposeBytesToPairsListsEveryElement);

}  // namespace sinter::kernels
#endif  // HWY_ONCE
