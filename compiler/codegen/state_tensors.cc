// The state block's tensors, read from the training functions.
#include "compiler/codegen/names.h"
#include "compiler/codegen/program.h"
#include "compiler/ir/nn_dialect.h"
#include "compiler/ir/nn_roles.h"
#include "llvm/ADT/StringMap.h"

namespace sinter {
namespace {

using mlir::func::FuncOp;

// How each tensor begins, by name, from @initialize's results.
llvm::StringMap<nn::InitializeOp> CollectInitializers(mlir::ModuleOp module) {
  llvm::StringMap<nn::InitializeOp> initializers;
  auto function = module.lookupSymbol<FuncOp>(nn::kInitialize);
  mlir::Operation* terminator = function.getBody().front().getTerminator();
  for (auto [i, value] : llvm::enumerate(terminator->getOperands()))
    initializers[nn::GetResultName(function, i)] =
        value.getDefiningOp<nn::InitializeOp>();
  return initializers;
}

}  // namespace

std::vector<StateTensor> ListStateTensors(mlir::ModuleOp module) {
  const auto initializers = CollectInitializers(module);
  auto train = module.lookupSymbol<FuncOp>(nn::kTrainStep);
  std::vector<StateTensor> tensors;
  UniqueNames constants;  // "dense_1" and "dense1" have one camel case
  for (unsigned i = 0; i < train.getNumArguments(); ++i) {
    const auto role = nn::GetArgumentRole(train, i);
    if (!nn::IsKept(role)) continue;
    StateTensor tensor;
    tensor.name = nn::GetArgumentName(train, i).str();
    tensor.constant = constants.Take("k" + ToCamelCase(tensor.name));
    tensor.is_slot = role == nn::Role::kSlot;
    nn::InitializeOp initializer = initializers.lookup(tensor.name);
    tensor.initializer = nn::stringifyInitializerKind(initializer.getKind());
    tensor.fan_in = initializer.getFanIn();
    tensor.fan_out = initializer.getFanOut();
    // @train_step sees it in another shape: its layer's, or a matrix.
    const auto type = mlir::cast<mlir::RankedTensorType>(initializer.getType());
    tensor.shape = type.getShape().vec();
    const auto seen =
        mlir::cast<mlir::RankedTensorType>(train.getArgumentTypes()[i]);
    tensor.cols = seen.getDimSize(seen.getRank() - 1);
    tensor.rows = type.getNumElements() / tensor.cols;
    tensors.push_back(tensor);
  }
  return tensors;
}

llvm::StringMap<std::string> NameStateConstants(mlir::ModuleOp module) {
  llvm::StringMap<std::string> constants;
  for (const StateTensor& tensor : ListStateTensors(module))
    constants[tensor.name] = tensor.constant;
  return constants;
}

}  // namespace sinter
