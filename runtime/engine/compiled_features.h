// What the compiler may use in the file that includes this.
#ifndef SINTER_RUNTIME_ENGINE_COMPILED_FEATURES_H_
#define SINTER_RUNTIME_ENGINE_COMPILED_FEATURES_H_

#include <cstdint>

#include "runtime/engine/processor_features.h"

namespace sinter::runtime {

// A macro that is defined became its value, 1; one that is not kept its name.
#define SINTER_TEXT(text) #text
#define SINTER_IS_DEFINED(macro) (SINTER_TEXT(macro)[0] == '1')

// Not inline: it is another number in each file.
constexpr uint64_t kCompiledFeatures = [] {
  uint64_t features = 0;
  [[maybe_unused]] uint64_t bit = 1;
#define SINTER_ADD_FEATURE(macro, ...)           \
  if (SINTER_IS_DEFINED(macro)) features |= bit; \
  bit <<= 1;
  SINTER_PROCESSOR_FEATURES(SINTER_ADD_FEATURE)
#undef SINTER_ADD_FEATURE
  return features;
}();

#undef SINTER_IS_DEFINED
#undef SINTER_TEXT

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_ENGINE_COMPILED_FEATURES_H_
