#include "compiler/training/step_function.h"

namespace sinter {

using llvm::SmallVector;
using mlir::func::FuncOp;
using mlir::func::ReturnOp;

mlir::FailureOr<FuncOp> FindFunction(mlir::ModuleOp module,
                                     llvm::StringRef name) {
  auto function = module.lookupSymbol<FuncOp>(name);
  if (function && function.getBody().hasOneBlock()) return function;
  return module.emitError() << "has no function @" << name << " of one block";
}

ReturnOp GetReturn(FuncOp function) {
  return llvm::cast<ReturnOp>(function.getBody().front().getTerminator());
}

mlir::BlockArgument InsertArgument(FuncOp function, unsigned index,
                                   mlir::Type type, mlir::Location location,
                                   nn::Role role, llvm::StringRef name) {
  function.insertArgument(
      index, type, nn::MakeRoleAttributes(function->getContext(), role, name),
      location);
  return function.getArgument(index);
}

void SetResults(FuncOp function, llvm::ArrayRef<StepResult> results) {
  SmallVector<mlir::Value> values;
  SmallVector<mlir::Type> types;
  SmallVector<mlir::DictionaryAttr> attributes;
  for (const StepResult& result : results) {
    values.push_back(result.value);
    types.push_back(result.value.getType());
    mlir::NamedAttrList marks(nn::MakeRoleAttributes(function->getContext(),
                                                     result.role, result.name));
    if (result.training) marks.append(nn::kCompileAttribute, result.training);
    attributes.push_back(marks.getDictionary(function->getContext()));
  }
  GetReturn(function)->setOperands(values);
  function.setType(mlir::FunctionType::get(function->getContext(),
                                           function.getArgumentTypes(), types));
  function.setAllResultAttrs(attributes);
}

SmallVector<StepResult> GetResults(FuncOp function) {
  SmallVector<StepResult> results;
  for (const auto& [i, value] :
       llvm::enumerate(GetReturn(function).getOperands())) {
    const std::optional<nn::Role> role = nn::GetResultRole(function, i);
    if (!role) continue;
    results.push_back({value, *role, nn::GetResultName(function, i)});
  }
  return results;
}

}  // namespace sinter
