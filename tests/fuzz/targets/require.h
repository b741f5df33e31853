// What a fuzz target promises of its results, beyond not crashing.
#ifndef SINTER_TESTS_FUZZ_TARGETS_REQUIRE_H_
#define SINTER_TESTS_FUZZ_TARGETS_REQUIRE_H_

#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace sinter {

// Ends the process, which libFuzzer reports as a finding with its input.
inline void Require(bool holds, std::string_view promise) {
  if (holds) return;
  std::fprintf(stderr, "broken promise: %.*s\n",
               static_cast<int>(promise.size()), promise.data());
  std::abort();
}

}  // namespace sinter

#endif  // SINTER_TESTS_FUZZ_TARGETS_REQUIRE_H_
