// Memory that kernels are given by the tests.
#ifndef SINTER_TESTS_KERNELS_GUARDED_H_
#define SINTER_TESTS_KERNELS_GUARDED_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

namespace sinter::kernels {

// As aligned as any vector. What AddressSanitizer knows the end of.
struct alignas(64) CacheLine {
  std::byte bytes[64];
};

constexpr size_t LinesFor(size_t bytes) {
  return (bytes + sizeof(CacheLine) - 1) / sizeof(CacheLine);
}

// `size` elements, `misalignment` of them past an aligned address, between
// guards. All of it begins as the guards' pattern, so that an element that was
// not written is known, too.
template <class T>
class Guarded {
 public:
  explicit Guarded(size_t size, size_t misalignment = 0)
      : size_(size),
        begin_(kGuard + misalignment * sizeof(T)),
        lines_(LinesFor(begin_ + size * sizeof(T) + kGuard)) {
    std::memset(lines_.data(), kPattern, Bytes());
  }

  T* data() { return reinterpret_cast<T*>(First() + begin_); }
  T& operator[](size_t i) { return data()[i]; }
  size_t size() const { return size_; }

  // How many of the elements from `from` on were written.
  size_t Written(size_t from = 0) const {
    size_t written = 0;
    for (size_t i = from; i < size_; ++i)
      written += !IsPattern(begin_ + i * sizeof(T), sizeof(T));
    return written;
  }

  bool GuardsHold() const {
    const size_t end = begin_ + size_ * sizeof(T);
    return IsPattern(0, begin_) && IsPattern(end, Bytes() - end);
  }

 private:
  static constexpr size_t kGuard = 2 * sizeof(CacheLine);
  static constexpr unsigned char kPattern = 0xA5;

  std::byte* First() { return lines_.data()->bytes; }
  const std::byte* First() const { return lines_.data()->bytes; }
  size_t Bytes() const { return lines_.size() * sizeof(CacheLine); }

  bool IsPattern(size_t from, size_t bytes) const {
    return std::all_of(First() + from, First() + from + bytes,
                       [](std::byte b) { return b == std::byte{kPattern}; });
  }

  size_t size_;
  size_t begin_;
  std::vector<CacheLine> lines_;
};

// `values` at `misalignment` elements past an aligned address, so that nothing
// stands behind the last: AddressSanitizer sees who reads beyond.
template <class T>
class Misaligned {
 public:
  Misaligned(const std::vector<T>& values, size_t misalignment)
      : misalignment_(misalignment), memory_(misalignment + values.size()) {
    std::copy(values.begin(), values.end(), memory_.begin() + misalignment);
    memory_.shrink_to_fit();
  }

  const T* data() const { return memory_.data() + misalignment_; }

 private:
  size_t misalignment_;
  std::vector<T> memory_;
};

}  // namespace sinter::kernels

#endif  // SINTER_TESTS_KERNELS_GUARDED_H_
