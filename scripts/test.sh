#!/usr/bin/env bash
# Installs what is missing, builds everything and runs every test: optimized, with
# ASan and UBSan (and the fuzz targets), with ThreadSanitizer.
#   scripts/test.sh                           all three builds
#   scripts/test.sh [--preset PRESET] [CTEST ARGUMENT]...
#                                             one of them, release (the default),
#                                             dev or tsan; for example -R runtime.
#                                             docs/testing.md says which tests are
#                                             in which
#   scripts/test.sh --coverage                which lines of compiler/ and runtime/
#                                             the tests run; fails below 90 %
# Ends with ctest's summary, or with the table of lines.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

run_preset() {
  local preset=$1
  shift
  # The programs that ThreadSanitizer looks at are written by this one.
  if [[ $preset == tsan ]]; then scripts/build.sh release sinter; fi
  scripts/build.sh "$preset"
  ctest --preset "$preset" --parallel "$(nproc)" --no-tests=error "$@"
}

print_coverage() {
  scripts/install_dependencies.sh coverage
  if [[ -d build/coverage ]]; then
    find build/coverage -name '*.gcda' -delete
  fi
  run_preset coverage
  gcovr --root . --filter compiler/ --filter runtime/ -j "$(nproc)" \
    --sort-percentage --fail-under-line 90 build/coverage
}

scripts/install_dependencies.sh build test bench emulation fuzz
case ${1-} in
  '') for preset in release dev tsan; do run_preset $preset; done ;;
  --preset) shift; run_preset "$@" ;;
  --coverage) print_coverage ;;
  *) run_preset release "$@" ;;
esac
