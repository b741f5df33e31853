#include "compiler/ir/nn_roles.h"

#include <array>
#include <utility>

#include "mlir/IR/Builders.h"

namespace sinter::nn {
namespace {

using mlir::func::FuncOp;

constexpr std::array<std::pair<Role, llvm::StringLiteral>, 14> kRoles = {{
    {Role::kX, "x"},
    {Role::kY, "y"},
    {Role::kSamples, "samples"},
    {Role::kLearningRate, "learning_rate"},
    {Role::kIteration, "iteration"},
    {Role::kSeed, "seed"},
    {Role::kParameter, "parameter"},
    {Role::kState, "state"},
    {Role::kSlot, "slot"},
    {Role::kLoss, "loss"},
    {Role::kMetric, "metric"},
    {Role::kOutput, "output"},
    {Role::kPenalty, "penalty"},
    {Role::kGradient, "gradient"},
}};

std::optional<Role> ToRole(mlir::StringAttr text) {
  return text ? ParseRole(text) : std::nullopt;
}

llvm::StringRef ToName(mlir::StringAttr text) {
  return text ? text.getValue() : llvm::StringRef();
}

}  // namespace

llvm::StringRef ToString(Role role) {
  for (const auto& [known, text] : kRoles) {
    if (known == role) return text;
  }
  llvm_unreachable("role without a text");
}

std::optional<Role> ParseRole(llvm::StringRef text) {
  for (const auto& [role, known] : kRoles) {
    if (known == text) return role;
  }
  return std::nullopt;
}

bool IsKept(std::optional<Role> role) {
  return role == Role::kParameter || role == Role::kState ||
         role == Role::kSlot;
}

std::optional<Role> GetArgumentRole(FuncOp function, unsigned index) {
  return ToRole(
      function.getArgAttrOfType<mlir::StringAttr>(index, kRoleAttribute));
}

std::optional<Role> GetResultRole(FuncOp function, unsigned index) {
  return ToRole(
      function.getResultAttrOfType<mlir::StringAttr>(index, kRoleAttribute));
}

llvm::StringRef GetArgumentName(FuncOp function, unsigned index) {
  return ToName(
      function.getArgAttrOfType<mlir::StringAttr>(index, kNameAttribute));
}

llvm::StringRef GetResultName(FuncOp function, unsigned index) {
  return ToName(
      function.getResultAttrOfType<mlir::StringAttr>(index, kNameAttribute));
}

llvm::SmallVector<unsigned> FindArguments(FuncOp function, Role role) {
  llvm::SmallVector<unsigned> found;
  for (unsigned i = 0; i < function.getNumArguments(); ++i) {
    if (GetArgumentRole(function, i) == role) found.push_back(i);
  }
  return found;
}

llvm::SmallVector<unsigned> FindResults(FuncOp function, Role role) {
  llvm::SmallVector<unsigned> found;
  for (unsigned i = 0; i < function.getNumResults(); ++i) {
    if (GetResultRole(function, i) == role) found.push_back(i);
  }
  return found;
}

mlir::BlockArgument FindArgument(FuncOp function, Role role) {
  const llvm::SmallVector<unsigned> found = FindArguments(function, role);
  if (found.empty()) return {};
  return function.getArgument(found.front());
}

mlir::BlockArgument FindArgument(FuncOp function, llvm::StringRef name) {
  for (unsigned i = 0; i < function.getNumArguments(); ++i)
    if (GetArgumentName(function, i) == name) return function.getArgument(i);
  return {};
}

bool IsData(mlir::Value value) {
  const auto argument = llvm::dyn_cast<mlir::BlockArgument>(value);
  if (!argument) return false;
  auto function = llvm::dyn_cast<FuncOp>(argument.getOwner()->getParentOp());
  if (!function) return false;
  const auto role = GetArgumentRole(function, argument.getArgNumber());
  return role == Role::kX || role == Role::kY;
}

bool IsLabels(mlir::Value value) {
  const auto type = llvm::dyn_cast<mlir::RankedTensorType>(value.getType());
  return IsData(value) && type.getRank() == 1;
}

mlir::DictionaryAttr MakeRoleAttributes(mlir::MLIRContext* context, Role role,
                                        llvm::StringRef name) {
  mlir::Builder builder(context);
  llvm::SmallVector<mlir::NamedAttribute> attributes;
  attributes.push_back(builder.getNamedAttr(
      kRoleAttribute, builder.getStringAttr(ToString(role))));
  if (!name.empty()) {
    attributes.push_back(
        builder.getNamedAttr(kNameAttribute, builder.getStringAttr(name)));
  }
  return builder.getDictionaryAttr(attributes);
}

}  // namespace sinter::nn
