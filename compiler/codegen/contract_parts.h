// What the emitters of dense and sparse contractions, and of transpositions,
// share.
#ifndef SINTER_COMPILER_CODEGEN_CONTRACT_PARTS_H_
#define SINTER_COMPILER_CODEGEN_CONTRACT_PARTS_H_

#include <cstdint>
#include <string>

#include "compiler/codegen/body_emitter.h"
#include "compiler/codegen/nest_emitter.h"

namespace sinter {

// In decimal.
std::string Number(int64_t value);

// `kTiles`, the kernel's tasks.
void EmitTileConstants(CodeWriter& writer, const RowTiles& tiles);

// `at`, `at_2`, ...: where element (row, col) stands in each layout.
void EmitOffsets(CodeWriter& writer, const BodyEmitter& body);

// A prologue's value for the vector `element`; may write lines for parts of it.
std::string PrologueExpression(CodeWriter& writer, mlir::Block& prologue,
                               const std::string& element);

// Stores vector `vector` of row `row` of a tile `width` vectors wide at (row,
// col).
std::string StoreCall(const BodyEmitter& body, int64_t row, int64_t vector,
                      int64_t width, const std::string& acc);

// A contraction that skips the zeros of lhs.
void EmitSparseContract(CodeWriter& writer, kernel::ContractOp contract,
                        const KernelFields& fields);

}  // namespace sinter

#endif  // SINTER_COMPILER_CODEGEN_CONTRACT_PARTS_H_
