// Convolutions as register-tiled products: the three products of
//
//   y[n, o, c] = sum over t, i of x[n, input(o, t), i] * w[t, i, c]
//
// where o is an output pixel, t a tap of the window that reads the input pixel
// input(o, t), and a tap that reads beyond the image is left out. Images are
// stored [sample, pixel, channel], weights [tap, input channel][output
// channel].
//
// What WindowTiles multiplies and what becomes of a result says a type P like
// that of contract-inl.h, of y's and x's gradient's products:
//
//   struct P {
//     static constexpr Window kWindow;
//     static constexpr bool kIsInverse;  // whether it reads output pixels and
//                                        // makes input pixels
//     using Lhs = Matrix<...>;  // [sample, (pixel, channel)]
//     using Rhs = Matrix<...>;  // [(tap, channel of lhs), column]
//     const float* lhs() const;
//     const float* rhs() const;
//     kDepth, kTiles (of samples), kVectors, Stored, as there
//     void Store(D d, Vec<D> acc, size_t row, size_t col, size_t channel,
//                size_t... at) const;
//   };
//
// A tile's rows are samples, at one pixel: all have the same taps there, so
// that the edge costs no mask, no copy and no product with zero. `col` counts
// from the first pixel's first column, `channel` from the pixel's.
//
// WindowWeights makes w's gradient: a tile's rows are input channels of one
// tap, and it sums over samples and pixels. Its P has x as Lhs and y's
// gradient as Rhs, both [sample, (pixel, channel)], and
//
//   static constexpr size_t kCols;   // of the result
//   static constexpr size_t kTerms;  // of each sum, at most
//   RowTiles kTiles;                // cuts a tap's input channels
//   size_t samples;
//   static constexpr size_t kGroup;  // samples that all tiles of a near
//   cache's
//                                    // size read before the next; may lack
//   Store as in contract-inl.h.
#include <algorithm>
#include <array>
#include <cstddef>

#include "runtime/kernels/window.h"

// Once for each SIMD target: Highway's way of a header for all of them.
#if defined(SINTER_RUNTIME_KERNELS_WINDOW_CONTRACT_INL_H_) == \
    defined(HWY_TARGET_TOGGLE)
#ifdef SINTER_RUNTIME_KERNELS_WINDOW_CONTRACT_INL_H_
#undef SINTER_RUNTIME_KERNELS_WINDOW_CONTRACT_INL_H_
#else
#define SINTER_RUNTIME_KERNELS_WINDOW_CONTRACT_INL_H_
#endif

#include "runtime/kernels/contract-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sinter::kernels {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// The terms of one pixel, as TileSums wants them: those of neighbouring taps
// that read neighbouring pixels are one run.
template <class P>
class PixelRuns {
 public:
  static constexpr size_t kRowStride = P::Lhs::kPanel;
  static constexpr size_t kLhsStep = 1;

  HWY_INLINE PixelRuns(size_t position, size_t rhs_step)
      : rhs_step_(rhs_step), taps_(position) {}

  HWY_INLINE size_t RhsStep() const { return rhs_step_; }
  HWY_INLINE bool More() const { return taps_.More(); }
  HWY_INLINE TermRun Get() const {
    return {taps_.Position() * kChannels, taps_.Tap() * kChannels * rhs_step_,
            kChannels};
  }
  HWY_INLINE void Next() { taps_.Next(); }

 private:
  static constexpr size_t kChannels = P::Rhs::kRows / P::kWindow.Taps();
  size_t rhs_step_;
  std::conditional_t<P::kIsInverse, WindowReaders<P::kWindow>,
                     WindowTaps<P::kWindow>>
      taps_;
};

// The taps of a row of the window read neighbouring pixels.
template <class P>
  requires(!P::kIsInverse && P::kWindow.cols.dilation == 1)
class PixelRuns<P> {
 public:
  static constexpr size_t kRowStride = P::Lhs::kPanel;
  static constexpr size_t kLhsStep = 1;

  HWY_INLINE PixelRuns(size_t position, size_t rhs_step)
      : rhs_step_(rhs_step),
        row_(position / kCols.outputs),
        col_(position % kCols.outputs),
        tap_rows_(kRows.Taps(row_)),
        tap_cols_(kCols.Taps(col_)) {
    if (tap_cols_.begin == tap_cols_.end) tap_rows_ = {};
  }

  HWY_INLINE size_t RhsStep() const { return rhs_step_; }
  HWY_INLINE bool More() const { return tap_rows_.begin < tap_rows_.end; }
  HWY_INLINE TermRun Get() const {
    const size_t tap = tap_rows_.begin * kCols.taps + tap_cols_.begin;
    const size_t pixel = kRows.Input(row_, tap_rows_.begin) * kCols.inputs +
                         kCols.Input(col_, tap_cols_.begin);
    return {pixel * kChannels, tap * kChannels * rhs_step_,
            (tap_cols_.end - tap_cols_.begin) * kChannels};
  }
  HWY_INLINE void Next() { ++tap_rows_.begin; }

 private:
  static constexpr WindowAxis kRows = P::kWindow.rows;
  static constexpr WindowAxis kCols = P::kWindow.cols;
  static constexpr size_t kChannels = P::Rhs::kRows / P::kWindow.Taps();
  size_t rhs_step_;
  size_t row_;
  size_t col_;
  Range tap_rows_;
  Range tap_cols_;
};

// A tile of results at one pixel, in each of kMatrices.
template <size_t kCols, class... kMatrices>
struct PixelPlace {
  size_t row;
  size_t first;    // column of the pixel's first channel
  size_t channel;  // of the tile

  // Vector `vector` of row `r`.
  template <class P, class D>
  HWY_INLINE void Store(const P& p, D d, hn::Vec<D> acc, size_t r,
                        size_t vector) const {
    const size_t N = hn::Lanes(d);
    const size_t begin = channel + vector * N;
    if (kCols % kLaneMultiple == 0 || begin + N <= kCols)
      return StoreAt(p, d, acc, row + r, begin);
    HWY_ALIGN float lanes[kLaneMultiple];
    hn::Store(acc, d, lanes);
    for (size_t i = 0; begin + i < kCols; ++i)
      StoreAt(p, kOneFloat, hn::Load(kOneFloat, lanes + i), row + r, begin + i);
  }

 private:
  template <class P, class D>
  HWY_INLINE void StoreAt(const P& p, D d, hn::Vec<D> acc, size_t r,
                          size_t c) const {
    p.Store(d, acc, r, first + c, c, kMatrices::Offset(r, first + c)...);
  }
};

template <class P, size_t kRows, size_t kVectors>
HWY_NOINLINE void WindowTile(const P& p, size_t row, size_t position,
                             size_t col) {
  using Rhs = typename P::Rhs;
  using Sums =
      TileSums<typename Rhs::template Vectors<kVectors>, kRows, kVectors>;
  static_assert(P::Lhs::kIsOnePanel, "images are not cut into panels");
  constexpr SumCut kCut = SumCut::Of<P>();
  const auto d = kFloats;
  const size_t N = hn::Lanes(d);
  HWY_ALIGN float sums[kCut.levels * Sums::kCount * kLaneMultiple];
  Sums::RunAll(PixelRuns<P>(position, Rhs::Stride(col)),
               p.lhs() + P::Lhs::Offset(row, 0), p.rhs() + Rhs::Offset(0, col),
               kCut, sums);
  const typename P::Stored place = {row, position * Rhs::kCols, col};
  for (size_t r = 0; r < kRows; ++r)
    for (size_t v = 0; v < kVectors; ++v)
      place.Store(p, d, hn::Load(d, sums + (r * kVectors + v) * N), r, v);
}

// Tiles of samples, at all pixels, for each tile of columns.
template <class P>
struct WindowRows {
  const P& p;
  Range tiles;

  template <size_t kVectors>
  HWY_INLINE void Columns(size_t col) const {
    constexpr size_t kPixels =
        P::kIsInverse ? P::kWindow.Inputs() : P::kWindow.Outputs();
    for (size_t tile = tiles.begin; tile < tiles.end; ++tile)
      for (size_t pixel = 0; pixel < kPixels; ++pixel)
        Tile<kVectors>(tile, pixel, col);
  }

 private:
  template <size_t kVectors>
  HWY_INLINE void Tile(size_t tile, size_t pixel, size_t col) const {
    constexpr RowTiles kTiles = P::kTiles;
    const size_t row = kTiles.Row(tile);
    if constexpr (kTiles.longer < kTiles.count)
      if (tile >= kTiles.longer)
        return WindowTile<P, kTiles.rows - 1, kVectors>(p, row, pixel, col);
    WindowTile<P, kTiles.rows, kVectors>(p, row, pixel, col);
  }
};

template <class P>
HWY_INLINE void WindowTiles(const P& p, Range tiles) {
  ForAllColumns<P::Rhs::kCols, P::kVectors>(WindowRows<P>{p, tiles});
}

// The terms of one tap: for each of these samples, rows of pixels whose inputs
// it reads.
template <class P>
class TapRuns {
 public:
  static constexpr size_t kRowStride = 1;

 private:
  static constexpr WindowAxis kRows = P::kWindow.rows;
  static constexpr WindowAxis kCols = P::kWindow.cols;
  static constexpr size_t kChannels = P::Lhs::kCols / P::kWindow.Inputs();

 public:
  static constexpr size_t kLhsStep = kCols.stride * kChannels;

  HWY_INLINE TapRuns(size_t tap, Range samples)
      : tap_row_(tap / kCols.taps),
        tap_col_(tap % kCols.taps),
        rows_(kRows.Outputs(tap_row_)),
        cols_(kCols.Outputs(tap_col_)),
        samples_(rows_.begin < rows_.end && cols_.begin < cols_.end ? samples
                                                                    : Range{}),
        row_(rows_.begin) {}

  HWY_INLINE size_t RhsStep() const { return P::kCols; }
  HWY_INLINE bool More() const { return samples_.begin < samples_.end; }
  HWY_INLINE TermRun Get() const {
    const size_t input = kRows.Input(row_, tap_row_) * kCols.inputs +
                         kCols.Input(cols_.begin, tap_col_);
    const size_t output = row_ * kCols.outputs + cols_.begin;
    return {samples_.begin * P::Lhs::kPanel + input * kChannels,
            samples_.begin * P::Rhs::kPanel + output * P::kCols,
            cols_.end - cols_.begin};
  }
  HWY_INLINE void Next() {
    if (++row_ < rows_.end) return;
    row_ = rows_.begin;
    ++samples_.begin;
  }

 private:
  size_t tap_row_;
  size_t tap_col_;
  Range rows_;
  Range cols_;
  Range samples_;
  size_t row_;
};

// Beyond the last channel a vector has read the next pixel, or what is behind
// the last one: of weights nothing stands there but zeros.
template <size_t kCols, class D>
HWY_INLINE hn::Vec<D> WithoutNextPixel(D d, hn::Vec<D> sums, size_t col) {
  if constexpr (kCols % kLaneMultiple == 0) return sums;
  return hn::IfThenElseZero(hn::FirstN(d, col < kCols ? kCols - col : 0), sums);
}

// Of a group: those that fit into small second caches.
template <class P>
constexpr size_t SamplesOfGroup() {
  if constexpr (requires { P::kGroup; }) return P::kGroup;
  constexpr size_t kBytes = (P::Lhs::kPanel + P::Rhs::kPanel) * sizeof(float);
  return std::max<size_t>(1, 128 * 1024 / kBytes);
}

// Some tiles of weights, whose rows are input channels of one tap, and a strip
// of their columns. Their sums stand side by side, so that all of them read a
// group of samples while it is in a near cache.
template <class P>
class WeightsStrip {
 private:
  static_assert(P::Lhs::kIsOnePanel && P::Rhs::kIsOnePanel,
                "images are not cut into panels");
  static constexpr RowTiles kTiles = P::kTiles;
  static constexpr SumCut kCut = {P::kDepth, SumLevels(P::kTerms, P::kDepth),
                                  true};

 public:
  // Blocks of columns, of kColumnBlock each.
  static constexpr size_t kMostBlocks =
      std::min<size_t>(4, (P::kCols + kColumnBlock - 1) / kColumnBlock);

 private:
  static constexpr size_t kFloatsOfColumn = kTiles.rows * (kCut.levels + 1);
  // One tile of columns may reach beyond the last block.
  static constexpr size_t kFloatsOfTile =
      (kMostBlocks * kColumnBlock + P::kVectors * kLaneMultiple) *
      kFloatsOfColumn;

 public:
  // Whose sums leave room in small second caches; at least one.
  static constexpr size_t kMostTiles =
      std::clamp<size_t>(48 * 1024 / (kFloatsOfTile * sizeof(float)), 1, 16);

  // At most so many tiles and blocks.
  HWY_INLINE WeightsStrip(const P& p, Range tasks, Range blocks)
      : p_(p), tasks_(tasks), blocks_(blocks) {}

  HWY_INLINE void Run() {
    ForTiles<Stage::kBegin>({});
    const size_t samples = p_.samples;
    for (size_t first = 0; first < samples; first += kGroup)
      ForTiles<Stage::kAdd>({first, std::min(first + kGroup, samples)});
    ForTiles<Stage::kEnd>({});
  }

 private:
  enum class Stage { kBegin, kAdd, kEnd };
  using Loads = std::conditional_t<P::kCols % kLaneMultiple == 0,
                                   AdjacentVectors, LooseVectors>;
  static constexpr size_t kChannels = P::Lhs::kCols / P::kWindow.Inputs();
  static constexpr size_t kGroup = SamplesOfGroup<P>();

  template <size_t kRows, Stage kStage>
  struct Tile {
    WeightsStrip& strip;
    size_t tile;
    Range group;
    OpenBlock block;
    OpenBlock& next;  // the same after each tile of columns

    template <size_t kVectors>
    HWY_INLINE void Columns(size_t col) const {
      using Sums = TileSums<Loads, kRows, kVectors>;
      float* sums = strip.SumsAt(tile, col);
      if constexpr (kStage == Stage::kBegin) {
        Sums::Begin(kCut, sums);
      } else if constexpr (kStage == Stage::kAdd) {
        const P& p = strip.p_;
        next = Sums::Continue(TapRuns<P>(strip.Tap(tile), group),
                              p.lhs() + strip.Channel(tile), p.rhs() + col,
                              kCut, block, sums);
      } else {
        Sums::End(kCut, sums);
        strip.template Store<kRows, kVectors>(tile, col, sums);
      }
    }
  };

  template <Stage kStage>
  HWY_INLINE void ForTiles(Range group) {
    for (size_t tile = 0; tile < tasks_.end - tasks_.begin; ++tile) {
      if constexpr (kTiles.longer < kTiles.count) {
        if ((tasks_.begin + tile) % kTiles.count >= kTiles.longer) {
          ForColumns<kTiles.rows - 1, kStage>(tile, group);
          continue;
        }
      }
      ForColumns<kTiles.rows, kStage>(tile, group);
    }
  }

  template <size_t kRows, Stage kStage>
  HWY_INLINE void ForColumns(size_t tile, Range group) {
    OpenBlock next = open_[tile];
    ForColumnBlocks<P::kCols, P::kVectors>(
        blocks_, Tile<kRows, kStage>{*this, tile, group, open_[tile], next});
    open_[tile] = next;
  }

  template <size_t kRows, size_t kVectors>
  HWY_NOINLINE void Store(size_t tile, size_t col, const float* sums) const {
    const auto d = kFloats;
    const size_t N = hn::Lanes(d);
    const typename P::Stored place(Tap(tile) * kChannels + Channel(tile), col);
    for (size_t r = 0; r < kRows; ++r)
      for (size_t v = 0; v < kVectors; ++v)
        place.template Store<kVectors>(
            p_, d,
            WithoutNextPixel<P::kCols>(
                d, hn::Load(d, sums + (r * kVectors + v) * N), col + v * N),
            r, v);
  }

  HWY_INLINE size_t Tap(size_t tile) const {
    return (tasks_.begin + tile) / kTiles.count;
  }
  HWY_INLINE size_t Channel(size_t tile) const {
    return kTiles.Row((tasks_.begin + tile) % kTiles.count);
  }
  HWY_INLINE float* SumsAt(size_t tile, size_t col) {
    return sums_ + tile * kFloatsOfTile +
           (col - blocks_.begin * kColumnBlock) * kFloatsOfColumn;
  }

  const P& p_;
  Range tasks_;
  Range blocks_;
  std::array<OpenBlock, kMostTiles> open_ = MakeOpenBlocks();
  HWY_ALIGN float sums_[kMostTiles * kFloatsOfTile];

  static constexpr std::array<OpenBlock, kMostTiles> MakeOpenBlocks() {
    std::array<OpenBlock, kMostTiles> open = {};
    for (OpenBlock& block : open) block = {P::kDepth};
    return open;
  }
};

template <class P>
HWY_NOINLINE void WeightsTiles(const P& p, Range tasks, Range blocks) {
  WeightsStrip<P>(p, tasks, blocks).Run();
}

// A task is a tile of a tap's input channels.
template <class P>
HWY_INLINE void WindowWeights(const P& p, Range tasks) {
  using Strip = WeightsStrip<P>;
  constexpr size_t kBlocks = (P::kCols + kColumnBlock - 1) / kColumnBlock;
  for (size_t task = tasks.begin; task < tasks.end; task += Strip::kMostTiles)
    for (size_t block = 0; block < kBlocks; block += Strip::kMostBlocks)
      WeightsTiles(p, {task, std::min(task + Strip::kMostTiles, tasks.end)},
                   {block, std::min(block + Strip::kMostBlocks, kBlocks)});
}

}  // namespace HWY_NAMESPACE
}  // namespace sinter::kernels
HWY_AFTER_NAMESPACE();

#endif  // per target
