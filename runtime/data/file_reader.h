// Reads a file from its beginning to its end, unpacked if it is gzip (RFC
// 1952).
//
// Whether it is gzip is decided by its first two bytes, never by its name.
// Several gzip members after each other are one content, as the format says.
// Anything else after the last member, a stream that ends early and a wrong
// checksum are errors, so a caller that has read to the end has read it all.
#ifndef SINTER_RUNTIME_DATA_FILE_READER_H_
#define SINTER_RUNTIME_DATA_FILE_READER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "runtime/engine/status.h"
#include "runtime/files/input_file.h"

namespace sinter::runtime {

class FileReader {
 public:
  static StatusOr<std::unique_ptr<FileReader>> Open(const std::string& path);
  ~FileReader();

  const std::string& path() const { return file_.path; }

  // The content has at most this many bytes.
  uint64_t MostContentBytes() const;

  // A size that the content of real data rarely exceeds.
  uint64_t UsualContentBytes() const;

  // Fills `out`, or as much of it as the content still has: fewer bytes than
  // asked for only at the end.
  StatusOr<size_t> Read(std::span<std::byte> out);

 private:
  struct Gzip;

  explicit FileReader(InputFile file);
  Status Start();
  Status Refill();
  StatusOr<size_t> ReadPlain(std::span<std::byte> out);
  StatusOr<size_t> ReadGzip(std::span<std::byte> out);
  StatusOr<size_t> Inflate(std::span<std::byte> out);
  Status NextMember();
  bool AtGzipMagic() const;
  uint64_t ContentBytes(uint64_t deflate_ratio) const;

  InputFile file_;
  std::unique_ptr<std::byte[]> buffer_;
  std::span<const std::byte> unread_;  // of buffer_
  std::unique_ptr<Gzip> gzip_;         // nullptr: a plain file
};

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_DATA_FILE_READER_H_
