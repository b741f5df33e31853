"""Trainings that are killed, starved and resumed; shared by these tests.

The toy program of tests/runtime trains in microseconds and does what its
environment says (see toy_program.cc). A training of STEPS steps, three an epoch,
with a checkpoint every INTERVAL steps, never stopped, is what all the others
are held against: checkpoints, history and metrics must be equal, byte for byte.
"""

import gzip
import json
import os
import pathlib
import re
import shutil
import struct
import subprocess
import sys
import tempfile

EPOCHS = 3
STEPS = 8
INTERVAL = 2
FILES = ("spec.resolved.yaml", "history.csv", "metrics.json",
         "checkpoints/last.safetensors", "checkpoints/best.safetensors")
# Tells of each command, so that it is another one after a stop.
COMMANDS = "commands.jsonl"
LAST = "checkpoints/last.safetensors"

# The system calls that the program makes to save a file, by this C library.
CALLS = ("openat", "flock", "newfstatat", "fstat", "ftruncate", "write",
         "fsync", "rename", "close", "unlink", "mkdir", "readlink")

SKIPPED = 77  # as CMakeLists.txt tells ctest


def idx(shape, values):
    return (bytes([0, 0, 8, len(shape)])
            + b"".join(struct.pack(">I", n) for n in shape) + bytes(values))


def write_toy_data(folder):
    """14 samples to train, of which a quarter validates, 6 to test."""
    folder.mkdir()
    for name, count in (("train", 14), ("test", 6)):
        x = [v for i in range(count)
             for v in (200 + i if i * 7 % 5 < 2 else i, i * 31 % 256,
                       i * 57 % 256)]
        y = [int(i * 7 % 5 < 2) for i in range(count)]
        for kind, content in (("x", idx((count, 3), x)),
                              ("y", idx((count,), y))):
            if name == "test":
                with gzip.open(folder / f"{name}-{kind}.gz", "wb") as file:
                    file.write(content)
            else:
                (folder / f"{name}-{kind}").write_bytes(content)


def fail(message):
    sys.exit(f"error: {message}")


class Toy:
    """Runs the toy program on data of its own, in a folder of its own."""

    def __init__(self, program):
        self.program = program
        # Saving thousands of times is quicker where a flush costs nothing.
        place = "/dev/shm" if os.path.isdir("/dev/shm") else None
        self.folder = tempfile.TemporaryDirectory(dir=place)
        self.root = pathlib.Path(self.folder.name)
        write_toy_data(self.root / "data")
        self.run = self.root / "run"
        self.progress = self.root / "progress"
        self.environment = {**os.environ, "TOY_VALIDATION": "0.25",
                            "TOY_PROGRESS": str(self.progress)}

    def command(self, option, run, steps=STEPS, interval=INTERVAL,
                epochs=EPOCHS):
        return [self.program, "train", "--data", self.root / "data",
                option, run, "--epochs", str(epochs), "--steps", str(steps),
                "--checkpoint-steps", str(interval), "--verbose", "0"]

    def execute(self, command, **environment):
        """Exit code (minus the signal if one ended it) and stderr."""
        result = subprocess.run([str(part) for part in command],
                                capture_output=True, text=True, check=False,
                                timeout=300,
                                env={**self.environment, **environment})
        return result.returncode, result.stderr

    def forget(self):
        shutil.rmtree(self.run, ignore_errors=True)
        self.progress.unlink(missing_ok=True)

    def steps_begun(self):
        # A program that is killed between making the file and writing to it
        # leaves it empty: it has not begun a step.
        text = self.progress.read_text() if self.progress.exists() else ""
        return int(text) + 1 if text else 0

    def contents(self, run=None):
        return {name: (run or self.run).joinpath(name).read_bytes()
                for name in FILES}

    def unbroken(self, **keywords):
        run = self.root / "unbroken"
        code, err = self.execute(self.command("--run-dir", run, **keywords))
        if code != 0:
            fail(f"the unbroken training ends with {code}: {err}")
        return self.contents(run)

    def steps_saved(self):
        """Of the last checkpoint; None if there is none."""
        path = self.run / LAST
        if not path.exists():
            return None
        content = path.read_bytes()
        length = struct.unpack("<Q", content[:8])[0]
        header = json.loads(content[8:8 + length])
        return int(header["__metadata__"]["iteration"])

    def finish(self, what, expected, **keywords):
        """Goes on to the goal; the outcome is the expected one."""
        option = "--resume" if self.steps_saved() is not None else "--run-dir"
        code, err = self.execute(self.command(option, self.run, **keywords))
        if code != 0:
            fail(f"{what}: {option} ends with {code}: {err}")
        contents = self.contents()
        different = [name for name in FILES if contents[name] != expected[name]]
        if different:
            fail(f"{what}: not as in the unbroken training: {different}")
        left = [str(path) for path in self.run.rglob("*")
                if path.name not in ("checkpoints", COMMANDS,
                                     *(pathlib.Path(f).name for f in FILES))]
        if left:
            fail(f"{what}: left behind: {left}")

    def check_loss_of_work(self, what, interval=INTERVAL):
        begun, saved = self.steps_begun(), self.steps_saved()
        if begun > 0 and (saved is None or saved < begun - interval):
            fail(f"{what}: {begun} steps begun, {saved} saved")


def traced(toy, calls, command):
    """What strace tells of these system calls of `command`, in lines."""
    log = toy.root / "strace.log"
    code, err = toy.execute(["strace", "-f", "-e", f"trace={','.join(calls)}",
                             "-o", log] + command)
    if code != 0 and "ptrace" in err:
        print(f"tracing is not allowed here: {err}")
        sys.exit(SKIPPED)
    if code != 0:
        fail(f"strace ends with {code}: {err}")
    return log.read_text().splitlines()


def calls_of(toy, command):
    """[(name, number)] of the calls in `command` from the first that has to do
    with the run's folder: the number counts those of the name from the
    program's start, as strace's when= does."""
    counts = {}
    found = []
    for line in traced(toy, CALLS, command):
        match = re.match(r"\d+ +(\w+)\((.*)", line)
        if not match:
            continue
        name, rest = match.groups()
        counts[name] = counts.get(name, 0) + 1
        if found or str(toy.run) in rest:
            found.append((name, counts[name], rest))
    return found


def injected(command, call, number, what):
    """`command` with `what` happening at its `number`th `call`."""
    return ["strace", "-f", "-o", "/dev/null", "-e", f"trace={call}", "-e",
            f"inject={call}:{what}:when={number}"] + command
