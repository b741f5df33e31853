#include "compiler/spec/spec_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>

#include "compiler/spec/utf8.h"
#include "llvm/Support/ConvertUTF.h"
#include "llvm/Support/FormatVariadic.h"

namespace sinter {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

class FileDescriptor {
 public:
  explicit FileDescriptor(int value) : value_(value) {}
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  ~FileDescriptor() {
    if (value_ >= 0) close(value_);
  }
  int get() const { return value_; }

 private:
  int value_;
};

// Reads to the end or to `most` bytes; false on an error (errno).
bool ReadBytes(int file, size_t most, std::string& text) {
  char buffer[1 << 16];
  while (text.size() < most) {
    const ssize_t count =
        read(file, buffer, std::min(sizeof(buffer), most - text.size()));
    if (count == 0) return true;
    if (count > 0) {
      text.append(buffer, static_cast<size_t>(count));
    } else if (errno != EINTR) {
      return false;
    }
  }
  return true;
}

// Bytes of `text` before the first one that is not valid UTF-8.
size_t ValidUtf8Bytes(std::string_view text) {
  const auto* begin = reinterpret_cast<const llvm::UTF8*>(text.data());
  const auto* end = begin + text.size();
  const auto* position = begin;
  while (position < end && llvm::isLegalUTF8Sequence(position, end)) {
    position += llvm::getNumBytesForUTF8(*position);
  }
  return static_cast<size_t>(position - begin);
}

// Tab, line feed, and a carriage return before a line feed are the only control
// characters of a text file.
bool IsForbidden(std::string_view text, size_t i) {
  const auto byte = static_cast<unsigned char>(text[i]);
  if (byte == '\t' || byte == '\n') return false;
  if (byte == '\r') return i + 1 == text.size() || text[i + 1] != '\n';
  const bool c1_control = byte == 0xC2 && i + 1 < text.size() &&
                          static_cast<unsigned char>(text[i + 1]) < 0xA0;
  return byte < 0x20 || byte == 0x7F || c1_control;
}

// Reports at most one error: the lines of a binary file are not worth showing.
bool CheckCharacters(std::string_view text, Diagnostics& diagnostics) {
  const size_t valid = ValidUtf8Bytes(text);
  for (size_t i = 0; i < valid; ++i) {
    if (!IsForbidden(text, i)) continue;
    const SourceLocation place = SpanOfByte(text, i).location;
    diagnostics.ErrorInText(
        "control-character",
        llvm::formatv("control character 0x{0:X-2} in line {1}, column {2}",
                      static_cast<unsigned char>(text[i]), place.line,
                      place.column));
    return false;
  }
  if (valid == text.size()) return true;
  const SourceLocation place = SpanOfByte(text, valid).location;
  diagnostics.ErrorInText(
      "invalid-utf-8",
      llvm::formatv("the text is not valid UTF-8 in line {0}, column {1}",
                    place.line, place.column));
  return false;
}

}  // namespace

std::optional<std::string> ReadSpecFile(const std::string& path,
                                        Diagnostics& diagnostics) {
  diagnostics.SetSource(path, "");
  // Without O_NONBLOCK, opening a named pipe would wait for its writer.
  const FileDescriptor file(
      open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat status;
  if (file.get() < 0 || fstat(file.get(), &status) != 0) {
    diagnostics.ErrorInFile(std::string("cannot open the file: ") +
                            std::strerror(errno));
    return std::nullopt;
  }
  if (!S_ISREG(status.st_mode)) {
    diagnostics.ErrorInFile(S_ISDIR(status.st_mode)
                                ? "this is a directory, not a file"
                                : "not a regular file");
    return std::nullopt;
  }
  std::string text;
  if (!ReadBytes(file.get(), kLargestSpecBytes + 1, text)) {
    diagnostics.ErrorInFile(std::string("cannot read the file: ") +
                            std::strerror(errno));
    return std::nullopt;
  }
  return text;
}

std::optional<std::string> CheckText(std::string text, const std::string& path,
                                     Diagnostics& diagnostics) {
  diagnostics.SetSource(path, "");
  if (text.size() > kLargestSpecBytes) {
    diagnostics.ErrorInText("too-large", "the spec is larger than 1 MiB");
    return std::nullopt;
  }
  if (text.starts_with(kByteOrderMark)) text.erase(0, kByteOrderMark.size());
  if (!CheckCharacters(text, diagnostics)) return std::nullopt;
  diagnostics.SetSource(path, text);
  return text;
}

}  // namespace sinter
