// The dictionary in the header of an NPY file.
#ifndef SINTER_RUNTIME_DATA_NPY_DICTIONARY_H_
#define SINTER_RUNTIME_DATA_NPY_DICTIONARY_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/engine/model.h"

namespace sinter::runtime {

// A model's input may have kMostRank dimensions; the samples are one more.
inline constexpr size_t kMostNpyRank = kMostRank + 1;

struct NpyDictionary {
  std::optional<std::string> descr;
  std::optional<bool> fortran_order;
  std::optional<std::vector<uint32_t>> shape;  // at most kMostNpyRank
};

// Reads exactly what NumPy writes and documents, no other Python: the three
// keys in any order, each once; texts in either quotes, without escapes; spaces
// and line feeds between the parts. Returns what is wrong, "" if nothing.
std::string ParseNpyDictionary(std::string_view text,
                               NpyDictionary& dictionary);

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_DATA_NPY_DICTIONARY_H_
