#include "compiler/ir/loop_nest_interface.h"

#include "compiler/ir/kernel_dialect.h"

#include "compiler/ir/loop_nest_interface.cc.inc"

namespace sinter::kernel {

int64_t CountPlainTasks(MatrixShape domain, Split split) {
  return split == Split::kColumns
             ? (domain.cols + kColumnBlock - 1) / kColumnBlock
             : domain.rows;
}

int64_t FindChannels(LoopNest nest) {
  const MatrixShape domain = nest.getDomain();
  for (mlir::Value input : GetBodyInputs(nest)) {
    auto tensor = mlir::dyn_cast<mlir::RankedTensorType>(input.getType());
    if (tensor &&
        ClassifyAccess(tensor, domain.rows, domain.cols) == Access::kChannel)
      return tensor.getDimSize(0);
  }
  return domain.cols;
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
