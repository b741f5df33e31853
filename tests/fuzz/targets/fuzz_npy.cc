// NPY files, plain and in gzip; check_array.h has the promises.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtime/data/npy.h"
#include "tests/fuzz/targets/check_array.h"
#include "tests/fuzz/targets/gzip.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view content(reinterpret_cast<const char*>(data), size);
  // fuzz_idx has the other files: no such input is kept.
  if (!content.starts_with(sinter::runtime::kNpyMagic) &&
      !sinter::IsPacked(content)) {
    return -1;
  }
  sinter::CheckArray(content);
  return 0;
}
