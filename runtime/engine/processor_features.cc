#include "runtime/engine/processor_features.h"

#include <unistd.h>

#include <cstddef>

#if defined(__x86_64__)
#include <cpuid.h>
#elif defined(__aarch64__)
#include <sys/auxv.h>
#endif

namespace sinter::runtime {
namespace {

// The table's names, in its order. (Macros stand for nothing here.)
constexpr const char* kNames[] = {
#define SINTER_NAME(macro, name, ...) name,
    SINTER_PROCESSOR_FEATURES(SINTER_NAME)
#undef SINTER_NAME
        "others"};
constexpr size_t kFeatures = sizeof(kNames) / sizeof(kNames[0]) - 1;
static_assert(kFeatures <= 64);

#if defined(__x86_64__)

enum Register { kEax, kEbx, kEcx, kEdx };

// Bits of the control register XCR0.
constexpr uint64_t kYmm = 0x6;
constexpr uint64_t kZmm = 0xe6;

struct FeatureBit {
  uint32_t leaf;
  uint32_t subleaf;
  Register where;
  unsigned bit;
  uint64_t saved;
};

constexpr FeatureBit kPlaces[] = {
#define SINTER_PLACE(macro, name, ...) {__VA_ARGS__},
    SINTER_PROCESSOR_FEATURES(SINTER_PLACE)
#undef SINTER_PLACE
};

// Which registers the system saves when it switches between programs.
uint64_t SavedRegisters() {
  constexpr uint32_t kXgetbvWorks = 1u << 27;
  uint32_t r[4];
  if (__get_cpuid(1, &r[kEax], &r[kEbx], &r[kEcx], &r[kEdx]) == 0) return 0;
  if ((r[kEcx] & kXgetbvWorks) == 0) return 0;
  uint32_t low;
  uint32_t high;
  asm volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return uint64_t{high} << 32 | low;
}

bool Has(const FeatureBit& place, uint64_t saved) {
  uint32_t r[4];
  if (__get_cpuid_count(place.leaf, place.subleaf, &r[kEax], &r[kEbx], &r[kEcx],
                        &r[kEdx]) == 0) {
    return false;
  }
  return (r[place.where] >> place.bit & 1) != 0 &&
         (saved & place.saved) == place.saved;
}

#elif defined(__aarch64__)

struct FeatureBit {
  int word;
  unsigned bit;
};

constexpr FeatureBit kPlaces[] = {
#define SINTER_PLACE(macro, name, ...) {__VA_ARGS__},
    SINTER_PROCESSOR_FEATURES(SINTER_PLACE)
#undef SINTER_PLACE
};

uint64_t SavedRegisters() { return 0; }

bool Has(const FeatureBit& place, uint64_t /*saved*/) {
  const uint64_t word = getauxval(place.word == 1 ? AT_HWCAP : AT_HWCAP2);
  return (word >> place.bit & 1) != 0;
}

#endif

// A message, put together without the help of any library.
class Message {
 public:
  void Add(const char* text) {
    while (*text != '\0' && size_ < sizeof(text_)) text_[size_++] = *text++;
  }

  void Write() const {
    // There is nobody left to tell if this fails.
    [[maybe_unused]] const ssize_t count = write(STDERR_FILENO, text_, size_);
  }

 private:
  char text_[2000];
  size_t size_ = 0;
};

}  // namespace

uint64_t ProcessorFeatures() {
  uint64_t features = 0;
#if defined(__x86_64__) || defined(__aarch64__)
  const uint64_t saved = SavedRegisters();
  for (size_t i = 0; i < kFeatures; ++i) {
    if (Has(kPlaces[i], saved)) features |= uint64_t{1} << i;
  }
#endif
  return features;
}

bool CheckProcessor(const char* name, uint64_t needs, uint64_t has) {
  const uint64_t missing = needs & ~has;
  if (missing == 0) return true;
  Message message;
  message.Add(name);
  message.Add(": error: this program was built for a processor with");
  const char* separator = " ";
  for (size_t i = 0; i < kFeatures; ++i) {
    if ((missing >> i & 1) == 0) continue;
    message.Add(separator);
    message.Add(kNames[i]);
    separator = ", ";
  }
  message.Add(
      ", which this one lacks; build it here, or with --dispatch=dynamic\n");
  message.Write();
  return false;
}

}  // namespace sinter::runtime
