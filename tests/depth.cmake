# Every test of ctest is `quick`, part of what scripts/test.sh runs in its ten minutes, or
# `deep`: only in scripts/test.sh --all. SINTER_DEEP_TESTS OFF leaves out the deep ones and
# what is built for them.

# sinter_test(NAME COMMAND ARGUMENTS...): a test of the label quick.
function(sinter_test name)
  add_test(NAME ${name} COMMAND ${ARGN})
  set_tests_properties(${name} PROPERTIES LABELS quick)
endfunction()

# sinter_deep_test(NAME COMMAND ARGUMENTS...): the same for the label deep. Where
# building it takes time, that stands in if(SINTER_DEEP_TESTS) as well.
function(sinter_deep_test name)
  if(SINTER_DEEP_TESTS)
    add_test(NAME ${name} COMMAND ${ARGN})
    set_tests_properties(${name} PROPERTIES LABELS deep)
  endif()
endfunction()

# sinter_plain_test(NAME COMMAND ARGUMENTS...): the same as sinter_test, but only where
# nothing is instrumented: of texts, scripts and plain compilers sanitizers and counters
# see nothing, and what these run of sinter and of programs other tests run, too.
function(sinter_plain_test name)
  if(NOT SINTER_INSTRUMENTED)
    sinter_test(${name} ${ARGN})
  endif()
endfunction()

# sinter_test_properties(NAME PROPERTIES...): set_tests_properties where the test is there.
function(sinter_test_properties name)
  if(TEST ${name})
    set_tests_properties(${name} PROPERTIES ${ARGN})
  endif()
endfunction()

# sinter_begin_early(NAMES...): the longest tests of the calling folder, which ctest
# should not begin last.
function(sinter_begin_early)
  foreach(name IN LISTS ARGN)
    sinter_test_properties(${name} COST 100)
  endforeach()
endfunction()
