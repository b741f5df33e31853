// The SIMD targets of a generated program, one after the other.
#ifndef SINTER_TESTS_CODEGEN_REFERENCE_SIMD_TARGETS_H_
#define SINTER_TESTS_CODEGEN_REFERENCE_SIMD_TARGETS_H_

#include <sstream>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "runtime/engine/model.h"

namespace sinter::oracle {

// Those that this machine has.
inline std::vector<std::string> TargetsOf(const runtime::Model& model) {
  std::istringstream names(model.simd.compiled());
  std::vector<std::string> targets;
  for (std::string name; names >> name;)
    if (model.simd.select(name.c_str())) targets.push_back(name);
  return targets;
}

// Calls `check` with each of them chosen.
template <typename Check>
void OnEachTarget(const runtime::Model& model, Check&& check) {
  const std::vector<std::string> targets = TargetsOf(model);
  ASSERT_FALSE(targets.empty());
  for (const std::string& target : targets) {
    SCOPED_TRACE(target);
    model.simd.select(target.c_str());
    check();
  }
}

}  // namespace sinter::oracle

#endif  // SINTER_TESTS_CODEGEN_REFERENCE_SIMD_TARGETS_H_
