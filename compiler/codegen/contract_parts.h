// What the emitters of contractions, stages and transpositions share.
#ifndef SINTER_COMPILER_CODEGEN_CONTRACT_PARTS_H_
#define SINTER_COMPILER_CODEGEN_CONTRACT_PARTS_H_

#include <cstdint>
#include <string>

#include "compiler/codegen/body_emitter.h"
#include "compiler/codegen/nest_emitter.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace sinter {

// In decimal.
std::string Number(int64_t value);

// An expression that is `value(32)` for SIMD targets with 32 vector registers
// and `value(16)` for the others.
std::string ByRegisters(llvm::function_ref<std::string(int64_t)> value);

// "RowTiles{13, 10, 8}" by registers.
std::string TilesByRegisters(llvm::function_ref<RowTiles(int64_t)> tiles);

// A prologue's value for the vector `element`; may write lines for parts of it.
std::string PrologueExpression(CodeWriter& writer, mlir::Block& prologue,
                               const std::string& element);

// "{{28, 26, 3, 1, 1, 0}, {28, 26, 3, 1, 1, 0}}": a Window's value.
std::string WindowValue(kernel::WindowAttr window);

// Whether a kernel reads output pixels and makes input pixels: "true", "false".
std::string InverseValue(kernel::WindowAttr window);

}  // namespace sinter

#endif  // SINTER_COMPILER_CODEGEN_CONTRACT_PARTS_H_
