"""Runs clang-tidy over all C++ files. Nearly all of its time goes into headers, those of
MLIR above all, at which each check looks, too: files are put together, many in a unit, so
that few units read them, and own_files_only.cc leaves out what stands there. Files that declare the same name at the top are kept apart; where
a unit still does not compile, it is halved."""

import argparse
import concurrent.futures
import functools
import json
import os
import pathlib
import re
import resource
import shlex
import subprocess
import sys
import tempfile
import time

import sources

INCLUDE = re.compile(r'^#include "(.*)"$', re.MULTILINE)
# clang-format indents nothing in namespaces.
TOP_LEVEL_NAME = re.compile(r"^(?!using |template|TEST|INSTANTIATE|namespace )[A-Za-z][^\n(={;]*?(?<!:)\b(\w+)\s*[\[({;=]", re.MULTILINE)
ALIAS = re.compile(r"^using (\w+) =", re.MULTILINE)
TYPE = re.compile(r"^(?:class|struct|enum|enum class) (\w+)[^;]*?\{", re.MULTILINE)
HEADER = re.compile(r'^#include "(.*)\.h"$', re.MULTILINE)
OWN_PART = re.compile(r"^namespace \{$(.*?)^\}  // namespace$", re.MULTILINE | re.DOTALL)
WORD = re.compile(r"\w+")
FIXTURE = re.compile(r"^TEST\w*\(\s*(\w+),\s*(\w+)", re.MULTILINE)
# For another processor, and for a project of its own.
LEFT_OUT = ("tests/targets/without_aes.cc", "tests/consumer/own_main.cc",
            "tests/consumer/embeds_model/main.cc")
# Of the files' definitions; others say how one program is built.
LEFT_OUT_DEFINITIONS = ("NDEBUG", "HWY_COMPILE_ONLY_STATIC")
# A unit has at most as many files: two processors should have something to do.
MOST_FILES = 70


def names_in(text):
    return {*TOP_LEVEL_NAME.findall(text), *ALIAS.findall(text)}


def names_in_headers():
    return set().union(*(names_in(path.read_text(encoding="utf-8"))
                         for path in sources.list_sources() if path.suffix == ".h"))


@functools.cache
def words_of(path):
    """Of a file and of all headers of ours that it includes."""
    if not path.exists():
        return frozenset()
    text = path.read_text(encoding="utf-8")
    return frozenset(WORD.findall(text)).union(
        *(words_of(sources.ROOT / f"{name}.h") for name in HEADER.findall(text)))


class Source:
    """A file, what it is compiled with, and the names that it declares."""

    def __init__(self, path, options, header_names):
        self.path = path
        text = path.read_text(encoding="utf-8")
        self.words = words_of(path)
        self.names = names_in(text) | {"_".join(test) for test in FIXTURE.findall(text)}
        # Where others mean what a header declares, they would get this file's.
        self.shadows = header_names & {*names_in("\n".join(OWN_PART.findall(text))), *TYPE.findall(text)}
        # MLIR's generator writes functions of the same names for each dialect.
        self.names |= {"attributes.cc.inc"} & set(re.findall(r"attributes\.cc\.inc", text))
        self.is_for_targets = "\n#define HWY_TARGET_INCLUDE" in text  # includes itself for each SIMD target
        self.definitions, self.folders = options
        # Each test of programs has its own list of them.
        if "programs.inc" in text:
            self.definitions = dict(self.definitions)
            self.definitions["programs.inc"] = next(
                folder for folder in self.folders if (pathlib.Path(folder) / "programs.inc").exists())
        self.has_mlir = any("llvm" in folder for folder in self.folders)


def options_of(command):
    """({definition: value}, folders to include from)"""
    definitions, folders = {}, []
    words = iter(shlex.split(command))
    for word in words:
        if word.startswith("-D"):
            name, _, value = word[2:].partition("=")
            if name not in LEFT_OUT_DEFINITIONS:
                definitions[name] = value
        elif word.startswith("-I"):
            folders.append(word[2:])
        elif word == "-isystem":
            folders.append(next(words))
    return definitions, folders


def list_files(build):
    """{file: its options}: as the build has them, and files that it has not."""
    found = {}
    for entry in json.loads((build / "compile_commands.json").read_text()):
        unit = pathlib.Path(entry["file"])
        parts = [unit]
        listing = unit if "Unity" in unit.parts else unit.with_suffix(".inc")  # CMake's units, simd_units.cmake's
        if listing.exists():
            parts = map(pathlib.Path, INCLUDE.findall(listing.read_text()))
        for part in parts:
            found.setdefault(part, options_of(entry["command"]))
    everything = {}
    for path in sources.list_sources():
        if path.suffix == ".cc" and str(path.relative_to(sources.ROOT)) not in LEFT_OUT:
            everything[path] = found.get(path)
    # Those of other builds, of the fuzz targets say, use what the compiler's tests use.
    most = max((options for options in everything.values() if options), key=lambda options: len(options[1]))
    return {path: options or most for path, options in everything.items()}


class Unit:
    def __init__(self, files=()):
        self.files, self.names, self.words, self.shadows, self.definitions = [], set(), set(), set(), {}
        for file in files:
            self.add(file)

    def has_room_for(self, file):
        return (len(self.files) < MOST_FILES and file.has_mlir == self.files[0].has_mlir
                and file.is_for_targets == self.files[0].is_for_targets
                and not self.names & file.names and not self.shadows & file.words
                and not file.shadows & self.words
                and all(self.definitions.get(name, value) == value for name, value in file.definitions.items()))

    def add(self, file):
        self.files.append(file)
        self.names |= file.names
        self.words |= file.words
        self.shadows |= file.shadows
        self.definitions.update(file.definitions)

    def options(self):
        folders = dict.fromkeys(folder for file in self.files for folder in file.folders)
        system = [folder for folder in folders if not pathlib.Path(folder).is_relative_to(sources.ROOT)]
        # One SIMD target: the others read the same lines, but for a few, with Highway's headers each.
        one_target = ["-march=native", "-DHWY_COMPILE_ONLY_STATIC"] if self.files[0].is_for_targets else []
        return (["-std=c++20", "-Wno-unused-parameter", *one_target]
                + [f"-D{name}={value}" for name, value in self.definitions.items() if name.isidentifier()]
                # The list of programs first.
                + [f"-I{folder}" for folder in [self.definitions.get("programs.inc", str(sources.ROOT)), *folders]
                   if folder not in system]
                + [word for folder in system for word in ("-isystem", folder)])

    def halves(self):
        middle = len(self.files) // 2
        return Unit(self.files[:middle]), Unit(self.files[middle:])


def units_of(files):
    """Few of them: files that go with few others first."""
    def count_conflicts(file):
        alone = Unit([file])
        return sum(not alone.has_room_for(other) for other in files)

    units = []
    for file in sorted(files, key=count_conflicts, reverse=True):
        room = next((unit for unit in units if unit.has_room_for(file)), None)
        if room:
            room.add(file)
        else:
            units.append(Unit([file]))
    return units


def run(command, unit, folder):
    path = pathlib.Path(tempfile.mkdtemp(dir=folder)) / "unit.cc"
    path.write_text("".join(f'#include "{file.path}"\n' for file in unit.files))
    result = subprocess.run([*command, "--quiet", f"--config-file={sources.ROOT / '.clang-tidy'}", str(path),
                             "--", *unit.options()],
                            cwd=sources.ROOT, text=True, check=False,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return result


def check(command, unit, folder):
    """What was found, "" for nothing."""
    start = time.monotonic()
    result = run(command, unit, folder)
    has_error = "[clang-diagnostic-error]" in result.stdout
    print(f"{time.monotonic() - start:5.1f} s, {len(unit.files)} files, {unit.files[0].path.name} first"
          + (": to be halved" if has_error else ""), flush=True)
    if has_error and len(unit.files) > 1:
        return "".join(check(command, half, folder) for half in unit.halves())
    return result.stdout if result.returncode != 0 else ""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--clang-tidy", default="clang-tidy-19")
    parser.add_argument("--plugin", help="own_files_only.cc, built")
    parser.add_argument("--only", default="", help="files with this in their paths")
    arguments = parser.parse_args()
    command = [arguments.clang_tidy] + (["-load", arguments.plugin] if arguments.plugin else [])
    headers = names_in_headers()
    files = [Source(path, options, headers) for path, options in list_files(arguments.build).items()
             if arguments.only in str(path)]
    if not files:
        sys.exit("error: no file to look at")
    units = sorted(units_of(files), key=lambda unit: (unit.files[0].has_mlir, len(unit.files)), reverse=True)
    with (tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool):
        found = list(pool.map(lambda unit: check(command, unit, folder), units))
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"{len(files)} files in {len(units)} units, {used.ru_utime + used.ru_stime:.0f} s of processor time")
    if any(found):
        sys.exit("\n".join(filter(None, found)) + "\nerror: clang-tidy found faults")


if __name__ == "__main__":
    main()
