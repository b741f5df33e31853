"""Trains and runs the book's network with other people's programs; writes JSON.

Each peer is a process of its own for each thread count. All are started, train
a warm-up epoch, and then take turns: one epoch each, round after round, so that
what disturbs the machine disturbs all. Inference and steps of
other shapes are measured the same way. The file is rewritten after every round; a peer that
fails stays in it with the reason.
"""

import argparse
import json
import os
import pathlib
import platform
import random
import statistics
import sys
import time

from client import PeerFailed, PeerProcess

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent))
from shapes import TWELVE  # noqa: E402  of bench/

# Name for --peers: (file, peer, variant, trains).
PEERS = {
    "torch_eager": ("peer_torch.py", "pytorch", "eager", True),
    "torch_compile": ("peer_torch.py", "pytorch", "compile", True),
    "keras_tensorflow": ("peer_keras.py", "keras", "tensorflow", True),
    "keras_jax": ("peer_keras.py", "keras", "jax", True),
    "jax_step": ("peer_jax.py", "jax", "step", True),
    "jax_scan": ("peer_jax.py", "jax", "scan", True),
    "numpy": ("peer_numpy.py", "numpy", "openblas", True),
    "onnxruntime": ("peer_onnxruntime.py", "onnxruntime", "cpu", False),
}
RECIPE_EPOCHS = 5
LEAST_ACCURACY = 0.97
ROUNDS = 5
# Whose steps are measured for other shapes, too.
STEPPERS = ("torch_eager", "jax_step", "jax_scan")
# OpenMP's ways to wait, tried with more than one thread where it is used. The
# default spins at barriers, which collapses when anything else runs.
WAITING = {"pytorch": ("default", "passive")}
# Thread pools of the peer before spin a little; let them fall asleep.
PAUSE = 0.1
# For the measured epochs of one contestant, several times what any needs on an
# idle machine: more would only cost everybody's time.
MOST_SECONDS = 60


class Contestant:
    """One peer with one thread setting, and what was measured of it."""

    def __init__(self, name, threads, waiting, data):
        self.name = name
        self.file, self.peer, self.variant, self.trains = PEERS[name]
        self.threads = threads
        self.waiting = waiting
        self.data = data
        self.process = None
        self.versions = {}
        self.epochs = []
        self.accuracy = None
        self.inference = []
        self.error = None

    def __str__(self):
        return f"{self.name}, {self.threads} thread(s), {self.waiting} waiting"

    def ask(self, **command):
        """The answer, or None from a peer that failed now or before."""
        if self.error:
            return None
        time.sleep(PAUSE)
        try:
            return self.process.ask(**command)
        except PeerFailed as failure:
            self.fail(str(failure))
            return None

    def fail(self, reason):
        self.error = reason
        log(f"{self}: {reason}")

    def start(self):
        try:
            self.process = PeerProcess(self.file, self.variant, self.threads,
                                       self.waiting, self.data)
            self.versions = self.process.read()["versions"]
        except PeerFailed as failure:
            self.fail(str(failure))

    def warm_up(self):
        if self.trains:
            self.ask(do="epoch")

    def train(self, trained):
        """One measured epoch; `trained` counts it and all before it."""
        if not self.trains:
            return
        if answer := self.ask(do="epoch"):
            self.epochs.append(answer["seconds"])
            if sum(self.epochs) > MOST_SECONDS:
                self.fail(f"{len(self.epochs)} epochs took "
                          f"{sum(self.epochs):.0f} s, given up above "
                          f"{MOST_SECONDS} s")
        if trained == RECIPE_EPOCHS:
            self.check_accuracy()

    def check_accuracy(self):
        answer = self.ask(do="accuracy")
        if not answer:
            return
        self.accuracy = answer["accuracy"]
        if self.accuracy < LEAST_ACCURACY:
            self.fail(f"test accuracy {self.accuracy:.4f}, expected at least "
                      f"{LEAST_ACCURACY}")

    def prepare_inference(self):
        """Also one round that is not counted: calls compile at first."""
        self.ask(do="prepare")
        if self.accuracy is None:
            self.check_accuracy()
        self.ask(do="inference")

    def infer(self):
        if answer := self.ask(do="inference"):
            self.inference.append(answer)

    def end(self):
        if self.process:
            self.process.end()

    def identity(self):
        return {"peer": self.peer, "variant": self.variant,
                "threads": self.threads, "waiting": self.waiting}

    def failure(self):
        return {"error": self.error} if self.error else {}

    def training_entry(self):
        return {**self.identity(), "epoch_seconds": self.epochs,
                "median": median(self.epochs), "accuracy": self.accuracy,
                **self.failure()}

    def inference_entry(self):
        medians = {key: median([each[key] for each in self.inference])
                   for key in ("batch_1_us", "batch_10000_ms")}
        return {**self.identity(), **medians, "accuracy": self.accuracy,
                **self.failure()}


class Shape:
    """A contestant's steps of one shape and batch."""

    def __init__(self, widths, batch, contestant):
        self.widths = widths
        self.batch = batch
        self.contestant = contestant
        self.seconds = []

    def measure(self):
        if answer := self.contestant.ask(do="step", widths=self.widths,
                                         batch=self.batch):
            self.seconds.append(answer["seconds"])

    def entry(self):
        seconds = median(self.seconds)
        return {**self.contestant.identity(),
                "shape": "-".join(map(str, self.widths)), "batch": self.batch,
                "step_us": seconds and seconds * 1e6,
                **self.contestant.failure()}


def log(message):
    print(message, file=sys.stderr, flush=True)


def median(values):
    return statistics.median(values) if values else None


def processor_name():
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor()


def fastest(entries, keys, measure):
    """For each different `keys`, the entry without error that is fastest."""
    best = {}
    for entry in entries:
        key = tuple(entry[name] for name in keys)
        if entry.get("error") or entry[measure] is None:
            continue
        if key not in best or entry[measure] < best[key][measure]:
            best[key] = entry
    return [{**{name: entry[name] for name in (*keys, "threads", "waiting")},
             measure: entry[measure]} for entry in best.values()]


def make_contestants(chosen, data):
    """Each peer with one thread, and with as many as there are processors."""
    processors = len(os.sched_getaffinity(0))
    return [Contestant(name, threads, waiting, data)
            for name in chosen
            for threads in sorted({1, processors})
            for waiting in (WAITING.get(PEERS[name][1], ("default",))
                            if threads > 1 else ("default",))]


class Run:
    """All contestants, and the report of what is measured so far."""

    def __init__(self, arguments):
        self.out = arguments.out
        # Processes of other people disturb; the load tells of them.
        self.machine = {"cpu": processor_name(), "cores": os.cpu_count(),
                        "os": platform.platform(),
                        "python": platform.python_version(),
                        "load_before": os.getloadavg()[0]}
        self.contestants = make_contestants(arguments.peers, arguments.data)
        self.shapes = [
            Shape([784, *hidden, 10], batch, contestant)
            for hidden, batch in TWELVE
            for contestant in self.contestants
            if contestant.name in STEPPERS]
        self.random = random.Random(0)

    def report(self):
        training = [each.training_entry() for each in self.contestants
                    if each.trains]
        inference = [each.inference_entry() for each in self.contestants]
        shapes = [shape.entry() for shape in self.shapes]
        versions = {}
        for each in self.contestants:
            versions |= each.versions
        best = {
            "training": fastest(training, ("peer", "variant"), "median"),
            "batch_1": fastest(inference, ("peer", "variant"), "batch_1_us"),
            "batch_10000": fastest(inference, ("peer", "variant"),
                                   "batch_10000_ms"),
            "steps": fastest(shapes, ("peer", "variant", "shape", "batch"),
                             "step_us")}
        return {"machine": self.machine, "versions": versions,
                "training": training, "inference": inference,
                "steps": shapes, "best": best}

    def write(self):
        """Replaces the file as a whole."""
        partial = self.out.with_suffix(".partial")
        partial.write_text(json.dumps(self.report(), indent=1) + "\n")
        partial.replace(self.out)

    def take_turns(self, what, items, turn):
        """One round: `turn` of each item, in random order."""
        log(what)
        for item in self.random.sample(items, len(items)):
            turn(item)
        self.write()

    def start(self):
        for each in self.contestants:
            log(f"start {each}")
            each.start()
            each.warm_up()
        self.write()

    def measure(self, epochs):
        self.start()
        # The warm-up epoch is the first of the recipe's.
        for epoch in range(1, max(epochs, RECIPE_EPOCHS - 1) + 1):
            self.take_turns(f"epoch {epoch}", self.contestants,
                            lambda each, epoch=epoch: each.train(epoch + 1))
        self.take_turns("prepare inference", self.contestants,
                        Contestant.prepare_inference)
        for i in range(1, ROUNDS + 1):
            self.take_turns(f"inference {i}", self.contestants,
                            Contestant.infer)
        for i in range(1, ROUNDS + 1):
            self.take_turns(f"shapes {i}", self.shapes, Shape.measure)
        self.machine["load_after"] = os.getloadavg()[0]
        self.write()

    def end(self):
        for each in self.contestants:
            each.end()


def show(report):
    """The medians, one line a peer and thread setting."""
    line = "{:28} {:>7} {:8} {}".format
    print(line("training", "threads", "waiting", "epoch s, accuracy"))
    for entry in report["training"]:
        print(line(f"{entry['peer']} {entry['variant']}", entry["threads"],
                   entry["waiting"], entry.get("error") or
                   f"{entry['median']:.3f}, {entry['accuracy']:.4f}"))
    print(line("inference", "threads", "waiting", "1: us, 10000: ms"))
    for entry in report["inference"]:
        print(line(f"{entry['peer']} {entry['variant']}", entry["threads"],
                   entry["waiting"], entry.get("error") or
                   f"{entry['batch_1_us']:.1f}, "
                   f"{entry['batch_10000_ms']:.2f}"))
    print(line("fastest step", "threads", "waiting", "shape, batch: us"))
    for entry in report["best"]["steps"]:
        print(line(f"{entry['peer']} {entry['variant']}", entry["threads"],
                   entry["waiting"], f"{entry['shape']}, {entry['batch']}: "
                   f"{entry['step_us']:.0f}"))


def names(text):
    chosen = text.split(",")
    if unknown := set(chosen) - set(PEERS):
        raise argparse.ArgumentTypeError(
            f"unknown {', '.join(sorted(unknown))}; there are "
            f"{', '.join(PEERS)}")
    return chosen


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--peers", type=names, default=list(PEERS))
    parser.add_argument("--epochs", type=int, default=5,
                        help="measured ones, after one to warm up")
    return parser.parse_args()


def main():
    arguments = parse_arguments()
    run = Run(arguments)
    try:
        run.measure(arguments.epochs)
    finally:
        run.end()
    show(run.report())


if __name__ == "__main__":
    main()
