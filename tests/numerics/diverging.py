"""A training whose learning rate is absurd: its second loss is no number. It stops
there with exit code 5, says so with epoch and step, and leaves the checkpoint of
the step before, the history and the file of --save as they were."""

import argparse
import pathlib
import re
import subprocess
import sys
import tempfile

MESSAGE = re.compile(
    r"\w+: error: the loss is (nan|inf) after epoch 1, step 2 of \d+, with "
    r"learning rate 1e\+30; (.*) keeps it up to step 1\n")


def run(program, *words):
    result = subprocess.run([program, *map(str, words)], capture_output=True,
                            text=True, check=False)
    return result.returncode, result.stderr


def expect(condition, what):
    if not condition:
        sys.exit(f"error: {what}")


def train(arguments, folder, *more):
    return run(arguments.program, "train", "--data", arguments.data,
               "--learning-rate", "1e30", "--checkpoint-steps", "1",
               "--verbose", "0", "--run-dir", folder, *more)


def check(arguments, root):
    code, err = train(arguments, root / "one", "--steps", "1")
    expect(code == 0, f"the first step ends with {code}: {err}")
    weights, log = root / "weights", root / "steps.csv"
    weights.write_text("old")
    code, err = train(arguments, root / "run", "--save", weights,
                      "--step-log", log)
    expect(code == 5, f"exit code {code}: {err}")
    message = MESSAGE.fullmatch(err)
    expect(message and message[2] == str(root / "run"), f"stderr is {err!r}")
    expect(weights.read_text() == "old", "the weights were saved")
    lines = log.read_text().splitlines()
    expect(len(lines) == 3 and lines[2] == f"2,{message[1]}", f"logged: {lines}")
    kept = "checkpoints/last.safetensors"
    checkpoints = [(root / name / kept).read_bytes() for name in ("run", "one")]
    expect(checkpoints[0] == checkpoints[1],
           "the checkpoint is not that of the first step")
    history = (root / "run" / "history.csv").read_text()
    expect(history.count("\n") == 1, f"the history is {history!r}")
    code, err = run(arguments.program, "train", "--data", arguments.data,
                    "--verbose", "0", "--resume", root / "run")
    expect(code == 5 and MESSAGE.fullmatch(err), f"resumed: {code}: {err}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("--data", type=pathlib.Path, required=True)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        check(arguments, pathlib.Path(folder))


if __name__ == "__main__":
    main()
