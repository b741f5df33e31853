// The runtime's sources, which sinter carries with it: a program that it writes
// builds where there is no checkout of sinter.
#ifndef SINTER_COMPILER_DRIVER_RUNTIME_SOURCES_H_
#define SINTER_COMPILER_DRIVER_RUNTIME_SOURCES_H_

#include <span>
#include <vector>

#include "compiler/codegen/generated_file.h"

namespace sinter {

// A file as it is in the repository: "runtime/engine/model.h" and its text.
struct RuntimeSource {
  const char* name;
  const char* text;
};

// All of them, by name. The definition is written by embed_runtime.cmake.
std::span<const RuntimeSource> RuntimeSources();

// The same as files of a generated program.
std::vector<GeneratedFile> RuntimeFiles();

}  // namespace sinter

#endif  // SINTER_COMPILER_DRIVER_RUNTIME_SOURCES_H_
