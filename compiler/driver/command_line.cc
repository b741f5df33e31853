#include "compiler/driver/command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>
#include <sstream>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/driver/exit_codes.h"
#include "compiler/driver/summary.h"
#include "compiler/driver/tile_option.h"
#include "compiler/spec/diagnostics.h"
#include "compiler/spec/names.h"
#include "compiler/spec/suggestion.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

namespace sinter {
namespace {

constexpr char kDescription[] =
    "sinter compiles a model spec (YAML) into a C++ program that trains it.";
constexpr char kExitCodes[] =
    "Exit codes: 0 success, 1 mistake in the spec, 2 usage, 3 a file cannot be "
    "read or written,\n"
    "4 the C++ compiler failed. That the reader of its output closed the pipe "
    "is no failure.";

// In the order of Stage.
constexpr std::array<std::string_view, 9> kStageNames = {
    "spec", "nn", "train", "fused", "plan", "cpp", "reference", "dot", "svg"};
constexpr std::array<std::string_view, 2> kDispatchNames = {"dynamic",
                                                            "static"};

// Options as the user wrote them, before they are checked.
struct RawOptions {
  std::string emit = "cpp";
  std::string dispatch = "dynamic";
  std::vector<std::string> tiles;
};

bool MakesSources(Stage stage) {
  return stage == Stage::kCpp || stage == Stage::kReference;
}

// Owns the parser; options are bound to `line_` and `raw_`.
class Parser {
 public:
  Parser() : app_(kDescription, "sinter") {
    app_.set_version_flag("--version", "sinter " SINTER_VERSION);
    app_.require_subcommand(1);
    app_.footer(kExitCodes);
    AddSpecCommand(
        Command::kCheck, "check",
        "Report every mistake in the spec; print nothing if there is none.");
    AddSpecCommand(Command::kExplain, "explain",
                   "Print the spec with every default filled in.");
    AddSpecCommand(Command::kSummary, "summary", "Print the model as a table.")
        ->footer(std::string(kSummaryDefinitions) + "\n\n" + kExitCodes);
    AddCompile();
    AddBuild();
    Add(Command::kSchema, "schema",
        "Print the reference of every key of a spec, in Markdown.");
  }

  std::variant<CommandLine, EarlyExit> Parse(int argc,
                                             const char* const* argv) {
    if (std::optional<EarlyExit> exit = CheckCommandName(argc, argv)) {
      return *exit;
    }
    try {
      app_.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
      return ExitFor(error);
    }
    std::string mistake = Finish();
    if (!mistake.empty()) return UsageError(mistake);
    return line_;
  }

 private:
  CLI::App* Add(Command command, const std::string& name,
                const std::string& description) {
    CLI::App* subcommand = app_.add_subcommand(name, description);
    subcommand->footer(kExitCodes);
    subcommand->callback([this, command] { line_.command = command; });
    return subcommand;
  }

  CLI::App* AddSpecCommand(Command command, const std::string& name,
                           const std::string& description) {
    CLI::App* subcommand = Add(command, name, description);
    AddValue(*subcommand, "SPEC", line_.spec, "FILE", "The model spec")
        ->required();
    return subcommand;
  }

  // An option, or a positional argument, with one value; `type` names the value
  // in the help.
  template <typename Value>
  static CLI::Option* AddValue(CLI::App& subcommand, const std::string& name,
                               Value& value, const std::string& type,
                               const std::string& help) {
    return subcommand.add_option(name, value, help)
        ->type_name(type)
        ->type_size(1)
        ->allow_extra_args(false);
  }

  void AddCompile() {
    CLI::App* compile = AddSpecCommand(Command::kCompile, "compile",
                                       "Write the C++ program of a spec.");
    AddValue(*compile, "-o,--output", line_.output, "DIR",
             "Directory for NAME.h, NAME.cc, main.cc, CMakeLists.txt and "
             "runtime/, replaced whole;\n"
             "a file for other stages, which go to standard output without -o");
    compile->add_flag("--without-runtime", line_.without_runtime,
                      "Leave out runtime/: a checkout of sinter, or the CMake "
                      "project around it, has it");
    AddCompileOptions(*compile,
                      "Stop at a stage: " + llvm::join(kStageNames, ", "));
  }

  void AddBuild() {
    CLI::App* build =
        AddSpecCommand(Command::kBuild, "build",
                       "Write the C++ program of a spec and compile it.");
    AddValue(*build, "-o,--output", line_.output, "EXE", "The executable")
        ->required();
    AddCompileOptions(
        *build, "What to compile: cpp, or reference for plain scalar loops");
    AddValue(*build, "--dispatch", raw_.dispatch, "KIND",
             "dynamic: the best SIMD instructions are chosen when the program "
             "starts;\n"
             "static: this machine's only, and no shared library but libc")
        ->capture_default_str();
    AddValue(*build, "--cxx", line_.cxx, "COMPILER",
             "The C++ compiler; default: $CXX, then c++");
    AddValue(*build, "--keep", line_.keep_directory, "DIR",
             "Keep the generated sources in this directory, replaced whole");
  }

  void AddCompileOptions(CLI::App& subcommand, const std::string& emit_help) {
    AddValue(subcommand, "--emit", raw_.emit, "STAGE", emit_help)
        ->capture_default_str();
    AddValue(subcommand, "--name", line_.name, "NAME",
             "The model's name, in place of the spec's");
    AddValue(subcommand, "--dump-ir", line_.compile.dump_ir_directory, "DIR",
             "Write a numbered file for each stage here");
    AddValue(subcommand, "--disable-pass", line_.compile.disabled_passes,
             "PASS",
             "Leave a pass out; may be given more than once:\n" +
                 llvm::join(PassNames(), "\n"));
    AddValue(subcommand, "--tile", raw_.tiles, "[KIND=]ROWSxVECTORS",
             "The largest register tile; KIND: forward or gradient");
    subcommand.add_flag("--fusion-report", line_.compile.fusion_report,
                        "Say what was fused, what not, and why");
    subcommand.add_flag("--mlir-timing", line_.compile.timing,
                        "Print the time each pass took");
  }

  std::vector<std::string_view> CommandNames() const {
    return {"check", "explain", "summary", "compile", "build", "schema"};
  }

  // CLI11 says of any other first word only that a subcommand is required.
  std::optional<EarlyExit> CheckCommandName(int argc,
                                            const char* const* argv) const {
    if (argc < 2) return UsageError("a command is missing");
    const std::string_view word = argv[1];
    const std::vector<std::string_view> names = CommandNames();
    if (llvm::is_contained(names, word) || word == "-h" || word == "--help" ||
        word == "--version") {
      return std::nullopt;
    }
    const bool is_option = word.starts_with('-');
    const std::string hint = SuggestName(
        word, is_option ? std::vector<std::string_view>{"--help", "--version"}
                        : names);
    return UsageError((is_option ? "unknown option " : "unknown command ") +
                      Quote(word) + (hint.empty() ? "" : "; " + hint));
  }

  EarlyExit ExitFor(const CLI::ParseError& error) const {
    std::ostringstream out;
    std::ostringstream err;
    if (app_.exit(error, out, err) == 0) return {kExitSuccess, out.str()};
    // Other mistakes may follow from a mistyped option.
    for (const CLI::App* command : app_.get_subcommands()) {
      for (const std::string& word : command->remaining()) {
        if (word.starts_with('-')) return UnknownOption(*command, word);
      }
    }
    return UsageError(error.what());
  }

  static EarlyExit UnknownOption(const CLI::App& command,
                                 const std::string& word) {
    const std::string name = word.substr(0, word.find('='));
    std::vector<std::string> options;
    for (const CLI::Option* option : command.get_options()) {
      for (const std::string& known : option->get_lnames()) {
        options.push_back("--" + known);
      }
    }
    const std::string hint =
        SuggestName(name, {options.begin(), options.end()});
    return UsageError(command.get_name() + " has no option " + Quote(name) +
                      (hint.empty() ? "" : "; " + hint));
  }

  static EarlyExit UsageError(const std::string& mistake) {
    return {kExitUsage, "sinter: error: " + mistake +
                            "\nRun 'sinter --help' for the commands.\n"};
  }

  // Turns words into values; the first mistake, or "".
  std::string Finish() {
    const bool compiles =
        line_.command == Command::kCompile || line_.command == Command::kBuild;
    if (!compiles) return "";
    for (std::string mistake : {FinishStage(), FinishDispatch(), FinishTiles(),
                                CheckOutput(), CheckName(), CheckPassNames()}) {
      if (!mistake.empty()) return mistake;
    }
    if (line_.cxx.empty()) {
      const char* from_environment = std::getenv("CXX");
      line_.cxx = from_environment != nullptr && *from_environment != '\0'
                      ? from_environment
                      : "c++";
    }
    return "";
  }

  std::string FinishStage() {
    const std::optional<size_t> index = IndexOf(raw_.emit, kStageNames);
    if (!index) return UnknownWord("--emit", raw_.emit, kStageNames);
    line_.compile.stage = static_cast<Stage>(*index);
    if (line_.command == Command::kBuild &&
        !MakesSources(line_.compile.stage)) {
      return "build needs C++: --emit=cpp or --emit=reference, not " +
             Quote(raw_.emit);
    }
    return "";
  }

  std::string FinishDispatch() {
    const std::optional<size_t> index = IndexOf(raw_.dispatch, kDispatchNames);
    if (!index) return UnknownWord("--dispatch", raw_.dispatch, kDispatchNames);
    line_.dispatch = static_cast<Dispatch>(*index);
    return "";
  }

  std::string FinishTiles() {
    for (const std::string& tile : raw_.tiles)
      if (!ParseTile(tile, line_.compile.tiles))
        return "--tile is [forward=|gradient=]ROWSxVECTORS with 1 to 32 rows "
               "and 1, 2, 4 or 8 vectors, not " +
               Quote(tile);
    return "";
  }

  std::string CheckOutput() const {
    if (!line_.output.empty() || !MakesSources(line_.compile.stage)) return "";
    return line_.command == Command::kBuild ? "build needs -o EXE"
                                            : "compile needs -o DIR";
  }

  std::string CheckName() const {
    if (line_.name.empty()) return "";
    const std::string_view objection = WhyNotModelName(line_.name);
    return objection.empty()
               ? ""
               : "--name: " + Quote(line_.name) + " " + std::string(objection);
  }

  std::string CheckPassNames() const {
    const std::vector<std::string> passes = PassNames();
    for (const std::string& name : line_.compile.disabled_passes) {
      const std::vector<std::string_view> names(passes.begin(), passes.end());
      if (!IndexOf(name, names)) {
        return UnknownWord("--disable-pass", name, names);
      }
    }
    return "";
  }

  static std::optional<size_t> IndexOf(std::string_view word,
                                       llvm::ArrayRef<std::string_view> words) {
    const auto* found = llvm::find(words, word);
    if (found == words.end()) return std::nullopt;
    return static_cast<size_t>(found - words.begin());
  }

  static std::string UnknownWord(std::string_view option, std::string_view word,
                                 llvm::ArrayRef<std::string_view> words) {
    std::string hint = SuggestName(word, {words.begin(), words.end()});
    if (hint.empty()) hint = "one of " + llvm::join(words, ", ");
    return std::string(option) + " does not know " + Quote(word) + "; " + hint;
  }

  CLI::App app_;
  CommandLine line_;
  RawOptions raw_;
};

}  // namespace

std::variant<CommandLine, EarlyExit> ParseCommandLine(int argc,
                                                      const char* const* argv) {
  return Parser().Parse(argc, argv);
}

}  // namespace sinter
