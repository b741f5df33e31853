# sinter_simd_units(PATH UNITS SOURCES...): units PATH_1.cc ... that have all the sources; their
# names in UNITS. Each includes its sources for one SIMD target after the other, as each of
# them alone includes itself.
function(sinter_simd_units path units)
  set(most_in_unit 6)
  list(LENGTH ARGN sources)
  math(EXPR count "(${sources} + ${most_in_unit} - 1) / ${most_in_unit}")
  foreach(number RANGE 1 ${count})
    set(unit ${path}_${number})
    # As many in each.
    math(EXPR begin "${sources} * (${number} - 1) / ${count}")
    math(EXPR length "${sources} * ${number} / ${count} - ${begin}")
    list(SUBLIST ARGN ${begin} ${length} of_unit)
    list(TRANSFORM of_unit REPLACE "(.+)" "#include \"\\1\"\n" OUTPUT_VARIABLE includes)
    list(JOIN includes "" includes)
    # Again behind the sources: each has named itself.
    set(target "#undef HWY_TARGET_INCLUDE\n#define HWY_TARGET_INCLUDE \"${unit}.inc\"\n")
    file(CONFIGURE OUTPUT ${unit}.inc CONTENT "${includes}${target}" @ONLY)
    file(CONFIGURE OUTPUT ${unit}.cc CONTENT
      "${target}#include \"hwy/foreach_target.h\"\n#include \"${unit}.inc\"\n" @ONLY)
    set_property(SOURCE ${unit}.cc PROPERTY OBJECT_DEPENDS ${of_unit})
    list(APPEND files ${unit}.cc)
  endforeach()
  set(${units} ${files} PARENT_SCOPE)
endfunction()
