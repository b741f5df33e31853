// Planned kernels -> readable SIMD C++ for Google Highway.
//
// The source compiles once for each SIMD target (hwy/foreach_target.h) and
// chooses when the program starts, or, under HWY_COMPILE_ONLY_STATIC, for the
// compiler's own target only.
#ifndef SINTER_COMPILER_CODEGEN_HIGHWAY_EMITTER_H_
#define SINTER_COMPILER_CODEGEN_HIGHWAY_EMITTER_H_

#include "compiler/codegen/program.h"

namespace sinter {

// `module` has been through planning.
Backend EmitHighwayBackend(const ModelSpec& spec, mlir::ModuleOp module);

}  // namespace sinter

#endif  // SINTER_COMPILER_CODEGEN_HIGHWAY_EMITTER_H_
