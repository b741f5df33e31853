// Generated programs of many models in shared libraries, loaded into this
// process: one translation unit for each compiler, because most of the time of
// a small one goes into Highway's headers. A kernel of several programs stands
// there once.
#ifndef SINTER_TESTS_DIFFERENTIAL_PROGRAMS_H_
#define SINTER_TESTS_DIFFERENTIAL_PROGRAMS_H_

#include <string>
#include <vector>

#include "compiler/spec/model_spec.h"
#include "llvm/Support/Error.h"
#include "runtime/engine/model.h"

namespace sinter::differential {

struct Program {
  std::string name;  // of the program and its namespace; no other's
  ModelSpec spec;
  bool is_reference = false;  // else Highway
  std::string disabled_pass = "";

  std::string Text() const;  // "highway without cse"
};

// The passes without which the spec's Highway program is another one.
std::vector<std::string> PassesThatChange(const ModelSpec& spec);

// What compiles the programs: those with all passes by this build's compiler;
// those without one, which are many, by Clang if it is there: it is the faster
// one, and a second opinion.
struct Toolchain {
  std::string compiler = SINTER_CXX_COMPILER;
  std::string compiler_without_pass = SINTER_OTHER_CXX_COMPILER;
  std::string march = "native";  // the instructions, as for -march
};

// A library of programs; stays loaded as long as this lives.
class ProgramLibrary {
 public:
  // An error is what went wrong in sinter or what the C++ compiler said.
  static llvm::Expected<ProgramLibrary> Build(
      const std::vector<Program>& programs, const Toolchain& toolchain);

  ProgramLibrary(ProgramLibrary&& other) = default;
  ProgramLibrary& operator=(ProgramLibrary&&) = delete;
  ~ProgramLibrary();

  const runtime::Model& ModelOf(const std::string& program) const;

 private:
  ProgramLibrary() = default;

  std::vector<void*> handles_;
};

}  // namespace sinter::differential

#endif  // SINTER_TESTS_DIFFERENTIAL_PROGRAMS_H_
