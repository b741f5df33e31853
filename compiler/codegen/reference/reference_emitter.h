// The unfused nn functions -> plain scalar C++: one call for each op, one
// function of simple loops for each kind of op. No fusion, no blocking, no
// SIMD: the obvious program, as the baseline of benchmarks and an oracle of
// tests.
#ifndef SINTER_COMPILER_CODEGEN_REFERENCE_REFERENCE_EMITTER_H_
#define SINTER_COMPILER_CODEGEN_REFERENCE_REFERENCE_EMITTER_H_

#include "compiler/codegen/program.h"
#include "mlir/IR/BuiltinOps.h"

namespace sinter {

// `nn_module` is what the training stage leaves: @initialize, @train_step,
// @evaluate_step and @predict over the nn dialect.
//
// State tensors are row-major (one panel). Every value of a step has its own
// buffer in the arena. Worker 0 computes; only the first `samples` rows of what
// belongs to the batch are ever written or read.
Backend EmitReferenceBackend(mlir::ModuleOp nn_module);

}  // namespace sinter

#endif  // SINTER_COMPILER_CODEGEN_REFERENCE_REFERENCE_EMITTER_H_
