// The generated programs that a test is made for: programs.inc, which CMake
// writes (sinter_test_programs), names each with its spec.
#ifndef SINTER_TESTS_CODEGEN_REFERENCE_PROGRAMS_H_
#define SINTER_TESTS_CODEGEN_REFERENCE_PROGRAMS_H_

#include "runtime/engine/model.h"

#define PROGRAM(name, spec)              \
  namespace name {                       \
  const sinter::runtime::Model& Model(); \
  }
#include "programs.inc"
#undef PROGRAM

namespace sinter::oracle {

struct Program {
  const char* name;
  const char* spec;
  const runtime::Model& (*model)();
};

inline constexpr Program kPrograms[] = {
#define PROGRAM(name, spec) {#name, #spec, ::name::Model},
#include "programs.inc"
#undef PROGRAM
};

}  // namespace sinter::oracle

#endif  // SINTER_TESTS_CODEGEN_REFERENCE_PROGRAMS_H_
