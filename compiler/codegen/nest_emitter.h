// One loop nest of the kernel dialect -> one C++ struct, a kernel.
//
//   struct DenseForward_MatmulBiasAddRelu {
//     const float* dense_kernel;  // [784, 512] in panels of 32 columns
//     ...
//     void Run(Range tiles) const { ... }
//   };
//
// Its members are the tensors and scalars that it works on; Run does a share of
// its tasks. What a task is follows from the nest's split:
//   Split::kBatch    contract: tiles of rows; other nests: rows of the batch
//   Split::kRows     contract: tiles of rows; other nests: rows, or pairs of
//                    rows where a matrix of nonzeros has pairs, or blocks of
//                    kByteRows rows where they come from bytes
//   Split::kColumns  blocks of kColumnBlock columns
// Each op has a file of its own, contract_emitter.cc, ..., and a line in
// nest_emitter.cc.
#ifndef SINTER_COMPILER_CODEGEN_NEST_EMITTER_H_
#define SINTER_COMPILER_CODEGEN_NEST_EMITTER_H_

#include <string>

#include "compiler/codegen/code_writer.h"
#include "compiler/codegen/kernel_fields.h"
#include "llvm/ADT/SmallVector.h"

namespace sinter {

// How rows are cut into register tiles: `count` tiles, the first `longer` of
// them `rows` tall, the others one row less.
struct RowTiles {
  int64_t rows;
  int64_t count;
  int64_t longer;

  static RowTiles Cut(int64_t total, int64_t rows);
};

// How the nests of one op are written.
struct NestEmitter {
  // Members and functions of the struct, without its head and comment.
  void (*emit)(CodeWriter& writer, mlir::Operation* nest,
               const KernelFields& fields);
  // The headers of runtime/kernels that they call, besides those for vectors
  // and functions of them.
  llvm::SmallVector<llvm::StringRef> (*headers)(mlir::Operation* nest);
  // For the struct's comment: what a task is where rows are cut, and the
  // nest's formula or "".
  std::string (*row_tasks)(mlir::Operation* nest);
  std::string (*formula)(mlir::Operation* nest, const KernelFields& fields);
};

// Of the op of `nest`.
const NestEmitter& GetNestEmitter(mlir::Operation* nest);

extern const NestEmitter kArrangeEmitter;
extern const NestEmitter kContractEmitter;
extern const NestEmitter kDepthwiseEmitter;
extern const NestEmitter kMapEmitter;
extern const NestEmitter kReduceEmitter;
extern const NestEmitter kRowsEmitter;
extern const NestEmitter kTransposeEmitter;
extern const NestEmitter kWarpEmitter;
extern const NestEmitter kWindowEmitter;

// What nests say whose rows are tasks and that have no formula.
std::string RowsAreTasks(mlir::Operation* nest);
std::string NoFormula(mlir::Operation* nest, const KernelFields& fields);

}  // namespace sinter

#endif  // SINTER_COMPILER_CODEGEN_NEST_EMITTER_H_
