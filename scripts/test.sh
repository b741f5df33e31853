#!/usr/bin/env bash
# Installs what is missing, builds what the tests need and runs them.
#   scripts/test.sh                           the quick tests: each promise of
#                                             docs/testing.md at a small size
#   scripts/test.sh --all                     all there is, as CI does: optimized,
#                                             with ASan and UBSan and the fuzz
#                                             targets, with ThreadSanitizer
#   scripts/test.sh --preset PRESET [CTEST ARGUMENT]...
#                                             one build: quick, release, dev or
#                                             tsan; for example
#                                             --preset release -R runtime
#   scripts/test.sh [CTEST ARGUMENT]...       the same for quick
#   scripts/test.sh --coverage                which lines of compiler/ and runtime/
#                                             the tests run; fails below 90 %
# Ends with ctest's summary, or with the table of lines.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Prints the usage above when asked for it.
case ${1-} in
  -h | --help) sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}"; exit ;;
esac

install_for() {
  local groups=(build test)
  [[ $1 == quick ]] || groups+=(bench emulation fuzz tidy)
  scripts/install_dependencies.sh "${groups[@]}"
}

run_preset() {
  local preset=$1
  shift
  install_for "$preset"
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

case ${1-} in
  --all) for preset in release dev tsan; do run_preset $preset; done ;;
  --preset)
    [[ $# -ge 2 ]] || { echo "$0: --preset needs a name" >&2; exit 2; }
    shift
    run_preset "$@"
    ;;
  --coverage) print_coverage ;;
  *) run_preset quick "$@" ;;
esac
