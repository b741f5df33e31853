// Staging: raw samples as float32, once for every element of the worker's own
// rows. Dense: into rows; nonzeros: into their nonzero elements.
#ifndef SINTER_COMPILER_CODEGEN_STAGE_EMITTER_H_
#define SINTER_COMPILER_CODEGEN_STAGE_EMITTER_H_

#include "compiler/codegen/kernel_fields.h"

namespace sinter {

// `Stage(rows)`, of a contraction that stages its lhs.
void EmitStage(CodeWriter& writer, kernel::ContractOp contract,
               const KernelFields& fields);

// Members and functions of a map that stages the input.
void EmitStage(CodeWriter& writer, kernel::MapOp map,
               const KernelFields& fields);

}  // namespace sinter

#endif  // SINTER_COMPILER_CODEGEN_STAGE_EMITTER_H_
