// Kernels that programs of one translation unit have in common, once.
//
// A model's programs without one pass or another differ in few kernels, and
// reading a kernel takes the C++ compiler most of its time.
#ifndef SINTER_TESTS_DIFFERENTIAL_SHARED_KERNELS_H_
#define SINTER_TESTS_DIFFERENTIAL_SHARED_KERNELS_H_

#include <map>
#include <string>
#include <utility>

namespace sinter::differential {

// Knows the kernels of the programs so far.
class SharedKernels {
 public:
  // The source of a Highway program (`name` is its namespace, too) with
  // using-declarations in the place of kernels that an earlier program has,
  // text for text, behind the same text of everything that kernels refer to
  // besides the headers. Other sources, and what looks unlike a list of
  // kernels, stay as they are.
  std::string Share(const std::string& name, const std::string& source);

 private:
  // Of a prelude and a kernel to the program that has both.
  std::map<std::pair<size_t, std::string>, std::string> owners_;
  std::map<std::string, size_t> preludes_;
};

}  // namespace sinter::differential

#endif  // SINTER_TESTS_DIFFERENTIAL_SHARED_KERNELS_H_
