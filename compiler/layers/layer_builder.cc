#include "compiler/layers/layer_builder.h"

#include <cassert>

namespace sinter {

mlir::Value LayerBuilder::input() const {
  assert(arguments_.inputs.size() == 1 && "the layer takes one input");
  return arguments_.inputs.front();
}

mlir::Value LayerBuilder::variable(std::string_view name) const {
  const mlir::Value value = arguments_.variables.lookup(name);
  assert(value && "the layer has a variable of this name");
  return value;
}

mlir::RankedTensorType LayerBuilder::output_type() {
  llvm::SmallVector<int64_t> shape = {arguments_.batch};
  llvm::append_range(shape, arguments_.output_shape);
  return mlir::RankedTensorType::get(shape, ops_.getF32Type());
}

}  // namespace sinter
