# Writes a C++ source that holds the runtime's sources.
#   cmake -D ROOT=DIR -D OUTPUT=FILE -D "FILES=a;b" -P embed_runtime.cmake
# FILES are relative to ROOT.
set(text "// Written by embed_runtime.cmake.\n#include \"compiler/driver/runtime_sources.h\"\n\n")
string(APPEND text "namespace sinter {\nnamespace {\n\nconstexpr RuntimeSource kSources[] = {\n")
foreach(file IN LISTS FILES)
  file(READ "${ROOT}/${file}" content)
  if(content MATCHES "\\)sinter\"")
    message(FATAL_ERROR "${file} holds what ends a string of ${OUTPUT}")
  endif()
  string(APPEND text "    {\"${file}\", R\"sinter(${content})sinter\"},\n")
endforeach()
string(APPEND text "};\n\n}  // namespace\n\n")
string(APPEND text "std::span<const RuntimeSource> RuntimeSources() { return kSources; }\n\n}  // namespace sinter\n")
file(WRITE "${OUTPUT}" "${text}")
