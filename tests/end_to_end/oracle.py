"""Compares a training run with the outside oracle (reference/README.md).

From the oracle's weights of --network, one epoch in file order: the losses of
steps 1 to 100 within 1e-5 relative, the test accuracy after the epoch within
0.005. Prints the largest difference and where it was. With --steps only so many
losses.
"""

import argparse
import json
import pathlib
import sys
import tempfile

import program as runner

LOSSES = 100
LOSS_TOLERANCE = 1e-5
ACCURACY_TOLERANCE = 0.005


def compare_losses(losses, expected):
    if len(losses) != len(expected):
        sys.exit(f"{len(losses)} steps, expected {len(expected)}")
    differences = [abs(ours - theirs) / theirs
                   for ours, theirs in zip(losses[:LOSSES], expected)]
    worst = max(range(len(differences)), key=lambda i: differences[i])
    print(f"largest relative difference of the loss in steps 1 to "
          f"{len(differences)}: {differences[worst]:.2e} (step {worst + 1})")
    return differences[worst] <= LOSS_TOLERANCE


def compare_accuracy(accuracy, expected):
    print(f"test accuracy after one epoch: {accuracy:.4f}, "
          f"oracle {expected:.4f}")
    return abs(accuracy - expected) <= ACCURACY_TOLERANCE


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("--data", required=True)
    parser.add_argument("--reference", type=pathlib.Path, required=True)
    parser.add_argument("--network", default="mnist_mlp_rmsprop")
    parser.add_argument("--steps", type=int)
    arguments = parser.parse_args()
    network = arguments.reference / arguments.network
    steps = json.loads(pathlib.Path(f"{network}_steps.json").read_text())
    with tempfile.TemporaryDirectory() as directory:
        log = pathlib.Path(directory) / "steps.csv"
        weights = pathlib.Path(directory) / "after.safetensors"
        runner.run(arguments.program, "train", "--data", arguments.data,
                   "--weights", f"{network}_init.safetensors",
                   "--no-shuffle", "--epochs", 1, "--step-log", log,
                   "--save", weights, "--verbose", 0,
                   *(["--steps", arguments.steps] if arguments.steps else []))
        losses = runner.read_losses(log)
        good = [compare_losses(losses,
                               steps["loss_per_step"][:arguments.steps])]
        if not arguments.steps:
            result = runner.evaluate(arguments.program, arguments.data, weights)
            good.append(compare_accuracy(runner.accuracy_of(result),
                                         steps["test_accuracy_after"]))
    sys.exit(0 if all(good) else "the run left the oracle's trajectory")


if __name__ == "__main__":
    main()
