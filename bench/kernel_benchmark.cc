// The main functions of runtime/kernels, each alone and, but for images, on
// data that is in a near cache, for the best SIMD target of the processor.
// No model is part of it.
//
// Counters: `FLOP` a second of the multiply-adds, `bytes`, `elements` or
// `blocks` a second; `percent_of_peak`: of the peak of multiply-adds (peak.h),
// which is measured before the first benchmark.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <random>
#include <string>
#include <type_traits>
#include <vector>

#include "bench/peak.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "bench/kernel_benchmark.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
// foreach_target.h comes first.
#include "hwy/highway.h"
#include "runtime/kernels/arrange-inl.h"
#include "runtime/kernels/contract-inl.h"
#include "runtime/kernels/depthwise-inl.h"
#include "runtime/kernels/math-inl.h"
#include "runtime/kernels/nonzeros-inl.h"
#include "runtime/kernels/sparse_contract-inl.h"
#include "runtime/kernels/sums-inl.h"
#include "runtime/kernels/transpose-inl.h"
#include "runtime/kernels/warp-inl.h"
#include "runtime/kernels/window_contract-inl.h"
#include "runtime/kernels/window_fold-inl.h"

#ifndef SINTER_BENCH_KERNEL_BENCHMARK_ONCE
#define SINTER_BENCH_KERNEL_BENCHMARK_ONCE
namespace sinter::bench {

using benchmark::Counter;
using benchmark::State;

// Share of the elements of samples that are not zero, as in MNIST.
constexpr double kDensity = 0.2;

struct alignas(64) CacheLine {
  float floats[16];
};

// Aligned float32, random ones between -1 and 1.
class Floats {
 public:
  explicit Floats(size_t size) : lines_((size + 15) / 16) {
    std::mt19937 random(1);
    std::uniform_real_distribution<float> number(-1.0f, 1.0f);
    for (CacheLine& line : lines_)
      for (float& value : line.floats) value = number(random);
  }

  float* data() { return lines_.data()->floats; }
  const float* data() const { return lines_.data()->floats; }

 private:
  std::vector<CacheLine> lines_;
};

// Bytes of which most are zero.
inline std::vector<uint8_t> SparseBytes(size_t size) {
  std::mt19937 random(1);
  std::bernoulli_distribution is_there(kDensity);
  std::vector<uint8_t> bytes(size);
  for (uint8_t& byte : bytes)
    byte = is_there(random) ? static_cast<uint8_t>(random() | 1) : 0;
  return bytes;
}

// Of processor time, as the rates are: other programs take some of the rest.
inline double SecondsSince(std::clock_t begin) {
  return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

// `amount` of each iteration.
inline void SetRate(State& state, const char* name, double amount) {
  state.counters[name] = Counter(amount, Counter::kIsIterationInvariantRate);
}

// FLOP a second of multiply-adds in registers.
double MeasuredPeak();

// Measures products of `flop` each.
template <class Multiply>
void MeasureFlop(State& state, double flop, const Multiply& multiply) {
  const std::clock_t begin = std::clock();
  for (auto _ : state) {
    multiply();
    benchmark::ClobberMemory();
  }
  const double seconds = SecondsSince(begin);
  const double done = flop * static_cast<double>(state.iterations());
  SetRate(state, "FLOP", flop);
  state.counters["percent_of_peak"] = 100 * done / seconds / MeasuredPeak();
}

inline void SetBytes(State& state, size_t bytes) {
  SetRate(state, "bytes", static_cast<double>(bytes));
}

}  // namespace sinter::bench
#endif  // SINTER_BENCH_KERNEL_BENCHMARK_ONCE

HWY_BEFORE_NAMESPACE();
namespace sinter::bench::HWY_NAMESPACE {

using namespace sinter::kernels::HWY_NAMESPACE;  // NOLINT
namespace hn = hwy::HWY_NAMESPACE;
using kernels::Matrix;
using kernels::Nonzeros;
using kernels::Range;
using kernels::RowTiles;
using kernels::Window;

// rhs: one panel of the book's first layer for a tile of rows, several for one
// row, whose tile is wider. Either stays in the first cache.
using OnePanel = Matrix<112, 32, 32>;
using WidePanels = Matrix<48, 128, 32>;
constexpr size_t kTileRows = kRegisters == 32 ? 13 : 6;

template <size_t kRows, class RhsMatrix>
struct Operands {
  using Rhs = RhsMatrix;
  using Results = Matrix<kRows, Rhs::kCols, 32>;
  using Stored = kernels::HWY_NAMESPACE::Place<Results>;

  const float* rhs_first;

  float* to;

  const float* rhs() const { return rhs_first; }

  template <class D>
  HWY_INLINE void Store(D d, hn::Vec<D> acc, size_t, size_t, size_t at) const {
    hn::Store(acc, d, to + at);
  }
};

template <class LhsMatrix, class RhsMatrix, size_t kRows, size_t kWidth>
struct DenseProduct : Operands<kRows, RhsMatrix> {
  using Lhs = LhsMatrix;
  static constexpr size_t kTerms = RhsMatrix::kRows;
  static constexpr bool kTransposesLhs = Lhs::kRows == kTerms;
  static constexpr size_t kDepth = kTerms;
  static constexpr size_t kVectors = kWidth;
  static constexpr RowTiles kTiles = {kRows, 1, 1};

  const float* lhs_first;

  const float* lhs() const { return lhs_first; }
  size_t terms() const { return kTerms; }
};

// Of multiply-adds with one element of lhs.
template <class Rhs>
constexpr double kFlopOfElement = 2.0 * Rhs::kCols;

template <class P>
void MeasureContract(State& state) {
  const Floats lhs(P::Lhs::kLayout.Size());
  const Floats rhs(P::Rhs::kLayout.Size());
  Floats to(P::Results::kLayout.Size());
  const P product{{rhs.data(), to.data()}, lhs.data()};
  MeasureFlop(state,
              kFlopOfElement<typename P::Rhs> * (P::Lhs::kRows * P::Lhs::kCols),
              [&]() HWY_ATTR { ContractTiles(product, {0, 1}); });
}

void ContractTileRows(State& state) {
  using Lhs = Matrix<kTileRows, OnePanel::kRows, 128>;
  MeasureContract<DenseProduct<Lhs, OnePanel, kTileRows, 2>>(state);
}

void ContractTransposedLhs(State& state) {
  using Lhs = Matrix<OnePanel::kRows, kTileRows, 16>;
  MeasureContract<DenseProduct<Lhs, OnePanel, kTileRows, 2>>(state);
}

void ContractOneRow(State& state) {
  using Lhs = Matrix<1, WidePanels::kRows, 64>;
  MeasureContract<DenseProduct<Lhs, WidePanels, 1, 8>>(state);
}

// The second convolution of models/mnist_convnet.yaml, 64 samples, cut as the
// compiler cuts it. Its images do not stay in the first cache.
struct BookConvolution {
  static constexpr size_t kSamples = 64;
  static constexpr size_t kFrom = 32;  // channels of x
  static constexpr size_t kTo = 64;    // of y
  static constexpr Window kWindow = {{13, 11, 3, 1, 1, 0},
                                     {13, 11, 3, 1, 1, 0}};
  using X = Matrix<kSamples, kWindow.Inputs() * kFrom, 5424>;
  using Y = Matrix<kSamples, kWindow.Outputs() * kTo, 7760>;
  static constexpr RowTiles kSampleTiles =
      kRegisters == 32 ? RowTiles{13, 5, 4} : RowTiles{6, 11, 9};
  // No tap reads beyond the image.
  static constexpr double kFlop =
      2.0 * kSamples * kWindow.Outputs() * kWindow.Taps() * kFrom * kTo;
};

// What products over images read and write.
template <class LhsMatrix, class RhsMatrix, class Result>
struct ImageOperands {
  using Lhs = LhsMatrix;
  using Rhs = RhsMatrix;
  using Results = Result;

  const float* lhs_first;
  const float* rhs_first;
  float* to;

  const float* lhs() const { return lhs_first; }
  const float* rhs() const { return rhs_first; }
};

template <class Lhs, class Rhs, class Results, bool kFromOutputs>
struct ImageProduct : BookConvolution, ImageOperands<Lhs, Rhs, Results> {
  using Stored = PixelPlace<Rhs::kCols, Results>;
  static constexpr bool kIsInverse = kFromOutputs;
  static constexpr size_t kVectors = 2;
  static constexpr size_t kDepth = Rhs::kRows / 9;
  static constexpr RowTiles kTiles = kSampleTiles;

  template <class D>
  HWY_INLINE void Store(D d, hn::Vec<D> acc, size_t, size_t, size_t,
                        size_t at) const {
    hn::Store(acc, d, this->to + at);
  }
};

using BookWeights =
    Matrix<BookConvolution::kWindow.Taps() * BookConvolution::kFrom,
           BookConvolution::kTo, 32>;

struct WeightsProduct
    : BookConvolution,
      ImageOperands<BookConvolution::X, BookConvolution::Y, BookWeights> {
  using Stored = kernels::HWY_NAMESPACE::Place<Results>;
  static constexpr size_t kCols = kTo;
  static constexpr size_t kTerms = kSamples * kWindow.Outputs();
  static constexpr size_t kVectors = 2;
  static constexpr size_t kDepth = 64;
  static constexpr RowTiles kTiles =
      kRegisters == 32 ? RowTiles{11, 3, 2} : RowTiles{6, 6, 2};
  static constexpr size_t samples = kSamples;

  template <class D>
  HWY_INLINE void Store(D d, hn::Vec<D> acc, size_t, size_t, size_t at) const {
    hn::Store(acc, d, to + at);
  }
};

template <class P, class Run>
void MeasureConvolution(State& state, const Run& run) {
  const Floats lhs(P::Lhs::kLayout.Size());
  const Floats rhs(P::Rhs::kLayout.Size());
  Floats to(P::Results::kLayout.Size());
  const P product{{}, {lhs.data(), rhs.data(), to.data()}};
  MeasureFlop(state, P::kFlop, [&]() HWY_ATTR { run(product); });
}

void ConvolutionForward(State& state) {
  using B = BookConvolution;
  using P = ImageProduct<B::X, BookWeights, B::Y, false>;
  MeasureConvolution<P>(
      state, [](const P& p) HWY_ATTR { WindowTiles(p, {0, P::kTiles.count}); });
}

void ConvolutionInputGradient(State& state) {
  using B = BookConvolution;
  using Weights = Matrix<B::kWindow.Taps() * B::kTo, B::kFrom, 32>;
  using P = ImageProduct<B::Y, Weights, B::X, true>;
  MeasureConvolution<P>(
      state, [](const P& p) HWY_ATTR { WindowTiles(p, {0, P::kTiles.count}); });
}

void ConvolutionWeightGradient(State& state) {
  using P = WeightsProduct;
  MeasureConvolution<P>(state, [](const P& p) HWY_ATTR {
    WindowWeights(p, {0, P::kWindow.Taps() * P::kTiles.count});
  });
}

// What is done pixel by pixel, to 8 images as the first pooling of
// models/mnist_convnet.yaml reads them.
struct Images {
  static constexpr size_t samples = 8;
  static constexpr size_t kChannels = 32;
  static constexpr Window kPool = {{26, 13, 2, 2, 1, 0}, {26, 13, 2, 2, 1, 0}};
  static constexpr Window kSlide = {{26, 26, 3, 1, 1, 1}, {26, 26, 3, 1, 1, 1}};
  static constexpr size_t kLarge = kPool.Inputs() * kChannels;
  static constexpr size_t kSmall = kPool.Outputs() * kChannels;
};

// Tap::Of(d, before, element, tap) of all taps of a pixel.
template <bool kFromOutputs, class Tap>
struct Pooling : Images {
  static constexpr Window kWindow = kPool;
  static constexpr bool kIsInverse = kFromOutputs;
  static constexpr size_t kRead = kIsInverse ? kSmall : kLarge;
  static constexpr size_t kMade = kIsInverse ? kLarge : kSmall;

  const float* from;
  float* to;

  template <class D, class Taps>
  HWY_INLINE void Fold(D d, size_t row, size_t pixel, size_t channel,
                       Taps taps) const {
    auto made = hn::Zero(d);
    for (; taps.More(); taps.Next()) {
      const size_t at = row * kRead + taps.Position() * kChannels + channel;
      made = Tap::Of(d, made, hn::Load(d, from + at), taps.Tap());
    }
    hn::Store(made, d, to + row * kMade + pixel * kChannels + channel);
  }
};

struct LargestTap {
  template <class D, class V>
  static HWY_INLINE V Of(D, V before, V element, size_t) {
    return hn::Max(before, element);
  }
};

struct SelectedTap {
  template <class D, class V>
  static HWY_INLINE V Of(D d, V before, V element, size_t tap) {
    const auto tap_vector = hn::Set(d, static_cast<float>(tap));
    return hn::Add(before,
                   hn::IfThenElseZero(hn::Lt(element, tap_vector), element));
  }
};

template <class P>
void MeasureFold(State& state) {
  const Floats from(P::samples * P::kRead);
  Floats to(P::samples * P::kMade);
  const P pooling{{}, from.data(), to.data()};
  for (auto _ : state) {
    FoldWindows(pooling, {0, P::samples});
    benchmark::ClobberMemory();
  }
  SetBytes(state, P::samples * (P::kRead + P::kMade) * sizeof(float));
}

void PoolImages(State& state) {
  MeasureFold<Pooling<false, LargestTap>>(state);
}

void SpreadImages(State& state) {
  MeasureFold<Pooling<true, SelectedTap>>(state);
}

using DepthwiseImages = Matrix<Images::samples, Images::kLarge, Images::kLarge>;
using DepthwiseFilters =
    Matrix<Images::kSlide.Taps(), Images::kChannels, Images::kChannels>;

template <class Rhs, class Results, bool kFromOutputs>
struct DepthwiseProduct : Images, ImageOperands<DepthwiseImages, Rhs, Results> {
  static constexpr Window kWindow = kSlide;
  static constexpr bool kIsInverse = kFromOutputs;
  // Of each row and column of 26 one tap in 26 reads beyond the image.
  static constexpr double kTaps = (3 - 2.0 / 26) * (3 - 2.0 / 26);
  static constexpr double kFlop = 2 * kTaps * samples * kLarge;

  template <class D>
  HWY_INLINE void Put(D d, hn::Vec<D> acc, size_t row, size_t col,
                      size_t) const {
    hn::Store(acc, d, this->to + row * Results::kPanel + col);
  }
};

template <bool kFromOutputs>
void MeasureDepthwisePixels(State& state) {
  using P = DepthwiseProduct<DepthwiseFilters, DepthwiseImages, kFromOutputs>;
  MeasureConvolution<P>(
      state, [](const P& p) HWY_ATTR { DepthwisePixels(p, {0, P::samples}); });
}

void DepthwiseForward(State& state) { MeasureDepthwisePixels<false>(state); }

void DepthwiseInputGradient(State& state) {
  MeasureDepthwisePixels<true>(state);
}

void DepthwiseWeightGradient(State& state) {
  using P = DepthwiseProduct<DepthwiseImages, DepthwiseFilters, false>;
  MeasureConvolution<P>(state, [](const P& p) HWY_ATTR {
    DepthwiseWeights(p, {0, P::kWindow.Taps()});
  });
}

// Channels of two images beside each other, as Concatenate has them.
void CopyPieceOfImages(State& state) {
  constexpr size_t kChannels = Images::kChannels;
  constexpr size_t kPixels = Images::samples * Images::kPool.Inputs();
  constexpr Piece<2> kPiece = {
      {kPixels, kChannels}, {kChannels, 1}, {2 * kChannels, 1}};
  const Floats from(kPixels * kChannels);
  Floats to(2 * kPixels * kChannels);
  for (auto _ : state) {
    CopyPiece<kPiece>(from.data(), to.data());
    benchmark::ClobberMemory();
  }
  SetBytes(state, 2 * kPixels * kChannels * sizeof(float));
}

// A batch of digits, each turned by an angle of its own.
void WarpImages(State& state) {
  constexpr kernels::RandomWarp kTurn = {
      .rows = 28, .columns = 28, .angle = {-0.1, 0.1}};
  constexpr size_t kImages = 64, kPixels = 28 * 28;
  const Floats from(kImages * kPixels);
  Floats to(kImages * kPixels);
  for (auto _ : state) {
    for (size_t i = 0; i < kImages; ++i)
      Warp<Fill::kReflect, Interpolation::kBilinear, 1>(
          kernels::DrawMap(kTurn, 12345, i), kTurn, from.data() + i * kPixels,
          0.0f, to.data() + i * kPixels);
    benchmark::ClobberMemory();
  }
  SetBytes(state, 2 * kImages * kPixels * sizeof(float));
}

// A batch whose elements are nonzero at random.
constexpr size_t kSparseRows = 64;

template <class List>
class NonzerosOf {
 public:
  NonzerosOf() : memory_(kBytes / sizeof(CacheLine) + 1), list_(First()) {}

  const List& list() const { return list_; }

 private:
  static constexpr size_t kBytes =
      4 * List::kGroups *
      (List::kGroup * List::kCapacity + List::kCapacity + List::kRuns);

  std::byte* First() { return reinterpret_cast<std::byte*>(memory_.data()); }

  std::vector<CacheLine> memory_;
  List list_;
};

struct SparseProduct : Operands<kSparseRows, WidePanels> {
  static constexpr size_t kTerms = WidePanels::kRows;
  using Lhs = Nonzeros<kSparseRows, kTerms, kTerms, 1>;
  static constexpr size_t kRows = kSparseRows;
  static constexpr size_t kVectors = 8;

  const Lhs& nonzeros;

  const Lhs& lhs() const { return nonzeros; }
};

// One row of bytes; the count of its nonzero elements.
template <class List>
size_t AppendRow(const uint8_t* from, size_t cols, size_t row, const List& to) {
  const size_t N = hn::Lanes(kFloats);
  size_t end = 0;
  for (size_t col = 0; col + N <= cols; col += N)  // N divides cols
    end += AppendNonzeros(kFloats, LoadBytes(kFloats, from + col), col,
                          to.Values(row) + end, to.Columns(row) + end);
  to.SetEnd(row, 0, end);
  return end;
}

// FLOP: of the elements that are there.
void SparseContractColumns(State& state) {
  using P = SparseProduct;
  const std::vector<uint8_t> bytes = SparseBytes(P::kRows * P::kTerms);
  const NonzerosOf<P::Lhs> lhs;
  size_t count = 0;
  for (size_t row = 0; row < P::kRows; ++row)
    count +=
        AppendRow(bytes.data() + row * P::kTerms, P::kTerms, row, lhs.list());
  const Floats rhs(P::Rhs::kLayout.Size());
  Floats to(P::Results::kLayout.Size());
  const P product{{rhs.data(), to.data()}, lhs.list()};
  MeasureFlop(state, kFlopOfElement<P::Rhs> * static_cast<double>(count),
              [&]() HWY_ATTR { SparseContractRows(product, {0, P::kRows}); });
}

constexpr size_t kPixels = 784;

void AppendNonzerosOfRow(State& state) {
  const std::vector<uint8_t> bytes = SparseBytes(kPixels);
  const NonzerosOf<Nonzeros<1, kPixels, kPixels, 1>> to;
  for (auto _ : state) {
    AppendRow(bytes.data(), kPixels, 0, to.list());
    benchmark::ClobberMemory();
  }
  SetBytes(state, kPixels);
}

struct Rescale {
  template <class D, class V>
  static HWY_INLINE hn::Vec<D> Of(D d, V bytes) {
    return hn::Mul(hn::ConvertTo(d, bytes), hn::Set(d, 1.0f / 255));
  }
};

void TransposeBatchOfBytes(State& state) {
  constexpr size_t kBatch = 128;
  const std::vector<uint8_t> bytes = SparseBytes(kBatch * kPixels);
  const NonzerosOf<Nonzeros<kPixels, kBatch, kBatch, 2>> to;
  for (auto _ : state) {
    TransposeBytesToPairs<Rescale, kPixels>(bytes.data(), nullptr, kBatch,
                                            to.list(), {0, kPixels / 16});
    benchmark::ClobberMemory();
  }
  SetBytes(state, bytes.size());
}

void TransposeMatrix(State& state) {
  constexpr size_t kRows = 512;
  constexpr size_t kCols = 128;
  const Floats from(kRows * kCols);
  Floats to(kRows * kCols);
  for (auto _ : state) {
    for (size_t row = 0; row < kRows; row += 4)
      for (size_t col = 0; col < kCols; col += 4)
        TransposeBlock(from.data() + row * kCols + col, kCols, 4, 4,
                       to.data() + col * kRows + row, kRows);
    benchmark::ClobberMemory();
  }
  SetBytes(state, 2 * kRows * kCols * sizeof(float));
}

// function(d, vector) of a row in the first cache.
template <class Function>
void MeasureFunction(State& state, const Function& function) {
  constexpr size_t kElements = 1024;
  const size_t N = hn::Lanes(kFloats);
  Floats from(kElements);
  Floats to(kElements);
  for (size_t i = 0; i < kElements; ++i)  // positive: what Log is for
    from.data()[i] = 1.5f + from.data()[i];
  for (auto _ : state) {
    for (size_t i = 0; i < kElements; i += N)
      hn::Store(function(kFloats, hn::Load(kFloats, from.data() + i)), kFloats,
                to.data() + i);
    benchmark::ClobberMemory();
  }
  SetRate(state, "elements", kElements);
}

void ExpOfRow(State& state) {
  MeasureFunction(state,
                  [](auto d, auto x) HWY_ATTR { return ExpOrNan(d, x); });
}

void LogOfRow(State& state) {
  MeasureFunction(state,
                  [](auto d, auto x) HWY_ATTR { return LogOrNan(d, x); });
}

void ErfOfRow(State& state) {
  MeasureFunction(state, [](auto d, auto x) HWY_ATTR { return Erf(d, x); });
}

// As the generated loss has it: the maximum, exponentials and their sum, and
// their shares.
HWY_INLINE void Softmax(const float* from, size_t elements, float* to) {
  const auto d = kFloats;
  const size_t N = hn::Lanes(d);
  auto maximum = hn::Load(d, from);
  for (size_t i = N; i < elements; i += N)
    maximum = Maximum(maximum, hn::Load(d, from + i));
  maximum = MaximumOfLanes(d, maximum);
  auto sum = hn::Zero(d);
  for (size_t i = 0; i < elements; i += N) {
    const auto value = ExpOrNan(d, hn::Sub(hn::Load(d, from + i), maximum));
    hn::Store(value, d, to + i);
    sum = hn::Add(sum, value);
  }
  sum = hn::SumOfLanes(d, sum);
  for (size_t i = 0; i < elements; i += N)
    hn::Store(hn::Div(hn::Load(d, to + i), sum), d, to + i);
}

void SoftmaxOfRow(State& state) {
  constexpr size_t kElements = 1024;
  const Floats from(kElements);
  Floats to(kElements);
  for (auto _ : state) {
    Softmax(from.data(), kElements, to.data());
    benchmark::ClobberMemory();
  }
  SetRate(state, "elements", kElements);
}

// All carries of 256 blocks of a tile of 6 x 2 vectors.
void CarrySumsOfTile(State& state) {
  constexpr size_t kVectors = 12;
  constexpr size_t kLevels = 3;
  constexpr size_t kBlocks = kFanIn * kFanIn;
  const size_t N = hn::Lanes(kFloats);
  Floats sums(kLevels * kVectors * N);
  ClearSums(kLevels * kVectors, sums.data());
  for (auto _ : state)
    for (size_t block = 1; block <= kBlocks; ++block) {
      CarrySums(kLevels, kVectors, block, sums.data());
      benchmark::ClobberMemory();
    }
  SetRate(state, "blocks", kBlocks);
}

void AddExactlyToSum(State& state) {
  constexpr size_t kElements = 1024;
  const size_t N = hn::Lanes(kFloats);
  const Floats terms(kElements);
  for (auto _ : state) {
    auto sum = hn::Zero(kFloats);
    auto lost = hn::Zero(kFloats);
    for (size_t i = 0; i < kElements; i += N)
      AddExactly(hn::Load(kFloats, terms.data() + i), sum, lost);
    benchmark::DoNotOptimize(hn::GetLane(WithLost(sum, lost)));
  }
  SetRate(state, "elements", kElements);
}

}  // namespace sinter::bench::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sinter::bench {

// The best of several short rounds: other programs only make it lower.
double MeasuredPeak() {
  static const double peak = [] {
    constexpr uint64_t kRounds = 1'000'000;
    constexpr int kTries = 20;
    double best = 0;
    for (int i = 0; i < kTries; ++i) {
      const std::clock_t begin = std::clock();
      const auto flop = static_cast<double>(RunPeakLoop(kRounds));
      best = std::max(best, flop / SecondsSince(begin));
    }
    return best;
  }();
  return peak;
}

// name: a function (State&) of every SIMD target.
#define SINTER_KERNEL_BENCHMARK(name)                                  \
  HWY_EXPORT(name);                                                    \
  void Best##name(State& state) { HWY_DYNAMIC_DISPATCH(name)(state); } \
  BENCHMARK(Best##name)->Name(#name)

SINTER_KERNEL_BENCHMARK(ContractTileRows);
SINTER_KERNEL_BENCHMARK(ContractTransposedLhs);
SINTER_KERNEL_BENCHMARK(ContractOneRow);
SINTER_KERNEL_BENCHMARK(ConvolutionForward);
SINTER_KERNEL_BENCHMARK(ConvolutionInputGradient);
SINTER_KERNEL_BENCHMARK(ConvolutionWeightGradient);
SINTER_KERNEL_BENCHMARK(PoolImages);
SINTER_KERNEL_BENCHMARK(SpreadImages);
SINTER_KERNEL_BENCHMARK(DepthwiseForward);
SINTER_KERNEL_BENCHMARK(DepthwiseInputGradient);
SINTER_KERNEL_BENCHMARK(DepthwiseWeightGradient);
SINTER_KERNEL_BENCHMARK(CopyPieceOfImages);
SINTER_KERNEL_BENCHMARK(WarpImages);
SINTER_KERNEL_BENCHMARK(SparseContractColumns);
SINTER_KERNEL_BENCHMARK(AppendNonzerosOfRow);
SINTER_KERNEL_BENCHMARK(TransposeBatchOfBytes);
SINTER_KERNEL_BENCHMARK(TransposeMatrix);
SINTER_KERNEL_BENCHMARK(ExpOfRow);
SINTER_KERNEL_BENCHMARK(LogOfRow);
SINTER_KERNEL_BENCHMARK(ErfOfRow);
SINTER_KERNEL_BENCHMARK(SoftmaxOfRow);
SINTER_KERNEL_BENCHMARK(CarrySumsOfTile);
SINTER_KERNEL_BENCHMARK(AddExactlyToSum);

#undef SINTER_KERNEL_BENCHMARK

}  // namespace sinter::bench

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::AddCustomContext("SIMD target", sinter::bench::PeakTarget());
  benchmark::AddCustomContext(
      "peak", std::to_string(sinter::bench::MeasuredPeak() / 1e9) + " GFLOP/s");
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
#endif  // HWY_ONCE
