// IDX files, plain and in gzip; check_array.h has the promises.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "tests/fuzz/targets/check_array.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  sinter::CheckArray({reinterpret_cast<const char*>(data), size});
  return 0;
}
