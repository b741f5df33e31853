// Names in generated code: they come from the model, counters come last.
#ifndef SINTER_COMPILER_CODEGEN_NAMES_H_
#define SINTER_COMPILER_CODEGEN_NAMES_H_

#include <string>

#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"
#include "mlir/IR/Location.h"
#include "mlir/IR/Operation.h"

namespace sinter {

// "dense_1" -> "Dense1".
std::string ToCamelCase(llvm::StringRef snake);

// "dense.kernel" -> "dense_kernel".
std::string ToIdentifier(llvm::StringRef tensor_name);

// "DenseForward_MatmulBiasAddRelu": layer, role, ops.
std::string GetKernelName(mlir::Operation* nest);

// Gives each name once; a second taker gets name_2, and so on.
class UniqueNames {
 public:
  std::string Take(llvm::StringRef name);

 private:
  llvm::StringMap<unsigned> taken_;
};

}  // namespace sinter

#endif  // SINTER_COMPILER_CODEGEN_NAMES_H_
