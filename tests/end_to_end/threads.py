"""The same losses and the same saved weights, bit for bit, for every number of
threads and in every run. On the first samples of the real data."""

import argparse
import pathlib
import sys
import tempfile

import program as runner

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import mnist_samples

SAMPLES = 2500  # the last batch of an epoch is not full
LEAST_STEPS = 30


def outcome(program, data, folder, threads):
    """What a training of two epochs leaves: the loss of every step, and the
    weights."""
    log, weights = folder / "steps.csv", folder / "after.safetensors"
    runner.run(program, "train", "--data", data, "--epochs", 2, "--threads",
               threads, "--step-log", log, "--save", weights, "--verbose", 0)
    return log.read_bytes(), weights.read_bytes()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--threads", type=int, nargs="*",
                        default=(1, 2, 3, 4, 7, 16))
    parser.add_argument("--runs", type=int, default=5, help="of each number")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        folder = pathlib.Path(directory)
        data = folder / "data"
        mnist_samples.write(arguments.data, data, SAMPLES)
        runs = [(threads, outcome(arguments.program, data, folder, threads))
                for _ in range(arguments.runs) for threads in arguments.threads]
    expected = runs[0][1]
    steps = len(expected[0].splitlines()) - 1
    if steps < LEAST_STEPS or len(runs) < 2:
        sys.exit(f"{len(runs)} runs of {steps} steps compare nothing")
    different = [threads for threads, found in runs if found != expected]
    if different:
        sys.exit(f"other results in runs with these numbers of threads: {different}")
    print(f"{steps} steps, equal in {arguments.runs} runs each with "
          f"{arguments.threads} threads")


if __name__ == "__main__":
    main()
