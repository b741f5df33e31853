#!/usr/bin/env bash
# Do the tests see? Puts deliberate faults (tests/faults) into a copy of the
# committed tree, one at a time, and looks which test fails.
#   scripts/faults.sh [--only NN...] [--work DIR]   default: all, in build/faults
# Writes tests/faults/caught.md. Ends with 1 if less than 95 % were caught.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

scripts/install_dependencies.sh build test
exec python3 tests/faults/faults.py "$@"
