"""The same losses and weights, bit for bit, for every number of threads."""

import argparse
import pathlib
import sys
import tempfile

import program as runner

THREADS = (1, 2, 3, 7)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("--data", required=True)
    arguments = parser.parse_args()
    outcomes = {}
    for threads in THREADS:
        with tempfile.TemporaryDirectory() as directory:
            log = pathlib.Path(directory) / "steps.csv"
            weights = pathlib.Path(directory) / "after.safetensors"
            runner.run(arguments.program, "train", "--data", arguments.data,
                       "--epochs", 1, "--steps", 60, "--threads", threads,
                       "--step-log", log, "--save", weights, "--verbose", 0)
            outcomes[threads] = (log.read_bytes(), weights.read_bytes())
    if len(outcomes[1][0].splitlines()) != 61:
        sys.exit("the run did not log 60 steps")
    different = [threads for threads in THREADS
                 if outcomes[threads] != outcomes[THREADS[0]]]
    if different:
        sys.exit(f"other results with these numbers of threads: {different}")
    print(f"equal with {THREADS} threads")


if __name__ == "__main__":
    main()
