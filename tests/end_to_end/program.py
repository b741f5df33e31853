"""Runs a generated program; shared by the end-to-end tests."""

import csv
import json
import pathlib
import subprocess
import sys


def run(*command):
    """Runs a command; on failure shows its output and ends the test."""
    result = subprocess.run([str(part) for part in command],
                            capture_output=True, text=True, check=False)
    if result.returncode != 0:
        sys.stderr.write(result.stdout + result.stderr)
        sys.exit(f"{command[0]} ended with exit code {result.returncode}")
    return result.stdout


def read_losses(path):
    """The losses of a --step-log file, in step order."""
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    if [int(row["step"]) for row in rows] != list(range(1, len(rows) + 1)):
        sys.exit(f"{path}: steps are not 1, 2, 3, ...")
    return [float(row["loss"]) for row in rows]


def evaluate(program, data, weights):
    """The object that `evaluate --json` prints."""
    return json.loads(run(program, "evaluate", "--data", data,
                          "--weights", weights, "--json"))


def outputs(program, data, weights, count):
    """What `predict` says of the first test samples: a list for each."""
    samples = json.loads(run(program, "predict", "--data", data, "--weights",
                             weights, "--count", count, "--json"))
    return [sample["probabilities"] for sample in samples]


def accuracy_of(result):
    for key in ("test_acc", "accuracy", "test_accuracy"):
        if key in result:
            return result[key]
    sys.exit(f"no accuracy in {result}")


def path_argument(text):
    return pathlib.Path(text)
