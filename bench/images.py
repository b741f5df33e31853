"""Measures networks over images and writes docs/performance_images.md.

For each network: a training step with one thread and with two, what `sinter build` takes,
the lines of its generated code; with --peers, a step of Keras on each of its backends and of PyTorch, in turn
with ours, on as many processors (needs build/peers: bench/peers/setup.sh). The
JSON of the last run is kept beside the models; --report only writes the page from it.
"""

import dataclasses
import json
import operator
import pathlib
import re
import statistics
import subprocess
import tempfile

import builds
import machine
import workshop
from sections import ms, table

LISTS = "list-pooled-gradients"
WITHOUT_LISTS = f"mnist_convnet without {LISTS}"
# {name: (the file in models/, options of sinter compile)}; what has options is
# held against the peers of the network as it is.
NETWORKS = {
    "mnist_convnet": ("mnist_convnet", ()),
    WITHOUT_LISTS: ("mnist_convnet", (f"--disable-pass={LISTS}",)),
    **{name: (name, ()) for name in ("mnist_lenet", "mnist_resnet", "mnist_separable")}}
PEERS = ("keras_tensorflow", "keras_jax", "keras_torch", "torch")
PAGE = workshop.ROOT / "docs/performance_images.md"
REASONS = workshop.ROOT / "bench/reasons_images.md"


@dataclasses.dataclass(frozen=True)
class Goals:
    faster: float = 2.0  # at least so many times the fastest peer, one thread
    threads: float | None = None  # two threads against one, at least
    build: float | None = None  # seconds of `sinter build`, less than
    lines: int | None = None  # of generated code, at most


GOALS = {"mnist_convnet": Goals(4.0, 1.85, 12.0, 2000), WITHOUT_LISTS: Goals(2.5),
         "mnist_resnet": Goals(build=20.0)}


def spec_of(name):
    text = (workshop.ROOT / f"models/{name}.yaml").read_text()
    return re.sub(r"^name: .*$", f"name: {workshop.NAME}", text, flags=re.MULTILINE)


def build_seconds(binaries, name):
    with tempfile.TemporaryDirectory() as folder:
        [seconds] = builds.seconds_of(
            [binaries / "sinter", "build", workshop.ROOT / f"models/{name}.yaml",
             "-o", f"{folder}/program"], 1)
        return seconds


def peer_seconds(network, peer, processors):
    """(seconds or None, version) of a step on the first `processors` ones."""
    result = subprocess.run(
        ["taskset", "-c", ",".join(map(str, range(processors))),
         workshop.ROOT / "build/peers/bin/python", "images.py", network, peer],
        cwd=workshop.ROOT / "bench/peers", text=True, capture_output=True, check=False)
    if result.returncode != 0:
        workshop.progress(result.stderr[-2000:])
        return None, ""
    reply = json.loads(result.stdout.splitlines()[-1])
    return reply["seconds"], reply["version"]


class Network:
    def __init__(self, name):
        self.name = name
        self.model, self.options = NETWORKS[name]
        self.ours = {}  # threads: seconds of each repetition
        self.peak = []  # GFLOP/s of multiply-adds alone, one thread
        self.peers = {}  # "peer, N": seconds of each round
        self.versions = {}

    def measure(self, shop, program, with_peers):
        report = shop.measure(program, [
            "--what", "train,peak", "--repetitions", "3", "--seconds", "0.5",
            "--threads", workshop.THREADS])
        for threads in map(int, workshop.THREADS.split(",")):
            self.ours.setdefault(threads, []).extend(
                workshop.find(report, "train", threads)["seconds"])
            for peer in PEERS if with_peers and not self.options else ():
                seconds, version = peer_seconds(self.model, peer, threads)
                if seconds is None:
                    continue
                self.peers.setdefault(f"{peer}, {threads}", []).append(seconds)
                self.versions[peer] = version
        peak = workshop.find(report, "peak")
        self.peak.append(peak["flop"] / workshop.median_seconds(peak) / 1e9)

    def as_json(self):
        return {"ours": {str(threads): statistics.median(seconds)
                         for threads, seconds in self.ours.items()},
                "peak_gflops": statistics.median(self.peak),
                "peers": {peer: statistics.median(seconds)
                          for peer, seconds in self.peers.items()},
                "versions": self.versions}


def size_of(network, program, binaries):
    """What a network's program is besides fast."""
    size = {"lines": len(program.source.read_text().splitlines())}
    if not network.options:
        workshop.progress(f"sinter build {network.name}")
        size["build_seconds"] = build_seconds(binaries, network.model)
    return size


def measure(options):
    shop = workshop.Workshop(options.build, options.data)
    compiled = shop.compile_or_exit(
        {f"images_{name.replace(' ', '_')}": (spec_of(model), passes)
         for name, (model, passes) in NETWORKS.items()})
    programs = dict(zip(NETWORKS, compiled.values(), strict=True))
    networks = {name: Network(name) for name in NETWORKS}
    for number in range(options.rounds):
        for name, network in networks.items():
            workshop.progress(f"round {number + 1} of {options.rounds}: {name}")
            network.measure(shop, programs[name], options.peers)
    found = {name: network.as_json() |
             size_of(network, programs[name], options.build.resolve() / "bin")
             for name, network in networks.items()}
    for name, network in networks.items():
        if network.options:
            found[name]["peers"] = found[network.model]["peers"]
    return {"machine": machine.describe(), "networks": found}


def judged(text, value, goal, reaches):
    """`text`, and whether `value` reaches a goal that there may be."""
    if goal is None:
        return text
    return f"{text} (goal {goal:,g}: {'met' if reaches(value, goal) else '**missed**'})"


def row_of(name, found):
    goals = GOALS.get(name, Goals())
    one, two = found["ours"]["1"], found["ours"].get("2")
    alone = {peer.removesuffix(", 1"): seconds
             for peer, seconds in found["peers"].items() if peer.endswith(", 1")}
    cells = [name, ms(one), ms(two)]
    cells.append(judged(f"{one / two:.2f}", one / two, goals.threads, operator.ge)
                 if two else "")
    if alone:
        fastest = min(alone, key=alone.get)
        ratio = alone[fastest] / one
        cells += [f"{ms(alone[fastest])}, {fastest}",
                  judged(f"{ratio:.2f}", ratio, goals.faster, operator.ge)]
    else:
        cells += ["", ""]
    build, lines = found.get("build_seconds"), found["lines"]
    return (*cells,
            judged(f"{build:.1f} s", build, goals.build, operator.lt) if build else "",
            judged(f"{lines:,}", lines, goals.lines, operator.le))


def peers_rows(networks):
    for name, found in networks.items():
        if not found["versions"]:
            continue  # those of another network
        for peer, seconds in sorted(found["peers"].items(), key=lambda item: item[1]):
            library, threads = peer.split(", ")
            ours = found["ours"].get(threads)
            yield (name, library, found["versions"][library], threads, ms(seconds),
                   f"{seconds / ours:.2f}" if ours else "")


def page_of(found, reasons):
    about, networks = found["machine"], found["networks"]
    peak = statistics.median(network["peak_gflops"] for network in networks.values())
    text = f"""# Performance of networks over images

Written by `python3 bench/images.py --peers` from the JSON of its last run; do not edit. Medians of
training steps of the networks of [models/](../models), batch 64, measured in turn with the peers'; a peer's step is that of the best of three
passes over 40 batches. Peers run on as many processors as we have threads.

{about["processor"]}, {about["processors"]} processors; multiply-adds alone {peak:.0f} GFLOP/s with one thread; {about["date"]}, commit {about["commit"]}.

"""
    text += table(("network", "1 thread", "2 threads", "times", "fastest peer, 1 processor",
                   "times as fast", "`sinter build`", "lines"),
                  [row_of(name, network) for name, network in networks.items()])
    if reasons.exists():
        text += "\n" + reasons.read_text()
    rows = list(peers_rows(networks))
    if rows:
        text += "\n## Peers\n\n" + table(
            ("network", "peer", "version", "processors", "step", "of ours"), rows)
    return text


def main():
    parser = workshop.parser_of(__doc__)
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--report", action="store_true")
    parser.add_argument("--page", type=pathlib.Path, default=PAGE)
    parser.add_argument("--reasons", type=pathlib.Path, default=REASONS)
    options = parser.parse_args()
    options.out = options.out or options.build / "bench/images.json"
    if not options.report:
        workshop.write_json(options.out, measure(options))
    found = json.loads(options.out.read_text())
    options.page.write_text(page_of(found, options.reasons))


if __name__ == "__main__":
    main()
