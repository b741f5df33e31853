// Large pages for memory that is read all over the place.
//
// The samples of a shuffled batch lie anywhere in the data set. With pages of
// 4 KB nearly each of them misses the processor's table of addresses;
// docs/decisions.md has what that costs.
#ifndef SINTER_RUNTIME_ENGINE_HUGE_PAGES_H_
#define SINTER_RUNTIME_ENGINE_HUGE_PAGES_H_

#include <cstddef>

#if defined(__linux__)
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#endif

namespace sinter::runtime {

// Asks for huge pages in the memory from `data`, before it is first written.
// The system may have none; that is no error.
inline void AskForHugePages([[maybe_unused]] void* data,
                            [[maybe_unused]] size_t size) {
#if defined(__linux__) && defined(MADV_HUGEPAGE)
  const auto page = static_cast<uintptr_t>(sysconf(_SC_PAGESIZE));
  const auto first = reinterpret_cast<uintptr_t>(data);
  // Whole pages only: what stands beside them belongs to others.
  const uintptr_t begin = (first + page - 1) / page * page;
  const uintptr_t end = (first + size) / page * page;
  if (begin < end) {
    madvise(reinterpret_cast<void*>(begin), end - begin, MADV_HUGEPAGE);
  }
#endif
}

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_ENGINE_HUGE_PAGES_H_
