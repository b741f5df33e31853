// The dialect itself: registration, and the rules of its discardable
// attributes.
#include "compiler/ir/nn_dialect.h"

#include <array>

#include "compiler/ir/nn_roles.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/TypeSwitch.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/DialectImplementation.h"
#include "mlir/Interfaces/FunctionInterfaces.h"

// clang-format off: the generated parts depend on each other in this order.
#include "compiler/ir/nn_dialect.cc.inc"
#include "compiler/ir/nn_enums.cc.inc"
#define GET_ATTRDEF_CLASSES
#include "compiler/ir/nn_attributes.cc.inc"
#include "compiler/ir/nn_interfaces.cc.inc"
// clang-format on

namespace sinter::nn {
namespace {

using llvm::failure;
using llvm::LogicalResult;
using llvm::success;
using mlir::NamedAttribute;
using mlir::Operation;

constexpr std::array kArgumentRoles = {
    Role::kX,         Role::kY,    Role::kSamples,   Role::kLearningRate,
    Role::kIteration, Role::kSeed, Role::kParameter, Role::kState,
    Role::kSlot};
constexpr std::array kResultRoles = {
    Role::kParameter, Role::kState,  Role::kSlot,    Role::kLoss,
    Role::kMetric,    Role::kOutput, Role::kPenalty, Role::kGradient};

bool HasName(Role role) {
  return IsKept(role) || role == Role::kGradient || role == Role::kMetric;
}

bool FitsType(Role role, mlir::Type type) {
  const auto tensor = llvm::dyn_cast<mlir::RankedTensorType>(type);
  switch (role) {
    case Role::kSamples:
    case Role::kSeed:
      return type.isSignlessInteger(32);
    case Role::kIteration:
      return type.isSignlessInteger(64);
    case Role::kLearningRate:
      return type.isF32();
    case Role::kY:
      return tensor &&
             (tensor.getRank() == 1
                  ? tensor.getElementType().isUnsignedInteger(8)
                  : tensor.getRank() == 2 && tensor.getElementType().isF32());
    default:
      return tensor && tensor.hasStaticShape();
  }
}

// `place` is "an argument" or "a result".
LogicalResult VerifyRole(Operation* op, llvm::ArrayRef<Role> allowed,
                         llvm::StringRef place, mlir::Type type,
                         NamedAttribute attribute) {
  const auto text = llvm::dyn_cast<mlir::StringAttr>(attribute.getValue());
  const std::optional<Role> role = text ? ParseRole(text) : std::nullopt;
  if (!role || !llvm::is_contained(allowed, *role)) {
    return op->emitOpError()
           << attribute.getValue() << " is not an nn.role of " << place;
  }
  if (!FitsType(*role, type)) {
    return op->emitOpError() << place << " of nn.role " << attribute.getValue()
                             << " cannot be of type " << type;
  }
  return success();
}

LogicalResult VerifyName(Operation* op, NamedAttribute attribute,
                         std::optional<Role> role) {
  const auto text = llvm::dyn_cast<mlir::StringAttr>(attribute.getValue());
  if (!text || text.empty()) {
    return op->emitOpError("nn.name must be a string that is not empty");
  }
  if (!role || !HasName(*role)) {
    return op->emitOpError()
           << "nn.name " << text << " stands beside no nn.role that has a name";
  }
  return success();
}

std::optional<Role> RoleIn(mlir::DictionaryAttr attributes) {
  const auto text = attributes.getAs<mlir::StringAttr>(kRoleAttribute);
  return text ? ParseRole(text) : std::nullopt;
}

}  // namespace

void NnDialect::initialize() {
  addOperations<
#define GET_OP_LIST
#include "compiler/ir/nn_ops.cc.inc"
      >();
  addAttributes<
#define GET_ATTRDEF_LIST
#include "compiler/ir/nn_attributes.cc.inc"
      >();
}

LogicalResult NnDialect::verifyOperationAttribute(Operation* op,
                                                  NamedAttribute attribute) {
  if (!llvm::isa<mlir::ModuleOp>(op)) {
    return op->emitOpError() << "cannot carry " << attribute.getName();
  }
  if (attribute.getName() == kModelAttribute) {
    const auto name = llvm::dyn_cast<mlir::StringAttr>(attribute.getValue());
    if (name && !name.empty()) return success();
    return op->emitOpError("nn.model must be a string that is not empty");
  }
  return op->emitOpError() << "unknown attribute " << attribute.getName();
}

LogicalResult NnDialect::verifyRegionArgAttribute(Operation* op,
                                                  unsigned /*region*/,
                                                  unsigned index,
                                                  NamedAttribute attribute) {
  auto function = llvm::dyn_cast<mlir::FunctionOpInterface>(op);
  if (!function) return op->emitOpError("is no function and has no nn roles");
  if (attribute.getName() == kRoleAttribute) {
    return VerifyRole(op, kArgumentRoles, "an argument",
                      function.getArgumentTypes()[index], attribute);
  }
  if (attribute.getName() == kNameAttribute) {
    return VerifyName(op, attribute, RoleIn(function.getArgAttrDict(index)));
  }
  return op->emitOpError() << "unknown attribute " << attribute.getName();
}

LogicalResult NnDialect::verifyRegionResultAttribute(Operation* op,
                                                     unsigned /*region*/,
                                                     unsigned index,
                                                     NamedAttribute attribute) {
  auto function = llvm::dyn_cast<mlir::FunctionOpInterface>(op);
  if (!function) return op->emitOpError("is no function and has no nn roles");
  if (attribute.getName() == kRoleAttribute) {
    return VerifyRole(op, kResultRoles, "a result",
                      function.getResultTypes()[index], attribute);
  }
  if (attribute.getName() == kNameAttribute) {
    return VerifyName(op, attribute, RoleIn(function.getResultAttrDict(index)));
  }
  if (attribute.getName() == kCompileAttribute) {
    if (llvm::isa<mlir::DictionaryAttr>(attribute.getValue()) &&
        RoleIn(function.getResultAttrDict(index)) == Role::kOutput) {
      return success();
    }
    return op->emitOpError("nn.compile is a dictionary beside nn.role output");
  }
  return op->emitOpError() << "unknown attribute " << attribute.getName();
}

}  // namespace sinter::nn
