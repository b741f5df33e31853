# sinter_add_model(TARGET SPEC [REFERENCE] [STATIC] [SHORT] [PASSES_OFF pass...]
#                  [NAMESPACE name])
#
# Compiles the model spec SPEC with sinter when it changes, and builds the
# generated trainer as the executable TARGET.
#   REFERENCE       the scalar reference backend instead of the SIMD one
#   STATIC          for this machine's SIMD target only (-march=native)
#   SHORT           takes few steps: not worth optimizing in a debug build
#   PASSES_OFF      passes to switch off
#   NAMESPACE       compile the model's namespace under another name, so that one
#                   program can link several builds of a model
# The object library TARGET_model is the model without main(), for programs that
# call its step functions.
function(sinter_add_model target spec)
  cmake_parse_arguments(ARG "REFERENCE;STATIC;SHORT" "NAMESPACE"
    "PASSES_OFF" ${ARGN})
  get_filename_component(spec "${spec}" ABSOLUTE)
  file(STRINGS "${spec}" name_line REGEX "^name:" LIMIT_COUNT 1)
  string(REGEX REPLACE "^name:[ \t]*([A-Za-z0-9_]+).*" "\\1" name
    "${name_line}")

  set(directory "${CMAKE_CURRENT_BINARY_DIR}/${target}.generated")
  set(emit cpp)
  if(ARG_REFERENCE)
    set(emit reference)
  endif()
  set(options --emit=${emit})
  foreach(pass IN LISTS ARG_PASSES_OFF)
    list(APPEND options --disable-pass=${pass})
  endforeach()
  set(files "${directory}/${name}.h" "${directory}/${name}.cc"
    "${directory}/main.cc")
  add_custom_command(
    OUTPUT ${files}
    COMMAND sinter compile "${spec}" -o "${directory}" ${options}
    DEPENDS sinter "${spec}"
    COMMENT "Compiling ${target} from ${name}"
    VERBATIM)

  add_library(${target}_model OBJECT "${directory}/${name}.cc"
    "${directory}/${name}.h")
  target_include_directories(${target}_model PUBLIC "${directory}"
    "${CMAKE_SOURCE_DIR}")
  target_link_libraries(${target}_model PUBLIC sinter_runtime)
  # A model is compiled the same way in every configuration but the debug one.
  target_compile_options(${target}_model PRIVATE
    $<$<NOT:$<CONFIG:Debug>>:-O2> ${SINTER_MODEL_OPTIONS})
  target_compile_options(${target}_model PRIVATE
    $<$<CONFIG:Debug>:$<IF:$<BOOL:${ARG_SHORT}>,-O0,-O1>>)
  # What grows with a spec stands in the arena, never on the stack. (Sanitizers
  # and builds without optimization have frames of another size.)
  if(NOT CMAKE_CXX_FLAGS MATCHES "-fsanitize")
    set(most_bytes 81920)
    set(error -Werror=frame-larger-than)
    if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
      string(APPEND error "=${most_bytes}")
    endif()
    target_compile_options(${target}_model PRIVATE
      $<$<NOT:$<CONFIG:Debug>>:-Wframe-larger-than=${most_bytes}>
      $<$<NOT:$<CONFIG:Debug>>:${error}>)
  endif()
  # As a user compiles it.
  set_target_properties(${target}_model PROPERTIES UNITY_BUILD OFF)
  if(ARG_STATIC)
    target_compile_options(${target}_model PRIVATE -march=native)
    target_compile_definitions(${target}_model PRIVATE HWY_COMPILE_ONLY_STATIC)
  elseif(NOT ARG_REFERENCE)
    target_link_libraries(${target}_model PUBLIC hwy)
  endif()

  if(ARG_NAMESPACE)
    target_compile_definitions(${target}_model PRIVATE ${name}=${ARG_NAMESPACE})
    return()
  endif()

  add_executable(${target} "${directory}/main.cc")
  target_link_libraries(${target} PRIVATE ${target}_model)
endfunction()
