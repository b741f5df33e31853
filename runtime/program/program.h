// The whole of a generated program but its model:
//
//   int main(int argc, char** argv) {
//     return sinter::runtime::Main(argc, argv, <model>::kModel);
//   }
//
// --help describes commands, options and exit codes. Results go to stdout,
// progress and messages to stderr.
#ifndef SINTER_RUNTIME_PROGRAM_PROGRAM_H_
#define SINTER_RUNTIME_PROGRAM_PROGRAM_H_

#include "runtime/engine/model.h"

namespace sinter::runtime {

// Returns the exit code. Lets no exception out.
int Main(int argc, char** argv, const Model& model);

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_PROGRAM_PROGRAM_H_
