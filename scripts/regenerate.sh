#!/usr/bin/env bash
# Writes the committed compiler output, generated/mnist_mlp, anew.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
scripts/build.sh release sinter
build/release/bin/sinter compile models/mnist_mlp.yaml -o generated/mnist_mlp
