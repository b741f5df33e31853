#include "tests/runtime/test_files.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace sinter::runtime {
namespace {

struct ToySamples {
  std::string x;
  std::string y;
};

ToySamples MakeToySamples(uint32_t count) {
  ToySamples samples{IdxHeader(kIdxUint8, {count, 3}),
                     IdxHeader(kIdxUint8, {count})};
  for (uint32_t i = 0; i < count; ++i) {
    const bool large = i * 7 % 5 < 2;
    samples.x += static_cast<char>(large ? 200 + i % 50 : i % 50);
    samples.x += static_cast<char>(i * 31 % 256);
    samples.x += static_cast<char>(i * 57 % 256);
    samples.y += static_cast<char>(large);
  }
  return samples;
}

}  // namespace

TemporaryFolder::TemporaryFolder() {
  std::string pattern =
      std::filesystem::temp_directory_path() / "sinter.XXXXXX";
  if (mkdtemp(pattern.data()) == nullptr) std::abort();
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() { std::filesystem::remove_all(path_); }

std::vector<std::string> TemporaryFolder::Names() const {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(path_)) {
    names.push_back(entry.path().filename());
  }
  std::sort(names.begin(), names.end());
  return names;
}

MemoryFile::MemoryFile()
    : fd_(memfd_create("sinter", MFD_CLOEXEC)),
      path_("/proc/self/fd/" + std::to_string(fd_)) {
  if (fd_ < 0) std::abort();
}

MemoryFile::~MemoryFile() { close(fd_); }

void MemoryFile::Write(const std::string& content) {
  ASSERT_EQ(ftruncate(fd_, 0), 0);
  ASSERT_EQ(pwrite(fd_, content.data(), content.size(), 0),
            static_cast<ssize_t>(content.size()));
}

void WriteFile(const std::string& path, const std::string& content) {
  std::ofstream file(path, std::ios::binary);
  file << content;
  file.close();
  ASSERT_TRUE(file.good()) << path;
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file.good()) << path;
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string Gzip(const std::string& content) {
  z_stream stream = {};
  EXPECT_EQ(
      deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY),
      Z_OK);
  std::string packed(deflateBound(&stream, content.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
  stream.avail_in = static_cast<uInt>(content.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  packed.resize(packed.size() - stream.avail_out);
  deflateEnd(&stream);
  return packed;
}

std::string BigEndian(uint32_t value) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) {
    bytes += static_cast<char>(value >> shift & 255);
  }
  return bytes;
}

std::string IdxHeader(uint8_t type, const std::vector<uint32_t>& shape) {
  std::string header = {'\0', '\0', static_cast<char>(type),
                        static_cast<char>(shape.size())};
  for (uint32_t dimension : shape) header += BigEndian(dimension);
  return header;
}

void WriteToyData(const std::string& folder, uint32_t training, uint32_t test) {
  const ToySamples train_samples = MakeToySamples(training);
  WriteFile(folder + "/train-x", train_samples.x);
  WriteFile(folder + "/train-y", train_samples.y);
  const ToySamples test_samples = MakeToySamples(test);
  WriteFile(folder + "/test-x.gz", Gzip(test_samples.x));
  WriteFile(folder + "/test-y.gz", Gzip(test_samples.y));
}

}  // namespace sinter::runtime
