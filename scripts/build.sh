#!/usr/bin/env bash
# Configures a CMake preset and builds targets.
#   scripts/build.sh PRESET [TARGET]...      default: all targets
# Output of the build is shown on failure only.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

preset=$1
shift
log=build/$preset.log
mkdir -p build

run_quietly() {
  echo "$1" >&2
  shift
  "$@" >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
}

cmake=cmake
# CMake of the machine first; Debian's where an older one is in the way.
"$cmake" --version >/dev/null 2>&1 || cmake=/usr/bin/cmake

run_quietly "configuring (preset $preset)" "$cmake" --preset "$preset"
targets=("${@:-all}")
run_quietly "building ${targets[*]} (preset $preset; log in $log)" \
  "$cmake" --build --preset "$preset" --target "${targets[@]}"
