// The attributes that nn.random_warp and kernel.warp share (random_warp.td).
#ifndef SINTER_COMPILER_IR_RANDOM_WARP_H_
#define SINTER_COMPILER_IR_RANDOM_WARP_H_

#include "mlir/IR/Operation.h"

namespace sinter {

// The words of `fill`.
inline constexpr llvm::StringLiteral kFills[] = {"constant", "reflect", "wrap",
                                                 "nearest"};

// Says at `op` which of them has no such value.
mlir::LogicalResult VerifyRandomWarp(mlir::Operation* op);

}  // namespace sinter

#endif  // SINTER_COMPILER_IR_RANDOM_WARP_H_
