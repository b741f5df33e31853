// The command line of a generated program, from outside.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/runtime/run_program.h"
#include "tests/runtime/test_files.h"

namespace sinter::runtime {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

// Descriptor 3 is a pipe whose reader has gone.
constexpr const char* kNoReader =
    "pipe=$(mktemp -u); mkfifo \"$pipe\"; exec 4<>\"$pipe\" 3>\"$pipe\" 4<&-; "
    "rm \"$pipe\";";

class ProgramTest : public ::testing::Test {
 protected:
  ProgramTest() { WriteToyData(data_.path(), 14, 6); }

  // `runner`: shell words, a program that runs the one that follows.
  ProgramResult Run(const std::vector<std::string>& arguments,
                    const std::string& setup = "",
                    const std::string& redirections = "",
                    const std::string& runner = "") {
    return RunProgram(TOY_PROGRAM, arguments, setup, redirections, runner);
  }

  // `train` with more arguments.
  ProgramResult Train(std::vector<std::string> more = {},
                      const std::string& setup = "",
                      const std::string& redirections = "",
                      const std::string& runner = "") {
    std::vector<std::string> arguments = {"train", "--data", data_.path()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return Run(arguments, setup, redirections, runner);
  }

  // `evaluate` or `predict` with trained weights and more arguments.
  ProgramResult Use(const std::string& command,
                    std::vector<std::string> more = {}) {
    EXPECT_EQ(Train({"--save", weights_}).exit_code, 0);
    std::vector<std::string> arguments = {command, "--data", data_.path(),
                                          "--weights", weights_};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return Run(arguments);
  }

  TemporaryFolder data_;
  TemporaryFolder folder_;
  std::string weights_ = folder_ / "w.safetensors";
};

TEST_F(ProgramTest, TrainFollowsTheBooksSession) {
  const ProgramResult run = Train({}, "LC_ALL=C.UTF-8");
  EXPECT_EQ(run.exit_code, 0);
  EXPECT_THAT(run.out, StartsWith("train_samples.shape: (14, 3)\n"
                                  "train_labels: [1 0 0 ... 0 0 1]\n"
                                  "test_samples.shape: (6, 3)\n"
                                  "test_labels: [1 0 0 1 0 1]\n"
                                  "test_loss: 0."));
  EXPECT_THAT(run.out, HasSubstr(", test_acc: "));
  EXPECT_THAT(run.err, StartsWith("Epoch 1/2\n4/4 ━━━━━━━━━━━━━━━━━━━━ 0s "));
  EXPECT_THAT(run.err, HasSubstr("\nEpoch 2/2\n"));
  EXPECT_THAT(run.err, HasSubstr(" - accuracy: "));
}

constexpr char kNote[] =
    "toy: note: the trained weights are not kept; --save FILE or --run-dir DIR "
    "keeps them\n";

TEST_F(ProgramTest, WeightsThatNobodyKeeps) {
  EXPECT_THAT(Train().err, EndsWith(kNote));
  EXPECT_THAT(Train({"--save", weights_}).err, Not(HasSubstr("note")));
  EXPECT_THAT(Train({"--epochs", "0"}).err, Not(HasSubstr("note")));
  EXPECT_THAT(Train({"--run-dir", folder_ / "run"}).err,
              Not(HasSubstr("note")));
  const std::string setup = "TOY_STEP=1 TOY_SIGNAL=" + std::to_string(SIGINT);
  for (const char* level : {"0", "1"}) {
    EXPECT_THAT(Train({"--verbose", level}, setup).err,
                EndsWith("interrupted after epoch 1, step 3 of 4; the trained "
                         "weights are lost, without --save or --run-dir\n"));
  }
}

TEST_F(ProgramTest, TheBarFollowsTheLocale) {
  for (const char* setup :
       {"LC_ALL=C", "LC_ALL= LC_CTYPE= LANG=C", "LC_ALL= LC_CTYPE= LANG=",
        "LC_ALL=de_DE.ISO-8859-1 LANG=C.UTF-8", "LC_ALL= LC_CTYPE=POSIX"}) {
    const ProgramResult run = Train({}, setup);
    EXPECT_THAT(run.err, StartsWith("Epoch 1/2\n4/4 ==================== 0s "));
    for (unsigned char c : run.out + run.err) EXPECT_LT(c, 0x80) << setup;
  }
  for (const char* setup : {"LC_ALL=C.UTF-8", "LC_ALL= LC_CTYPE= LANG=de.utf8",
                            "LC_ALL= LC_CTYPE=sr_RS.UTF-8@latin LANG=C"}) {
    EXPECT_THAT(Train({}, setup).err,
                StartsWith("Epoch 1/2\n4/4 ━━━━━━━━━━━━━━━━━━━━ 0s "));
  }
}

TEST_F(ProgramTest, Verbosity) {
  const ProgramResult silent = Train({"--verbose", "0"});
  EXPECT_EQ(silent.err, "");
  EXPECT_THAT(silent.out, StartsWith("test_loss: "));
  EXPECT_EQ(std::count(silent.out.begin(), silent.out.end(), '\n'), 1);
  EXPECT_THAT(Train({"--verbose", "2"}).err,
              StartsWith("Epoch 1/2\n4/4 - 0s - "));
}

TEST_F(ProgramTest, TheRunCanBeRepeatedOnAnyNumberOfThreads) {
  ASSERT_EQ(Train({"--save", weights_, "--threads", "1"}).exit_code, 0);
  const std::string weights = ReadFile(weights_);
  ASSERT_EQ(Train({"--save", weights_, "--threads", "3"}).exit_code, 0);
  EXPECT_EQ(ReadFile(weights_), weights);
  ASSERT_EQ(Train({"--save", weights_, "--seed", "8"}).exit_code, 0);
  EXPECT_NE(ReadFile(weights_), weights);
}

TEST_F(ProgramTest, WeightsToStartFrom) {
  ASSERT_EQ(Train({"--save", weights_}).exit_code, 0);
  const std::string copy = folder_ / "copy";
  ASSERT_EQ(
      Train({"--weights", weights_, "--epochs", "0", "--save", copy}).exit_code,
      0);
  EXPECT_EQ(ReadFile(copy), ReadFile(weights_));
}

TEST_F(ProgramTest, StepLog) {
  const std::string log = folder_ / "steps.csv";
  ASSERT_EQ(
      Train({"--step-log", log, "--steps", "5", "--no-shuffle"}).exit_code, 0);
  const std::string text = ReadFile(log);
  EXPECT_THAT(text, StartsWith("step,loss\n1,0."));
  EXPECT_THAT(text, HasSubstr("\n5,0."));
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 6);
}

TEST_F(ProgramTest, History) {
  const std::string log = folder_ / "history.csv";
  ASSERT_EQ(Train({"--history", log}).exit_code, 0);
  const std::string text = ReadFile(log);
  EXPECT_THAT(text, StartsWith("epoch,accuracy,loss\n0,0."));
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 3);
}

TEST_F(ProgramTest, Evaluate) {
  const ProgramResult run = Use("evaluate");
  EXPECT_EQ(run.exit_code, 0);
  EXPECT_THAT(Train().out, EndsWith(run.out)) << "the same as after training";
  EXPECT_EQ(run.err, "");
}

TEST_F(ProgramTest, EvaluateJson) {
  const ProgramResult run = Use("evaluate", {"--json"});
  EXPECT_EQ(run.exit_code, 0);
  const json object = json::parse(run.out);
  EXPECT_EQ(object.at("samples"), 6);
  EXPECT_GT(object.at("test_loss").get<double>(), 0);
  EXPECT_LE(object.at("test_acc").get<double>(), 1);
}

TEST_F(ProgramTest, Predict) {
  const ProgramResult run = Use("predict", {"--count", "2"});
  EXPECT_EQ(run.exit_code, 0);
  EXPECT_THAT(run.out,
              StartsWith("sample     out(0)     out(1)  argmax        out  "
                         "label\n"));
  EXPECT_EQ(std::count(run.out.begin(), run.out.end(), '\n'), 3);
}

TEST_F(ProgramTest, PredictJson) {
  const json array = json::parse(Use("predict", {"--json"}).out);
  ASSERT_EQ(array.size(), 6u) << "no more than there are";
  for (size_t i = 0; i < array.size(); ++i) {
    const json& outputs = array[i].at("outputs");
    EXPECT_EQ(array[i].at("sample"), i);
    EXPECT_EQ(outputs.size(), 2u);
    EXPECT_EQ(outputs.at(array[i].at("argmax").get<size_t>()),
              array[i].at("output"));
  }
  EXPECT_EQ(array[0].at("label"), 1);
}

TEST_F(ProgramTest, Info) {
  const ProgramResult run = Run({"info"});
  EXPECT_EQ(run.exit_code, 0);
  for (const char* text :
       {"toy", "sinter 1.2.3", "sha256 00ff", "dense (Dense)", "(4, 2)",
        "1,234,567 FLOP", "NONE of NONE", "parameters:   8\n",
        "outputs:      values\n"}) {
    EXPECT_THAT(run.out, HasSubstr(text));
  }
}

TEST_F(ProgramTest, HelpAndVersion) {
  const ProgramResult help = Run({"--help"});
  EXPECT_EQ(help.exit_code, 0);
  for (const char* text :
       {"train", "evaluate", "predict", "info", "Exit codes", "70 "}) {
    EXPECT_THAT(help.out, HasSubstr(text));
  }
  const ProgramResult train_help = Run({"train", "--help"});
  EXPECT_EQ(train_help.exit_code, 0);
  EXPECT_THAT(train_help.out, HasSubstr("--learning-rate"));
  const ProgramResult version = Run({"--version"});
  EXPECT_EQ(version.exit_code, 0);
  EXPECT_EQ(version.out, "toy (sinter 1.2.3)\n");
}

TEST_F(ProgramTest, BadCommandLines) {
  const std::string data = data_.path();
  const std::vector<std::vector<std::string>> lines = {
      {},
      {"nonsense"},
      {"train"},
      {"train", "--data", ""},
      {"train", "--data"},
      {"train", "--data", data, "extra"},
      {"train", "--data", data, "--unknown"},
      {"train", "--data", data, "--json"},
      {"train", "--data", data, "--data", data},
      {"train", "--data", data, "--save", ""},
      {"train", "--data", data, "--epochs", "-1"},
      {"train", "--data", data, "--epochs", "1.5"},
      {"train", "--data", data, "--epochs", "0x10"},
      {"train", "--data", data, "--epochs", "4294967296"},
      {"train", "--data", data, "--epochs", ""},
      {"train", "--data", data, "--epochs", "3 "},
      {"train", "--data", data, "--learning-rate", "nan"},
      {"train", "--data", data, "--learning-rate", "inf"},
      {"train", "--data", data, "--learning-rate", "-1"},
      {"train", "--data", data, "--learning-rate", "0,1"},
      {"train", "--data", data, "--threads", "0"},
      {"train", "--data", data, "--threads", "100000"},
      {"train", "--data", data, "--steps", "0"},
      {"train", "--data", data, "--verbose", "3"},
      {"train", "--data", data, "--simd", "AVX9"},
      {"train", "info"},
      {"evaluate", "--data", data},
      {"predict", "--weights", weights_},
      {"predict", "--data", data, "--weights", weights_, "--count", "0"},
      {"info", "--simd", "AVX9"}};
  for (const auto& line : lines) {
    const ProgramResult run = Run(line);
    EXPECT_EQ(run.exit_code, 2) << ::testing::PrintToString(line);
    EXPECT_THAT(run.err, StartsWith("toy: error: "));
    EXPECT_EQ(std::count(run.err.begin(), run.err.end(), '\n'), 1) << run.err;
    EXPECT_EQ(run.out, "");
  }
}

// No memory holds stacks of 2^47 bytes, which a thread gets by this limit.
TEST_F(ProgramTest, ThreadsThatTheSystemRefuses) {
#ifdef __SANITIZE_THREAD__
  GTEST_SKIP() << "ThreadSanitizer does without the addresses that are left";
#endif
  const std::string setup =
      fmt::format("ulimit -s {} || exit 77;", uint64_t{1} << 37);
  const ProgramResult run = Train({"--threads", "3"}, setup);
  if (run.exit_code == 77) GTEST_SKIP() << "stacks are limited here";
  EXPECT_EQ(run.exit_code, 3);
  EXPECT_THAT(run.err, StartsWith("toy: error: --threads 3: cannot start the "
                                  "threads; number 2 is refused: "));
  EXPECT_EQ(std::count(run.err.begin(), run.err.end(), '\n'), 1) << run.err;
}

// What was mistyped, rather than what is missing because of it.
TEST_F(ProgramTest, MistypedWords) {
  const std::vector<std::pair<std::vector<std::string>, const char*>> lines = {
      {{}, "a subcommand is missing: train, evaluate, predict, info"},
      {{"trian"}, "'trian' is no subcommand; did you mean 'train'?"},
      {{"help"}, "'help' is no subcommand ("},
      {{"--versoin"}, "--versoin: toy has no such option; did you mean"},
      {{"train", "--dat", "x"},
       "--dat: train has no such option; did you mean "
       "'--data'?"},
      {{"train", "--data", "x", "--epoch=3"},
       "--epoch: train has no such "
       "option; did you mean "
       "'--epochs'?"},
      {{"train", "--data", "x", "--lr", "1"},
       "--lr: train has no such option; did you mean '--learning-rate'? ("},
      {{"train", "--data", "x", "--batch-size", "64"},
       "--batch-size: train has no such option; the spec fixes it: change "
       "fit.batch_size there and compile the model again ("},
      {{"train", "--data", "x", "--Batch_Size=64"}, "change fit.batch_size"},
      {{"train", "--data", "x", "--optimizer", "sgd"},
       "change compile.optimizer"},
      {{"train", "--data", "x", "--validation-split", "0.1"},
       "change fit.validation_split"},
      {{"train", "--data", "x", "--quiet"}, "did you mean '--verbose 0'?"},
      {{"train", "--data", "x", "--shuffle"},
       "; samples are shuffled unless --no-shuffle is given"},
      {{"train", "--data", "x", "--gpu", "0"}, "run on the processor"},
      {{"evaluate", "--data", "x", "--epochs", "1"},
       "--epochs: evaluate has no such option; train has it ("},
      {{"train", "--data", "x", "--json"}, "; evaluate and predict have it ("},
      {{"--data", "x"}, "; train and evaluate and predict have it ("},
      {{"fit"}, "'fit' is no subcommand; did you mean 'train'?"},
      {{"test"}, "'test' is no subcommand; did you mean 'evaluate'?"},
      {{"train", "--data", "x", "y"},
       "'y': train takes options only (see 'toy train --help')"},
      {{"train", "--data"}, "--data: its value is missing"},
      {{"predict", "--data", "x", "--data", "y"}, "--data: is given 2 times"},
      {{"info", std::string(5000, 'x')}, "info takes options only"}};
  for (const auto& [line, message] : lines) {
    const ProgramResult run = Run(line);
    EXPECT_EQ(run.exit_code, 2);
    EXPECT_THAT(run.err, HasSubstr(message));
  }
}

TEST_F(ProgramTest, UnknownSimd) {
  EXPECT_EQ(Run({"info", "--simd", "AVX9"}).err,
            "toy: error: --simd: 'AVX9' is not compiled in; compiled in: "
            "NONE\n");
}

TEST_F(ProgramTest, GoodSimd) {
  EXPECT_EQ(Train({"--simd", "NONE"}).exit_code, 0);
}

TEST_F(ProgramTest, FilesThatAreMissing) {
  const ProgramResult train = Run({"train", "--data", folder_.path()});
  EXPECT_EQ(train.exit_code, 3);
  EXPECT_EQ(train.err, "toy: error: " + folder_.path() +
                           "/train-x: No such file or directory\n");
  EXPECT_EQ(train.out, "");
  const ProgramResult evaluate =
      Run({"evaluate", "--data", data_.path(), "--weights", weights_});
  EXPECT_EQ(evaluate.exit_code, 3);
  EXPECT_THAT(evaluate.err, HasSubstr(weights_ + ": No such file"));
}

TEST_F(ProgramTest, WithoutATestSetTrainingIsAll) {
  const TemporaryFolder only_training;
  for (const char* name : {"train-x", "train-y"}) {
    WriteFile(only_training / name, ReadFile(data_ / name));
  }
  const ProgramResult run = Run({"train", "--data", only_training.path()});
  EXPECT_EQ(run.exit_code, 0);
  EXPECT_THAT(run.out, Not(HasSubstr("test_")));
}

TEST_F(ProgramTest, DamagedData) {
  WriteFile(data_ / "train-x", ReadFile(data_ / "train-x") + "!");
  const ProgramResult run =
      Train({"--save", weights_, "--history", folder_ / "history"});
  EXPECT_EQ(run.exit_code, 3);
  EXPECT_THAT(run.err, HasSubstr("bytes follow"));
  EXPECT_TRUE(folder_.Names().empty());
}

TEST_F(ProgramTest, WeightsOfAnotherModel) {
  WriteFile(weights_, std::string("\2\0\0\0\0\0\0\0{}", 10));
  const ProgramResult run = Train({"--weights", weights_});
  EXPECT_EQ(run.exit_code, 3);
  EXPECT_THAT(run.err, HasSubstr("'dense.kernel' of model toy is missing"));
}

TEST_F(ProgramTest, NamesFromDamagedFilesAreHarmless) {
  const std::string header =
      R"({"\u001b[31m)" + std::string(5000, 'n') +
      R"(":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}})";
  std::string length(8, '\0');
  length[0] = static_cast<char>(header.size() & 255);
  length[1] = static_cast<char>(header.size() >> 8);
  WriteFile(weights_, length + header);
  const ProgramResult run = Train({"--weights", weights_});
  EXPECT_EQ(run.exit_code, 3);
  EXPECT_THAT(run.err, HasSubstr("'?[31mnnn"));
  EXPECT_LT(run.err.size(), 2100u);
}

// Known before the first step, not after the last.
TEST_F(ProgramTest, OutputsThatCannotBeWritten) {
  for (const char* option : {"--save", "--step-log", "--history"}) {
    const ProgramResult run = Train({option, folder_ / "none/file"});
    EXPECT_EQ(run.exit_code, 3);
    EXPECT_THAT(run.err, HasSubstr("none/file: cannot write here"));
    EXPECT_THAT(run.err, Not(HasSubstr("Epoch")));
  }
}

TEST_F(ProgramTest, PipesThatNobodyReads) {
  const std::string pipe = folder_ / "pipe";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  for (const char* option : {"--save", "--step-log", "--history"}) {
    const ProgramResult run = Train({option, pipe}, "", "", "timeout 20");
    EXPECT_EQ(run.exit_code, 3);
    EXPECT_THAT(run.err, HasSubstr(pipe + ": cannot write: no process reads"));
    EXPECT_THAT(run.err, Not(HasSubstr("Epoch")));
  }
}

// Opened once, before the training: a reader that sees the end of a first
// opening would miss the weights.
TEST_F(ProgramTest, APipeThatIsReadGetsTheWeights) {
  const std::string pipe = folder_ / "pipe";
  const std::string copy = folder_ / "copy";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  // Opening the pipe waits for the reader.
  const std::string reader =
      "cat '" + pipe + "' >'" + copy + "' & exec 3>'" + pipe + "';";
  const ProgramResult run = Train({"--save", pipe}, reader);
  EXPECT_EQ(run.exit_code, 0) << run.err;
  ASSERT_EQ(Train({"--save", weights_}).exit_code, 0);
  for (int i = 0; i < 2000 && ReadFile(copy) != ReadFile(weights_); ++i) {
    usleep(10000);
  }
  EXPECT_EQ(ReadFile(copy), ReadFile(weights_));
}

// As of a single file that a container shares with its host.
TEST_F(ProgramTest, AMountPointIsRefusedBeforeTraining) {
  WriteFile(weights_, "old");
  WriteFile(folder_ / "mounted", "");
  const std::string mount =
      "mount --bind '" + (folder_ / "mounted") + "' '" + weights_ + "'";
  if (std::system(
          ("unshare -rm sh -c \"" + mount + "\" 2>/dev/null").c_str()) != 0) {
    GTEST_SKIP() << "nothing can be mounted here";
  }
  for (const char* option : {"--save", "--step-log", "--history"}) {
    const ProgramResult run =
        Train({option, weights_}, "", "",
              "unshare -rm sh -c \"" + mount + " && exec \\\"\\$@\\\"\" -");
    EXPECT_EQ(run.exit_code, 3);
    EXPECT_THAT(run.err, HasSubstr(weights_ + ": is a mount point"));
    EXPECT_THAT(run.err, Not(HasSubstr("Epoch")));
  }
  EXPECT_EQ(ReadFile(weights_), "old");
}

// The file is written where it stands, between the lines of the program.
TEST_F(ProgramTest, AStepLogOnStandardOutput) {
  const std::string out = folder_ / "out";
  WriteFile(out, "before\n");
  ASSERT_EQ(Train({"--step-log", "/dev/stdout", "--steps", "2"}, "",
                  ">>'" + out + "'")
                .exit_code,
            0);
  const std::string appended = ReadFile(out);
  EXPECT_THAT(appended, StartsWith("before\ntrain_samples.shape"));
  EXPECT_THAT(appended,
              HasSubstr("\ntest_labels: [1 0 0 1 0 1]\nstep,loss\n1,0."));
  EXPECT_THAT(appended, HasSubstr("\ntest_loss: 0."));
  for (const std::string redirection : {"", "| cat"}) {
    const ProgramResult run =
        Train({"--step-log", "/dev/stdout", "--steps", "2"}, "", redirection);
    EXPECT_EQ("before\n" + run.out, appended) << redirection;
  }
  EXPECT_THAT(folder_.Names(), ElementsAre("out"));
}

TEST_F(ProgramTest, OutputsThatAreOneFile) {
  const std::string file = folder_ / "file";
  const std::string dotted = folder_ / "./file";
  const std::string link = folder_ / "link";
  ASSERT_EQ(symlink("file", link.c_str()), 0);
  const std::string run = folder_ / "run";
  const std::string last = run + "/checkpoints/last.safetensors";
  struct {
    std::vector<std::string> arguments;
    const char* options;
  } cases[] = {
      {{"--save", file, "--history", file}, "--save and --history: "},
      {{"--save", dotted, "--step-log", file}, "--save and --step-log: "},
      {{"--history", link, "--step-log", file}, "--history and --step-log: "},
      {{"--run-dir", run, "--history", run + "/history.csv"},
       "--history and --run-dir: "},
      {{"--run-dir", run, "--save", last}, "--save and --run-dir: "},
      {{"--run-dir", "new/run", "--save", "./new/../new/run/metrics.json"},
       "--save and --run-dir: "},
      {{"--save", data_ / "train-x"}, "which --data reads"},
      {{"--history", data_ / "test-y.gz"}, "which --data reads"}};
  for (const bool exists : {false, true}) {
    if (exists) WriteFile(file, "old");
    for (const auto& [arguments, options] : cases) {
      const ProgramResult result = Train(arguments);
      EXPECT_EQ(result.exit_code, 2) << options;
      EXPECT_THAT(result.err, HasSubstr(options));
      EXPECT_EQ(result.out, "");
    }
    EXPECT_FALSE(std::filesystem::exists(run));
  }
  EXPECT_EQ(ReadFile(file), "old");
  EXPECT_EQ(Train({"--save", "/dev/null", "--history", "/dev/null"}).exit_code,
            0);
}

TEST_F(ProgramTest, OutputsInThePlaceOfInputsAndStreams) {
  ASSERT_EQ(Train({"--save", weights_}).exit_code, 0);
  const std::string weights = ReadFile(weights_);
  const ProgramResult log =
      Train({"--weights", weights_, "--step-log", folder_ / "./w.safetensors"});
  EXPECT_EQ(log.exit_code, 2);
  EXPECT_THAT(log.err, HasSubstr("--step-log: "));
  EXPECT_THAT(log.err, HasSubstr("which --weights reads"));
  EXPECT_EQ(ReadFile(weights_), weights);
  EXPECT_EQ(Train({"--weights", weights_, "--save", weights_}).exit_code, 0)
      << "trained on in their place";
  const std::string out = folder_ / "out";
  for (const char* redirection : {">'", "2>'"}) {
    EXPECT_EQ(Train({"--history", out}, "", redirection + out + "'").exit_code,
              2);
  }
  EXPECT_THAT(ReadFile(out), HasSubstr("--history: standard error goes to "));
  EXPECT_THAT(Train({"--save", "/dev/stdout"}).err,
              HasSubstr("--save: /dev/stdout is standard output"));
}

// `| head`: nobody is told, the rest of the work is done.
TEST_F(ProgramTest, AReaderThatWantsNoMoreIsNoError) {
  for (const char* command : {"evaluate", "predict"}) {
    ASSERT_EQ(Use(command).exit_code, 0);
    const ProgramResult run =
        Run({command, "--data", data_.path(), "--weights", weights_}, kNoReader,
            ">&3");
    EXPECT_EQ(run.exit_code, 0) << command;
    EXPECT_EQ(run.err, "");
  }
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{
           {"info"}, {"--help"}, {"--version"}}) {
    const ProgramResult run = Run(arguments, kNoReader, ">&3");
    EXPECT_EQ(run.exit_code, 0);
    EXPECT_EQ(run.err, "");
  }
  const std::string saved = folder_ / "saved";
  const std::string kept = folder_ / "run";
  const ProgramResult train =
      Train({"--save", saved, "--run-dir", kept, "--step-log", "/dev/stdout",
             "--verbose", "0"},
            kNoReader, ">&3");
  EXPECT_EQ(train.exit_code, 0);
  EXPECT_EQ(train.err, "");
  EXPECT_EQ(ReadFile(saved), ReadFile(weights_));
  EXPECT_THAT(ReadFile(kept + "/metrics.json"), HasSubstr("test_loss"));
}

// Shared with a process that made it so, as a shell's terminal often is.
TEST_F(ProgramTest, APipeThatIsNotBlockingIsWaitedFor) {
  WriteToyData(data_.path(), 14, 5000);
  const ProgramResult whole = Use("predict", {"--json", "--count", "5000"});
  ASSERT_GT(whole.out.size(), 100000u) << "more than a pipe holds";
  const std::string script = folder_ / "script.py";
  WriteFile(script, R"(
import os, subprocess, sys, time
read, write = os.pipe()
os.set_blocking(write, False)
stream = sys.argv[1]
child = subprocess.Popen(sys.argv[2:], **{stream: write})
os.close(write)
time.sleep(0.3)
with os.fdopen(read, "rb") as pipe:
    sys.stdout.buffer.write(pipe.read())
sys.exit(child.wait())
)");
  const auto slowly = [&](const char* stream) {
    return "python3 '" + script + "' " + stream;
  };
  const ProgramResult read =
      Run({"predict", "--data", data_.path(), "--weights", weights_, "--json",
           "--count", "5000"},
          "", "", slowly("stdout"));
  EXPECT_EQ(read.exit_code, 0) << read.err;
  EXPECT_TRUE(read.out == whole.out) << read.out.size();
  // Twice as many lines as a pipe holds.
  const ProgramResult progress =
      Train({"--epochs", "3000", "--verbose", "2"}, "", "", slowly("stderr"));
  EXPECT_EQ(progress.exit_code, 0);
  EXPECT_THAT(progress.out, HasSubstr("Epoch 3000/3000\n"));
  size_t epochs = 0;
  for (size_t place = 0;
       (place = progress.out.find("Epoch ", place)) != std::string::npos;
       ++place) {
    ++epochs;
  }
  EXPECT_EQ(epochs, 3000u);
}

TEST_F(ProgramTest, AFullDisk) {
  for (const char* option : {"--save", "--step-log", "--history"}) {
    const ProgramResult device = Train({option, "/dev/full"});
    EXPECT_EQ(device.exit_code, 3);
    EXPECT_THAT(device.err, HasSubstr("No space left"));
    WriteFile(weights_, "old");
    // Blocks of 512 bytes in POSIX shells: results fit, the log does not.
    const ProgramResult limited =
        Train({option, weights_, "--epochs", "200", "--verbose", "0"},
              "ulimit -f 1;");
    if (std::string(option) != "--save") {
      EXPECT_EQ(limited.exit_code, 3);
      EXPECT_EQ(ReadFile(weights_), "old");
      EXPECT_THAT(limited.err, HasSubstr("File too large"));
    }
    EXPECT_THAT(folder_.Names(), ElementsAre("w.safetensors"));
  }
}

TEST_F(ProgramTest, StandardOutputThatCannotBeWritten) {
  EXPECT_EQ(Train({}, "", ">/dev/full").exit_code, 3);
  EXPECT_EQ(Train({}, "", ">&-").exit_code, 3);
  EXPECT_EQ(Run({"info"}, "", ">/dev/full").exit_code, 3);
  EXPECT_EQ(Run({"--help"}, "", ">&-").exit_code, 3);
}

// The log must not get what is meant for a closed stderr or stdin.
TEST_F(ProgramTest, OtherStreamsMayBeClosed) {
  const std::string log = folder_ / "steps.csv";
  EXPECT_EQ(Train({"--step-log", log}, "", "2>&- <&-").exit_code, 0);
  EXPECT_THAT(ReadFile(log),
              AllOf(StartsWith("step,loss\n"), Not(HasSubstr("Epoch"))));
}

TEST_F(ProgramTest, ALossThatIsNotFinite) {
  WriteFile(weights_, "old");
  const std::string log = folder_ / "steps.csv";
  const ProgramResult run =
      Train({"--save", weights_, "--step-log", log}, "TOY_NAN=loss TOY_STEP=5");
  EXPECT_EQ(run.exit_code, 5);
  EXPECT_THAT(run.err, HasSubstr("the loss is nan after epoch 2, step 2 of 4"));
  EXPECT_EQ(ReadFile(weights_), "old");
  EXPECT_THAT(ReadFile(log), EndsWith("\n6,nan\n"));
}

// Its last step's loss is the last that anybody looks at.
TEST_F(ProgramTest, WeightsThatAreNotFinite) {
  WriteFile(weights_, "old");
  const ProgramResult run =
      Train({"--save", weights_}, "TOY_NAN=weights TOY_STEP=7");
  EXPECT_EQ(run.exit_code, 5);
  EXPECT_THAT(run.err, HasSubstr("'dense.kernel' has values that are infinite "
                                 "or no numbers after 0 steps of epoch 3"));
  EXPECT_EQ(ReadFile(weights_), "old");
  EXPECT_THAT(run.out, Not(HasSubstr("test_loss")));
}

// As under nohup, and in a script's background.
TEST_F(ProgramTest, SignalsThatAreIgnoredStaySo) {
  const ProgramResult run =
      Train({}, "trap '' INT; TOY_STEP=1 TOY_SIGNALS=2 TOY_SIGNAL=" +
                    std::to_string(SIGINT));
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(run.out, HasSubstr("test_loss"));
}

TEST_F(ProgramTest, SignalsSaveAndEnd) {
  for (const int signal : {SIGINT, SIGTERM}) {
    std::remove(weights_.c_str());
    const std::string setup = "TOY_STEP=1 TOY_SIGNAL=" + std::to_string(signal);
    const ProgramResult run = Train({"--save", weights_}, setup);
    EXPECT_EQ(run.exit_code, 128 + signal);
    EXPECT_THAT(run.err,
                HasSubstr("interrupted after epoch 1, step 3 of 4; weights "
                          "saved to "));
    EXPECT_THAT(run.out, Not(HasSubstr("test_loss")));
    EXPECT_EQ(Train({"--weights", weights_}).exit_code, 0) << "it was saved";
  }
}

TEST_F(ProgramTest, NumbersDoNotFollowTheLocale) {
  const ProgramResult run =
      Train({"--learning-rate", "0.5"}, "LC_ALL=de_DE.UTF-8");
  EXPECT_EQ(run.exit_code, 0);
  EXPECT_THAT(run.out, HasSubstr("test_loss: 0."));
}

}  // namespace
}  // namespace sinter::runtime
