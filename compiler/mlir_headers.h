// Headers of LLVM and MLIR that most of the compiler includes, for
// SINTER_PRECOMPILE_HEADERS. Sources include what they use all the same.
#ifndef SINTER_COMPILER_MLIR_HEADERS_H_
#define SINTER_COMPILER_MLIR_HEADERS_H_

#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/TypeSwitch.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/Builders.h"
#include "mlir/Pass/PassManager.h"

#endif  // SINTER_COMPILER_MLIR_HEADERS_H_
