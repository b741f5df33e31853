// Weights and checkpoints for the tests' toy model.
//
// Every input is read twice: as it is, and, if it has a checksum, with the
// right one, which a fuzzer does not guess. A refused file changes nothing.
#include <zlib.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "runtime/files/checkpoint.h"
#include "runtime/files/weights.h"
#include "tests/fuzz/targets/memory_file.h"
#include "tests/fuzz/targets/require.h"
#include "tests/runtime/toy_model.h"

namespace sinter {
namespace {

constexpr float kUntouched = 0.5f;

bool IsUntouched(const std::vector<float>& state) {
  return std::ranges::all_of(state,
                             [](float value) { return value == kUntouched; });
}

void Read(const std::string& content) {
  static const runtime::Model model = runtime::ToyModel();
  const MemoryFile file(content);
  std::vector<float> state(model.state_floats, kUntouched);
  if (!runtime::LoadWeights(model, file.path(), state).ok()) {
    Require(IsUntouched(state), "refused weights change nothing");
  }
  std::ranges::fill(state, kUntouched);
  if (!runtime::LoadCheckpoint(model, file.path(), state).ok()) {
    Require(IsUntouched(state), "a refused checkpoint changes nothing");
  }
}

// Puts the right checksum into the header; false if it has none or has it
// already. runtime/files/tensor_file.h says how it is counted.
bool Seal(std::string& content) {
  constexpr char kField[] = "\"crc32\":\"";
  constexpr char kNone[] = "00000000";
  const size_t field = content.find(kField);
  const size_t place = field + std::strlen(kField);
  if (field == std::string::npos ||
      content.size() - place < std::strlen(kNone)) {
    return false;
  }
  const std::string before = content;
  content.replace(place, std::strlen(kNone), kNone);
  char checksum[16];
  std::snprintf(checksum, sizeof(checksum), "%08lx",
                crc32_z(0, reinterpret_cast<const Bytef*>(content.data()),
                        content.size()));
  content.replace(place, std::strlen(kNone), checksum);
  return content != before;
}

}  // namespace
}  // namespace sinter

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string content(reinterpret_cast<const char*>(data), size);
  sinter::Read(content);
  if (sinter::Seal(content)) sinter::Read(content);
  return 0;
}
