// How a loop nest is cut into tasks, and so what each worker's cache holds.
#ifndef SINTER_COMPILER_PLANNING_CHOOSE_SPLIT_H_
#define SINTER_COMPILER_PLANNING_CHOOSE_SPLIT_H_

#include "compiler/planning/plan.h"

namespace sinter {

// Looks at the nest, its function and what reads its results; not at the
// splits of others, so the order of calls does not matter.
Split ChooseSplit(kernel::LoopNest nest);

// Weights that another worker has updated come from its cache: cut by rows of
// the batch, each worker reads all of them. Cut by columns it reads and updates
// its own; instead lhs and the results come from the others. Whether that is
// less.
bool MovesLessByColumns(kernel::ContractOp contract);

// Whether a nest that is cut into columns reads of this operand only the
// columns of its task, and the operand has as many columns as the nest.
bool ReadsOwnColumns(mlir::OpOperand& operand);

}  // namespace sinter

#endif  // SINTER_COMPILER_PLANNING_CHOOSE_SPLIT_H_
