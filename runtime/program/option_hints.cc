#include "runtime/program/option_hints.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace sinter::runtime {
namespace {

struct Meaning {
  std::string_view word;  // in small letters, without dashes before it
  std::string_view meant;
};

// Keys of the spec: the code is compiled for their values.
constexpr Meaning kFixed[] = {
    {"activation", "model.layers"},
    {"batch", "fit.batch_size"},
    {"batch-size", "fit.batch_size"},
    {"beta-1", "compile.optimizer"},
    {"beta-2", "compile.optimizer"},
    {"bs", "fit.batch_size"},
    {"dropout", "model.layers"},
    {"dtype", "model.input"},
    {"epsilon", "compile.optimizer"},
    {"hidden", "model.layers"},
    {"input-shape", "model.input"},
    {"layers", "model.layers"},
    {"loss", "compile.loss"},
    {"metrics", "compile.metrics"},
    {"momentum", "compile.optimizer"},
    {"nesterov", "compile.optimizer"},
    {"optim", "compile.optimizer"},
    {"optimizer", "compile.optimizer"},
    {"rho", "compile.optimizer"},
    {"units", "model.layers"},
    {"val-split", "fit.validation_split"},
    {"validation-split", "fit.validation_split"},
    {"weight-decay", "compile.optimizer"},
};

// Options under another name.
constexpr Meaning kRenamed[] = {
    {"checkpoint", "--run-dir"},
    {"checkpoint-dir", "--run-dir"},
    {"csv-log", "--history"},
    {"csv-logger", "--history"},
    {"data-dir", "--data"},
    {"dataset", "--data"},
    {"initial-epoch", "--resume"},
    {"initial-weights", "--weights"},
    {"j", "--threads"},
    {"jobs", "--threads"},
    {"learningrate", "--learning-rate"},
    {"load", "--weights"},
    {"load-weights", "--weights"},
    {"log-dir", "--run-dir"},
    {"lr", "--learning-rate"},
    {"max-steps", "--steps"},
    {"model", "--weights"},
    {"n-epochs", "--epochs"},
    {"nb-epoch", "--epochs"},
    {"nb-epochs", "--epochs"},
    {"num-epochs", "--epochs"},
    {"num-samples", "--count"},
    {"num-steps", "--steps"},
    {"num-threads", "--threads"},
    {"num-workers", "--threads"},
    {"o", "--save"},
    {"out", "--save"},
    {"output", "--save"},
    {"q", "--verbose 0"},
    {"quiet", "--verbose 0"},
    {"random-seed", "--seed"},
    {"random-state", "--seed"},
    {"save-weights", "--save"},
    {"silent", "--verbose 0"},
    {"v", "--verbose"},
    {"workers", "--threads"},
};

constexpr Meaning kExplained[] = {
    {"cpu", "programs run on the processor; --threads and --simd say how"},
    {"cuda", "programs run on the processor; --threads and --simd say how"},
    {"device", "programs run on the processor; --threads and --simd say how"},
    {"gpu", "programs run on the processor; --threads and --simd say how"},
    {"shuffle", "samples are shuffled unless --no-shuffle is given"},
};

constexpr Meaning kCommands[] = {
    {"describe", "info"},     {"fit", "train"},     {"infer", "predict"},
    {"inference", "predict"}, {"run", "predict"},   {"score", "evaluate"},
    {"summary", "info"},      {"test", "evaluate"}, {"validate", "evaluate"},
};

// "--Batch_Size" is "batch-size".
std::string Plain(std::string_view option) {
  option.remove_prefix(std::min(option.find_first_not_of('-'), option.size()));
  std::string plain(option);
  for (char& c : plain) {
    c = c == '_'
            ? '-'
            : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return plain;
}

template <size_t kSize>
std::string_view Find(const Meaning (&meanings)[kSize], std::string_view word) {
  for (const Meaning& meaning : meanings) {
    if (meaning.word == word) return meaning.meant;
  }
  return "";
}

bool IsOffered(std::string_view option,
               const std::vector<std::string>& offered) {
  const std::string_view name = option.substr(0, option.find(' '));
  return std::find(offered.begin(), offered.end(), name) != offered.end();
}

}  // namespace

std::string OptionHint(std::string_view option,
                       const std::vector<std::string>& offered) {
  const std::string word = Plain(option);
  if (const std::string_view key = Find(kFixed, word); !key.empty()) {
    return fmt::format(
        "; the spec fixes it: change {} there and compile the model again",
        key);
  }
  const std::string_view name = Find(kRenamed, word);
  if (!name.empty() && IsOffered(name, offered)) {
    return fmt::format("; did you mean '{}'?", name);
  }
  const std::string_view text = Find(kExplained, word);
  return text.empty() ? "" : fmt::format("; {}", text);
}

std::string CommandHint(std::string_view command) {
  const std::string_view name = Find(kCommands, Plain(command));
  return name.empty() ? "" : fmt::format("; did you mean '{}'?", name);
}

}  // namespace sinter::runtime
