// What a fuzz target promises of arrays in files, whatever the format.
#ifndef SINTER_TESTS_FUZZ_TARGETS_CHECK_ARRAY_H_
#define SINTER_TESTS_FUZZ_TARGETS_CHECK_ARRAY_H_

#include <string_view>

namespace sinter {

// Reads the content of a file as uint8 and as float32, each as it is and packed
// in gzip. An array is as long as its header says, the same whether packed or
// not, and the same as uint8 and as float32.
void CheckArray(std::string_view content);

}  // namespace sinter

#endif  // SINTER_TESTS_FUZZ_TARGETS_CHECK_ARRAY_H_
