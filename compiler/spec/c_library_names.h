// Names that a generated program cannot give to a namespace and a header of its
// own, because the C library's headers have them at their outermost level.
#ifndef SINTER_COMPILER_SPEC_C_LIBRARY_NAMES_H_
#define SINTER_COMPILER_SPEC_C_LIBRARY_NAMES_H_

#include <string_view>

namespace sinter {

// Whether `name`, an identifier, is a function, variable, type, header or macro
// in small letters of the C library, or may be one: types end in _t, headers of
// SIMD instructions in intrin. Functions and variables are those that the C
// library of this machine exports.
bool IsCLibraryName(std::string_view name);

// Whether `name` looks like a macro: EOF, M_PIf, SYS_read. True if there is no
// small letter before its first underscore.
bool LooksLikeMacro(std::string_view name);

}  // namespace sinter

#endif  // SINTER_COMPILER_SPEC_C_LIBRARY_NAMES_H_
