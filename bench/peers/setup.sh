#!/usr/bin/env bash
# Makes build/peers, a Python environment with requirements.txt in it. Does
# nothing, and needs no network, when it is up to date.
#   bench/peers/setup.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

environment=build/peers
wanted=bench/peers/requirements.txt
installed=$environment/installed.txt

cmp -s "$wanted" "$installed" && exit 0
echo "installing the peers into $environment" >&2
python3.11 -m venv --clear "$environment"
"$environment/bin/pip" install --quiet --disable-pip-version-check \
  -r "$wanted" >&2
cp "$wanted" "$installed"
