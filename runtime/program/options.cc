#include "runtime/program/options.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <cmath>
#include <sstream>

#include "runtime/engine/parse_number.h"
#include "runtime/engine/processors.h"
#include "runtime/program/figures.h"
#include "runtime/program/option_hints.h"
#include "runtime/program/suggestion.h"

namespace sinter::runtime {
namespace {

constexpr uint32_t kMostThreads = 1024;

constexpr const char* kExitCodes =
    "Exit codes:\n"
    "  0    done, even if the reader of its output closed the pipe before\n"
    "  2    the command line is not right\n"
    "  3    a file is missing, malformed, of another model or cannot be "
    "written,\n"
    "       or the machine is out of memory or threads, or its processor "
    "lacks\n"
    "       instructions that the program was built for\n"
    "  5    training stopped because the loss or a weight was infinite or not "
    "a "
    "number\n"
    "  70   a defect of this program\n"
    "  130  interrupted (SIGINT); 143: terminated (SIGTERM); training finishes "
    "its\n"
    "       step and saves before, a second signal ends it at once\n";

// CLI11 would also take octal, hexadecimal and what the locale allows.
template <typename T>
void AddNumber(CLI::App& app, const std::string& name, T& value, T least,
               T most, const std::string& help) {
  const auto parse = [name, &value, least, most](const std::string& text) {
    if (!ParseNumber(text, least, most, value)) {
      throw CLI::ValidationError(
          name,
          fmt::format("'{}' is not a {}number from {} to {}", text,
                      std::is_integral_v<T> ? "whole " : "", least, most));
    }
  };
  app.add_option_function<std::string>(name, parse, help)
      ->type_name(std::is_integral_v<T> ? "N" : "X");
}

CLI::Option* AddText(CLI::App& app, const std::string& name, std::string& value,
                     const std::string& type, const std::string& help) {
  const auto parse = [name, &value](const std::string& text) {
    if (text.empty()) throw CLI::ValidationError(name, "is empty");
    value = text;
  };
  return app.add_option_function<std::string>(name, parse, help)
      ->type_name(type);
}

CLI::App* AddCommand(CLI::App& app, const std::string& name,
                     const std::string& help) {
  return app.add_subcommand(name, help)->allow_extras();
}

void AddMachineOptions(CLI::App& app, Options& options) {
  AddNumber(app, "--threads", options.threads, 1u, kMostThreads,
            fmt::format("threads (default {}: the processors available)",
                        options.threads));
  AddText(app, "--simd", options.simd, "NAME",
          "SIMD instructions to use, one of those that info lists");
}

void AddFitOptions(CLI::App& app, FitOptions& fit) {
  AddNumber(
      app, "--epochs", fit.epochs, 0u, UINT32_MAX,
      fmt::format("passes over the training set (default {})", fit.epochs));
  AddNumber(app, "--learning-rate", fit.learning_rate, 0.0f, 1e30f,
            fmt::format("default {}", fit.learning_rate));
  AddNumber(
      app, "--seed", fit.seed, 0u, UINT32_MAX,
      fmt::format("of weights, shuffling and dropout (default {})", fit.seed));
  AddNumber(app, "--steps", fit.most_steps, uint64_t{1}, UINT64_MAX,
            "stop after this many steps in all");
  app.add_flag_callback(
      "--no-shuffle", [&fit] { fit.shuffle = false; },
      "train the samples in file order");
}

void AddRunOptions(CLI::App& app, Options& options) {
  AddText(
      app, "--run-dir", options.run_dir, "DIR",
      "keep this training in a new folder: spec, options, history, metrics, "
      "commands and checkpoints, saved after every epoch");
  AddText(app, "--resume", options.resume, "DIR",
          "go on with the training that --run-dir kept in this folder; "
          "--epochs and --steps may set another goal")
      ->excludes("--run-dir")
      ->excludes("--weights");
  AddNumber(app, "--checkpoint-steps", options.checkpoint_steps, uint64_t{1},
            UINT64_MAX, "save a checkpoint every N steps, too");
}

void FinishTrain(const CLI::App& train, Options& options) {
  options.command = Command::kTrain;
  options.given.epochs = train.count("--epochs") > 0;
  options.given.learning_rate = train.count("--learning-rate") > 0;
  options.given.seed = train.count("--seed") > 0;
  options.given.no_shuffle = train.count("--no-shuffle") > 0;
  if (options.checkpoint_steps > 0 && options.run_dir.empty() &&
      options.resume.empty()) {
    throw CLI::ValidationError("--checkpoint-steps",
                               "needs --run-dir or --resume");
  }
}

void AddTrain(CLI::App& app, Options& options) {
  CLI::App* train = AddCommand(
      app, "train", "Train on the training set, then evaluate on the test set");
  train->final_callback([&options, train] { FinishTrain(*train, options); });
  AddText(*train, "--data", options.data, "DIR", "folder of the data files")
      ->required();
  AddFitOptions(*train, options.fit);
  AddText(*train, "--weights", options.weights, "FILE",
          "start from these weights (safetensors)");
  AddText(*train, "--save", options.save, "FILE",
          "write the trained weights (safetensors)");
  AddText(*train, "--step-log", options.step_log, "FILE",
          "write the loss of every step that this command trains (CSV: "
          "step,loss)");
  AddText(*train, "--history", options.history, "FILE",
          "write the figures of every epoch (CSV, as Keras' CSVLogger); with "
          "--resume those of the epochs before, too");
  AddRunOptions(*train, options);
  train
      ->add_option_function<std::string>(
          "--verbose",
          [&options](const std::string& text) {
            uint32_t level = 0;
            if (!ParseNumber(text, 0u, 2u, level)) {
              throw CLI::ValidationError("--verbose", "is not 0, 1 or 2");
            }
            options.verbosity = static_cast<Verbosity>(level);
          },
          "0: nothing but errors and the test set's figures, 1: progress bar "
          "(default), 2: one line an epoch")
      ->type_name("0|1|2");
  AddMachineOptions(*train, options);
}

void AddTrainedModelOptions(CLI::App& app, Options& options) {
  AddText(app, "--data", options.data, "DIR", "folder of the data files")
      ->required();
  AddText(app, "--weights", options.weights, "FILE",
          "trained weights (safetensors)")
      ->required();
  app.add_flag("--json", options.json, "write JSON");
  AddMachineOptions(app, options);
}

void AddEvaluate(CLI::App& app, MetricNames metrics, Options& options) {
  CLI::App* evaluate = AddCommand(
      app, "evaluate", fmt::format("Loss{} on the test set", InWords(metrics)));
  evaluate->final_callback(
      [&options] { options.command = Command::kEvaluate; });
  AddTrainedModelOptions(*evaluate, options);
}

void AddPredict(CLI::App& app, Options& options) {
  CLI::App* predict =
      AddCommand(app, "predict",
                 "What the model says of the first samples of the test set");
  predict->final_callback([&options] { options.command = Command::kPredict; });
  AddTrainedModelOptions(*predict, options);
  AddNumber(*predict, "--count", options.count, 1u, UINT32_MAX,
            fmt::format("samples, at most (default {})", options.count));
}

void AddInfo(CLI::App& app, Options& options) {
  CLI::App* info = AddCommand(
      app, "info", "The model: layers, parameters, cost, SIMD instructions");
  info->final_callback([&options] { options.command = Command::kInfo; });
  AddText(*info, "--simd", options.simd, "NAME", "SIMD instructions to choose");
}

void DescribeProgram(CLI::App& app, const Model& model) {
  app.name(model.name);
  app.require_subcommand(1);
  // So that unknown words are told before anything that they leave out.
  app.allow_extras();
  app.footer(kExitCodes);
  app.set_help_flag("-h,--help", "print this help");
  app.set_version_flag(
      "--version",
      fmt::format("{} (sinter {})", model.name, model.sinter_version),
      "print the version");
}

std::vector<std::string> LongOptions(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) {
      names.push_back("--" + name);
    }
  }
  return names;
}

std::vector<std::string> Subcommands(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands({})) {
    names.push_back(command->get_name());
  }
  return names;
}

// The commands that have an option which `app` has not: "; train has it".
std::string WhereItIs(const CLI::App& app, const std::string& option) {
  const CLI::App& program =
      app.get_parent() == nullptr ? app : *app.get_parent();
  std::vector<std::string> commands;
  for (const CLI::App* command : program.get_subcommands({})) {
    const std::vector<std::string> names = LongOptions(*command);
    if (std::find(names.begin(), names.end(), option) == names.end()) continue;
    commands.push_back(command->get_name());
  }
  if (commands.empty()) return "";
  return fmt::format("; {} {} it", fmt::join(commands, " and "),
                     commands.size() == 1 ? "has" : "have");
}

// What to do about an option that `app` has not; "" if nothing is known.
std::string HintFor(const CLI::App& app, const std::string& option) {
  const std::vector<std::string> offered = LongOptions(app);
  for (const std::string& hint :
       {WhereItIs(app, option), OptionHint(option, offered)}) {
    if (!hint.empty()) return hint;
  }
  return Suggestion(option, offered);
}

// Why `word` may not stand in the command line of `app`, the program or one of
// its commands.
std::string WhyUnknown(const CLI::App& app, const std::string& word) {
  if (word.starts_with('-')) {
    const std::string name = word.substr(0, word.find('='));
    return fmt::format("{}: {} has no such option{}", name, app.get_name(),
                       HintFor(app, name));
  }
  if (app.get_parent() != nullptr) {
    return fmt::format("'{}': {} takes options only", word, app.get_name());
  }
  const std::string hint = CommandHint(word);
  return fmt::format("'{}' is no subcommand{}", word,
                     hint.empty() ? Suggestion(word, Subcommands(app)) : hint);
}

// What is wrong with the command line, the most telling reason first: `error`,
// if CLI11 found one, may be a consequence of a mistyped word. "" if all is
// well.
std::string WhyWrong(const CLI::App& app, const CLI::Error* error) {
  std::vector<const CLI::App*> parsed = {&app};
  for (const CLI::App* command : app.get_subcommands()) {
    parsed.push_back(command);
  }
  for (const CLI::App* part : parsed) {
    const std::vector<std::string> unknown = part->remaining();
    if (!unknown.empty()) return WhyUnknown(*part, unknown.front());
  }
  for (const CLI::Option* option : parsed.back()->get_options()) {
    if (option->count() < 2) continue;
    return fmt::format("{}: is given {} times", option->get_name(),
                       option->count());
  }
  if (parsed.size() == 1) {
    return fmt::format("a subcommand is missing: {}",
                       fmt::join(Subcommands(app), ", "));
  }
  if (error == nullptr) return "";
  const std::string reason = error->what();
  if (dynamic_cast<const CLI::ArgumentMismatch*>(error) == nullptr) {
    return reason;
  }
  return reason.substr(0, reason.find(':')) + ": its value is missing";
}

std::string WhereHelpIs(const CLI::App& app) {
  std::string command = app.get_name();
  for (const CLI::App* given : app.get_subcommands()) {
    command += " " + given->get_name();
  }
  return fmt::format(" (see '{} --help')", command);
}

}  // namespace

StatusOr<CommandLine> ParseCommandLine(int argc, const char* const* argv,
                                       const Model& model) {
  Options options;
  options.words.assign(argv, argv + argc);
  options.fit = DefaultFitOptions(model);
  options.threads = std::min(AvailableProcessors(), kMostThreads);
  CLI::App app(fmt::format("The model {}, compiled by sinter.", model.name));
  DescribeProgram(app, model);
  AddTrain(app, options);
  AddEvaluate(app, model.metrics, options);
  AddPredict(app, options);
  AddInfo(app, options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& asked_for_text) {
    std::ostringstream text;
    app.exit(asked_for_text, text, text);
    return CommandLine{std::nullopt, text.str()};
  } catch (const CLI::Error& error) {
    return UsageError(WhyWrong(app, &error) + WhereHelpIs(app));
  }
  const std::string wrong = WhyWrong(app, nullptr);
  if (!wrong.empty()) return UsageError(wrong + WhereHelpIs(app));
  return CommandLine{options, ""};
}

}  // namespace sinter::runtime
