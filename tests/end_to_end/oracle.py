"""Compares a training run with the outside oracle (reference/README.md).

From the oracle's weights of --network, one epoch in file order: the losses of
steps 1 to 100 within 1e-5 relative, the test accuracy after the epoch within
0.005. Prints the largest difference and where it was. With --steps only so many
losses; if those are all that the oracle has, then also the l2 norm of every
variable, moving averages among them, and the outputs of the first ten test
samples, which inference computes from them.
"""

import argparse
import array
import json
import math
import pathlib
import struct
import sys
import tempfile

import program as runner

LOSSES = 100
LOSS_TOLERANCE = 1e-5
ACCURACY_TOLERANCE = 0.005
NORM_TOLERANCE = 1e-4
OUTPUT_TOLERANCE = 1e-4


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


def read_norms(path):
    """The l2 norm of each float32 tensor of a safetensors file."""
    content = path.read_bytes()
    end = 8 + struct.unpack("<Q", content[:8])[0]
    norms = {}
    for name, tensor in json.loads(content[8:end]).items():
        if name == "__metadata__":
            continue
        first, last = tensor["data_offsets"]
        values = array.array("f", content[end + first:end + last])
        norms[name] = math.sqrt(sum(value * value for value in values))
    return norms


def compare_norms(norms, expected):
    if norms.keys() != expected.keys():
        sys.exit(f"variables differ: {sorted(norms.keys() ^ expected.keys())}")
    differences = {name: abs(norms[name] / expected[name] - 1)
                   for name in expected}
    worst = max(differences, key=differences.get)
    print(f"largest relative difference of a variable's norm: "
          f"{differences[worst]:.2e} ({worst})")
    return differences[worst] <= NORM_TOLERANCE


def compare_outputs(outputs, expected):
    difference = max(abs(ours - theirs)
                     for row, expected_row in zip(outputs, expected)
                     for ours, theirs in zip(row, expected_row))
    print(f"largest difference of an output: {difference:.2e}")
    return len(outputs) == len(expected) and difference <= OUTPUT_TOLERANCE


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
        if arguments.steps == steps["steps"]:
            good.append(compare_norms(read_norms(weights),
                                      steps["l2_norms_after"]))
            expected = steps["first_10_outputs_after"]
            good.append(compare_outputs(
                runner.outputs(arguments.program, arguments.data, weights,
                               len(expected)), expected))
        if not arguments.steps:
            result = runner.evaluate(arguments.program, arguments.data, weights)
            good.append(compare_accuracy(runner.accuracy_of(result),
                                         steps["test_accuracy_after"]))
    sys.exit(0 if all(good) else "the run left the oracle's trajectory")


if __name__ == "__main__":
    main()
