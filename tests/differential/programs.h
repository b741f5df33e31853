// Generated programs of many models in one shared library, loaded into this
// process: one translation unit, because most of the time of a small one goes
// into Highway's headers.
#ifndef SINTER_TESTS_DIFFERENTIAL_PROGRAMS_H_
#define SINTER_TESTS_DIFFERENTIAL_PROGRAMS_H_

#include <string>
#include <vector>

#include "compiler/spec/model_spec.h"
#include "llvm/Support/Error.h"
#include "runtime/model.h"

namespace sinter::differential {

struct Program {
  std::string name;  // of the program and its namespace; no other's
  ModelSpec spec;
  bool is_reference = false;  // else Highway
  std::string disabled_pass;  // or ""

  std::string Text() const;  // "highway without cse"
};

// Whether switching the pass off changes the Highway program of the spec.
bool ChangesProgram(const ModelSpec& spec, const std::string& pass);

// A library of programs; stays loaded as long as this lives.
class ProgramLibrary {
 public:
  // `flags` choose the SIMD target. An error is what went wrong in sinter or
  // what the C++ compiler said.
  static llvm::Expected<ProgramLibrary> Build(
      const std::vector<Program>& programs,
      const std::vector<std::string>& flags);

  ProgramLibrary(ProgramLibrary&& other) noexcept;
  ProgramLibrary& operator=(ProgramLibrary&&) = delete;
  ~ProgramLibrary();

  const runtime::Model& ModelOf(const std::string& program) const;

 private:
  explicit ProgramLibrary(void* handle) : handle_(handle) {}

  void* handle_;
};

}  // namespace sinter::differential

#endif  // SINTER_TESTS_DIFFERENTIAL_PROGRAMS_H_
