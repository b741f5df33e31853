"""Trains a program on MNIST and checks the test accuracy that it reaches."""

import argparse
import pathlib
import sys
import tempfile

import program as runner


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("--data", required=True)
    parser.add_argument("--epochs", type=int, required=True)
    parser.add_argument("--at-least", type=float, required=True)
    parser.add_argument("--seeds", type=int, nargs="*", default=[0])
    arguments = parser.parse_args()
    reached = []
    for seed in arguments.seeds:
        with tempfile.TemporaryDirectory() as directory:
            weights = pathlib.Path(directory) / "trained.safetensors"
            runner.run(arguments.program, "train", "--data", arguments.data,
                       "--epochs", arguments.epochs, "--seed", seed,
                       "--save", weights, "--verbose", 0)
            result = runner.evaluate(arguments.program, arguments.data,
                                     weights)
        reached.append(runner.accuracy_of(result))
        print(f"seed {seed}: test accuracy {reached[-1]:.4f} after "
              f"{arguments.epochs} epochs", flush=True)
    mean = sum(reached) / len(reached)
    print(f"mean {mean:.5f}, lowest {min(reached):.4f}")
    if mean < arguments.at_least:
        sys.exit(f"expected a mean of at least {arguments.at_least}")


if __name__ == "__main__":
    main()
