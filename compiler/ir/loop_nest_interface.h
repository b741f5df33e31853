// What the ops of the kernel dialect have in common (loop_nest_interface.td).
#ifndef SINTER_COMPILER_IR_LOOP_NEST_INTERFACE_H_
#define SINTER_COMPILER_IR_LOOP_NEST_INTERFACE_H_

#include <cstdint>

#include "mlir/IR/OpDefinition.h"

namespace sinter {

// How the tasks of a loop nest are cut.
//   kBatch    tiles of the batch's rows. The same cut for every nest of a
//             function, so a worker that reads rows which a nest of the same
//             phase wrote reads only its own.
//   kRows     tiles of the nest's own rows.
//   kColumns  blocks of kColumnBlock columns (planning/plan.h). The same cut
//             for every nest with as many columns, so each worker has the same
//             ones in all of them.
enum class Split { kBatch, kRows, kColumns };

namespace kernel {

// A tensor seen as a matrix: a vector is one row.
struct MatrixShape {
  int64_t rows;
  int64_t cols;
};
MatrixShape GetMatrixShape(mlir::Type type);

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
