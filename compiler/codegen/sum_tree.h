// A sum of many blocks of terms, added up as a tree: level 0 has the sum of up
// to 16 blocks, each further level that of up to 16 sums of the level below. So
// its rounding error grows with the number of levels and not with that of the
// blocks. With up to 16 blocks it is a chain: one level.
//
// The generated code keeps such sums, vector after vector, in an array of its
// own for each level (runtime/kernels/sums-inl.h).
#ifndef SINTER_COMPILER_CODEGEN_SUM_TREE_H_
#define SINTER_COMPILER_CODEGEN_SUM_TREE_H_

#include <cstdint>
#include <optional>
#include <string>

#include "compiler/codegen/code_writer.h"
#include "compiler/ir/kernel_dialect.h"

namespace sinter {

class SumTree {
 public:
  // Of `terms` terms, `depth` to a block.
  SumTree(int64_t terms, int64_t depth);

  int64_t levels() const { return levels_; }

  // The array `sums`, all zero, for `vectors` sums side by side.
  void EmitSums(CodeWriter& writer, int64_t vectors,
                const std::string& sums = "sums") const;

  // After a block was added to level 0; `blocks` is an expression of how many
  // there are now.
  void EmitCarry(CodeWriter& writer, int64_t vectors, const std::string& blocks,
                 const std::string& sums = "sums") const;

  // After all blocks: level 0 is the whole sum.
  void EmitFinish(CodeWriter& writer, int64_t vectors,
                  const std::string& sums = "sums") const;

 private:
  int64_t levels_;
};

// Vectors of a row that are added up in one chain, and the tree of more; none
// for a row that is no longer with any target.
inline constexpr int64_t kVectorsOfBlock = 128;
std::optional<SumTree> TreeOfRow(int64_t cols);

}  // namespace sinter

#endif  // SINTER_COMPILER_CODEGEN_SUM_TREE_H_
