#!/usr/bin/env bash
# The main job: from a clone to a trained MNIST classifier.
#
# Installs what is missing, builds sinter, compiles models/mnist_mlp.yaml with
# it, builds the generated trainer, trains, predicts and evaluates. Arguments go
# to `mnist_mlp train`:
#   scripts/mnist.sh --epochs 10
# Safe to run again; the second time nothing is installed or rebuilt.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

scripts/install_dependencies.sh build
scripts/build.sh release sinter sinter-opt mnist_mlp

bin=build/release/bin
weights=build/release/mnist_mlp.safetensors
"$bin/mnist_mlp" train --data data/mnist --save "$weights" "$@"
"$bin/mnist_mlp" predict --data data/mnist --weights "$weights" --count 10
"$bin/mnist_mlp" evaluate --data data/mnist --weights "$weights"
