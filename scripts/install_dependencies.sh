#!/usr/bin/env bash
# Installs what is missing of Debian 12's packages. Does nothing, and needs no
# network and no root, when everything is there.
#   scripts/install_dependencies.sh [build|test|bench|onednn|emulation|fuzz|tidy|
#                                coverage]...
# Default: build. The group `emulation` makes arm64 a foreign architecture of
# this system, for the libraries of programs that are compiled for ARM here.
set -euo pipefail

build=(g++ cmake ninja-build git llvm-19-dev libmlir-19-dev mlir-19-tools
  libyaml-cpp-dev libhwy-dev zlib1g-dev nlohmann-json3-dev libcli11-dev
  libfmt-dev)
test=(llvm-19-tools clang-format-19 libgtest-dev libgmock-dev python3
  python3-venv strace)
bench=(libbenchmark-dev python3)
onednn=(libdnnl-dev)
fuzz=(clang-19 lld-19 libclang-rt-19-dev python3)
# It looks at all sources, a rival's among them.
tidy=(clang-tidy-19 libclang-19-dev "${onednn[@]}")
coverage=(gcovr)
emulation=(qemu-user-static g++-aarch64-linux-gnu libhwy-dev:arm64
  zlib1g-dev:arm64 libfmt-dev:arm64)

packages=()
for group in "${@:-build}"; do
  case $group in
    build) packages+=("${build[@]}") ;;
    test) packages+=("${test[@]}") ;;
    bench) packages+=("${bench[@]}") ;;
    onednn) packages+=("${onednn[@]}") ;;
    fuzz) packages+=("${fuzz[@]}") ;;
    tidy) packages+=("${tidy[@]}") ;;
    coverage) packages+=("${coverage[@]}") ;;
    emulation) packages+=("${emulation[@]}") ;;
    *) echo "$0: unknown group '$group'" >&2; exit 2 ;;
  esac
done

# NAME is this system's package, also where there is another architecture's.
system=$(dpkg --print-architecture)
is_installed() {
  local architecture=$system
  case $1 in *:*) architecture=${1#*:} ;; esac
  dpkg-query -W -f '${Architecture} ${Status}\n' "${1%:*}" 2>/dev/null |
    grep -xE "($architecture|all) install ok installed" >/dev/null
}

missing=()
for package in "${packages[@]}"; do
  is_installed "$package" || missing+=("$package")
done
[[ ${#missing[@]} -eq 0 ]] && exit 0

echo "installing: ${missing[*]}" >&2
as_root=()
if [[ $(id -u) -ne 0 ]]; then as_root=(sudo); fi
for package in "${missing[@]}"; do
  case $package in
    *:*) "${as_root[@]}" dpkg --add-architecture "${package#*:}" ;;
  esac
done
"${as_root[@]}" apt-get update -q >&2
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
  apt-get install -y -q --no-install-recommends "${missing[@]}" >&2
