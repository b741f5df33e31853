#!/usr/bin/env bash
# Measures everything that docs/performance.md shows, and writes that page and
# the README's table.
#   scripts/bench.sh             everything but the peers; prints the tables
#   scripts/bench.sh --peers     the peers, too (PyTorch, Keras, JAX, NumPy, ONNX
#                                Runtime; needs the network once)
#   scripts/bench.sh --only PART...   some of: book kernels shapes passes builds
#                                oversubscription peers onednn plans (regret; builds
#                                156 programs) tiles (a search, slow); then the page
#   scripts/bench.sh --report    only writes them, from the JSON of the last run
# JSON goes to build/release/bench/. Nothing else should run on the machine.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

build=build/release
out=$build/bench
parts=(book kernels shapes passes builds oversubscription)
case ${1-} in
  '') ;;
  --peers) parts+=(peers) ;;
  --only) shift; parts=("$@") ;;
  --report) parts=() ;;
  *) sed -n '2,/^set/{/^#/s/^# \?//p}' scripts/bench.sh >&2; exit 2 ;;
esac

# Repetitions run interleaved, so that what disturbs the machine disturbs all.
measure_book() {
  MNIST_DATA=data/mnist "$build/bin/mnist_benchmark" \
    --benchmark_repetitions=7 --benchmark_enable_random_interleaving=true \
    --benchmark_min_time=0.3 \
    --benchmark_out="$out/book.json" --benchmark_out_format=json >/dev/null
}

measure_peers() {
  bench/peers/setup.sh
  build/peers/bin/python bench/peers/run.py --data data/mnist \
    --out "$out/peers.json" || echo "a peer failed; the page says why" >&2
}

measure() {
  case $1 in
    book) measure_book ;;
    peers) measure_peers ;;
    onednn)
      scripts/install_dependencies.sh onednn
      scripts/build.sh release onednn
      python3 bench/onednn.py --build "$build" --out "$out/onednn.json" ;;
    kernels | shapes | passes | builds | oversubscription | plans)
      python3 "bench/$1.py" --build "$build" --out "$out/$1.json" ;;
    tiles)
      python3 bench/tile_search.py --build "$build" --out "$out/tiles.json" ;;
    *) echo "$0: unknown part '$1'" >&2; exit 2 ;;
  esac
}

mkdir -p "$out"
if [[ ${#parts[@]} -gt 0 ]]; then
  scripts/install_dependencies.sh build bench
  scripts/build.sh release sinter mnist_benchmark sinter_model_benchmark
  python3 bench/machine.py --out "$out/machine.json"
fi
for part in ${parts[@]+"${parts[@]}"}; do
  echo "measuring: $part" >&2
  measure "$part"
done
python3 bench/report.py --json "$out" --page docs/performance.md \
  --readme README.md --processors bench/processors
