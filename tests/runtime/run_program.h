// Runs a program and catches what it writes.
#ifndef SINTER_TESTS_RUNTIME_RUN_PROGRAM_H_
#define SINTER_TESTS_RUNTIME_RUN_PROGRAM_H_

#include <string>
#include <vector>

namespace sinter::runtime {

struct ProgramResult {
  int exit_code;  // -signal if one ended the program
  std::string out;
  std::string err;
};

// Shell words that come before and after the program's own: `setup` may set
// variables and limits, `redirections` may send stdout elsewhere, `runner` is a
// program that runs the one whose words follow.
ProgramResult RunProgram(const std::string& program,
                         const std::vector<std::string>& arguments,
                         const std::string& setup = "",
                         const std::string& redirections = "",
                         const std::string& runner = "");

}  // namespace sinter::runtime

#endif  // SINTER_TESTS_RUNTIME_RUN_PROGRAM_H_
