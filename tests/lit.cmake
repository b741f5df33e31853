# lit and FileCheck, as LLVM's packages install them.
find_package(Python3 REQUIRED COMPONENTS Interpreter)
find_path(SINTER_LLVM_TOOLS_DIR FileCheck HINTS /usr/lib/llvm-19/bin REQUIRED)
find_file(SINTER_LIT lit.py HINTS /usr/lib/llvm-19/build/utils/lit REQUIRED)

get_filename_component(SINTER_ROOT_DIR ${CMAKE_CURRENT_LIST_DIR} DIRECTORY)
set(SINTER_TESTS_SOURCE_DIR ${CMAKE_CURRENT_LIST_DIR})
set(SINTER_TESTS_BINARY_DIR ${PROJECT_BINARY_DIR}/tests)
configure_file(${SINTER_TESTS_SOURCE_DIR}/lit.site.cfg.py.in ${SINTER_TESTS_BINARY_DIR}/lit.site.cfg.py @ONLY)

# sinter_lit(NAME): all lit tests of the calling folder as one test of ctest.
function(sinter_lit name)
  sinter_test(${name} ${Python3_EXECUTABLE} ${SINTER_LIT} -v --no-progress-bar ${CMAKE_CURRENT_BINARY_DIR})
endfunction()
