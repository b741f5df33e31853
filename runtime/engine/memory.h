// The memory of a run: a growing byte buffer for data read from files, and the
// aligned blocks that a model's steps work on. Both throw std::bad_alloc.
#ifndef SINTER_RUNTIME_ENGINE_MEMORY_H_
#define SINTER_RUNTIME_ENGINE_MEMORY_H_

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <span>

#include "runtime/engine/huge_pages.h"
#include "runtime/engine/model.h"

namespace sinter::runtime {

struct FreeDeleter {
  void operator()(void* memory) const { std::free(memory); }
};

// Bytes that grow at the end. Growing large blocks moves pages, not bytes
// (realloc of glibc), so the peak is the size and not one and a half times it.
class ByteBuffer {
 public:
  size_t size() const { return size_; }
  std::byte* data() { return data_.get(); }
  const std::byte* data() const { return data_.get(); }
  std::span<std::byte> bytes() { return {data(), size_}; }
  std::span<const std::byte> bytes() const { return {data(), size_}; }

  // New bytes are not initialised.
  void Resize(size_t size) {
    if (size == 0) {
      data_.reset();
    } else {
      void* moved = std::realloc(data_.get(), size);
      if (moved == nullptr) throw std::bad_alloc();
      (void)data_.release();
      data_.reset(static_cast<std::byte*>(moved));
      if (size >= kLargeBlock) AskForHugePages(moved, size);
    }
    size_ = size;
  }

 private:
  // Several huge pages: malloc takes such a block from the system, alone.
  static constexpr size_t kLargeBlock = size_t{8} << 20;

  std::unique_ptr<std::byte, FreeDeleter> data_;
  size_t size_ = 0;
};

// `count` zeroed elements, aligned to kAlignment.
template <typename T>
class AlignedArray {
 public:
  explicit AlignedArray(size_t count) : count_(count) {
    if (count > (SIZE_MAX - kAlignment) / sizeof(T)) throw std::bad_alloc();
    // aligned_alloc wants a size that is a multiple of the alignment.
    const size_t bytes =
        (count * sizeof(T) + kAlignment - 1) / kAlignment * kAlignment;
    if (bytes == 0) return;
    data_.reset(static_cast<T*>(std::aligned_alloc(kAlignment, bytes)));
    if (data_ == nullptr) throw std::bad_alloc();
    std::memset(data_.get(), 0, bytes);
  }

  T* data() { return data_.get(); }
  const T* data() const { return data_.get(); }
  std::span<T> span() { return {data_.get(), count_}; }

 private:
  std::unique_ptr<T, FreeDeleter> data_;
  size_t count_;
};

// What a model's steps read and write besides the data; see model.h.
struct ModelMemory {
  explicit ModelMemory(const Model& model)
      : state(model.state_floats), arena(model.arena_bytes) {}

  AlignedArray<float> state;
  AlignedArray<std::byte> arena;
};

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_ENGINE_MEMORY_H_
