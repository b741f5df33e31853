// The compiler's version, as `sinter --version` and generated files state it.
#ifndef SINTER_COMPILER_VERSION_H_
#define SINTER_COMPILER_VERSION_H_

namespace sinter {

inline constexpr char kSinterVersion[] = "0.1.0";

}  // namespace sinter

#endif  // SINTER_COMPILER_VERSION_H_
