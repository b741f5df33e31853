#include "compiler/codegen/sum_tree.h"

#include "compiler/ir/layout.h"
#include "compiler/planning/plan.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MathExtras.h"

namespace sinter {
namespace {

// Sums of a level, as in sums-inl.h. Seven blocks of a sum over 784 pixels are
// fewer: the oracle's trajectories rest on their chain.
constexpr int64_t kFanIn = 16;

}  // namespace

SumTree::SumTree(int64_t terms, int64_t depth) : levels_(1) {
  for (int64_t sums = llvm::divideCeil(terms, depth); sums > kFanIn;
       sums = llvm::divideCeil(sums, kFanIn))
    ++levels_;
}

void SumTree::EmitSums(CodeWriter& writer, int64_t vectors,
                       const std::string& sums) const {
  writer.Line("HWY_ALIGN float " + sums + "[" +
              llvm::itostr(levels_ * vectors * kLaneMultiple) + "] = {};");
}

void SumTree::EmitCarry(CodeWriter& writer, int64_t vectors,
                        const std::string& blocks,
                        const std::string& sums) const {
  if (levels_ == 1) return;
  writer.Line("CarrySums(" + llvm::itostr(levels_) + ", " +
              llvm::itostr(vectors) + ", " + blocks + ", " + sums + ");");
}

void SumTree::EmitFinish(CodeWriter& writer, int64_t vectors,
                         const std::string& sums) const {
  if (levels_ == 1) return;
  writer.Line("FinishSums(" + llvm::itostr(levels_) + ", " +
              llvm::itostr(vectors) + ", " + sums + ");");
}

std::optional<SumTree> TreeOfRow(int64_t cols) {
  if (cols <= kVectorsOfBlock * kLaneMultiple) return std::nullopt;
  return SumTree(cols, kVectorsOfBlock);  // with one lane
}

}  // namespace sinter
