#!/usr/bin/env bash
# Random models, as many as wanted, against the interpreter: hours for the
# default. Ends with 1 after a failure, whose seed and reduced spec it prints.
#   scripts/fuzz.sh [MODELS [FIRST SEED]]     default: 2000, from seed 1000
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

models=${1:-2000}
first=${2:-1000}

scripts/install_dependencies.sh build test
scripts/build.sh release differential

# One process a core, each with a share of the seeds.
cores=$(nproc)
share=$(((models + cores - 1) / cores))
pids=()
for ((core = 0; core < cores; ++core)); do
  count=$((models - core * share))
  ((count > share)) && count=$share
  ((count > 0)) || break
  build/release/bin/differential --first $((first + core * share)) \
    --count "$count" &
  pids+=($!)
done

status=0
for pid in "${pids[@]}"; do wait "$pid" || status=1; done
exit $status
