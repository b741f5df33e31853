// What the ops of the kernel dialect have in common (loop_nest_interface.td).
#ifndef SINTER_COMPILER_IR_LOOP_NEST_INTERFACE_H_
#define SINTER_COMPILER_IR_LOOP_NEST_INTERFACE_H_

#include <cstdint>
#include <optional>

#include "mlir/IR/OpDefinition.h"

namespace sinter {

// How the tasks of a loop nest are cut.
//   kBatch    tiles of the batch's rows. The same cut for every nest of a
//             function, so a worker that reads rows which a nest of the same
//             phase wrote reads only its own.
//   kRows     tiles of the nest's own rows.
//   kColumns  blocks of kColumnBlock columns. The same cut for every nest with
//             as many columns, so each worker has the same ones in all of them.
enum class Split { kBatch, kRows, kColumns };

// Columns of a block under Split::kColumns, and of a panel of a matrix that a
// contraction streams as its rhs: two 512-bit vectors. Two because the AVX-512
// tile (14 rows x 2 vectors) then loads 16 values for 28 multiply-adds, under
// the two loads per cycle that feed two FMA units. Panels of three vectors have
// not been measured.
inline constexpr int64_t kColumnBlock = 32;

namespace kernel {

// A tensor seen as a matrix: a vector is one row.
struct MatrixShape {
  int64_t rows;
  int64_t cols;
};
MatrixShape GetMatrixShape(mlir::Type type);

// Rows, or blocks of kColumnBlock columns.
int64_t CountPlainTasks(MatrixShape domain, Split split);

class LoopNestOpInterface;

// The length of the vectors that the nest's body sees, if they are shorter than
// the domain's rows; else the domain's columns.
int64_t FindChannels(LoopNestOpInterface nest);

}  // namespace kernel
}  // namespace sinter

#include "compiler/ir/loop_nest_interface.h.inc"

namespace sinter::kernel {

using LoopNest = LoopNestOpInterface;

// The nest's data operands that its body sees, in the order of the body's last
// arguments.
mlir::OperandRange GetBodyInputs(LoopNest nest);

// What the body sees of its input `index`.
mlir::BlockArgument GetInputArgument(LoopNest nest, unsigned index);

}  // namespace sinter::kernel

#endif  // SINTER_COMPILER_IR_LOOP_NEST_INTERFACE_H_
