"""A generated program computes the same with every SIMD target.

On this processor, or on one that QEMU emulates (--emulator, --cpu). The program
must choose the best of its targets that the processor has (--has, best first),
take each of those by --simd, and refuse every other name. With each one, for
dense and for sparse samples, 100 training steps and some predictions must agree
with those of --reference, a program of the same model that runs here and uses
its most portable target.
"""

import argparse
import json
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile

import data
import processor

STEPS = 100
TOLERANCE = 1e-4  # relative
USAGE_ERROR = 2  # the exit code of a command line that is not right
PREDICTIONS = 3
INSTALL = "scripts/install_dependencies.sh emulation"


def fail(message):
    sys.exit(f"error: {message}")


class Trainer:
    """A program and what to run it with."""

    def __init__(self, program, emulator=()):
        self.command = [*emulator, program]

    def execute(self, *arguments):
        return subprocess.run([*self.command, *map(str, arguments)],
                              capture_output=True, text=True, check=False,
                              timeout=300)

    def run(self, *arguments):
        result = self.execute(*arguments)
        if result.returncode != 0:
            command = " ".join(map(str, [*self.command, *arguments]))
            fail(f"{command}\nends with {result.returncode}: {result.stderr}")
        return result.stdout

    def targets(self, *options):
        """The chosen target and all that are compiled in, best first."""
        line = re.search(r"^SIMD: +(\S+) of (.+)$", self.run("info", *options),
                         re.MULTILINE)
        return line[1], line[2].split()

    def refuses(self, target, why, folder):
        result = self.execute("train", "--data", folder, "--simd", target)
        return (result.returncode == USAGE_ERROR and result.stdout == ""
                and f"--simd: {why}; compiled in: " in result.stderr)

    def outcome(self, folder, target):
        """Losses of all steps, then the probabilities of some samples."""
        with tempfile.TemporaryDirectory() as written:
            log = pathlib.Path(written) / "steps.csv"
            weights = pathlib.Path(written) / "weights.safetensors"
            self.run("train", "--data", folder, "--simd", target, "--verbose",
                     0, "--step-log", log, "--save", weights)
            predictions = self.run("predict", "--data", folder, "--weights",
                                   weights, "--simd", target, "--count",
                                   PREDICTIONS, "--json")
            lines = log.read_text().splitlines()[1:]
        return ([float(line.split(",")[1]) for line in lines]
                + [p for sample in json.loads(predictions)
                   for p in sample["probabilities"]])


def check_learned(losses):
    """A comparison of losses that stand still would show nothing."""
    if len(losses) != STEPS:
        fail(f"{len(losses)} steps, expected {STEPS}")
    if not losses[-1] < 0.9 * losses[0]:
        fail(f"the loss went from {losses[0]} to {losses[-1]} only")


def largest_difference(ours, expected):
    """Relative; not a number if any of them is none."""
    if len(ours) != len(expected):
        fail(f"{len(ours)} figures, expected {len(expected)}")
    differences = [abs(a - b) / b for a, b in zip(ours, expected)]
    return max(differences, key=lambda d: (d != d, d))


def check_choice(trainer, has, lacks, folder):
    """The program's choice and what --simd takes and refuses."""
    chosen, compiled = trainer.targets()
    has = has + [t for t in compiled if t in processor.PORTABLE]
    if sorted(compiled) != sorted(has + lacks):
        fail(f"compiled in: {compiled}, expected {has} and {lacks}")
    if chosen != has[0]:
        fail(f"chose {chosen}, the best that the processor has is {has[0]}")
    for target in has:
        if trainer.targets("--simd", target)[0] != target:
            fail(f"--simd={target} is not what info then says")
    refused = {target: f"this processor lacks '{target}'" for target in lacks}
    for target in ["MMX", "avx2", "x" * 300]:
        refused[target] = f"'{target}' is not compiled in"
    for target, why in refused.items():
        if not trainer.refuses(target, why, folder):
            fail(f"--simd={target} is not refused as it should be")
    return has


def check_agreement(trainer, reference, targets, kind, folder):
    portable = reference.targets()[1][-1]
    expected = reference.outcome(folder, portable)
    check_learned(expected[:STEPS])
    for target in targets:
        worst = largest_difference(trainer.outcome(folder, target), expected)
        print(f"{kind} samples, {target} against {portable} here: largest "
              f"relative difference {worst:.1e}")
        if not worst <= TOLERANCE:
            fail(f"{target}: more than {TOLERANCE}")


def check_probe(emulator, probe):
    """The emulator stops what its processor lacks, or this test shows nothing."""
    code = subprocess.run([*emulator, probe], capture_output=True,
                          check=False).returncode
    if code != -signal.SIGILL:
        fail(f"{' '.join([*emulator, probe])} ends with {code}, not by SIGILL")


def emulator_of(arguments):
    if not arguments.emulator:
        return []
    if not shutil.which(arguments.emulator):
        fail(f"{arguments.emulator} is not installed; {INSTALL} does it")
    preload = ["-E", f"LD_PRELOAD={arguments.preload}"]
    return [arguments.emulator, "-cpu", arguments.cpu,
            *(preload if arguments.preload else [])]


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("--reference", required=True)
    parser.add_argument("--emulator", help="default: this processor")
    parser.add_argument("--cpu", help="the processor to emulate")
    parser.add_argument("--preload", help="a library for the emulated program")
    parser.add_argument("--has", nargs="*", default=[],
                        help="targets, best first, without the portable one")
    parser.add_argument("--lacks", nargs="*", default=[])
    parser.add_argument("--not-compiled", nargs="*", default=[],
                        help="targets that this build leaves out")
    parser.add_argument("--probe", help="a program that needs more than --cpu")
    return parser.parse_args()


def main():
    arguments = parse_arguments()
    emulator = emulator_of(arguments)
    trainer = Trainer(arguments.program, emulator)
    reference = Trainer(arguments.reference)
    has, lacks = arguments.has, arguments.lacks
    if not emulator:
        has, lacks = (
            [target for target in targets if target not in arguments.not_compiled]
            for targets in processor.targets_here())
    if arguments.probe:
        check_probe(emulator, arguments.probe)
    with tempfile.TemporaryDirectory() as root:
        for kind in data.KINDS:
            folder = pathlib.Path(root) / kind
            data.write(folder, kind)
            targets = check_choice(trainer, has, lacks, folder)
            check_agreement(trainer, reference, targets, kind, folder)


if __name__ == "__main__":
    main()
