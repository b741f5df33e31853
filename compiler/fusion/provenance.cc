#include "compiler/fusion/provenance.h"

#include "llvm/ADT/StringExtras.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/Location.h"

namespace sinter {
namespace {

using mlir::Operation;
using mlir::StringAttr;

llvm::SmallVector<mlir::Attribute> GetOps(Operation* kernel) {
  auto ops = kernel->getAttrOfType<mlir::ArrayAttr>(kOpsAttribute);
  return ops ? llvm::to_vector(ops.getValue())
             : llvm::SmallVector<mlir::Attribute>();
}

// The computations' names without the passes that moved them; the kernel op's
// own name where none are recorded.
llvm::SmallVector<llvm::StringRef> GetNames(Operation* kernel) {
  llvm::SmallVector<llvm::StringRef> names;
  for (mlir::Attribute op : GetOps(kernel))
    names.push_back(mlir::cast<StringAttr>(op).getValue().split(' ').first);
  if (names.empty()) names.push_back(kernel->getName().stripDialect());
  return names;
}

}  // namespace

void SetOps(Operation* kernel, llvm::StringRef name) {
  kernel->setAttr(kOpsAttribute,
                  mlir::Builder(kernel->getContext()).getStrArrayAttr(name));
}

void AppendOps(Operation* kernel, Operation* fused, llvm::StringRef pass) {
  mlir::Builder builder(kernel->getContext());
  llvm::SmallVector<mlir::Attribute> ops = GetOps(kernel);
  for (mlir::Attribute op : GetOps(fused)) {
    const llvm::StringRef name = mlir::cast<StringAttr>(op).getValue();
    ops.push_back(name.contains(' ')
                      ? op
                      : builder.getStringAttr(name + " (" + pass + ")"));
  }
  if (!ops.empty()) kernel->setAttr(kOpsAttribute, builder.getArrayAttr(ops));
  if (IsUpdate(fused)) MarkUpdate(kernel);
}

mlir::Value NameScalar(mlir::Value scalar, llvm::StringRef name) {
  if (mlir::Operation* op = scalar.getDefiningOp())
    op->setAttr("kernel.name", mlir::StringAttr::get(op->getContext(), name));
  return scalar;
}

void MarkUpdate(Operation* kernel) {
  kernel->setAttr(kKernelRoleAttribute,
                  StringAttr::get(kernel->getContext(), kUpdateRole));
}

bool IsUpdate(Operation* kernel) {
  auto role = kernel->getAttrOfType<StringAttr>(kKernelRoleAttribute);
  return role && role.getValue() == kUpdateRole;
}

std::string DescribeOps(Operation* kernel) {
  return llvm::join(GetNames(kernel), " + ");
}

std::string DescribeKernel(Operation* kernel) {
  const std::string name = GetNames(kernel).front().str();
  auto layer = kernel->getLoc()->findInstanceOf<mlir::NameLoc>();
  return layer ? name + " (" + layer.getName().str() + ")" : name;
}

}  // namespace sinter
