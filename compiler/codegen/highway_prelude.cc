#include "compiler/codegen/highway_prelude.h"

#include "compiler/codegen/export_emitter.h"

namespace sinter {
namespace {

constexpr char kShared[] = R"(
using sinter::runtime::Range;
using sinter::runtime::StepArguments;
using sinter::runtime::Worker;

// Rows cut into `count` tiles: the first `longer` of them have `rows` rows, the
// others one row less.
struct RowTiles {
  size_t rows;
  size_t count;
  size_t longer;

  // The first row of a tile.
  constexpr size_t Row(size_t tile) const {
    return tile * rows - (tile > longer ? tile - longer : 0);
  }

  // How many tiles hold at least one of the first `samples` rows.
  constexpr size_t Covering(size_t samples) const {
    size_t tiles = 0;
    while (tiles < count && Row(tiles) < samples) ++tiles;
    return tiles;
  }
};

// The cut of a batch of one sample.
constexpr RowTiles kOneRow = {1, 1, 1};

// The rows of `tiles` that hold samples.
inline Range SampleRows(const RowTiles& cut, Range tiles, size_t samples) {
  return {std::min(cut.Row(tiles.begin), samples),
          std::min(cut.Row(tiles.end), samples)};
}

// Where sample `row` of this step stands in the data set.
inline size_t SampleRow(const uint32_t* indices, size_t row) {
  return indices == nullptr ? row : indices[row];
}
)";

constexpr char kNonzeros[] = R"(
// A matrix as its nonzero elements. kGroup rows share a list of columns, in
// ascending order: those where any of them is not zero. At place i of the list
// are Columns()[i] and the kGroup values at Values()[kGroup * i]. Run `r` of it,
// columns r * kDepth up to the next run's, are its places Begin(row, r) ..
// End(row, r) - 1. There is room for rows without zeros, and for a vector to be
// stored whole behind them.
template <size_t kRows, size_t kCols, size_t kDepth, size_t kRowsInGroup>
struct Nonzeros {
  static constexpr size_t kRun = kDepth;
  static constexpr size_t kRuns = (kCols + kDepth - 1) / kDepth;
  static constexpr size_t kGroup = kRowsInGroup;
  static constexpr size_t kGroups = (kRows + kGroup - 1) / kGroup;
  static constexpr size_t kCapacity = (kCols + 15) / 16 * 16 + 16;

  explicit Nonzeros(std::byte* memory)
      : values(reinterpret_cast<float*>(memory)),
        columns(
            reinterpret_cast<uint32_t*>(values + kGroups * kGroup * kCapacity)),
        ends(columns + kGroups * kCapacity) {}

  float* Values(size_t row) const {
    return values + row / kGroup * kGroup * kCapacity;
  }
  uint32_t* Columns(size_t row) const {
    return columns + row / kGroup * kCapacity;
  }
  size_t Begin(size_t row, size_t run) const {
    return run == 0 ? 0 : End(row, run - 1);
  }
  size_t End(size_t row, size_t run) const {
    return ends[row / kGroup * kRuns + run];
  }
  void SetEnd(size_t row, size_t run, size_t end) const {
    ends[row / kGroup * kRuns + run] = static_cast<uint32_t>(end);
  }

  float* values;
  uint32_t* columns;
  uint32_t* ends;
};
)";

constexpr char kTransposeToPairs[] = R"(
// Two float32 that are stored at once, the first in the lower half.
using PairOfFloats = uint64_t;
static_assert(std::endian::native == std::endian::little);

// `value` at place 0 or 1, the other zero.
inline PairOfFloats InPair(size_t place, float value) {
  return PairOfFloats{std::bit_cast<uint32_t>(value)} << 32 * place;
}

// to[k, m] = from[m, k] for the pairs k / 2 in `pairs`, of the first `samples` rows
// of `from`. Without branches on the data: pixels have no pattern.
template <class From, class To>
void TransposeToPairs(const From& from, size_t samples, const To& to,
                      Range pairs) {
  static_assert(From::kGroup == 1 && To::kGroup == 2);
  const Range rows = {2 * pairs.begin, 2 * pairs.end};
  for (size_t run = 0; run < To::kRuns; ++run) {
    for (size_t row = rows.begin; row < rows.end; row += 2)
      to.SetEnd(row, run, to.Begin(row, run));
    const size_t last = std::min(samples, (run + 1) * To::kRun);
    for (size_t sample = run * To::kRun; sample < last; ++sample) {
      const float* values = from.Values(sample);
      const uint32_t* columns = from.Columns(sample);
      const size_t end = from.End(sample, From::kRuns - 1);
      size_t i = from.Begin(sample, rows.begin / From::kRun);
      while (i < end && columns[i] < rows.begin) ++i;
      size_t previous_pair = To::kGroups;  // none
      PairOfFloats previous = 0;
      for (; i < end && columns[i] < rows.end; ++i) {
        const size_t row = columns[i];
        // The first of a pair opens a place, in which the other row is zero
        // until its own element comes, which is next.
        const PairOfFloats opens = row / 2 != previous_pair;
        const size_t place = to.End(row, run) + opens - 1;
        previous = (previous & (opens - 1)) | InPair(row % 2, values[i]);
        std::memcpy(to.Values(row) + 2 * place, &previous, sizeof(previous));
        to.Columns(row)[place] = static_cast<uint32_t>(sample);
        to.SetEnd(row, run, place + 1);
        previous_pair = row / 2;
      }
    }
  }
}
)";

constexpr char kTarget[] = R"(namespace hn = hwy::HWY_NAMESPACE;

// At most 16 lanes, which is what tensors are padded for.
constexpr hn::CappedTag<float, 16> kFloats;
// One element, for the ends of rows that have no padding.
[[maybe_unused]] constexpr hn::CappedTag<float, 1> kOneFloat;

template <class D>
[[maybe_unused]] HWY_INLINE hn::Vec<D> LoadBytes(D d, const uint8_t* from) {
  const hn::Rebind<uint8_t, D> bytes;
  const hn::Rebind<int32_t, D> integers;
  return hn::ConvertTo(d, hn::PromoteTo(integers, hn::LoadU(bytes, from)));
}

template <class D>
[[maybe_unused]] HWY_INLINE void AddTo(D d, hn::Vec<D> terms, float* sum) {
  hn::Store(hn::Add(hn::Load(d, sum), terms), d, sum);
}

// From the first vector of a tile to vector `index` of the same row, in a matrix
// with panels of kWidth columns that are kPanel floats apart.
template <size_t kWidth, size_t kPanel>
[[maybe_unused]] HWY_INLINE size_t AcrossPanels(size_t index) {
  const size_t col = index * hn::Lanes(kFloats);
  return col / kWidth * kPanel + col % kWidth;
}

// Samples lie anywhere in the data set: the memory of one that is needed soon is
// asked for while others are worked on. Measured: 2 to 8 rows ahead gain the
// same.
[[maybe_unused]] constexpr size_t kRowsAhead = 4;

template <class T>
[[maybe_unused]] HWY_INLINE void PrefetchSample(const T* x,
                                                const uint32_t* indices,
                                                size_t row, size_t rows,
                                                size_t elements) {
  constexpr size_t kLine = 64 / sizeof(T);
  if (row >= rows) return;
  const T* from = x + SampleRow(indices, row) * elements;
  for (size_t i = 0; i < elements; i += kLine) hwy::Prefetch(from + i);
}

// Asks for the cache lines of a tile that is two vectors wide.
template <size_t kRows>
[[maybe_unused]] HWY_INLINE void PrefetchRows(const float* from,
                                              size_t stride) {
  const size_t width = 2 * hn::Lanes(kFloats) - 1;
  for (size_t row = 0; row < kRows; ++row) {
    hwy::Prefetch(from + row * stride);
    hwy::Prefetch(from + row * stride + width);
  }
}

)";

constexpr char kTransposeBlock[] =
    R"(// to[c, r] = from[r, c] for a block of at most 4 x 4.
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

)";

constexpr char kTransposeBytes[] =
    R"(// to[p * stride + r] = pair p of from[r], for 8 rows of 8 pairs of bytes. Each of
// the three steps interleaves rows that are four apart.
HWY_INLINE void TransposePairs(const uint8_t* const* from, uint16_t* to,
                               size_t stride) {
#if HWY_TARGET == HWY_SCALAR
  for (size_t r = 0; r < 8; ++r)
    for (size_t p = 0; p < 8; ++p)
      std::memcpy(to + p * stride + r, from[r] + 2 * p, 2);
#else
  const hn::FixedTag<uint8_t, 16> bytes;
  const hn::Repartition<uint16_t, decltype(bytes)> d;
  const auto a0 = hn::BitCast(d, hn::LoadU(bytes, from[0]));
  const auto a1 = hn::BitCast(d, hn::LoadU(bytes, from[1]));
  const auto a2 = hn::BitCast(d, hn::LoadU(bytes, from[2]));
  const auto a3 = hn::BitCast(d, hn::LoadU(bytes, from[3]));
  const auto a4 = hn::BitCast(d, hn::LoadU(bytes, from[4]));
  const auto a5 = hn::BitCast(d, hn::LoadU(bytes, from[5]));
  const auto a6 = hn::BitCast(d, hn::LoadU(bytes, from[6]));
  const auto a7 = hn::BitCast(d, hn::LoadU(bytes, from[7]));
  const auto b0 = hn::InterleaveLower(d, a0, a4);
  const auto b1 = hn::InterleaveUpper(d, a0, a4);
  const auto b2 = hn::InterleaveLower(d, a1, a5);
  const auto b3 = hn::InterleaveUpper(d, a1, a5);
  const auto b4 = hn::InterleaveLower(d, a2, a6);
  const auto b5 = hn::InterleaveUpper(d, a2, a6);
  const auto b6 = hn::InterleaveLower(d, a3, a7);
  const auto b7 = hn::InterleaveUpper(d, a3, a7);
  const auto c0 = hn::InterleaveLower(d, b0, b4);
  const auto c1 = hn::InterleaveUpper(d, b0, b4);
  const auto c2 = hn::InterleaveLower(d, b1, b5);
  const auto c3 = hn::InterleaveUpper(d, b1, b5);
  const auto c4 = hn::InterleaveLower(d, b2, b6);
  const auto c5 = hn::InterleaveUpper(d, b2, b6);
  const auto c6 = hn::InterleaveLower(d, b3, b7);
  const auto c7 = hn::InterleaveUpper(d, b3, b7);
  hn::StoreU(hn::InterleaveLower(d, c0, c4), d, to);
  hn::StoreU(hn::InterleaveUpper(d, c0, c4), d, to + stride);
  hn::StoreU(hn::InterleaveLower(d, c1, c5), d, to + 2 * stride);
  hn::StoreU(hn::InterleaveUpper(d, c1, c5), d, to + 3 * stride);
  hn::StoreU(hn::InterleaveLower(d, c2, c6), d, to + 4 * stride);
  hn::StoreU(hn::InterleaveUpper(d, c2, c6), d, to + 5 * stride);
  hn::StoreU(hn::InterleaveLower(d, c3, c7), d, to + 6 * stride);
  hn::StoreU(hn::InterleaveUpper(d, c3, c7), d, to + 7 * stride);
#endif
}

// tile[p * kStride + i] = columns col + 2 p (the low byte) and col + 2 p + 1 of
// sample rows.begin + i, for 8 pairs p. Columns from kCols on are zero, and so are
// samples up to the next multiple of a vector.
template <size_t kCols, size_t kStride>
HWY_INLINE void LoadPairs(const uint8_t* x, const uint32_t* indices, Range rows,
                          size_t col, uint16_t* tile) {
  static_assert(std::endian::native == std::endian::little);
  const size_t count = rows.end - rows.begin;
  const size_t padded = (count + 15) / 16 * 16;
  for (size_t i = 0; i < padded; i += 8) {
    const uint8_t* from[8];
    uint8_t ends[8][16] = {};
    for (size_t r = 0; r < 8; ++r) {
      from[r] = ends[r];
      if (i + r >= count) continue;
      const size_t row = SampleRow(indices, rows.begin + i + r);
      const uint8_t* bytes = x + row * kCols + col;
      if (col + 16 <= kCols)
        from[r] = bytes;
      else
        std::memcpy(ends[r], bytes, kCols - col);
    }
    TransposePairs(from, tile + i, kStride);
  }
}

// Stores those of the vector of samples from `sample` on whose two bytes in `from`
// are not both zero, as whole vectors: the two values and the sample. Returns how
// many count.
template <class Prologue, class D>
HWY_INLINE size_t AppendPairs(D d, const uint16_t* from, size_t sample,
                              float* values, uint32_t* columns) {
  const hn::RebindToUnsigned<D> du;
  const hn::RebindToSigned<D> di;
  const hn::Rebind<uint16_t, D> pairs;
  const auto both = hn::PromoteTo(di, hn::LoadU(pairs, from));
  const auto keep = hn::Ne(both, hn::Zero(di));
  if (hn::AllFalse(di, keep)) return 0;  // often: the edges of pictures
  const auto kept = hn::RebindMask(d, keep);
  const auto first = Prologue::Of(d, hn::And(both, hn::Set(di, 255)));
  const auto second = Prologue::Of(d, hn::ShiftRight<8>(both));
  hn::StoreInterleaved2(hn::Compress(first, kept), hn::Compress(second, kept),
                        d, values);
  const auto samples = hn::Iota(du, static_cast<uint32_t>(sample));
  hn::StoreU(hn::Compress(samples, hn::RebindMask(du, keep)), du, columns);
  return hn::CountTrue(di, keep);
}

// to[k, m] = Prologue(x[m, k]) for the blocks k / 16 in `blocks`, of the first
// `samples` rows of a batch of bytes with kCols columns.
template <class Prologue, size_t kCols, class To>
HWY_INLINE void TransposeBytesToPairs(const uint8_t* x, const uint32_t* indices,
                                      size_t samples, const To& to,
                                      Range blocks) {
  static_assert(To::kGroup == 2);
  constexpr size_t kStride = (To::kRun + 15) / 16 * 16;
  const size_t N = hn::Lanes(kFloats);
  HWY_ALIGN uint16_t tile[8 * kStride];
  for (size_t block = blocks.begin; block < blocks.end; ++block) {
    const Range cols = {16 * block, std::min(16 * block + 16, kCols)};
    for (size_t run = 0; run < To::kRuns; ++run) {
      const Range rows = {std::min(samples, run * To::kRun),
                          std::min(samples, (run + 1) * To::kRun)};
      LoadPairs<kCols, kStride>(x, indices, rows, cols.begin, tile);
      for (size_t col = cols.begin; col < cols.end; col += 2) {
        const uint16_t* from = tile + (col - cols.begin) / 2 * kStride;
        size_t end = to.Begin(col, run);
        for (size_t row = rows.begin; row < rows.end; row += N)
          end += AppendPairs<Prologue>(kFloats, from + row - rows.begin, row,
                                       to.Values(col) + 2 * end,
                                       to.Columns(col) + end);
        to.SetEnd(col, run, end);
      }
    }
  }
}

)";

constexpr char kSumTrees[] = R"(
// A sum of many blocks is a tree: level 0 of `sums` adds up kFanIn blocks, each
// further level kFanIn sums of the level below, so that the rounding error grows
// with the number of levels and not of blocks. A level is kVectors vectors, trees
// side by side.
constexpr size_t kFanIn = 16;

// After block number `blocks`, counted from one, was added to level 0: adds full
// levels to the next, and begins them anew.
template <size_t kLevels, size_t kVectors>
HWY_INLINE void CarrySums(size_t blocks, float* sums) {
  const size_t N = hn::Lanes(kFloats);
  for (size_t level = 1; level < kLevels && blocks % kFanIn == 0; ++level) {
    blocks /= kFanIn;
    float* next = sums + kVectors * N;
    for (size_t i = 0; i < kVectors * N; i += N) {
      AddTo(kFloats, hn::Load(kFloats, sums + i), next + i);
      hn::Store(hn::Zero(kFloats), kFloats, sums + i);
    }
    sums = next;
  }
}

// After the last block: level 0 is the sum of all levels.
template <size_t kLevels, size_t kVectors>
HWY_INLINE void FinishSums(float* sums) {
  const size_t N = hn::Lanes(kFloats);
  for (size_t i = (kLevels - 1) * kVectors * N; i > 0; i -= N) {
    float* below = sums + i - N;
    AddTo(kFloats, hn::Load(kFloats, below + kVectors * N), below);
  }
}
)";

constexpr char kExactSums[] = R"(
// sum += terms; what rounding takes from the sum goes to `lost` (Knuth's TwoSum).
// The chain of additions is as long as without, and the rest runs beside it.
template <class V>
HWY_INLINE void AddExactly(V terms, V& sum, V& lost) {
  const V next = hn::Add(sum, terms);
  const V added = hn::Sub(next, sum);
  const V kept = hn::Sub(next, added);
  lost = hn::Add(lost, hn::Add(hn::Sub(sum, kept), hn::Sub(terms, added)));
  sum = next;
}

// An infinite sum has lost no number.
template <class V>
HWY_INLINE V WithLost(V sum, V lost) {
  return hn::Add(sum, hn::IfThenElseZero(hn::Eq(lost, lost), lost));
}
)";

constexpr char kAppendNonzeros[] =
    R"(// Stores the nonzero elements of `v`, the vector at column `col`, and their
// columns, both whole vectors; returns how many count.
template <class D>
HWY_INLINE size_t AppendNonzeros(D d, hn::Vec<D> v, size_t col, float* values,
                                 uint32_t* columns) {
  const hn::RebindToUnsigned<D> du;
  const auto keep = hn::Not(hn::Eq(v, hn::Zero(d)));  // NaN, too
  const auto at = hn::Iota(du, static_cast<uint32_t>(col));
  hn::StoreU(hn::Compress(v, keep), d, values);
  hn::StoreU(hn::Compress(at, hn::RebindMask(du, keep)), du, columns);
  return hn::CountTrue(d, keep);
}

)";

constexpr char kSelection[] = R"(#ifdef HWY_COMPILE_ONLY_STATIC
const char* ChosenTarget() { return hwy::TargetName(HWY_STATIC_TARGET); }
const char* CompiledTargets() { return ChosenTarget(); }
bool SelectTarget(const char* name) {
  return std::strcmp(name, ChosenTarget()) == 0;
}
#else
// The targets that were compiled in and that this processor has. All of this
// program is compiled for the static one, so the processor has it, even where
// Highway asks for more: ARM processors without AES have NEON.
int64_t UsableTargets() {
  return (hwy::SupportedTargets() | HWY_STATIC_TARGET) & HWY_TARGETS;
}

int64_t BestTarget() {
  const int64_t usable = UsableTargets();
  return usable & -usable;
}

const char* ChosenTarget() { return hwy::TargetName(BestTarget()); }

const char* CompiledTargets() {
  static const std::string names = [] {
    std::string list;
    for (int64_t rest = HWY_TARGETS; rest != 0; rest &= rest - 1) {
      if (!list.empty()) list += ' ';
      list += hwy::TargetName(rest & -rest);
    }
    return list;
  }();
  return names.c_str();
}

// Not thread-safe: call it before the first step.
bool SelectTarget(const char* name) {
  hwy::SetSupportedTargetsForTest(0);  // forget an earlier choice
  for (int64_t rest = UsableTargets(); rest != 0; rest &= rest - 1) {
    const int64_t target = rest & -rest;
    if (std::strcmp(name, hwy::TargetName(target)) != 0) continue;
    hwy::SetSupportedTargetsForTest(target);
    hwy::GetChosenTarget().Update(target);
    return true;
  }
  return false;
}
#endif  // HWY_COMPILE_ONLY_STATIC

)";

}  // namespace

void EmitIncludes(CodeWriter& writer, llvm::StringRef model) {
  writer.Line("#include \"" + model + ".h\"");
  writer.Line();
  for (llvm::StringRef header :
       {"algorithm", "bit", "cmath", "cstdint", "cstring", "limits", "string"})
    writer.Line("#include <" + header + ">");
  writer.Line();
  EmitRuntimeIncludes(writer);
  writer.Line();
  writer.Line("#undef HWY_TARGET_INCLUDE");
  writer.Line("#define HWY_TARGET_INCLUDE \"" + model + ".cc\"");
  writer.Line("#include \"hwy/foreach_target.h\"  // IWYU pragma: keep");
  writer.Line("// foreach_target.h comes first.");
  writer.Line("#include \"hwy/cache_control.h\"");
  writer.Line("#include \"hwy/contrib/math/math-inl.h\"");
  writer.Line("#include \"hwy/highway.h\"");
}

void EmitSharedPrelude(CodeWriter& writer, llvm::StringRef model,
                       const PreludeParts& parts) {
  const std::string guard = model.upper() + "_ONCE_";
  writer.Comment(
      "This file includes itself once for each SIMD target; what "
      "follows is needed once.");
  writer.Line("#ifndef " + guard);
  writer.Line("#define " + guard);
  writer.Line("namespace " + model + " {");
  writer.Append(kShared);
  if (parts.nonzeros) writer.Append(kNonzeros);
  if (parts.pairs_of_nonzeros) writer.Append(kTransposeToPairs);
  writer.Line();
  writer.Line("}  // namespace " + model);
  writer.Line("#endif  // " + guard);
  writer.Line();
  writer.Comment(
      "Vector registers of the target, which decide the size of "
      "register tiles.");
  writer.Line("#undef SINTER_REGISTERS");
  writer.Line(
      "#if HWY_TARGET == HWY_AVX3 || HWY_TARGET == HWY_AVX3_DL || "
      "HWY_ARCH_ARM_A64");
  writer.Line("#define SINTER_REGISTERS 32");
  writer.Line("#else");
  writer.Line("#define SINTER_REGISTERS 16");
  writer.Line("#endif");
  writer.Line();
}

void EmitTargetPrelude(CodeWriter& writer, const PreludeParts& parts) {
  writer.Append(kTarget);
  if (parts.sum_trees) writer.Append(kSumTrees);
  if (parts.exact_sums) writer.Append(kExactSums);
  if (parts.nonzeros) writer.Append(kAppendNonzeros);
  if (parts.pairs_of_bytes) writer.Append(kTransposeBytes);
  if (parts.transpose) writer.Append(kTransposeBlock);
}

void EmitTargetSelection(CodeWriter& writer) { writer.Append(kSelection); }

}  // namespace sinter
