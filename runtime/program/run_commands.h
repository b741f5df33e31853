// commands.jsonl of a training's folder: the commands that trained here, a JSON
// object a line, the first is that which began it:
//   begun    when, UTC: "2026-11-25T21:00:00Z"
//   folder   the current one, by its whole path
//   command  its words, the program's name first
//   data     the folder of the data files, by its whole path
//   step     steps done before
//   sinter   the version that compiled the program
#ifndef SINTER_RUNTIME_PROGRAM_RUN_COMMANDS_H_
#define SINTER_RUNTIME_PROGRAM_RUN_COMMANDS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "runtime/engine/status.h"

namespace sinter::runtime {

struct CommandRecord {
  std::vector<std::string> command;
  std::string data;
  uint64_t step;
  std::string sinter_version;
};

// Adds a line with the present time and folder. Lines that are there stay,
// whatever they are.
Status AddCommand(const std::string& path, const CommandRecord& record);

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_PROGRAM_RUN_COMMANDS_H_
