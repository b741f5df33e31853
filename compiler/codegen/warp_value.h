// The numbers of nn.random_warp and kernel.warp in generated code.
#ifndef SINTER_COMPILER_CODEGEN_WARP_VALUE_H_
#define SINTER_COMPILER_CODEGEN_WARP_VALUE_H_

#include <string>

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"
#include "mlir/IR/Operation.h"

namespace sinter {

// The members of a struct for the images' `sizes` and the attributes that `op`
// has, as they stand in braces: ".rows = 28", ".columns = 28",
// ".angle = {-0.1, 0.1}".
llvm::SmallVector<std::string> WarpMembers(mlir::Operation* op,
                                           llvm::ArrayRef<int64_t> sizes);

}  // namespace sinter

#endif  // SINTER_COMPILER_CODEGEN_WARP_VALUE_H_
