#!/usr/bin/env bash
# Installs what is missing of Debian 12's packages. Does nothing, and needs no
# network and no root, when everything is there.
#   scripts/install_dependencies.sh [build|test|bench]...   default: build
set -euo pipefail

build=(g++ cmake ninja-build git llvm-19-dev libmlir-19-dev mlir-19-tools
  libyaml-cpp-dev libhwy-dev zlib1g-dev nlohmann-json3-dev libcli11-dev
  libfmt-dev)
test=(llvm-19-tools clang-format-19 libgtest-dev libgmock-dev python3
  python3-venv strace)
bench=(libbenchmark-dev python3)

packages=()
for group in "${@:-build}"; do
  case $group in
    build) packages+=("${build[@]}") ;;
    test) packages+=("${test[@]}") ;;
    bench) packages+=("${bench[@]}") ;;
    *) echo "$0: unknown group '$group'" >&2; exit 2 ;;
  esac
done

is_installed() {
  [[ $(dpkg-query -W -f '${Status}' "$1" 2>/dev/null) == 'install ok installed' ]]
}

missing=()
for package in "${packages[@]}"; do
  is_installed "$package" || missing+=("$package")
done
[[ ${#missing[@]} -eq 0 ]] && exit 0

echo "installing: ${missing[*]}" >&2
as_root=()
if [[ $(id -u) -ne 0 ]]; then as_root=(sudo); fi
"${as_root[@]}" apt-get update -q >&2
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
  apt-get install -y -q --no-install-recommends "${missing[@]}" >&2
