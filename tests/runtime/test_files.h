// Files for tests: a folder that goes away, IDX and gzip contents.
#ifndef SINTER_TESTS_RUNTIME_TEST_FILES_H_
#define SINTER_TESTS_RUNTIME_TEST_FILES_H_

#include <cstdint>
#include <string>
#include <vector>

namespace sinter::runtime {

// An empty folder, removed with all that is in it.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::string& path() const { return path_; }
  std::string operator/(const std::string& name) const {
    return path_ + "/" + name;
  }
  // Names of the files in it, sorted.
  std::vector<std::string> Names() const;

 private:
  std::string path_;
};

// A file in memory alone, quick to write again and again.
class MemoryFile {
 public:
  MemoryFile();
  ~MemoryFile();
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  const std::string& path() const { return path_; }
  void Write(const std::string& content);

 private:
  int fd_;
  std::string path_;
};

void WriteFile(const std::string& path, const std::string& content);
std::string ReadFile(const std::string& path);

// `content` as one gzip member.
std::string Gzip(const std::string& content);

// Four bytes, most significant first.
std::string BigEndian(uint32_t value);

// An IDX header: element type code and dimensions.
std::string IdxHeader(uint8_t type, const std::vector<uint32_t>& shape);

inline constexpr uint8_t kIdxUint8 = 0x08;
inline constexpr uint8_t kIdxFloat32 = 0x0d;

// `count` samples for the toy model that it can learn: label 1 exactly if the
// first feature is large. Files train-x, train-y, test-x.gz, test-y.gz.
void WriteToyData(const std::string& folder, uint32_t training, uint32_t test);

}  // namespace sinter::runtime

#endif  // SINTER_TESTS_RUNTIME_TEST_FILES_H_
