// Preloaded into an ARM program: the processor has no AES instructions, as
// those of many boards.
#include <asm/hwcap.h>
#include <dlfcn.h>
#include <sys/auxv.h>

extern "C" unsigned long getauxval(unsigned long type) noexcept {
  using Function = unsigned long (*)(unsigned long);
  static const auto original =
      reinterpret_cast<Function>(dlsym(RTLD_NEXT, "getauxval"));
  const unsigned long value = original(type);
  return type == AT_HWCAP ? value & ~static_cast<unsigned long>(HWCAP_AES)
                          : value;
}
