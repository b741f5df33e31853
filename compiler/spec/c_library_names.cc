#include "compiler/spec/c_library_names.h"

#include <dlfcn.h>

#include <algorithm>
#include <string>

#include "llvm/ADT/StringExtras.h"

namespace sinter {
namespace {

// A model named after a header would stand before it in the search path.
constexpr std::string_view kHeaders[] = {
    "alloca",   "assert",   "complex",   "ctype",       "endian",  "errno",
    "features", "fenv",     "inttypes",  "iso646",      "limits",  "locale",
    "malloc",   "math",     "mm_malloc", "pthread",     "sched",   "setjmp",
    "signal",   "stdalign", "stdarg",    "stdatomic",   "stdbool", "stddef",
    "stdint",   "stdio",    "stdlib",    "stdnoreturn", "string",  "strings",
    "tgmath",   "threads",  "time",      "uchar",       "unistd",  "wchar",
    "wctype"};
static_assert(std::ranges::is_sorted(kHeaders));

// Macros in small letters, types that do not end in _t, and functions that the
// library itself does not export.
constexpr std::string_view kOthers[] = {"at_quick_exit",  "atexit",
                                        "be16toh",        "be32toh",
                                        "be64toh",        "crypt",
                                        "drand48_data",   "fpclassify",
                                        "htobe16",        "htobe32",
                                        "htobe64",        "htole16",
                                        "htole32",        "htole64",
                                        "i386",           "iovec",
                                        "isfinite",       "isgreater",
                                        "isgreaterequal", "isless",
                                        "islessequal",    "islessgreater",
                                        "isnormal",       "issubnormal",
                                        "isunordered",    "itimerspec",
                                        "itimerval",      "lconv",
                                        "le16toh",        "le32toh",
                                        "le64toh",        "lerp",
                                        "linux",          "math_errhandling",
                                        "obstack",        "offsetof",
                                        "random_data",    "sched_param",
                                        "sched_priority", "sigevent",
                                        "signbit",        "sigval",
                                        "strdupa",        "strndupa",
                                        "timespec",       "timeval",
                                        "timex",          "tm",
                                        "unix",           "va_list"};
static_assert(std::ranges::is_sorted(kOthers));

bool IsExportedBy(const char* library, const std::string& name) {
  // Every program has them loaded already.
  void* handle = dlopen(library, RTLD_LAZY | RTLD_NOLOAD);
  return handle != nullptr && dlsym(handle, name.c_str()) != nullptr;
}

}  // namespace

bool IsCLibraryName(std::string_view name) {
  const std::string text(name);
  return name.ends_with("_t") || name.ends_with("intrin") ||
         name.starts_with("pthread_") ||
         std::ranges::binary_search(kHeaders, name) ||
         std::ranges::binary_search(kOthers, name) ||
         IsExportedBy("libc.so.6", text) || IsExportedBy("libm.so.6", text);
}

bool LooksLikeMacro(std::string_view name) {
  return std::ranges::none_of(name.substr(0, name.find('_')), llvm::isLower);
}

}  // namespace sinter
