"""A generated program, stopped after k of 50 steps and resumed, for each k: all
that its run keeps is, byte for byte, what the unbroken training keeps. On the
first samples of the real data, so that epochs end within the 50 steps."""

import argparse
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import mnist_samples

STEPS = 50
SAMPLES = 1000


def train(program, data, steps, threads, *more):
    command = [program, "train", "--data", data, "--epochs", STEPS, "--steps",
               steps, "--threads", threads, "--verbose", 0, *more]
    result = subprocess.run([str(word) for word in command],
                            capture_output=True, text=True, check=False)
    if result.returncode != 0:
        sys.exit(f"{command} ends with {result.returncode}: {result.stderr}")


def contents(run):
    """commands.jsonl tells of each command: it is no part of the outcome."""
    return {path.relative_to(run): path.read_bytes()
            for path in sorted(run.rglob("*"))
            if path.is_file() and path.name != "commands.jsonl"}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--every", type=int, default=1,
                        help="try only each of so many stops")
    arguments = parser.parse_args()
    place = "/dev/shm" if pathlib.Path("/dev/shm").is_dir() else None
    with tempfile.TemporaryDirectory(dir=place) as directory:
        root = pathlib.Path(directory)
        data = root / "data"
        mnist_samples.write(arguments.data, data, SAMPLES)
        train(arguments.program, data, STEPS, 1, "--run-dir", root / "unbroken")
        unbroken = contents(root / "unbroken")
        epochs = len(unbroken[pathlib.Path("history.csv")].splitlines()) - 1
        if epochs < 3:
            sys.exit(f"{STEPS} steps are only {epochs} epochs")
        stops = range(1, STEPS, arguments.every)
        for k in stops:
            run = root / "run"
            train(arguments.program, data, k, 1 + k % 2, "--run-dir", run)
            train(arguments.program, data, STEPS, 2 - k % 2, "--resume", run)
            resumed = contents(run)
            different = [str(name) for name in sorted({*unbroken, *resumed})
                         if unbroken.get(name) != resumed.get(name)]
            if different:
                sys.exit(f"stopped after {k} steps: {different} are different")
            shutil.rmtree(run)
        print(f"{len(stops)} trainings of {epochs} epochs resumed, "
              f"{len(unbroken)} files equal")


if __name__ == "__main__":
    main()
