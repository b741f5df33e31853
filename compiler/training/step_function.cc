#include "compiler/training/step_function.h"

#include "compiler/ir/nn_dialect.h"
#include "mlir/IR/Builders.h"

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

llvm::StringRef SlotName(mlir::MLIRContext* context, llvm::StringRef parameter,
                         llvm::StringRef kind) {
  return mlir::StringAttr::get(context, parameter + "." + kind).getValue();
}

mlir::BlockArgument AppendSlotArgument(FuncOp step,
                                       mlir::BlockArgument parameter,
                                       llvm::StringRef kind) {
  const llvm::StringRef name =
      nn::GetArgumentName(step, parameter.getArgNumber());
  return InsertArgument(step, step.getNumArguments(), parameter.getType(),
                        parameter.getLoc(), nn::Role::kSlot,
                        SlotName(step.getContext(), name, kind));
}

llvm::LogicalResult AppendSlots(FuncOp initialize,
                                llvm::ArrayRef<llvm::StringRef> kinds) {
  mlir::OpBuilder builder(GetReturn(initialize));
  SmallVector<StepResult> results = GetResults(initialize);
  SmallVector<StepResult> slots;
  for (const StepResult& parameter : results) {
    if (parameter.role == nn::Role::kState || parameter.role == nn::Role::kSlot)
      continue;
    auto initial = parameter.value.getDefiningOp<nn::InitializeOp>();
    if (!initial || parameter.role != nn::Role::kParameter)
      return initialize.emitError("returns more than initialized parameters");
    for (const llvm::StringRef kind : kinds) {
      const mlir::Value zeros = builder.create<nn::InitializeOp>(
          initial.getLoc(), initial.getType(), nn::InitializerKind::kZeros,
          initial.getFanIn(), initial.getFanOut());
      slots.push_back(
          {zeros, nn::Role::kSlot,
           SlotName(initialize.getContext(), parameter.name, kind)});
    }
  }
  results.append(slots);
  SetResults(initialize, results);
  return llvm::success();
}

}  // namespace sinter
