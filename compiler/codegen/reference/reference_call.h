// Which library function computes an nn op, and with which constants.
#ifndef SINTER_COMPILER_CODEGEN_REFERENCE_REFERENCE_CALL_H_
#define SINTER_COMPILER_CODEGEN_REFERENCE_REFERENCE_CALL_H_

#include <string>

#include "llvm/ADT/SmallVector.h"
#include "mlir/IR/Operation.h"

namespace sinter {

// A call is function(operands..., constants...[, results...]).
struct ReferenceCall {
  std::string function;
  llvm::SmallVector<std::string> constants;  // "/*scale=*/0.5f"
  std::string formula = "";  // of the library, that a constant names
};

// `op` is any nn op but reshape and initialize, which compute nothing here.
ReferenceCall GetReferenceCall(mlir::Operation* op);

// Whether the function's matrices have a row for each vector along the last
// dimension of a tensor of any rank, and not only one for each sample.
bool WorksOnRows(mlir::Operation* op);

}  // namespace sinter

#endif  // SINTER_COMPILER_CODEGEN_REFERENCE_REFERENCE_CALL_H_
