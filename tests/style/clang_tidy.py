"""Runs clang-tidy over the translation units of a unity build: the headers of a
folder's sources, where the time goes, are then read once."""

import argparse
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys
import time

import sources

# Three and a half minutes on two slow cores; tests/ would take as long again.
FOLDERS = ("compiler", "runtime")
INCLUDE = re.compile(r'^#include "(.*)"$', re.MULTILINE)


def is_ours(source):
    """Not what sinter writes."""
    return source.is_relative_to(sources.ROOT) and (
        source.relative_to(sources.ROOT).parts[0] in FOLDERS)


def list_units(build):
    """Files to compile, once each, with the sources that are in them."""
    units = {}
    for entry in json.loads((build / "compile_commands.json").read_text()):
        unit = pathlib.Path(entry["file"])
        parts = [unit]
        if "Unity" in unit.parts:
            parts = map(pathlib.Path, INCLUDE.findall(unit.read_text()))
        ours = [source for source in parts if is_ours(source)]
        if ours:
            units[unit] = ours
    return units


def check(clang_tidy, build, unit):
    start = time.monotonic()
    result = subprocess.run(
        [clang_tidy, "--quiet", "-p", str(build), str(unit)],
        cwd=sources.ROOT, text=True, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return result, time.monotonic() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--clang-tidy", default="clang-tidy-19")
    parser.add_argument("--only", default="", help="units with this in a path")
    arguments = parser.parse_args()
    units = {unit: ours for unit, ours in list_units(arguments.build).items()
             if any(arguments.only in str(path) for path in [unit, *ours])}
    if not units:
        sys.exit("error: no unit to look at")
    failed = False
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = pool.map(
            lambda unit: check(arguments.clang_tidy, arguments.build, unit),
            units)
        for unit, (result, seconds) in zip(units, results):
            print(f"{seconds:5.1f} s  {unit}", flush=True)
            if result.returncode != 0:
                failed = True
                print(result.stdout + result.stderr, flush=True)
    sys.exit("error: clang-tidy found faults" if failed else 0)


if __name__ == "__main__":
    main()
