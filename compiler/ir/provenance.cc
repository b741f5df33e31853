#include "compiler/ir/provenance.h"

#include "llvm/ADT/StringExtras.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/Location.h"

namespace sinter {
namespace {

using mlir::Operation;
using mlir::StringAttr;

constexpr llvm::StringLiteral kOps = "kernel.ops";
constexpr llvm::StringLiteral kPrologueOps = "kernel.prologue_ops";
constexpr llvm::StringLiteral kName = "kernel.name";
constexpr llvm::StringLiteral kValues = "kernel.values";
constexpr llvm::StringLiteral kRole = "kernel.role";
constexpr llvm::StringLiteral kUpdateRole = "update";

void SetNames(Operation* kernel, llvm::StringRef attribute,
              llvm::ArrayRef<llvm::StringRef> names) {
  kernel->setAttr(attribute,
                  mlir::Builder(kernel->getContext()).getStrArrayAttr(names));
}

llvm::SmallVector<llvm::StringRef> ReadNames(Operation* kernel,
                                             llvm::StringRef attribute) {
  llvm::SmallVector<llvm::StringRef> names;
  if (auto ops = kernel->getAttrOfType<mlir::ArrayAttr>(attribute))
    for (mlir::Attribute op : ops)
      names.push_back(mlir::cast<StringAttr>(op).getValue());
  return names;
}

// The computations' names; the kernel op's own where none are recorded.
llvm::SmallVector<llvm::StringRef> GetNames(Operation* kernel) {
  llvm::SmallVector<llvm::StringRef> names = GetOps(kernel);
  if (names.empty()) names.push_back(kernel->getName().stripDialect());
  return names;
}

// Without the pass that moved it.
llvm::StringRef PlainName(llvm::StringRef name) {
  return name.split(' ').first;
}

}  // namespace

void SetOps(Operation* kernel, llvm::ArrayRef<llvm::StringRef> names) {
  SetNames(kernel, kOps, names);
}

llvm::SmallVector<llvm::StringRef> GetOps(Operation* kernel) {
  return ReadNames(kernel, kOps);
}

void SetPrologueOps(Operation* kernel, llvm::ArrayRef<llvm::StringRef> names) {
  if (names.empty())
    kernel->removeAttr(kPrologueOps);
  else
    SetNames(kernel, kPrologueOps, names);
}

llvm::SmallVector<llvm::StringRef> GetPrologueOps(Operation* kernel) {
  return ReadNames(kernel, kPrologueOps);
}

void AppendOps(Operation* kernel, Operation* fused, llvm::StringRef pass) {
  llvm::SmallVector<std::string> moved;
  for (llvm::StringRef name : GetOps(fused))
    moved.push_back(name.contains(' ') ? name.str()
                                       : (name + " (" + pass + ")").str());
  llvm::SmallVector<llvm::StringRef> names = GetOps(kernel);
  names.append(moved.begin(), moved.end());
  if (!names.empty()) SetOps(kernel, names);
  if (IsUpdate(fused)) MarkUpdate(kernel);
}

mlir::Value NameScalar(mlir::Value scalar, llvm::StringRef name) {
  if (mlir::Operation* op = scalar.getDefiningOp())
    op->setAttr(kName, StringAttr::get(op->getContext(), name));
  return scalar;
}

llvm::StringRef GetScalarName(Operation* op) {
  auto name = op->getAttrOfType<StringAttr>(kName);
  return name ? name.getValue() : llvm::StringRef();
}

void NameValues(Operation* kernel, llvm::ArrayRef<llvm::StringRef> ops) {
  const llvm::StringRef layer = GetLayerName(kernel->getLoc());
  const auto names = llvm::map_to_vector(ops, [&](llvm::StringRef op) {
    if (layer.empty() || layer == op) return op.str();
    return (layer + "_" + op).str();
  });
  SetNames(kernel, kValues,
           llvm::SmallVector<llvm::StringRef>(names.begin(), names.end()));
}

llvm::StringRef GetValueName(mlir::OpResult result) {
  const auto names = ReadNames(result.getOwner(), kValues);
  const unsigned index = result.getResultNumber();
  return index < names.size() ? names[index] : llvm::StringRef();
}

void CopyValueNames(Operation* kernel, mlir::ValueRange from) {
  const auto names = llvm::map_to_vector(from, [](mlir::Value value) {
    return GetValueName(mlir::cast<mlir::OpResult>(value));
  });
  SetNames(kernel, kValues, names);
}

void MarkUpdate(Operation* kernel) {
  kernel->setAttr(kRole, StringAttr::get(kernel->getContext(), kUpdateRole));
}

bool IsUpdate(Operation* kernel) {
  auto role = kernel->getAttrOfType<StringAttr>(kRole);
  return role && role.getValue() == kUpdateRole;
}

std::string DescribeNames(llvm::ArrayRef<llvm::StringRef> names) {
  return llvm::join(llvm::map_range(names, PlainName), " + ");
}

llvm::StringRef GetLayerName(mlir::Location location) {
  auto name = location->findInstanceOf<mlir::NameLoc>();
  return name ? name.getName().getValue() : llvm::StringRef();
}

std::string DescribeOps(Operation* kernel) {
  return DescribeNames(GetNames(kernel));
}

std::string DescribeKernel(Operation* kernel) {
  const std::string name = PlainName(GetNames(kernel).front()).str();
  const llvm::StringRef layer = GetLayerName(kernel->getLoc());
  return layer.empty() ? name : name + " (" + layer.str() + ")";
}

}  // namespace sinter
