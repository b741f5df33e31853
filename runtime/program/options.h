// The command line of a generated program.
#ifndef SINTER_RUNTIME_PROGRAM_OPTIONS_H_
#define SINTER_RUNTIME_PROGRAM_OPTIONS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "runtime/engine/model.h"
#include "runtime/engine/status.h"
#include "runtime/engine/trainer.h"
#include "runtime/program/progress.h"

namespace sinter::runtime {

enum class Command { kTrain, kEvaluate, kPredict, kInfo };

// Which of the options of a training were on the command line.
struct GivenOptions {
  bool epochs = false;
  bool learning_rate = false;
  bool seed = false;
  bool no_shuffle = false;
};

// Texts are empty when not given.
struct Options {
  std::vector<std::string> words;  // of the command line, all of them
  Command command = Command::kInfo;
  std::string data;  // folder
  std::string weights;
  std::string save;
  std::string step_log;
  std::string history;
  std::string simd;
  std::string run_dir;  // folders; at most one of the two
  std::string resume;
  uint64_t checkpoint_steps = 0;  // 0: not given
  FitOptions fit;
  GivenOptions given;
  uint32_t threads = 1;
  Verbosity verbosity = Verbosity::kAuto;
  uint32_t count = 10;  // samples to predict
  bool json = false;
};

struct CommandLine {
  std::optional<Options> options;  // nothing: only `text` was asked for
  std::string text;                // of --help or --version
};

// Defaults come from the model. kUsage with a message for the user if the
// command line is not right.
StatusOr<CommandLine> ParseCommandLine(int argc, const char* const* argv,
                                       const Model& model);

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_PROGRAM_OPTIONS_H_
