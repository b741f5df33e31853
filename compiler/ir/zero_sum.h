// What becomes of the body of a nest where its accumulator is zero.
//
// A product of a sample that is mostly zero has many sums of nothing but zeros.
// Where such a sum is a gradient, an update has less to do: RMSprop's weight
// stays as it is, and nothing is divided.
#ifndef SINTER_COMPILER_IR_ZERO_SUM_H_
#define SINTER_COMPILER_IR_ZERO_SUM_H_

#include "compiler/ir/loop_nest_interface.h"
#include "mlir/IR/Region.h"

namespace sinter::kernel {

// Fills the empty `region` with the body of `nest`, whose accumulator is +0,
// without what that makes superfluous; its block has the same arguments. The
// results are the same, bit for bit, if the other operands are finite and none
// of the factors of a zero is negative: learning rates are not. What stands
// under a root is taken for a mean of squares, not negative.
void CloneAtZeroSum(LoopNest nest, mlir::Region& region);

// The body results of `nest` whose value in `region` is what they overwrite:
// tensors of the function's arguments, returned under the same name.
llvm::SmallVector<mlir::Value> FindUntouched(LoopNest nest,
                                             mlir::Region& region);

// Whether the region has divisions.
bool Divides(mlir::Region& region);

}  // namespace sinter::kernel

#endif  // SINTER_COMPILER_IR_ZERO_SUM_H_
