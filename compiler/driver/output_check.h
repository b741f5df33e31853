// Whether the outputs that a command line asks for can stand beside each other
// and beside the spec.
#ifndef SINTER_COMPILER_DRIVER_OUTPUT_CHECK_H_
#define SINTER_COMPILER_DRIVER_OUTPUT_CHECK_H_

#include <string>

#include "compiler/driver/command_line.h"

namespace sinter {

// "", or which two options are one file or directory, by whatever names.
std::string FindOutputsThatClash(const CommandLine& line);

// "", or which output would replace the spec.
std::string FindOutputOverSpec(const CommandLine& line);

}  // namespace sinter

#endif  // SINTER_COMPILER_DRIVER_OUTPUT_CHECK_H_
