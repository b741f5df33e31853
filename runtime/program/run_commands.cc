#include "runtime/program/run_commands.h"

#include <unistd.h>

#include <ctime>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "runtime/files/atomic_file.h"
#include "runtime/files/input_file.h"

namespace sinter::runtime {
namespace {

std::string UtcTime() {
  const std::time_t now = std::time(nullptr);
  std::tm parts = {};
  gmtime_r(&now, &parts);
  char text[32];
  return std::string(
      text, std::strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &parts));
}

// As it is if the folder it is relative to is gone.
std::string WholePath(const std::string& path) {
  std::error_code error;
  const std::filesystem::path whole =
      std::filesystem::weakly_canonical(path, error);
  return error ? path : whole.string();
}

// Words may be any bytes; JSON knows UTF-8 only.
std::string Line(const CommandRecord& record) {
  const nlohmann::ordered_json json = {
      {"begun", UtcTime()},        {"folder", WholePath(".")},
      {"command", record.command}, {"data", WholePath(record.data)},
      {"step", record.step},       {"sinter", record.sinter_version}};
  return json.dump(-1, ' ', false,
                   nlohmann::ordered_json::error_handler_t::replace) +
         "\n";
}

// "" if there is no such file.
StatusOr<std::string> PresentLines(const std::string& path) {
  if (access(path.c_str(), F_OK) != 0) return std::string();
  const StatusOr<InputFile> file = OpenInputFile(path);
  if (!file.ok()) return file.status();
  std::string text(file->size, '\0');
  Status status = file->ReadAt(0, text.data(), text.size());
  if (!status.ok()) return status;
  return text;
}

}  // namespace

Status AddCommand(const std::string& path, const CommandRecord& record) {
  StatusOr<std::string> lines = PresentLines(path);
  if (!lines.ok()) return lines.status();
  return WriteFileAtomically(path, *lines + Line(record));
}

}  // namespace sinter::runtime
