// Which of the SIMD targets that were compiled into a program it runs.
//
// To be included by the source that HWY_DYNAMIC_DISPATCH stands in: HWY_TARGETS
// is of a translation unit, and so is all of this.
#ifndef SINTER_RUNTIME_KERNELS_SELECT_TARGET_H_
#define SINTER_RUNTIME_KERNELS_SELECT_TARGET_H_

#include <cstdint>
#include <cstring>
#include <string>

#include "hwy/highway.h"

namespace sinter::kernels {
namespace {

#ifdef HWY_COMPILE_ONLY_STATIC
[[maybe_unused]] const char* ChosenTarget() {
  return hwy::TargetName(HWY_STATIC_TARGET);
}
[[maybe_unused]] const char* CompiledTargets() { return ChosenTarget(); }
[[maybe_unused]] bool SelectTarget(const char* name) {
  return std::strcmp(name, ChosenTarget()) == 0;
}
#else
// The targets that were compiled in and that this processor has. All of this
// program is compiled for the static one, so the processor has it, even where
// Highway asks for more: ARM processors without AES have NEON.
int64_t UsableTargets() {
  return (hwy::SupportedTargets() | HWY_STATIC_TARGET) & HWY_TARGETS;
}

int64_t BestTarget() {
  const int64_t usable = UsableTargets();
  return usable & -usable;
}

[[maybe_unused]] const char* ChosenTarget() {
  return hwy::TargetName(BestTarget());
}

[[maybe_unused]] const char* CompiledTargets() {
  static const std::string names = [] {
    std::string list;
    for (int64_t rest = HWY_TARGETS; rest != 0; rest &= rest - 1) {
      if (!list.empty()) list += ' ';
      list += hwy::TargetName(rest & -rest);
    }
    return list;
  }();
  return names.c_str();
}

// Not thread-safe: call it before the first step.
[[maybe_unused]] bool SelectTarget(const char* name) {
  hwy::SetSupportedTargetsForTest(0);  // forget an earlier choice
  for (int64_t rest = UsableTargets(); rest != 0; rest &= rest - 1) {
    const int64_t target = rest & -rest;
    if (std::strcmp(name, hwy::TargetName(target)) != 0) continue;
    hwy::SetSupportedTargetsForTest(target);
    hwy::GetChosenTarget().Update(target);
    return true;
  }
  return false;
}
#endif  // HWY_COMPILE_ONLY_STATIC

}  // namespace
}  // namespace sinter::kernels

#endif  // SINTER_RUNTIME_KERNELS_SELECT_TARGET_H_
