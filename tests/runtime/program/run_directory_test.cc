// train --run-dir and --resume, from outside.
#include <fcntl.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/runtime/run_program.h"
#include "tests/runtime/test_files.h"

namespace sinter::runtime {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

using Arguments = std::vector<std::string>;

// 14 samples, 10 of them to train: three steps an epoch, the last of 2 samples.
constexpr const char* kValidation = "TOY_VALIDATION=0.25 TOY_METRICS=both ";
constexpr const char* kOneMetric = "TOY_VALIDATION=0.25 ";
constexpr int kSteps = 50;
const Arguments kGoal = {"--epochs", "20", "--steps", "50"};

Arguments operator+(Arguments a, const Arguments& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

// A file of tensors whose header was changed, its checksum made right.
std::string WithFreshChecksum(std::string content) {
  const size_t digits = content.find(R"("crc32":")") + 9;
  content.replace(digits, 8, "00000000");
  const auto* bytes = reinterpret_cast<const Bytef*>(content.data());
  return content.replace(
      digits, 8, fmt::format("{:08x}", crc32_z(0, bytes, content.size())));
}

class RunDirectoryTest : public ::testing::Test {
 protected:
  RunDirectoryTest() { WriteToyData(data_.path(), 14, 6); }

  // `train` with more arguments; without a setup, samples validate.
  ProgramResult Train(const Arguments& more,
                      const std::string& setup = kValidation) {
    return RunProgram(
        TOY_PROGRAM,
        Arguments{"train", "--data", data_.path(), "--verbose", "0"} + more,
        setup);
  }

  ProgramResult TrainNew(const Arguments& more,
                         const std::string& setup = kValidation) {
    std::filesystem::remove_all(run_);
    return Train(Arguments{"--run-dir", run_} + more, setup);
  }

  ProgramResult Resume(const Arguments& more = {},
                       const std::string& setup = kValidation) {
    return Train(Arguments{"--resume", run_} + more, setup);
  }

  // What of a run must not depend on how it came about.
  static Arguments Contents(const std::string& run) {
    Arguments contents;
    for (const char* name :
         {"/checkpoints/last.safetensors", "/checkpoints/best.safetensors",
          "/history.csv", "/spec.resolved.yaml", "/metrics.json"}) {
      contents.push_back(ReadFile(run + name));
    }
    return contents;
  }

  // Of the run to the goal, never stopped.
  Arguments Unbroken() {
    const std::string path = folder_ / "unbroken";
    const ProgramResult result =
        Train(Arguments{"--run-dir", path, "--threads", "1"} + kGoal);
    EXPECT_EQ(result.exit_code, 0) << result.err;
    return Contents(path);
  }

  json Metrics() { return json::parse(ReadFile(run_ + "/metrics.json")); }
  std::string Last() {
    return ReadFile(run_ + "/checkpoints/last.safetensors");
  }

  TemporaryFolder data_;
  TemporaryFolder folder_;
  std::string run_ = folder_ / "run";
};

TEST_F(RunDirectoryTest, WhatIsKept) {
  ASSERT_EQ(TrainNew({"--epochs", "3"}).exit_code, 0);
  EXPECT_EQ(ReadFile(run_ + "/spec.resolved.yaml"), "name: toy\n");
  const std::string history = ReadFile(run_ + "/history.csv");
  EXPECT_EQ(std::count(history.begin(), history.end(), '\n'), 4);
  EXPECT_THAT(history, HasSubstr("epoch,accuracy,loss,mean_squared_error,"
                                 "val_accuracy,val_loss,val_mean_squared_error"
                                 "\n0,0."));
  const json metrics = Metrics();
  EXPECT_EQ(metrics.at("status"), "finished");
  EXPECT_EQ(metrics.at("epochs_finished"), 3);
  EXPECT_EQ(metrics.at("steps_of_next_epoch"), 0);
  EXPECT_EQ(metrics.at("steps"), 9);
  EXPECT_EQ(metrics.at("last_epoch").at("epoch"), 2);
  EXPECT_GT(metrics.at("last_epoch").at("val_loss"), 0);
  EXPECT_GT(metrics.at("test_loss"), 0);
  EXPECT_LE(metrics.at("best_epoch").at("epoch"), 2);
}

TEST_F(RunDirectoryTest, TheHistoryIsThatOfHistory) {
  const std::string log = folder_ / "history";
  ASSERT_EQ(TrainNew({"--history", log}).exit_code, 0);
  EXPECT_EQ(ReadFile(run_ + "/history.csv"), ReadFile(log));
}

TEST_F(RunDirectoryTest, NoBestWithoutValidation) {
  ASSERT_EQ(TrainNew({}, "").exit_code, 0);
  EXPECT_FALSE(std::filesystem::exists(run_ + "/checkpoints/best.safetensors"));
  EXPECT_FALSE(Metrics().contains("best_epoch"));
}

TEST_F(RunDirectoryTest, TheBestEpochIsTheOneOfTheHistory) {
  // So large a rate that later epochs are worse.
  ASSERT_EQ(TrainNew({"--epochs", "8", "--learning-rate", "1.2"}).exit_code, 0);
  std::istringstream lines(ReadFile(run_ + "/history.csv"));
  std::string line;
  std::getline(lines, line);
  std::vector<double> losses;
  while (std::getline(lines, line)) {
    losses.push_back(std::stod(line.substr(line.rfind(',') + 1)));
  }
  ASSERT_EQ(losses.size(), 8u);
  const auto best = std::min_element(losses.begin(), losses.end());
  ASSERT_NE(best, losses.end() - 1) << "this would be the last checkpoint";
  const json metrics = Metrics();
  EXPECT_EQ(metrics.at("best_epoch").at("epoch"), best - losses.begin());
  EXPECT_EQ(metrics.at("best_epoch").at("val_loss"), *best);
  EXPECT_THAT(
      ReadFile(run_ + "/checkpoints/best.safetensors"),
      HasSubstr(fmt::format("\"epoch\":\"{}\"", best - losses.begin() + 1)));
}

// Neither when checkpoints are taken nor the number of threads changes
// anything.
TEST_F(RunDirectoryTest, CheckpointsChangeNothing) {
  const Arguments unbroken = Unbroken();
  for (const char* interval : {"1", "2", "7", "50", "1000"}) {
    ASSERT_EQ(TrainNew(kGoal + Arguments{"--checkpoint-steps", interval,
                                         "--threads", "3"})
                  .exit_code,
              0);
    EXPECT_EQ(Contents(run_), unbroken) << interval;
  }
}

TEST_F(RunDirectoryTest, StoppedAtEveryStepAndResumed) {
  const Arguments unbroken = Unbroken();
  for (int k = 1; k <= kSteps; ++k) {
    ASSERT_EQ(
        TrainNew({"--epochs", "20", "--steps", std::to_string(k)}).exit_code,
        0);
    EXPECT_EQ(Metrics().at("steps"), k);
    const ProgramResult resumed =
        Resume({"--steps", "50", "--threads", k % 2 == 0 ? "1" : "2"});
    ASSERT_EQ(resumed.exit_code, 0) << resumed.err;
    EXPECT_EQ(Contents(run_), unbroken) << k;
  }
}

TEST_F(RunDirectoryTest, InterruptedAtEveryStepAndResumed) {
  const Arguments unbroken = Unbroken();
  for (int k = 0; k < kSteps; ++k) {
    const int signal = k % 2 == 0 ? SIGINT : SIGTERM;
    const ProgramResult stopped = TrainNew(
        kGoal,
        fmt::format("{} TOY_STEP={} TOY_SIGNAL={}", kValidation, k, signal));
    ASSERT_EQ(stopped.exit_code, 128 + signal) << k;
    EXPECT_THAT(stopped.err, HasSubstr("interrupted after epoch "));
    EXPECT_THAT(stopped.err, HasSubstr(run_ + " keeps it up to step "));
    EXPECT_EQ(Metrics().at("status"), "interrupted");
    EXPECT_GT(Metrics().at("steps"), k);
    ASSERT_EQ(Resume({"--steps", "50"}).exit_code, 0);
    EXPECT_EQ(Contents(run_), unbroken) << k;
  }
}

TEST_F(RunDirectoryTest, KilledAtEveryStepAndResumed) {
  constexpr int kInterval = 4;
  const Arguments unbroken = Unbroken();
  const Arguments interval = {"--checkpoint-steps", std::to_string(kInterval)};
  for (int k = 0; k < kSteps; ++k) {
    EXPECT_EQ(
        TrainNew(kGoal + interval, fmt::format("{} TOY_STEP={} TOY_SIGNAL={}",
                                               kValidation, k, SIGKILL))
            .exit_code,
        128 + SIGKILL);
    EXPECT_GT(Metrics().at("steps"), k - kInterval);
    EXPECT_LE(Metrics().at("steps"), k);
    ASSERT_EQ(Resume(Arguments{"--steps", "50"} + interval).exit_code, 0);
    EXPECT_EQ(Contents(run_), unbroken) << k;
  }
}

// In one training, once at each step.
TEST_F(RunDirectoryTest, StoppedAgainAndAgain) {
  const Arguments unbroken = Unbroken();
  ASSERT_EQ(TrainNew({"--epochs", "20", "--steps", "1"}).exit_code, 0);
  for (int k = 2; k <= kSteps; ++k) {
    ASSERT_EQ(Resume({"--steps", std::to_string(k)}).exit_code, 0);
  }
  EXPECT_EQ(Contents(run_), unbroken);
}

TEST_F(RunDirectoryTest, EpochsMayBeExtended) {
  ASSERT_EQ(TrainNew({"--epochs", "5", "--no-shuffle"}).exit_code, 0);
  const Arguments five = Contents(run_);
  ASSERT_EQ(TrainNew({"--epochs", "2", "--no-shuffle"}).exit_code, 0);
  ASSERT_EQ(Resume({"--epochs", "5"}).exit_code, 0);
  EXPECT_EQ(Contents(run_), five);
}

TEST_F(RunDirectoryTest, OtherOptionsOfTheRunAreKept) {
  const Arguments options = {"--seed", "3", "--learning-rate", "0.25"};
  ASSERT_EQ(TrainNew(kGoal + options).exit_code, 0);
  const Arguments unbroken = Contents(run_);
  ASSERT_EQ(TrainNew(Arguments{"--epochs", "20", "--steps", "20"} + options)
                .exit_code,
            0);
  ASSERT_EQ(Resume(Arguments{"--steps", "50"} + options).exit_code, 0)
      << "the same once more is no contradiction";
  EXPECT_EQ(Contents(run_), unbroken);
}

TEST_F(RunDirectoryTest, NothingLeftToDo) {
  const ProgramResult first = TrainNew({});
  const Arguments contents = Contents(run_);
  const ProgramResult again = Resume();
  EXPECT_EQ(again.exit_code, 0);
  EXPECT_EQ(again.out, first.out);
  EXPECT_EQ(Contents(run_), contents);
}

TEST_F(RunDirectoryTest, OptionsThatContradictTheRun) {
  ASSERT_EQ(TrainNew({"--epochs", "20", "--steps", "7"}).exit_code, 0);
  const Arguments contents = Contents(run_);
  const std::pair<Arguments, const char*> cases[] = {
      {{"--seed", "8"}, "--seed: the run in"},
      {{"--learning-rate", "0.5"}, "was begun with 0.125, not 0.5"},
      {{"--no-shuffle"}, "--no-shuffle: the run in"},
      {{"--epochs", "2"}, "has begun epoch 3 already, more than 2"},
      {{"--steps", "6"}, "has done 7 steps already, more than 6"},
      {{"--weights", "w"}, "excludes"},
      {{"--run-dir", "r"}, "excludes"}};
  for (const auto& [arguments, message] : cases) {
    const ProgramResult result = Resume(arguments);
    EXPECT_EQ(result.exit_code, 2) << message;
    EXPECT_THAT(result.err, HasSubstr(message));
    EXPECT_EQ(result.out, "");
  }
  EXPECT_EQ(Contents(run_), contents);
}

TEST_F(RunDirectoryTest, AFolderThatKeepsATraining) {
  ASSERT_EQ(TrainNew({}).exit_code, 0);
  const Arguments contents = Contents(run_);
  const ProgramResult again = Train({"--run-dir", run_});
  EXPECT_EQ(again.exit_code, 2);
  EXPECT_THAT(again.err, HasSubstr("keeps a training already"));
  EXPECT_EQ(Contents(run_), contents);
}

TEST_F(RunDirectoryTest, FoldersThatKeepNone) {
  EXPECT_EQ(Resume().exit_code, 3);
  std::filesystem::create_directory(run_);
  const ProgramResult empty = Resume();
  EXPECT_EQ(empty.exit_code, 3);
  EXPECT_THAT(empty.err, HasSubstr("last.safetensors: No such file"));
  EXPECT_EQ(Train({"--run-dir", run_}).exit_code, 0) << "empty is good enough";
  WriteFile(folder_ / "file", "");
  for (const char* path : {"file", "file/run"}) {
    const ProgramResult file = Train({"--run-dir", folder_ / path});
    EXPECT_EQ(file.exit_code, 3);
    EXPECT_THAT(file.err, HasSubstr("cannot make this folder"));
  }
  EXPECT_EQ(Train({"--run-dir", folder_ / "new/folders/run/"}).exit_code, 0);
}

TEST_F(RunDirectoryTest, OneTrainingAtATime) {
  ASSERT_EQ(TrainNew({}).exit_code, 0);
  const int fd = open(run_.c_str(), O_RDONLY | O_DIRECTORY);
  ASSERT_EQ(flock(fd, LOCK_EX), 0);
  const ProgramResult result = Resume();
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.err, HasSubstr("another process is training here"));
  close(fd);
}

TEST_F(RunDirectoryTest, OtherData) {
  ASSERT_EQ(TrainNew({"--epochs", "1"}).exit_code, 0);
  WriteToyData(data_.path(), 16, 6);
  const ProgramResult result = Resume({"--epochs", "2"});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.err,
              HasSubstr("was trained on 10 samples, the data have 12"));
}

// As many samples, one byte of them or one label another; the best checkpoint
// is not replaced.
TEST_F(RunDirectoryTest, OtherDataOfTheSameSize) {
  ASSERT_EQ(TrainNew({"--epochs", "1"}).exit_code, 0);
  const Arguments contents = Contents(run_);
  for (const char* name : {"train-x", "train-y"}) {
    const std::string good = ReadFile(data_ / name);
    std::string other = good;
    other.back() = static_cast<char>(other.back() ^ 1);
    WriteFile(data_ / name, other);
    const ProgramResult result = Resume({"--epochs", "2"});
    EXPECT_EQ(result.exit_code, 3);
    EXPECT_THAT(result.err, HasSubstr(run_ + ": was trained on other data: "));
    EXPECT_EQ(Contents(run_), contents);
    WriteFile(data_ / name, good);
  }
  EXPECT_EQ(Resume({"--epochs", "2"}).exit_code, 0);
}

TEST_F(RunDirectoryTest, PackedDataAreTheSame) {
  ASSERT_EQ(TrainNew({"--epochs", "1"}).exit_code, 0);
  for (const char* name : {"train-x", "train-y"}) {
    WriteFile(data_ / (name + std::string(".gz")),
              Gzip(ReadFile(data_ / name)));
    std::filesystem::remove(data_ / name);
  }
  const ProgramResult result = Resume({"--epochs", "2"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
}

// As versions before this one saved it: goes on, with a note, and knows its
// data from then on.
TEST_F(RunDirectoryTest, ARunThatDoesNotKnowItsData) {
  ASSERT_EQ(TrainNew({"--epochs", "1"}).exit_code, 0);
  const std::string last = run_ + "/checkpoints/last.safetensors";
  std::string content = ReadFile(last);
  const size_t key = content.find("\"data_crc32\":\"");
  ASSERT_NE(key, std::string::npos);
  const size_t bytes = std::string("\"data_crc32\":\"01234567\",").size();
  content.replace(key, bytes, std::string(bytes, ' '));
  WriteFile(last, WithFreshChecksum(content));
  const auto resume = [&](const char* epochs) {
    return RunProgram(
        TOY_PROGRAM,
        {"train", "--data", data_.path(), "--resume", run_, "--epochs", epochs},
        kValidation);
  };
  const ProgramResult result = resume("2");
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.err, HasSubstr("toy: note: " + run_ + " is of a version"));
  EXPECT_THAT(Last(), HasSubstr("\"data_crc32\""));
  EXPECT_THAT(resume("3").err, Not(HasSubstr("note")));
}

// What it was trained with, and how to do that again.
TEST_F(RunDirectoryTest, OptionsDataAndCommandsAreKept) {
  ASSERT_EQ(TrainNew({"--epochs", "2", "--learning-rate", "0.3", "--seed", "5",
                      "--no-shuffle"})
                .exit_code,
            0);
  const json metrics = Metrics();
  EXPECT_THAT(ReadFile(run_ + "/metrics.json"),
              HasSubstr("\"learning_rate\": 0.3,"));
  EXPECT_EQ(metrics.at("seed"), 5);
  EXPECT_EQ(metrics.at("shuffle"), false);
  EXPECT_EQ(metrics.at("training_samples"), 10);
  EXPECT_THAT(Last(), HasSubstr("\"data_crc32\":\"" +
                                metrics.at("data_crc32").get<std::string>()));
  ASSERT_EQ(Resume({"--epochs", "3"}).exit_code, 0);
  const std::string bad = "\xff";
  EXPECT_EQ(Resume({"--epochs", "3", "--history", folder_ / bad}).exit_code, 0);
  std::istringstream lines(ReadFile(run_ + "/commands.jsonl"));
  std::vector<json> commands;
  for (std::string line; std::getline(lines, line);) {
    commands.push_back(json::parse(line));
  }
  ASSERT_EQ(commands.size(), 3u);
  EXPECT_EQ(commands[0].at("command").at(0), TOY_PROGRAM);
  EXPECT_EQ(commands[0].at("command").back(), "--no-shuffle");
  EXPECT_EQ(commands[0].at("data"),
            std::filesystem::canonical(data_.path()).string());
  EXPECT_EQ(commands[0].at("folder"), std::filesystem::current_path().string());
  EXPECT_EQ(commands[0].at("step"), 0);
  EXPECT_EQ(commands[1].at("step"), 6);
  EXPECT_EQ(commands[2].at("step"), 9);
}

// A command that is refused has not trained.
TEST_F(RunDirectoryTest, RefusedCommandsAreNotKept) {
  ASSERT_EQ(TrainNew({"--epochs", "1"}).exit_code, 0);
  const std::string commands = ReadFile(run_ + "/commands.jsonl");
  ASSERT_EQ(Resume({"--seed", "8"}).exit_code, 2);
  WriteToyData(data_.path(), 16, 6);
  ASSERT_EQ(Resume({"--epochs", "2"}).exit_code, 3);
  EXPECT_EQ(ReadFile(run_ + "/commands.jsonl"), commands);
}

// Whatever was there, as of another training.
TEST_F(RunDirectoryTest, TheHistoryOfAResumedTrainingIsWhole) {
  const std::string log = folder_ / "history.csv";
  for (const char* steps : {"6", "7"}) {
    ASSERT_EQ(TrainNew({"--epochs", "4", "--steps", steps, "--history", log})
                  .exit_code,
              0);
    ASSERT_EQ(Resume({"--history", log}).exit_code, 0);
    EXPECT_EQ(ReadFile(log), ReadFile(run_ + "/history.csv"));
    EXPECT_THAT(ReadFile(log), HasSubstr("\n0,0."));
    const std::string other = folder_ / "other.csv";
    WriteFile(other, "epoch,accuracy,loss\n0,9,9\n");
    ASSERT_EQ(Resume({"--history", other}).exit_code, 0) << "nothing to do";
    EXPECT_EQ(ReadFile(other), ReadFile(log));
  }
}

TEST_F(RunDirectoryTest, AnotherSpec) {
  ASSERT_EQ(TrainNew({"--epochs", "1"}).exit_code, 0);
  const ProgramResult result =
      Resume({"--epochs", "2"}, "TOY_VALIDATION=0.25 TOY_SPEC_HASH=beef");
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.err, HasSubstr("is of another model"));
  const Arguments weights = {"--weights",
                             run_ + "/checkpoints/last.safetensors"};
  EXPECT_EQ(Train(weights, "TOY_SPEC_HASH=beef").exit_code, 0);
}

TEST_F(RunDirectoryTest, DamagedHistory) {
  ASSERT_EQ(TrainNew({"--epochs", "2"}).exit_code, 0);
  const std::string history = ReadFile(run_ + "/history.csv");
  for (const std::string& damaged :
       {std::string(), history.substr(0, history.rfind("\n1,") + 1),
        "x" + history}) {
    WriteFile(run_ + "/history.csv", damaged);
    const ProgramResult result = Resume({"--epochs", "3"});
    EXPECT_EQ(result.exit_code, 3);
    EXPECT_THAT(result.err, HasSubstr("history.csv: "));
  }
}

TEST_F(RunDirectoryTest, LeftoversAreRemoved) {
  const Arguments leftovers = {run_ + "/.history.csv.partial",
                               run_ + "/.metrics.json.partial",
                               run_ + "/.commands.jsonl.partial",
                               run_ + "/.spec.resolved.yaml.partial",
                               run_ + "/checkpoints/.last.safetensors.partial",
                               run_ + "/checkpoints/.best.safetensors.partial"};
  std::filesystem::create_directories(run_ + "/checkpoints");
  for (const Arguments& more :
       {Arguments{"--run-dir", run_}, Arguments{"--resume", run_}}) {
    for (const std::string& path : leftovers) WriteFile(path, "half");
    ASSERT_EQ(Train(more).exit_code, 0);
    for (const std::string& path : leftovers) {
      EXPECT_FALSE(std::filesystem::exists(path)) << path;
    }
  }
}

TEST_F(RunDirectoryTest, TheLastGoodCheckpointStays) {
  for (const char* what : {"loss", "weights"}) {
    ASSERT_EQ(TrainNew({"--steps", "4"}).exit_code, 0);
    const std::string good = Last();
    // Step 5 of 6: in the middle of the epoch.
    const ProgramResult result =
        Resume({"--checkpoint-steps", "1"},
               fmt::format("{} TOY_STEP=4 TOY_NAN={}", kValidation, what));
    EXPECT_EQ(result.exit_code, 5) << what;
    EXPECT_THAT(result.err,
                HasSubstr(what == std::string("loss")
                              ? "the loss is nan after epoch 2, step 2 of 3"
                              : "'dense.kernel' has values that are infinite "
                                "or no numbers after 2 steps of epoch 2"));
    EXPECT_THAT(result.err, HasSubstr("keeps it up to step 4"));
    EXPECT_EQ(Last(), good);
    EXPECT_EQ(Metrics().at("status"), "not finite");
    EXPECT_EQ(Resume().exit_code, 0);
  }
}

TEST_F(RunDirectoryTest, ASecondSignalEndsAtOnce) {
  for (const int signal : {SIGINT, SIGTERM}) {
    const ProgramResult result =
        TrainNew(kGoal, fmt::format("{} TOY_STEP=1 TOY_SIGNAL={} TOY_SIGNALS=2",
                                    kValidation, signal));
    EXPECT_EQ(result.exit_code, 128 + signal);
    EXPECT_EQ(result.err, "") << "nobody had the time for a message";
    EXPECT_EQ(Metrics().at("steps"), 0);
  }
}

TEST_F(RunDirectoryTest, StepLogGoesOnCounting) {
  const std::string log = folder_ / "steps.csv";
  ASSERT_EQ(TrainNew({"--steps", "4"}).exit_code, 0);
  ASSERT_EQ(Resume({"--step-log", log, "--steps", "6"}).exit_code, 0);
  EXPECT_THAT(ReadFile(log), HasSubstr("step,loss\n5,0."));
}

TEST_F(RunDirectoryTest, ADiskThatIsFullLater) {
  ASSERT_EQ(TrainNew({"--steps", "4"}, kOneMetric).exit_code, 0);
  const std::string good = Last();
  // 512 bytes a file: the checkpoint has more, the others less, if the commands
  // are few.
  std::filesystem::remove(run_ + "/commands.jsonl");
  const ProgramResult result =
      Resume({}, std::string("ulimit -f 1; export ") + kOneMetric + ";");
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.err, HasSubstr("best.safetensors: cannot write: File too "
                                    "large; "));
  EXPECT_THAT(result.err, HasSubstr("keeps it up to step 4"));
  EXPECT_EQ(Last(), good);
  EXPECT_EQ(Resume({}, kOneMetric).exit_code, 0);
}

}  // namespace
}  // namespace sinter::runtime
