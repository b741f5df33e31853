// Staging: raw samples as float32, once for every element of the worker's own
// rows. Dense: into rows; nonzeros: into their nonzero elements.
#ifndef SINTER_COMPILER_CODEGEN_STAGE_EMITTER_H_
#define SINTER_COMPILER_CODEGEN_STAGE_EMITTER_H_

#include "compiler/codegen/kernel_fields.h"

namespace sinter {

// `Stage(rows)`, of a contraction that stages its lhs.
void EmitStage(CodeWriter& writer, kernel::ContractOp contract,
               const KernelFields& fields);

// Whether the map turns samples of the data set into float32, and no more.
bool IsStage(kernel::MapOp map);
// Members and functions of such a map.
void EmitStage(CodeWriter& writer, kernel::MapOp map,
               const KernelFields& fields);

}  // namespace sinter

#endif  // SINTER_COMPILER_CODEGEN_STAGE_EMITTER_H_
