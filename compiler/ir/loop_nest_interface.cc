#include "compiler/ir/loop_nest_interface.h"

#include "compiler/ir/loop_nest_interface.cc.inc"

namespace sinter::kernel {

int64_t CountPlainTasks(MatrixShape domain, Split split) {
  return split == Split::kColumns
             ? (domain.cols + kColumnBlock - 1) / kColumnBlock
             : domain.rows;
}

mlir::OperandRange GetBodyInputs(LoopNest nest) {
  return nest.getBodyInputsMutable();
}

mlir::BlockArgument GetInputArgument(LoopNest nest, unsigned index) {
  mlir::Region& body = *nest.getNestBody();
  const unsigned leading = body.getNumArguments() - GetBodyInputs(nest).size();
  return body.getArgument(leading + index);
}

}  // namespace sinter::kernel
