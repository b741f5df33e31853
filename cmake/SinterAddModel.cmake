# sinter_add_model(TARGET SPEC [NAME name] [LIBRARY_ONLY] [REFERENCE] [STATIC]
#                  [SHORT] [PASSES_OFF pass...])
#
# Compiles the model spec SPEC with sinter when it changes, and builds the
# generated trainer as the executable TARGET. The object library TARGET_model is
# the model without main(), for programs that call its step functions.
#   NAME            the model's name: that of its header NAME.h and of its
#                   namespace; default: TARGET as an identifier. The `name` in
#                   the spec does not count: CMake cannot read YAML
#   LIBRARY_ONLY    TARGET_model alone
#   REFERENCE       the scalar reference backend instead of the SIMD one
#   STATIC          for this machine's SIMD target only (-march=native)
#   SHORT           takes few steps: not worth optimizing in a debug build
#   PASSES_OFF      passes to switch off
function(sinter_add_model target spec)
  cmake_parse_arguments(ARG "LIBRARY_ONLY;REFERENCE;STATIC;SHORT" "NAME"
    "PASSES_OFF" ${ARGN})
  if(ARG_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR
      "sinter_add_model(${target}): unknown: ${ARG_UNPARSED_ARGUMENTS}")
  endif()
  set(name "${ARG_NAME}")
  if(NOT name)
    string(MAKE_C_IDENTIFIER "${target}" name)
  endif()

  _sinter_generate(${target} "${spec}" ${name} "${ARG_REFERENCE}"
    "${ARG_PASSES_OFF}")
  set(directory "${CMAKE_CURRENT_BINARY_DIR}/${target}.generated")
  add_library(${target}_model OBJECT "${directory}/${name}.cc"
    "${directory}/${name}.h")
  target_include_directories(${target}_model PUBLIC "${directory}")
  _sinter_compile_as_model(${target}_model "${ARG_REFERENCE}" "${ARG_STATIC}"
    "${ARG_SHORT}")

  if(NOT ARG_LIBRARY_ONLY)
    add_executable(${target} "${directory}/main.cc")
    target_link_libraries(${target} PRIVATE ${target}_model)
  endif()
endfunction()

# Writes the generated project of `spec` to TARGET.generated.
function(_sinter_generate target spec name is_reference passes_off)
  get_filename_component(spec "${spec}" ABSOLUTE)
  if(NOT EXISTS "${spec}")
    message(FATAL_ERROR "sinter_add_model(${target}): there is no ${spec}")
  endif()
  set(directory "${CMAKE_CURRENT_BINARY_DIR}/${target}.generated")
  set(emit cpp)
  if(is_reference)
    set(emit reference)
  endif()
  set(options --without-runtime --name=${name} --emit=${emit})
  foreach(pass IN LISTS passes_off)
    list(APPEND options --disable-pass=${pass})
  endforeach()
  add_custom_command(
    OUTPUT "${directory}/${name}.h" "${directory}/${name}.cc"
      "${directory}/main.cc"
    COMMAND sinter compile "${spec}" -o "${directory}" ${options}
    DEPENDS sinter "${spec}"
    COMMENT "Compiling ${target} from ${spec}"
    VERBATIM)
endfunction()

# What the object library of generated sources is compiled and linked with.
function(_sinter_compile_as_model library is_reference is_static is_short)
  target_link_libraries(${library} PUBLIC sinter_runtime)
  # Only the code says where a fused multiply-add is used, in whose project ever.
  target_compile_options(${library} PRIVATE -ffp-contract=off)
  # A model is compiled the same way in every configuration but the debug one.
  target_compile_options(${library} PRIVATE
    $<$<NOT:$<CONFIG:Debug>>:-O2> ${SINTER_MODEL_OPTIONS})
  target_compile_options(${library} PRIVATE
    $<$<CONFIG:Debug>:$<IF:$<BOOL:${is_short}>,-O0,-O1>>)
  if(is_short)
    target_compile_options(${library} PRIVATE ${SINTER_SHORT_MODEL_OPTIONS})
  endif()
  # What grows with a spec stands in the arena, never on the stack. (Sanitizers
  # and builds without optimization have frames of another size.)
  if(NOT CMAKE_CXX_FLAGS MATCHES "-fsanitize")
    set(most_bytes 81920)
    set(error -Werror=frame-larger-than)
    if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
      string(APPEND error "=${most_bytes}")
    endif()
    target_compile_options(${library} PRIVATE
      $<$<NOT:$<CONFIG:Debug>>:-Wframe-larger-than=${most_bytes}>
      $<$<NOT:$<CONFIG:Debug>>:${error}>)
  endif()
  # As a user compiles it.
  set_target_properties(${library} PROPERTIES UNITY_BUILD OFF)
  if(is_static)
    target_compile_options(${library} PRIVATE -march=native)
    target_compile_definitions(${library} PRIVATE HWY_COMPILE_ONLY_STATIC)
    # Highway's own asserts end in its library.
    target_link_libraries(${library} PUBLIC $<$<CONFIG:Debug>:hwy>)
  elseif(NOT is_reference)
    target_link_libraries(${library} PUBLIC hwy)
  endif()
endfunction()
