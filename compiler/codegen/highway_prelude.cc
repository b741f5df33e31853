#include "compiler/codegen/highway_prelude.h"

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

// Same argument range and coefficients as Eigen's and XLA's float erf.
constexpr char kErf[] =
    R"(// erf(x) by a rational function of x on [-4, 4], where it reaches 1 in float32.
// Coefficients: Eigen's (generic_fast_erf), error at most a few ulp.
template <class D, class V = hn::Vec<D>>
HWY_INLINE V Erf(D d, V unbounded) {
  const V x = hn::Clamp(unbounded, hn::Set(d, -4.0f), hn::Set(d, 4.0f));
  const V x2 = hn::Mul(x, x);
  V p = hn::Set(d, -2.72614225801306e-10f);
  p = hn::MulAdd(p, x2, hn::Set(d, 2.77068142495902e-08f));
  p = hn::MulAdd(p, x2, hn::Set(d, -2.10102402082508e-06f));
  p = hn::MulAdd(p, x2, hn::Set(d, -5.69250639462346e-05f));
  p = hn::MulAdd(p, x2, hn::Set(d, -7.34990630326855e-04f));
  p = hn::MulAdd(p, x2, hn::Set(d, -2.95459980854025e-03f));
  p = hn::MulAdd(p, x2, hn::Set(d, -1.60960333262415e-02f));
  V q = hn::Set(d, -1.45660718464996e-05f);
  q = hn::MulAdd(q, x2, hn::Set(d, -2.13374055278905e-04f));
  q = hn::MulAdd(q, x2, hn::Set(d, -1.68282697438203e-03f));
  q = hn::MulAdd(q, x2, hn::Set(d, -7.37332916720468e-03f));
  q = hn::MulAdd(q, x2, hn::Set(d, -1.42647390514189e-02f));
  return hn::Div(hn::Mul(x, p), q);
}

)";

constexpr char kSelection[] = R"(#ifdef HWY_COMPILE_ONLY_STATIC
const char* ChosenTarget() { return hwy::TargetName(HWY_STATIC_TARGET); }
const char* CompiledTargets() { return ChosenTarget(); }
bool SelectTarget(const char* name) {
  return std::strcmp(name, ChosenTarget()) == 0;
}
#else
// The best target that was compiled in and that this processor has.
int64_t BestTarget() {
  const int64_t usable = hwy::SupportedTargets() & HWY_TARGETS;
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
  const int64_t usable = hwy::SupportedTargets() & HWY_TARGETS;
  for (int64_t rest = usable; rest != 0; rest &= rest - 1) {
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
       {"algorithm", "cmath", "cstdint", "cstring", "limits", "string"})
    writer.Line("#include <" + header + ">");
  writer.Line();
  writer.Line("#undef HWY_TARGET_INCLUDE");
  writer.Line("#define HWY_TARGET_INCLUDE \"" + model + ".cc\"");
  writer.Line("#include \"hwy/foreach_target.h\"  // IWYU pragma: keep");
  writer.Line("// foreach_target.h comes first.");
  writer.Line("#include \"hwy/cache_control.h\"");
  writer.Line("#include \"hwy/contrib/math/math-inl.h\"");
  writer.Line("#include \"hwy/highway.h\"");
}

void EmitSharedPrelude(CodeWriter& writer, llvm::StringRef model) {
  const std::string guard = model.upper() + "_ONCE_";
  writer.Comment(
      "This file includes itself once for each SIMD target; what "
      "follows is needed once.");
  writer.Line("#ifndef " + guard);
  writer.Line("#define " + guard);
  writer.Line("namespace " + model + " {");
  writer.Append(kShared);
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

void EmitTargetPrelude(CodeWriter& writer, bool with_erf) {
  writer.Append(kTarget);
  if (with_erf) writer.Append(kErf);
}

void EmitTargetSelection(CodeWriter& writer) { writer.Append(kSelection); }

}  // namespace sinter
