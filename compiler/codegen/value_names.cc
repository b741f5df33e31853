#include "compiler/codegen/value_names.h"

#include "compiler/codegen/names.h"
#include "compiler/ir/provenance.h"
#include "compiler/planning/plan.h"
#include "llvm/ADT/StringExtras.h"

namespace sinter {
namespace {

using mlir::func::FuncOp;

class TensorNamer {
 public:
  explicit TensorNamer(FuncOp function) : function_(function) {}

  llvm::DenseMap<mlir::Value, std::string> Run() {
    for (mlir::BlockArgument argument : function_.getArguments())
      NameArgument(argument);
    NameResults();
    for (mlir::Operation* nest : GetNests(function_))
      for (mlir::OpResult result : nest->getResults())
        if (!names_.contains(result))
          names_[result] = unique_.Take(IntermediateName(result));
    return std::move(names_);
  }

 private:
  void NameArgument(mlir::BlockArgument argument) {
    const unsigned index = argument.getArgNumber();
    const llvm::StringRef name = nn::GetArgumentName(function_, index);
    names_[argument] = unique_.Take(
        name.empty() ? nn::ToString(*nn::GetArgumentRole(function_, index))
                     : llvm::StringRef(ToIdentifier(name)));
    if (!name.empty()) state_[name] = names_[argument];
  }

  void NameResults() {
    mlir::Operation* terminator = function_.getBody().front().getTerminator();
    for (auto [i, value] : llvm::enumerate(terminator->getOperands())) {
      if (names_.contains(value)) continue;
      const llvm::StringRef name = nn::GetResultName(function_, i);
      const nn::Role role = *nn::GetResultRole(function_, i);
      if (nn::IsKept(role))
        names_[value] = state_.lookup(name);
      else
        names_[value] =
            unique_.Take(role == nn::Role::kMetric ? (name + "_sum").str()
                                                   : nn::ToString(role).str());
    }
  }

  static std::string IntermediateName(mlir::OpResult result) {
    mlir::Operation* nest = result.getOwner();
    std::string name = GetLayerName(nest->getLoc()).str();
    const llvm::StringRef role =
        mlir::cast<kernel::LoopNest>(nest).getResultRole(result);
    if (!role.empty()) return name + "_" + role.str();
    if (const llvm::StringRef value = GetValueName(result); !value.empty())
      return value.str();
    return name.empty() ? "intermediate" : name;
  }

  FuncOp function_;
  UniqueNames unique_;
  llvm::StringMap<std::string> state_;  // by the tensor's name
  llvm::DenseMap<mlir::Value, std::string> names_;
};

}  // namespace

llvm::DenseMap<mlir::Value, std::string> NameTensors(FuncOp function) {
  return TensorNamer(function).Run();
}

}  // namespace sinter
