#include "compiler/driver/command_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "compiler/driver/exit_codes.h"

namespace sinter {
namespace {

using ::testing::ElementsAre;

std::variant<CommandLine, EarlyExit> Parse(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "sinter");
  return ParseCommandLine(static_cast<int>(arguments.size()), arguments.data());
}

CommandLine ParseGood(const std::vector<const char*>& arguments) {
  const auto parsed = Parse(arguments);
  const auto* exit = std::get_if<EarlyExit>(&parsed);
  EXPECT_EQ(exit, nullptr) << (exit != nullptr ? exit->text : "");
  return exit == nullptr ? std::get<CommandLine>(parsed) : CommandLine();
}

TEST(ParseCommandLineTest, TakesTheCommandAndTheSpec) {
  const std::pair<const char*, Command> commands[] = {
      {"check", Command::kCheck},
      {"explain", Command::kExplain},
      {"summary", Command::kSummary}};
  for (const auto& [name, command] : commands) {
    const CommandLine line = ParseGood({name, "a.yaml"});
    EXPECT_EQ(line.command, command);
    EXPECT_EQ(line.spec, "a.yaml");
  }
  EXPECT_EQ(ParseGood({"schema"}).command, Command::kSchema);
}

TEST(ParseCommandLineTest, TakesEveryStage) {
  const std::pair<const char*, Stage> stages[] = {
      {"--emit=spec", Stage::kSpec},
      {"--emit=nn", Stage::kNn},
      {"--emit=train", Stage::kTrain},
      {"--emit=fused", Stage::kFused},
      {"--emit=plan", Stage::kPlan},
      {"--emit=cpp", Stage::kCpp},
      {"--emit=reference", Stage::kReference},
      {"--emit=dot", Stage::kDot},
      {"--emit=svg", Stage::kSvg}};
  for (const auto& [option, stage] : stages) {
    const CommandLine line = ParseGood({"compile", "a", option, "-o", "b"});
    EXPECT_EQ(line.compile.stage, stage) << option;
  }
}

TEST(ParseCommandLineTest, HasDefaults) {
  unsetenv("CXX");
  const CommandLine line = ParseGood({"build", "a.yaml", "-o", "exe"});
  EXPECT_EQ(line.compile.stage, Stage::kCpp);
  EXPECT_EQ(line.dispatch, Dispatch::kDynamic);
  EXPECT_EQ(line.cxx, "c++");
  EXPECT_EQ(line.keep_directory, "");
  EXPECT_EQ(line.compile.dump_ir_directory, "");
  EXPECT_TRUE(line.compile.disabled_passes.empty());
  EXPECT_FALSE(line.compile.fusion_report);
  EXPECT_FALSE(line.compile.timing);
}

// Also what only some models run: clipped gradients, inputs with zeros.
TEST(PassNamesTest, HasThePassesOfAllModels) {
  for (const char* pass :
       {"canonicalize", "specialize-inference", "fuse-epilogue",
        "exploit-input-sparsity", "schedule", "plan-memory"})
    EXPECT_THAT(PassNames(), ::testing::Contains(pass));
}

TEST(ParseCommandLineTest, TakesEveryOption) {
  const std::vector<std::string> passes = PassNames();
  ASSERT_GE(passes.size(), 2u);
  const CommandLine line = ParseGood({"build",
                                      "--dump-ir",
                                      "ir",
                                      "--disable-pass",
                                      passes[0].c_str(),
                                      "a.yaml",
                                      "--disable-pass",
                                      passes[1].c_str(),
                                      "--fusion-report",
                                      "--tile=12x4",
                                      "--tile=gradient=6x2",
                                      "--mlir-timing",
                                      "--dispatch=static",
                                      "--cxx",
                                      "g++",
                                      "--keep=src",
                                      "--name=other",
                                      "--emit",
                                      "reference",
                                      "--output",
                                      "exe"});
  EXPECT_EQ(line.command, Command::kBuild);
  EXPECT_EQ(line.spec, "a.yaml");
  EXPECT_EQ(line.output, "exe");
  EXPECT_EQ(line.compile.dump_ir_directory, "ir");
  EXPECT_THAT(line.compile.disabled_passes, ElementsAre(passes[0], passes[1]));
  EXPECT_EQ(line.compile.tiles.forward->rows, 12);
  EXPECT_EQ(line.compile.tiles.forward->vectors, 4);
  EXPECT_EQ(line.compile.tiles.gradient->rows, 6);
  EXPECT_TRUE(line.compile.fusion_report);
  EXPECT_TRUE(line.compile.timing);
  EXPECT_EQ(line.compile.stage, Stage::kReference);
  EXPECT_EQ(line.dispatch, Dispatch::kStatic);
  EXPECT_EQ(line.cxx, "g++");
  EXPECT_EQ(line.keep_directory, "src");
  EXPECT_EQ(line.name, "other");
}

TEST(ParseCommandLineTest, TheCompilerComesFromTheOptionThenTheEnvironment) {
  setenv("CXX", "clang++", 1);
  EXPECT_EQ(ParseGood({"build", "a", "-o", "b"}).cxx, "clang++");
  EXPECT_EQ(ParseGood({"build", "a", "-o", "b", "--cxx=g++"}).cxx, "g++");
  setenv("CXX", "", 1);
  EXPECT_EQ(ParseGood({"build", "a", "-o", "b"}).cxx, "c++");
  unsetenv("CXX");
}

TEST(ParseCommandLineTest, ASpecMayBeginWithADash) {
  EXPECT_EQ(ParseGood({"check", "--", "-odd.yaml"}).spec, "-odd.yaml");
}

TEST(ParseCommandLineTest, HelpEndsWithSuccess) {
  const auto parsed = Parse({"build", "--help"});
  EXPECT_EQ(std::get<EarlyExit>(parsed).code, kExitSuccess);
}

}  // namespace
}  // namespace sinter
