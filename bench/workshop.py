"""Builds and runs model_benchmark for any spec: what the scripts here share.

A program is a generated model, compiled as `sinter build --dispatch=static`
does, and linked with build/release/lib/libsinter_model_benchmark.a. Programs
are kept in build/release/bench/models and built again only when what went into
them changed.
"""

import argparse
import concurrent.futures
import dataclasses
import hashlib
import json
import os
import pathlib
import shlex
import statistics
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
NAME = "bench_model"  # the namespace that model_benchmark expects
# One thread and, where the machine has them, two.
THREADS = ",".join(map(str, range(1, min(os.cpu_count(), 2) + 1)))


class BuildError(Exception):
    """A spec that sinter or the C++ compiler refused; says why."""


@dataclasses.dataclass
class Program:
    executable: pathlib.Path
    source: pathlib.Path


def parser_of(description):
    parser = argparse.ArgumentParser(description=description.splitlines()[0])
    parser.add_argument("--build", type=pathlib.Path,
                        default=ROOT / "build/release",
                        help="build folder with bin/sinter and lib/")
    parser.add_argument("--data", type=pathlib.Path,
                        default=ROOT / "data/mnist")
    parser.add_argument("--out", type=pathlib.Path, help="JSON file to write")
    parser.add_argument("--rounds", type=int, default=3,
                        help="how often each program is run, in turn")
    return parser


def spec_of(hidden=(512,), batch=128, classes=10):
    """The book's network with other hidden widths."""
    dense = "".join(
        f"    - {{type: Dense, units: {units}, activation: relu}}\n"
        for units in hidden)
    return f"""version: 1
name: {NAME}
data:
  format: idx
  train: {{x: train-images-idx3-ubyte.gz, y: train-labels-idx1-ubyte.gz}}
  test: {{x: t10k-images-idx3-ubyte.gz, y: t10k-labels-idx1-ubyte.gz}}
model:
  input: {{shape: [28, 28], dtype: uint8}}
  layers:
    - {{type: Rescaling, scale: 1/255}}
    - {{type: Flatten}}
{dense}    - {{type: Dense, units: {classes}, activation: softmax}}
compile:
  optimizer: rmsprop
  loss: sparse_categorical_crossentropy
  metrics: [accuracy]
fit: {{batch_size: {batch}}}
"""


def shape_name(hidden=(512,), classes=10):
    return "-".join(str(width) for width in (784, *hidden, classes))


def run(command):
    """Runs a command; BuildError with its output if it fails."""
    result = subprocess.run([str(word) for word in command], text=True,
                            capture_output=True, check=False)
    if result.returncode != 0:
        raise BuildError((result.stderr + result.stdout).strip())
    return result.stdout


def cxx_words():
    return shlex.split(os.environ.get("CXX", "c++"))


class Workshop:
    def __init__(self, build, data):
        self.build = build.resolve()
        self.data = data
        # Each before those that it uses.
        self.libraries = [self.build / f"lib/libsinter_{name}.a" for name in
                          ("model_benchmark", "program", "data", "files", "engine")]

    def compile(self, name, spec, options=(), debug_info=False):
        """The program of a spec's text; `options` are for sinter compile."""
        folder = self.build / "bench/models" / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "spec.yaml").write_text(spec)
        generated = folder / "generated"
        run([self.build / "bin/sinter", "compile", folder / "spec.yaml",
             "-o", generated, *options])
        program = Program(folder / NAME, generated / f"{NAME}.cc")
        command = self.cxx_command(program, debug_info)
        stamp = self.stamp(command, program)
        stamp_file = folder / "stamp"
        if (not program.executable.exists() or not stamp_file.exists()
                or stamp_file.read_text() != stamp):
            run(command)
            stamp_file.write_text(stamp)
        return program

    def cxx_command(self, program, debug_info):
        # No position-independent executable: a sampled address is then one of
        # the file, for addr2line.
        return [*cxx_words(), "-std=c++20", "-O2", "-DNDEBUG",
                "-ffp-contract=off",
                "-march=native", "-DHWY_COMPILE_ONLY_STATIC",
                # Each function keeps a frame: a sampled stack has its callers.
                *(["-g", "-fno-omit-frame-pointer"] if debug_info else []),
                "-I", program.source.parent, "-I", ROOT, program.source,
                *self.libraries, "-no-pie", "-pthread", "-lz", "-lhwy",
                "-o", program.executable]

    def stamp(self, command, program):
        """Changes when the program has to be built again."""
        digest = hashlib.sha256(" ".join(map(str, command)).encode())
        for file in (program.source, *self.libraries):
            digest.update(file.read_bytes())
        return digest.hexdigest()

    def compile_all(self, specs):
        """{name: Program or BuildError} of {name: arguments of compile}."""
        def build(item):
            name, (spec, *options) = item
            try:
                return name, self.compile(name, spec, *options)
            except BuildError as error:
                return name, error
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            return dict(pool.map(build, specs.items()))

    def compile_or_exit(self, specs):
        """{name: Program} of {name: arguments of compile}; all must do."""
        programs = self.compile_all(specs)
        for name, program in programs.items():
            if isinstance(program, BuildError):
                raise SystemExit(f"{name}: {program}")
        return programs

    def measure(self, program, arguments=(), prefix=()):
        """One run of a program: its JSON."""
        return json.loads(run([*prefix, program.executable, "--data", self.data,
                               *arguments]))

    def measure_interleaved(self, programs, rounds, arguments):
        """Runs the programs in turn, `rounds` times; {name: merged JSON}."""
        reports = {}
        for number in range(rounds):
            for name, program in programs.items():
                progress(f"round {number + 1} of {rounds}: {name}")
                report = self.measure(program, arguments)
                if name in reports:
                    merge(reports[name], report)
                else:
                    reports[name] = report
        return reports


def merge(report, other):
    for mine, theirs in zip(report["results"], other["results"], strict=True):
        mine["seconds"] += theirs["seconds"]


def find(report, what, threads=1, variant="dense"):
    """One measurement of a report, or None."""
    for result in report["results"]:
        if (result["what"] == what and result["threads"] == threads
                and result["variant"] in ("", variant)):
            return result
    return None


def median_seconds(result):
    return statistics.median(result["seconds"])


def progress(text):
    print(text, file=sys.stderr, flush=True)


def write_json(path, value):
    text = json.dumps(value, indent=1) + "\n"
    if path is None:
        print(text, end="")
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
