#include "runtime/data/file_reader.h"

#include <fmt/format.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <new>

namespace sinter::runtime {
namespace {

constexpr size_t kBufferBytes = 64 * 1024;

// Deflate packs at most 258 bytes into 2 bits: 1032 to 1.
constexpr uint64_t kMostDeflateRatio = 1032;
// MNIST's images: 5 to 1.
constexpr uint64_t kUsualDeflateRatio = 16;

// zlib: the widest window, and a gzip header and trailer.
constexpr int kGzipWindowBits = 15 + 16;

}  // namespace

struct FileReader::Gzip {
  Gzip() {
    if (inflateInit2(&stream, kGzipWindowBits) != Z_OK) throw std::bad_alloc();
  }
  ~Gzip() { inflateEnd(&stream); }

  z_stream stream = {};
  bool done = false;  // the last member has ended
};

FileReader::FileReader(InputFile file)
    : file_(std::move(file)), buffer_(new std::byte[kBufferBytes]) {}

FileReader::~FileReader() = default;

StatusOr<std::unique_ptr<FileReader>> FileReader::Open(
    const std::string& path) {
  StatusOr<InputFile> file = OpenInputFile(path);
  if (!file.ok()) return file.status();
  std::unique_ptr<FileReader> reader(new FileReader(std::move(*file)));
  if (Status status = reader->Start(); !status.ok()) return status;
  return reader;
}

Status FileReader::Start() {
  if (Status status = Refill(); !status.ok()) return status;
  if (AtGzipMagic()) gzip_ = std::make_unique<Gzip>();
  return Status();
}

uint64_t FileReader::MostContentBytes() const {
  return ContentBytes(kMostDeflateRatio);
}

uint64_t FileReader::UsualContentBytes() const {
  return ContentBytes(kUsualDeflateRatio);
}

uint64_t FileReader::ContentBytes(uint64_t deflate_ratio) const {
  if (gzip_ == nullptr) return file_.size;
  uint64_t bytes;
  return __builtin_mul_overflow(file_.size, deflate_ratio, &bytes) ? UINT64_MAX
                                                                   : bytes;
}

StatusOr<size_t> FileReader::Read(std::span<std::byte> out) {
  return gzip_ == nullptr ? ReadPlain(out) : ReadGzip(out);
}

// Adds to the unread bytes until the buffer is full or the file ends.
Status FileReader::Refill() {
  size_t size = unread_.size();
  if (size > 0) std::memmove(buffer_.get(), unread_.data(), size);
  while (size < kBufferBytes) {
    const ssize_t got =
        read(file_.fd.get(), buffer_.get() + size, kBufferBytes - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return file_.Error(std::strerror(errno));
    if (got == 0) break;
    size += static_cast<size_t>(got);
  }
  unread_ = {buffer_.get(), size};
  return Status();
}

StatusOr<size_t> FileReader::ReadPlain(std::span<std::byte> out) {
  size_t done = 0;
  while (done < out.size()) {
    if (unread_.empty()) {
      if (Status status = Refill(); !status.ok()) return status;
      if (unread_.empty()) break;
    }
    const size_t count = std::min(unread_.size(), out.size() - done);
    std::memcpy(out.data() + done, unread_.data(), count);
    unread_ = unread_.subspan(count);
    done += count;
  }
  return done;
}

StatusOr<size_t> FileReader::ReadGzip(std::span<std::byte> out) {
  size_t done = 0;
  while (done < out.size() && !gzip_->done) {
    if (unread_.empty()) {
      if (Status status = Refill(); !status.ok()) return status;
      if (unread_.empty()) return file_.Error("the gzip stream ends early");
    }
    const StatusOr<size_t> got = Inflate(out.subspan(done));
    if (!got.ok()) return got.status();
    done += *got;
  }
  return done;
}

// Unpacks some of the unread bytes, of which there must be some.
StatusOr<size_t> FileReader::Inflate(std::span<std::byte> out) {
  z_stream& stream = gzip_->stream;
  // zlib counts in 32 bits.
  const size_t room = std::min<size_t>(out.size(), 1u << 30);
  stream.next_in =
      reinterpret_cast<Bytef*>(const_cast<std::byte*>(unread_.data()));
  stream.avail_in = static_cast<uInt>(unread_.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(room);
  const int result = inflate(&stream, Z_NO_FLUSH);
  unread_ = unread_.last(stream.avail_in);
  if (result == Z_MEM_ERROR) throw std::bad_alloc();
  if (result == Z_STREAM_END) {
    if (Status status = NextMember(); !status.ok()) return status;
  } else if (result != Z_OK) {
    return file_.Error(
        fmt::format("damaged gzip stream ({})",
                    stream.msg != nullptr ? stream.msg : "unknown reason"));
  }
  return room - stream.avail_out;
}

// After the end of a member: another one, or the end of the file.
Status FileReader::NextMember() {
  if (unread_.size() < 2) {
    if (Status status = Refill(); !status.ok()) return status;
  }
  if (unread_.empty()) {
    gzip_->done = true;
  } else if (AtGzipMagic()) {
    inflateReset(&gzip_->stream);
  } else {
    return file_.Error(
        "bytes that are no gzip follow the end of the gzip stream");
  }
  return Status();
}

bool FileReader::AtGzipMagic() const {
  return unread_.size() >= 2 && unread_[0] == std::byte{0x1f} &&
         unread_[1] == std::byte{0x8b};
}

}  // namespace sinter::runtime
