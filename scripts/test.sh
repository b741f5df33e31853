#!/usr/bin/env bash
# Installs what is missing, builds everything and runs every test.
#   scripts/test.sh [CTEST ARGUMENT]...       for example -R runtime
# Ends with ctest's summary.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

scripts/install_dependencies.sh build test bench emulation fuzz
scripts/build.sh release
ctest --preset release --parallel "$(nproc)" --no-tests=error "$@"
