// One loop nest of the kernel dialect -> one C++ struct, a kernel.
//
//   struct DenseForward_MatmulBiasAddRelu {
//     const float* dense_kernel;  // [784, 512] in panels of 32 columns
//     ...
//     void Run(Range tiles) const { ... }
//   };
//
// Its members are the tensors and scalars that it works on; Run does a share of
// its tasks. What a task is follows from the nest's split (planning/plan.h):
//   Split::kBatch    contract: tiles of rows; other nests: rows of the batch
//   Split::kRows     contract: tiles of rows; other nests: rows, or pairs of
//                    rows where a matrix of nonzeros has pairs, or blocks of
//                    kByteRows rows where they come from bytes
//   Split::kColumns  blocks of kColumnBlock columns
// Each kind of nest has a file of its own: contract_emitter.cc, ...
#ifndef SINTER_COMPILER_CODEGEN_NEST_EMITTER_H_
#define SINTER_COMPILER_CODEGEN_NEST_EMITTER_H_

#include <optional>
#include <string>

#include "compiler/codegen/code_writer.h"
#include "compiler/codegen/kernel_fields.h"

namespace sinter {

// How rows are cut into register tiles: `count` tiles, the first `longer` of
// them `rows` tall, the others one row less.
struct RowTiles {
  int64_t rows;
  int64_t count;
  int64_t longer;

  static RowTiles Cut(int64_t total, int64_t rows);
  bool Even() const { return longer == count; }
};

// Rows of a batch of bytes that are transposed at once: 16 bytes of a sample.
inline constexpr int64_t kByteRows = 16;

// Whether the nest is a transposition of raw bytes.
bool TransposesBytes(mlir::Operation* nest);

// Number of tasks of a nest; for a contract's tiles of rows it depends on the
// register count and the kernel's own kTiles is meant instead: std::nullopt.
std::optional<int64_t> CountTasks(mlir::Operation* nest);

// Whether the nest adds up so many rows that it has to keep what rounding
// takes.
bool NeedsExactSum(kernel::ReduceOp reduce);

// Members and functions of the struct, without its head and comment.
void EmitContract(CodeWriter& writer, kernel::ContractOp contract,
                  const KernelFields& fields);
void EmitMap(CodeWriter& writer, kernel::MapOp map, const KernelFields& fields);
void EmitReduce(CodeWriter& writer, kernel::ReduceOp reduce,
                const KernelFields& fields);
void EmitRows(CodeWriter& writer, kernel::RowsOp rows,
              const KernelFields& fields);
void EmitTranspose(CodeWriter& writer, kernel::TransposeOp transpose,
                   const KernelFields& fields);

// Any of them.
void EmitNest(CodeWriter& writer, mlir::Operation* nest,
              const KernelFields& fields);

}  // namespace sinter

#endif  // SINTER_COMPILER_CODEGEN_NEST_EMITTER_H_
