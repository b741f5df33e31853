// For those who know other programs' words: what to write instead.
#ifndef SINTER_RUNTIME_PROGRAM_OPTION_HINTS_H_
#define SINTER_RUNTIME_PROGRAM_OPTION_HINTS_H_

#include <string>
#include <string_view>
#include <vector>

namespace sinter::runtime {

// What to add to the message that `option` is unknown: "; ..." if Keras or
// other programs have such an option, else "". `offered`: the command's long
// options.
std::string OptionHint(std::string_view option,
                       const std::vector<std::string>& offered);

// The same for a subcommand.
std::string CommandHint(std::string_view command);

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_PROGRAM_OPTION_HINTS_H_
