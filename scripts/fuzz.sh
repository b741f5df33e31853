#!/usr/bin/env bash
# Random models, as many as wanted, against the interpreter: more than an hour
# for the default. Ends with 1 after a failure, whose seed and reduced spec it prints.
#   scripts/fuzz.sh [MODELS [FIRST SEED]]     default: 2000, from seed 1000
# Or random inputs for what reads files from elsewhere, so many minutes for each
# of six libFuzzer targets. A failing input is kept and printed.
#   scripts/fuzz.sh --inputs [MINUTES [spec|idx|npy|csv|safetensors|ir]...]
#                                             default: 20, all six
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Two at a time on two cores.
fuzz_inputs() {
  local minutes=${1:-20}
  shift || true
  local targets=("$@")
  [[ ${#targets[@]} -gt 0 ]] || targets=(spec idx npy csv safetensors ir)
  scripts/install_dependencies.sh build test fuzz
  scripts/build.sh dev sinter fuzz_targets
  printf '%s\n' "${targets[@]}" |
    xargs -P "$(nproc)" -I NAME python3 tests/fuzz/run.py NAME \
      --binary build/dev/bin/fuzz_NAME --sinter build/dev/bin/sinter \
      --seed 0 --seconds $((minutes * 60)) \
      --findings build/dev/fuzz/findings --keep build/dev/fuzz/inputs/NAME
}

if [[ ${1-} == --inputs ]]; then
  shift
  fuzz_inputs "$@"
  exit
fi

models=${1:-2000}
first=${2:-1000}

scripts/install_dependencies.sh build test fuzz
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
    --count "$count" --every-pass &
  pids+=($!)
done

status=0
for pid in "${pids[@]}"; do wait "$pid" || status=1; done
exit $status
