// Gradients of convolutions where most of y's gradient is zero, as pooling's
// gradient is, which gives all to one pixel of each window:
//
//   dx[n, i, c] = sum over readers (o, t), k of dy[n, o, k] * w[t, k, c]
//   dw[t, c, k] = sum over n, o of x[n, input(o, t), c] * dy[n, o, k]
//
// with the names of window_contract-inl.h. Products with a zero are left out
// by lists of the other elements, made just before use. Terms keep their order
// and blocks of terms their ends, so that sums are those of WindowTiles and
// WindowWeights to the bit.
//
// The types P are those of window_contract-inl.h, with kIsInverse for dx and no
// kTiles for dw. Blocks of dx' sums end where a tap's channels end, or divide
// them; for dw every tap reads a pixel of each output, and neighbouring taps
// neighbouring pixels.
#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include "runtime/kernels/window.h"

// Once for each SIMD target: Highway's way of a header for all of them.
#if defined(SINTER_RUNTIME_KERNELS_SPARSE_WINDOW_INL_H_) == \
    defined(HWY_TARGET_TOGGLE)
#ifdef SINTER_RUNTIME_KERNELS_SPARSE_WINDOW_INL_H_
#undef SINTER_RUNTIME_KERNELS_SPARSE_WINDOW_INL_H_
#else
#define SINTER_RUNTIME_KERNELS_SPARSE_WINDOW_INL_H_
#endif

#include "runtime/kernels/nonzeros-inl.h"
#include "runtime/kernels/window_contract-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sinter::kernels {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// Sums that are kept in registers at once, beside a value and what it is
// multiplied with.
constexpr size_t kSparseSums = kRegisters == 32 ? 24 : 12;

// The widest tile, a power of two, of which `times` fit into kSparseSums and
// `floats` of it for each column into a near cache.
constexpr size_t WidthOfSums(size_t times, size_t floats) {
  constexpr size_t kBytes = 48 * 1024;
  size_t width = 1;
  while (2 * width * times <= kSparseSums &&
         2 * width * floats * kLaneMultiple * sizeof(float) <= kBytes)
    width *= 2;
  return width;
}

// For each of some neighbouring pixels the channels that are not zero, in
// ascending order, cut into runs of kRunLength channels.
template <size_t kPixels, size_t kChannels, size_t kRunLength>
class PixelLists {
 public:
  static constexpr size_t kRuns = kChannels / kRunLength;

  // At most kPixels pixels, from the first one's first channel on.
  HWY_INLINE void Fill(const float* from, size_t pixels) {
    const auto d = kFloats;
    const size_t N = hn::Lanes(d);
    uint32_t end = 0;
    for (size_t run = 0; run < pixels * kRuns; ++run) {
      const size_t first = run % kRuns * kRunLength;
      const float* channels = from + run * kRunLength;
      for (size_t i = 0; i < kRunLength; i += N) {
        const auto v = FirstOf(hn::LoadU(d, channels + i), kRunLength - i);
        end += AppendNonzeros(d, v, first + i, values_ + end, channels_ + end);
      }
      ends_[run] = end;
    }
  }

  // Places of a pixel's run in values() and channels().
  HWY_INLINE Range Run(size_t pixel, size_t run) const {
    const size_t i = pixel * kRuns + run;
    return {i == 0 ? 0 : ends_[i - 1], ends_[i]};
  }
  HWY_INLINE bool IsEmpty(size_t pixel) const {
    return Run(pixel, 0).begin == Run(pixel, kRuns - 1).end;
  }
  const float* values() const { return values_; }
  const uint32_t* channels() const { return channels_; }

 private:
  // Behind them come the next pixel's.
  template <class V>
  static HWY_INLINE V FirstOf(V v, size_t count) {
    if constexpr (kRunLength % kLaneMultiple == 0) return v;
    return hn::IfThenElseZero(hn::FirstN(kFloats, count), v);
  }

  // A whole vector is stored behind the last element.
  static constexpr size_t kCapacity = kPixels * kChannels + kLaneMultiple;
  float values_[kCapacity];
  uint32_t channels_[kCapacity];
  uint32_t ends_[kPixels * kRuns];
};

// Of each input along an axis: how many taps read it, and how many of them come
// before a given one.
template <WindowAxis kAxis>
struct ReaderRanks {
  struct OfInput {
    size_t count = 0;
    std::array<size_t, kAxis.taps> before = {};
  };
  std::array<OfInput, kAxis.inputs> inputs = {};

  static constexpr ReaderRanks Make() {
    ReaderRanks ranks;
    for (size_t input = 0; input < kAxis.inputs; ++input)
      for (size_t tap = 0; tap < kAxis.taps; ++tap) {
        OfInput& of_input = ranks.inputs[input];
        of_input.before[tap] = of_input.count;
        of_input.count += kAxis.IsRead(input, tap);
      }
    return ranks;
  }
};

// Whether every tap of every output reads an input.
constexpr bool ReadsInside(const WindowAxis& axis) {
  return axis.padding == 0 &&
         (axis.outputs - 1) * axis.stride + (axis.taps - 1) * axis.dilation <
             axis.inputs;
}

// Calls run with a constant, `count`, which is 1 to kMost; kAlways: kMost.
template <size_t kMost, bool kAlways, class Run>
HWY_INLINE void WithCount(size_t count, const Run& run) {
  if constexpr (!kAlways && kMost > 1)
    if (count < kMost) return WithCount<kMost - 1, kAlways>(count, run);
  run(std::integral_constant<size_t, kMost>());
}

// A row of input pixels of dx, kVectors vectors of channels from `col` on.
template <class P, size_t kVectors>
class SparsePixelRow {
 public:
  static HWY_NOINLINE void Run(const P& p, size_t sample, size_t row,
                               size_t col) {
    SparsePixelRow(p, sample, row, col).Run();
  }

 private:
  using Rhs = typename P::Rhs;
  using Vectors = typename Rhs::template Vectors<kVectors>;
  static constexpr WindowAxis kRows = P::kWindow.rows;
  static constexpr WindowAxis kCols = P::kWindow.cols;
  static constexpr size_t kChannels = Rhs::kRows / P::kWindow.Taps();
  static constexpr SumCut kCut = SumCut::Of<P>();
  static constexpr size_t kRun = std::min(P::kDepth, kChannels);
  static constexpr size_t kTapsOfBlock = P::kDepth / kRun;
  static_assert(kChannels % kRun == 0 && P::kDepth % kRun == 0,
                "blocks end with a tap's channels, or divide them");
  static constexpr auto d = kFloats;
  static constexpr auto kRanks = ReaderRanks<kCols>::Make();

  // Pixels whose lists are made at once.
  static constexpr size_t kListed =
      std::clamp<size_t>(8192 / kChannels, 1, kCols.outputs);
  using Lists = PixelLists<kListed, kChannels, kRun>;

  HWY_INLINE SparsePixelRow(const P& p, size_t sample, size_t row, size_t col)
      : p_(p),
        sample_(sample),
        row_(row),
        col_(col),
        rhs_(p.rhs() + Rhs::Offset(0, col)),
        stride_(Rhs::Stride(col)) {}

  // Taps in ascending order, and so outputs in descending order.
  HWY_INLINE void Run() {
    ClearSums(kCols.inputs * kVectorsOfPixel, sums_);
    const Range taps = kRows.Readers(row_);
    for (size_t tap = taps.begin; tap < taps.end; ++tap)
      if (kRows.IsRead(row_, tap)) {
        AddOutputs(kRows.Output(row_, tap), tap);
        ++tap_rows_;
      }
    for (size_t input = 0; input < kCols.inputs; ++input) Store(input);
  }

  // What a row of outputs adds by the taps of row `tap_row`.
  HWY_INLINE void AddOutputs(size_t output_row, size_t tap_row) {
    const float* lhs = p_.lhs() + P::Lhs::Offset(sample_, 0);
    for (size_t end = kCols.outputs; end > 0;) {
      const size_t begin = end - std::min(kListed, end);
      const size_t first = output_row * kCols.outputs + begin;
      lists_.Fill(lhs + first * kChannels, end - begin);
      for (size_t output = end; output-- > begin;)
        AddPixel(output - begin, output, tap_row);
      end = begin;
    }
  }

  HWY_INLINE void AddPixel(size_t listed, size_t output, size_t tap_row) {
    // Nothing is added, and nothing carried.
    if (kCut.levels == 1 && kTapsOfBlock == 1 && lists_.IsEmpty(listed)) return;
    const Range taps = kCols.Taps(output);
    if (taps.begin == taps.end) return;
    WithCount<kCols.taps, ReadsInside(kCols)>(
        taps.end - taps.begin, [&](auto count) HWY_ATTR {
          AddTaps(std::make_index_sequence<count * kVectors>(), listed, output,
                  tap_row, taps.begin);
        });
  }

  // Sum i is vector i % kVectors of tap first_tap + i / kVectors.
  template <size_t... kSum>
  HWY_INLINE void AddTaps(std::index_sequence<kSum...> sums, size_t listed,
                          size_t output, size_t tap_row, size_t first_tap) {
    constexpr size_t kTaps = sizeof...(kSum) / kVectors;
    const float* rhs =
        rhs_ + (tap_row * kCols.taps + first_tap) * kChannels * stride_;
    std::array<float*, kTaps> at;
    std::array<size_t, kTaps> taps_before;
    for (size_t i = 0; i < kTaps; ++i) {
      const size_t input = kCols.Input(output, first_tap + i);
      const auto& ranks = kRanks.inputs[input];
      at[i] = SumsOf(input);
      taps_before[i] = tap_rows_ * ranks.count + ranks.before[first_tap + i];
    }
    for (size_t run = 0; run < Lists::kRuns; ++run) {
      AddRun(sums, lists_.Run(listed, run), rhs, at.data(), First<kSum>(at)...);
      for (size_t i = 0; i < kTaps; ++i)
        EndRun(at[i], taps_before[i] * Lists::kRuns + run);
    }
  }

  // What a sum begins with: what its open block has.
  template <size_t kSum, size_t kTaps>
  HWY_INLINE hn::Vec<decltype(d)> First(
      const std::array<float*, kTaps>& at) const {
    if constexpr (kTapsOfBlock == 1) return hn::Zero(d);
    return hn::Load(d, Open(at[kSum / kVectors], kSum % kVectors));
  }

  template <size_t... kSum, class... V>
  HWY_INLINE void AddRun(std::index_sequence<kSum...>, Range list,
                         const float* HWY_RESTRICT rhs, float* const* at,
                         V... acc) const {
    const size_t N = hn::Lanes(d);
    const size_t tap_stride = kChannels * stride_;
    const float* HWY_RESTRICT values = lists_.values();
    const uint32_t* HWY_RESTRICT channels = lists_.channels();
    for (size_t i = list.begin; i < list.end; ++i) {
      const float* HWY_RESTRICT b = rhs + channels[i] * stride_;
      const auto value = hn::Set(d, values[i]);
      ((acc = hn::MulAdd(value,
                         hn::Load(d, b + kSum / kVectors * tap_stride +
                                         Vectors::Offset(kSum % kVectors * N)),
                         acc)),
       ...);
    }
    (hn::Store(acc, d, Open(at[kSum / kVectors], kSum % kVectors)), ...);
  }

  // After run number `run` of the terms of a pixel.
  HWY_INLINE void EndRun(float* sums, size_t run) const {
    if ((run + 1) % kTapsOfBlock != 0) return;
    AddOpen(sums);
    CarrySums(kCut.levels, kVectors, (run + 1) / kTapsOfBlock, sums);
  }

  HWY_INLINE void AddOpen(float* sums) const {
    for (size_t v = 0; v < kVectors; ++v) {
      float* open = Open(sums, v);
      AddTo(d, hn::Load(d, open), sums + v * hn::Lanes(d));
      hn::Store(hn::Zero(d), d, open);
    }
  }

  HWY_INLINE void Store(size_t input) {
    float* sums = SumsOf(input);
    AddOpen(sums);
    FinishSums(kCut.levels, kVectors, sums);
    const size_t position = row_ * kCols.inputs + input;
    const typename P::Stored place = {sample_, position * Rhs::kCols, col_};
    for (size_t v = 0; v < kVectors; ++v)
      place.Store(p_, d, hn::Load(d, sums + v * hn::Lanes(d)), 0, v);
  }

  // Of a pixel: the levels of its sums, and behind them the open block.
  static constexpr size_t kVectorsOfPixel = (kCut.levels + 1) * kVectors;
  HWY_INLINE float* SumsOf(size_t input) {
    return sums_ + input * kVectorsOfPixel * hn::Lanes(d);
  }
  static HWY_INLINE float* Open(float* sums, size_t vector) {
    return sums + (kCut.levels * kVectors + vector) * hn::Lanes(d);
  }

  const P& p_;
  const size_t sample_;
  const size_t row_;
  const size_t col_;
  const float* const rhs_;
  const size_t stride_;
  size_t tap_rows_ = 0;  // those that have been added
  HWY_ALIGN float sums_[kCols.inputs * kVectorsOfPixel * kLaneMultiple];
  Lists lists_;
};

// All input pixels of these samples.
template <class P>
struct SparsePixels {
  const P& p;
  Range samples;

  template <size_t kVectors>
  HWY_INLINE void Columns(size_t col) const {
    for (size_t sample = samples.begin; sample < samples.end; ++sample)
      for (size_t row = 0; row < P::kWindow.rows.inputs; ++row)
        SparsePixelRow<P, kVectors>::Run(p, sample, row, col);
  }
};

template <class P>
HWY_INLINE void SparseWindowTiles(const P& p, Range tiles) {
  static_assert(P::kIsInverse);
  constexpr WindowAxis kCols = P::kWindow.cols;
  constexpr size_t kWidth =
      WidthOfSums(kCols.taps, kCols.inputs * (SumCut::Of<P>().levels + 1));
  const Range samples = {P::kTiles.Row(tiles.begin), P::kTiles.Row(tiles.end)};
  ForAllColumns<P::Rhs::kCols, kWidth>(SparsePixels<P>{p, samples});
}

// Output channels that are one task of dw: a vector of any target.
inline constexpr size_t kSparseGroup = kLaneMultiple;

// For each output channel of a group its elements that are not zero, of a block
// of terms.
template <size_t kTerms>
struct ChannelLists {
  size_t count[kSparseGroup];
  float values[kSparseGroup][kTerms];
  uint32_t offsets[kSparseGroup]
                  [kTerms];  // of x, from the block's first sample

  HWY_INLINE void Clear() { std::fill_n(count, kSparseGroup, size_t{0}); }

  // A term's elements, from the group's first channel on, of which `channels`
  // are there.
  HWY_INLINE void Append(const float* from, size_t channels, uint32_t offset) {
    const auto d = kFloats;
    const size_t N = hn::Lanes(d);
    for (size_t first = 0; first < channels; first += N) {
      const auto v = hn::LoadU(d, from + first);
      const auto keep = hn::Not(hn::Eq(v, hn::Zero(d)));  // NaN, too
      if (hn::AllFalse(d, keep)) continue;
      uint8_t bytes[8] = {};
      hn::StoreMaskBits(d, keep, bytes);
      const size_t left = std::min(N, channels - first);
      uint32_t lanes = (uint32_t{bytes[0]} | uint32_t{bytes[1]} << 8) &
                       ((uint32_t{1} << left) - 1);
      for (; lanes != 0; lanes &= lanes - 1) {
        const size_t lane = first + std::countr_zero(lanes);
        const size_t at = count[lane]++;
        values[lane][at] = from[lane];
        offsets[lane][at] = offset;
      }
    }
  }
};

// dw of a group of output channels: kVectors vectors of (tap of a row, input
// channel) from `from` on, for all rows of taps.
template <class P, size_t kVectors>
class SparseWeights {
 public:
  static HWY_NOINLINE void Run(const P& p, size_t group, size_t from) {
    SparseWeights(p, group, from).Run();
  }

 private:
  static constexpr WindowAxis kRows = P::kWindow.rows;
  static constexpr WindowAxis kCols = P::kWindow.cols;
  static constexpr size_t kChannels = P::Lhs::kCols / P::kWindow.Inputs();
  static constexpr size_t kRowOfTaps = kCols.taps * kChannels;
  static_assert(ReadsInside(kRows) && ReadsInside(kCols) && kCols.dilation == 1,
                "a row of taps reads neighbouring pixels");
  static constexpr size_t kTerms = P::kWindow.Outputs();  // of a sample
  static constexpr size_t kLevels = SumLevels(P::kTerms, P::kDepth);
  static constexpr size_t kVectorsOfChannel = kRows.taps * kVectors;
  static constexpr size_t kVectorsOfLevel = kSparseGroup * kVectorsOfChannel;
  static constexpr auto d = kFloats;

  HWY_INLINE SparseWeights(const P& p, size_t group, size_t from)
      : p_(p),
        first_(group * kSparseGroup),
        channels_(std::min(kSparseGroup, P::kCols - group * kSparseGroup)),
        from_(from) {}

  HWY_INLINE void Run() {
    ClearSums(kLevels * kVectorsOfLevel, sums_);
    const size_t terms = p_.samples * kTerms;
    for (size_t term = 0; term < terms; term += P::kDepth) {
      const size_t end = std::min(term + P::kDepth, terms);
      ListBlock({term, end});
      AddBlock(term / kTerms);
      CarrySums(kLevels, kVectorsOfLevel, term / P::kDepth + 1, sums_);
    }
    FinishSums(kLevels, kVectorsOfLevel, sums_);
    for (size_t tap = 0; tap < kRows.taps; ++tap) StoreTaps(tap);
  }

  HWY_INLINE void ListBlock(Range terms) {
    lists_.Clear();
    size_t sample = terms.begin / kTerms;
    size_t output = terms.begin % kTerms;
    size_t base = 0;
    const float* dy = p_.rhs() + sample * P::Rhs::kPanel + first_;
    for (size_t term = terms.begin; term < terms.end; ++term) {
      const size_t pixel =
          kRows.Input(output / kCols.outputs, 0) * kCols.inputs +
          kCols.Input(output % kCols.outputs, 0);
      lists_.Append(dy + output * P::kCols, channels_,
                    static_cast<uint32_t>(base + pixel * kChannels));
      if (++output < kTerms) continue;
      output = 0;
      base += P::Lhs::kPanel;
      dy += P::Rhs::kPanel;
    }
  }

  HWY_INLINE void AddBlock(size_t sample) {
    const float* x = p_.lhs() + sample * P::Lhs::kPanel + from_;
    for (size_t channel = 0; channel < channels_; ++channel)
      if (lists_.count[channel] > 0)
        AddChannel(std::make_index_sequence<kVectorsOfChannel>(), x, channel);
  }

  // Sum i is vector i % kVectors of row i / kVectors of the taps.
  template <size_t... kSum>
  HWY_INLINE void AddChannel(std::index_sequence<kSum...> sums, const float* x,
                             size_t channel) {
    AddChannel(sums, x, channel, (static_cast<void>(kSum), hn::Zero(d))...);
  }

  template <size_t... kSum, class... V>
  HWY_INLINE void AddChannel(std::index_sequence<kSum...>,
                             const float* HWY_RESTRICT x, size_t channel,
                             V... acc) {
    const size_t N = hn::Lanes(d);
    constexpr size_t kStride = kRows.dilation * kCols.inputs * kChannels;
    const float* HWY_RESTRICT values = lists_.values[channel];
    const uint32_t* HWY_RESTRICT offsets = lists_.offsets[channel];
    const size_t count = lists_.count[channel];
    for (size_t i = 0; i < count; ++i) {
      const float* HWY_RESTRICT a = x + offsets[i];
      const auto value = hn::Set(d, values[i]);
      ((acc = hn::MulAdd(
            hn::LoadU(d, a + kSum / kVectors * kStride + kSum % kVectors * N),
            value, acc)),
       ...);
    }
    float* to = SumsOf(channel);
    (AddTo(d, acc, to + kSum * N), ...);
  }

  // The results' columns are output channels: the sums are transposed.
  HWY_INLINE void StoreTaps(size_t tap_row) {
    const size_t N = hn::Lanes(d);
    HWY_ALIGN float column[kSparseGroup];
    const size_t end = std::min(kRowOfTaps, from_ + kVectors * N);
    for (size_t i = from_; i < end; ++i) {
      for (size_t channel = 0; channel < kSparseGroup; ++channel)
        column[channel] = SumsOf(channel)[tap_row * kVectors * N + i - from_];
      const size_t row = tap_row * kRowOfTaps + i;
      for (size_t first = 0; first < channels_; first += N) {
        const typename P::Stored place(row, first_ + first);
        place.template Store<1>(p_, d, hn::Load(d, column + first), 0, 0);
      }
    }
  }

  HWY_INLINE float* SumsOf(size_t channel) {
    return sums_ + channel * kVectorsOfChannel * hn::Lanes(d);
  }

  const P& p_;
  const size_t first_;     // output channel
  const size_t channels_;  // of the group
  const size_t from_;
  ChannelLists<P::kDepth> lists_;
  HWY_ALIGN float sums_[kLevels * kVectorsOfLevel * kLaneMultiple];
};

// At most kVectors vectors of a row of taps at once, from `from` on.
template <class P, size_t kVectors>
HWY_INLINE void SparseWeightsFrom(const P& p, size_t group, size_t from) {
  constexpr size_t kRowOfTaps =
      P::kWindow.cols.taps * (P::Lhs::kCols / P::kWindow.Inputs());
  const size_t N = hn::Lanes(kFloats);
  for (; from + (kVectors - 1) * N < kRowOfTaps; from += kVectors * N)
    SparseWeights<P, kVectors>::Run(p, group, from);
  if constexpr (kVectors > 1)
    SparseWeightsFrom<P, kVectors / 2>(p, group, from);
}

// A task is a group of output channels.
template <class P>
HWY_INLINE void SparseWindowWeights(const P& p, Range groups) {
  constexpr size_t kTaps = P::kWindow.rows.taps;
  constexpr size_t kWidth = WidthOfSums(
      kTaps, SumLevels(P::kTerms, P::kDepth) * kSparseGroup * kTaps);
  for (size_t group = groups.begin; group < groups.end; ++group)
    SparseWeightsFrom<P, kWidth>(p, group, 0);
}

}  // namespace HWY_NAMESPACE
}  // namespace sinter::kernels
HWY_AFTER_NAMESPACE();

#endif  // per target
