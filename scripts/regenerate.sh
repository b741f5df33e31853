#!/usr/bin/env bash
# Writes what is generated and committed anew: generated/mnist_mlp by the
# compiler, the dialects' reference pages by mlir-tblgen from their ODS.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
scripts/build.sh release sinter
build/release/bin/sinter compile models/mnist_mlp.yaml --without-runtime -o generated/mnist_mlp
for dialect in nn kernel; do
  /usr/lib/llvm-19/bin/mlir-tblgen -gen-dialect-doc -dialect=$dialect -I . \
    -I /usr/lib/llvm-19/include compiler/ir/${dialect}_ops.td \
    -o docs/$dialect-dialect.md
done
