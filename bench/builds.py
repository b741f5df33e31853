"""Measures build times, sizes and peak memory of the book's network.

Each time is the median of several runs. Memory: what `train` for one epoch uses
at its peak, less the decoded training set, which any program has to hold.
"""

import gzip
import os
import shutil
import statistics
import subprocess
import tempfile
import time

import workshop

SPEC = workshop.ROOT / "models/mnist_mlp.yaml"


def seconds_of(command, repetitions):
    times = []
    for _ in range(repetitions):
        start = time.perf_counter()
        workshop.run(command)
        times.append(time.perf_counter() - start)
    return times


def peak_memory(command):
    """The most memory, in bytes, that one run of a command had resident.

    The system counts what this process has when it starts the command, too:
    some 20 MB, less than a training program needs.
    """
    with open(os.devnull, "w") as null:
        process = subprocess.Popen([str(word) for word in command],
                                   stdout=null, stderr=null)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{command}: exit code {process.returncode}")
    return usage.ru_maxrss * 1024


def unpacked_bytes(path):
    """Without keeping them, see peak_memory."""
    total = 0
    with gzip.open(path) as file:
        while block := file.read(1 << 20):
            total += len(block)
    return total


def training_set_bytes(data):
    """Images and labels, without the headers of the files."""
    return (unpacked_bytes(data / "train-images-idx3-ubyte.gz") - 16 +
            unpacked_bytes(data / "train-labels-idx1-ubyte.gz") - 8)


def main():
    options = workshop.parser_of(__doc__).parse_args()
    binaries = options.build.resolve() / "bin"
    with tempfile.TemporaryDirectory() as folder:
        workshop.progress("sinter compile, sinter build")
        compile_seconds = seconds_of(
            [binaries / "sinter", "compile", SPEC, "-o", f"{folder}/generated"],
            10)
        results = {"compile_seconds": compile_seconds}
        for dispatch in ("dynamic", "static"):
            program = f"{folder}/{dispatch}"
            results[f"build_{dispatch}_seconds"] = seconds_of(
                [binaries / "sinter", "build", SPEC, "-o", program,
                 f"--dispatch={dispatch}"], options.rounds)
            stripped = f"{program}.stripped"
            shutil.copy(program, stripped)
            workshop.run(["strip", stripped])
            results[f"{dispatch}_stripped_bytes"] = os.path.getsize(stripped)
        workshop.progress("peak memory of train")
        results["training_set_bytes"] = training_set_bytes(options.data)
        results["peak_memory_bytes"] = statistics.median(
            peak_memory([f"{folder}/dynamic", "train", "--data", options.data,
                         "--epochs", "1"]) for _ in range(options.rounds))
    workshop.write_json(options.out, results)


if __name__ == "__main__":
    main()
