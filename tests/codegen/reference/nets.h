// What emit_net writes of a net: its step functions and where its state stands.
#ifndef SINTER_TESTS_CODEGEN_REFERENCE_NETS_H_
#define SINTER_TESTS_CODEGEN_REFERENCE_NETS_H_

#include <cstddef>
#include <cstdint>
#include <span>

#include "runtime/engine/model.h"

namespace sinter::oracle {

struct NetTensor {
  const char* name;
  size_t offset;  // floats from the start of the state
  size_t rows;
  size_t cols;
  size_t stride;  // floats from row to row
};

struct Net {
  const char* name;
  std::span<const NetTensor> tensors;
  size_t state_floats;
  size_t arena_bytes;
  size_t output_stride;
  void (*train_step)(const runtime::StepArguments& arguments);
  void (*evaluate_step)(const runtime::StepArguments& arguments);
  void (*predict)(const runtime::StepArguments& arguments);
};

}  // namespace sinter::oracle

#endif  // SINTER_TESTS_CODEGEN_REFERENCE_NETS_H_
