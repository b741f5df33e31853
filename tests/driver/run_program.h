// Runs programs in tests and gives back what they printed and how they ended.
#ifndef SINTER_TESTS_DRIVER_RUN_PROGRAM_H_
#define SINTER_TESTS_DRIVER_RUN_PROGRAM_H_

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <vector>

namespace sinter {

inline std::string ReadWholeFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

struct Outcome {
  int code = -1;  // exit code, or 128 + n after signal n
  std::string out;
  std::string err;
};

// A folder of its own for each test, the current directory of the programs that
// it runs; removed in the end.
class ProgramTest : public testing::Test {
 protected:
  ProgramTest() {
    std::string pattern = testing::TempDir() + "sinter_test.XXXXXX";
    EXPECT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
    std::filesystem::create_directory(folder_ + "/work");
  }
  ~ProgramTest() override { std::filesystem::remove_all(folder_); }

  // Of a file in the current directory.
  std::string PathOf(const std::string& name) const {
    return folder_ + "/work/" + name;
  }

  std::string Write(const std::string& name, const std::string& text) const {
    std::ofstream(PathOf(name), std::ios::binary) << text;
    return PathOf(name);
  }

  // A shell script that stands in for a C++ compiler.
  std::string WriteScript(const std::string& name,
                          const std::string& commands) const {
    const std::string path = Write(name, "#!/bin/sh\n" + commands);
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    return path;
  }

  // Names in the current directory, hidden ones too, sorted.
  std::vector<std::string> Names() const {
    std::vector<std::string> names;
    for (const auto& entry :
         std::filesystem::directory_iterator(folder_ + "/work")) {
      names.push_back(entry.path().filename().string());
    }
    std::sort(names.begin(), names.end());
    return names;
  }

  // Starts a program; `prepare` runs in the new process just before it.
  pid_t Start(
      std::vector<std::string> arguments,
      const std::function<void()>& prepare = [] {}) const {
    const pid_t pid = fork();
    if (pid != 0) return pid;
    RedirectTo(STDOUT_FILENO, OutPath());
    RedirectTo(STDERR_FILENO, ErrPath());
    if (chdir((folder_ + "/work").c_str()) != 0) _exit(126);
    prepare();
    std::vector<char*> pointers;
    for (std::string& argument : arguments) pointers.push_back(argument.data());
    pointers.push_back(nullptr);
    execv(pointers[0], pointers.data());
    _exit(127);
  }

  Outcome Wait(pid_t pid) const {
    int status = 0;
    EXPECT_EQ(waitpid(pid, &status, 0), pid);
    const int code =
        WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return {code, ReadWholeFile(OutPath()), ReadWholeFile(ErrPath())};
  }

  Outcome Run(
      std::vector<std::string> arguments,
      const std::function<void()>& prepare = [] {}) const {
    return Wait(Start(std::move(arguments), prepare));
  }

  // `sinter` with these arguments.
  Outcome Sinter(
      std::vector<std::string> arguments,
      const std::function<void()>& prepare = [] {}) const {
    arguments.insert(arguments.begin(), SINTER_PROGRAM);
    return Run(std::move(arguments), prepare);
  }

 private:
  std::string OutPath() const { return folder_ + "/out"; }
  std::string ErrPath() const { return folder_ + "/err"; }

  static void RedirectTo(int stream, const std::string& path) {
    dup2(open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600),
         stream);
  }

  std::string folder_;
};

inline constexpr char kSmallSpec[] =
    "version: 1\n"
    "name: small\n"
    "data:\n"
    "  train: {x: a, y: b}\n"
    "  test: {x: c, y: d}\n"
    "model:\n"
    "  input: {shape: [4, 4], dtype: uint8}\n"
    "  layers:\n"
    "    - {type: Flatten}\n"
    "    - {type: Dense, units: 3, activation: softmax}\n"
    "compile: {loss: sparse_categorical_crossentropy}\n"
    "fit: {batch_size: 8}\n";

}  // namespace sinter

#endif  // SINTER_TESTS_DRIVER_RUN_PROGRAM_H_
