// Errors as values. Every failure that a user or a machine can cause comes back
// as a Status; broken invariants assert.
//
// A status carries the exit code that the program will end with, and a message
// that names the file or option and the reason, without a final full stop.
#ifndef SINTER_RUNTIME_ENGINE_STATUS_H_
#define SINTER_RUNTIME_ENGINE_STATUS_H_

#include <cassert>
#include <optional>
#include <string>
#include <utility>

namespace sinter::runtime {

// The exit codes of a generated program (also listed by --help).
enum class ExitCode : int {
  kOk = 0,
  kUsage = 2,          // bad command line
  kFiles = 3,          // files, data and resources of the machine
  kNotFinite = 5,      // the loss became infinite or not a number
  kInternal = 70,      // a defect of the program
  kInterrupted = 130,  // SIGINT
  kTerminated = 143,   // SIGTERM
};

class [[nodiscard]] Status {
 public:
  Status() = default;  // ok
  Status(ExitCode code, std::string message)
      : code_(code), message_(std::move(message)) {
    assert(code != ExitCode::kOk);
  }

  bool ok() const { return code_ == ExitCode::kOk; }
  ExitCode code() const { return code_; }
  const std::string& message() const { return message_; }

 private:
  ExitCode code_ = ExitCode::kOk;
  std::string message_;
};

inline Status UsageError(std::string message) {
  return Status(ExitCode::kUsage, std::move(message));
}
inline Status FileError(std::string message) {
  return Status(ExitCode::kFiles, std::move(message));
}

// A T, or the reason why there is none.
template <typename T>
class [[nodiscard]] StatusOr {
 public:
  StatusOr(T value) : value_(std::move(value)) {}
  StatusOr(Status status) : status_(std::move(status)) {
    assert(!status_.ok());
  }

  bool ok() const { return value_.has_value(); }
  const Status& status() const { return status_; }

  T& operator*() {
    assert(ok());
    return *value_;
  }
  const T& operator*() const {
    assert(ok());
    return *value_;
  }
  T* operator->() { return &**this; }
  const T* operator->() const { return &**this; }

 private:
  Status status_;
  std::optional<T> value_;
};

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_ENGINE_STATUS_H_
