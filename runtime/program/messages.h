// What the program tells its user on stderr, a line each.
#ifndef SINTER_RUNTIME_PROGRAM_MESSAGES_H_
#define SINTER_RUNTIME_PROGRAM_MESSAGES_H_

#include <string>

namespace sinter::runtime {

// "program: error: text". Texts may name what stands in a damaged file: they
// are cut and cleaned. Failures to write are ignored, there is nobody left to
// tell.
void PrintError(const std::string& program, const std::string& text);
void PrintNote(const std::string& program, const std::string& text);

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_PROGRAM_MESSAGES_H_
