#include "compiler/codegen/names.h"

#include "compiler/ir/kernel_dialect.h"
#include "compiler/ir/provenance.h"
#include "llvm/ADT/StringExtras.h"

namespace sinter {

std::string ToCamelCase(llvm::StringRef snake) {
  std::string camel;
  bool upper = true;
  for (char c : snake) {
    if (c == '_' || c == '.') {
      upper = true;
      continue;
    }
    camel += upper ? llvm::toUpper(c) : c;
    upper = false;
  }
  return camel;
}

std::string ToIdentifier(llvm::StringRef tensor_name) {
  std::string name = tensor_name.str();
  for (char& c : name)
    if (c == '.') c = '_';
  return name;
}

std::string GetKernelName(mlir::Operation* nest) {
  std::string name = ToCamelCase(GetLayerName(nest->getLoc()));
  name += mlir::cast<kernel::LoopNest>(nest).getRole();
  std::string ops;
  for (llvm::StringRef op : GetOps(nest))
    ops += ToCamelCase(op.split(' ').first);
  if (ops.empty()) return name.empty() ? "Kernel" : name;
  return name.empty() ? ops : name + "_" + ops;
}

std::string UniqueNames::Take(llvm::StringRef name) {
  const unsigned count = ++taken_[name];
  if (count == 1) return name.str();
  return Take((name + "_" + llvm::Twine(count)).str());
}

}  // namespace sinter
