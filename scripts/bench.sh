#!/usr/bin/env bash
# Builds and runs the benchmarks; prints a table and writes JSON.
#   scripts/bench.sh [GOOGLE BENCHMARK ARGUMENT]...
# Repetitions run interleaved, so that what disturbs the machine disturbs all.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

scripts/install_dependencies.sh build bench
scripts/build.sh release mnist_benchmark
json=build/release/mnist_benchmark.json
build/release/bin/mnist_benchmark --benchmark_repetitions=5 \
  --benchmark_enable_random_interleaving=true --benchmark_min_time=0.3 \
  --benchmark_out="$json" --benchmark_out_format=json "$@" >/dev/null
python3 bench/table.py "$json"
