// The runtime's Model descriptor (runtime/engine/model.h) as C++.
#ifndef SINTER_COMPILER_CODEGEN_DESCRIPTOR_EMITTER_H_
#define SINTER_COMPILER_CODEGEN_DESCRIPTOR_EMITTER_H_

#include "compiler/codegen/program.h"

namespace sinter {

// Writes `namespace NAME { ... const Model& Model() ... }`.
void EmitDescriptor(CodeWriter& writer, const ModelSpec& spec,
                    const Backend& backend);

}  // namespace sinter

#endif  // SINTER_COMPILER_CODEGEN_DESCRIPTOR_EMITTER_H_
