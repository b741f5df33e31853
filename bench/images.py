"""Measures networks over images and writes docs/performance_images.md.

For each network: a training step with one thread and with two, what `sinter build` takes,
the lines of its generated code; with --peers, a step of Keras on each of its backends and of PyTorch, in turn
with ours, on as many processors (needs build/peers: bench/peers/setup.sh). Then the same of twelve small networks of other
sizes (image_shapes.py), with one thread, and predictions beside ONNX Runtime's; and where a step goes, kernel by
kernel (image_kernels.py), beside oneDNN's convolutions if build/release/bin/onednn is there. --only measures some of these parts. The
JSON of the last run of each part is kept beside the models; --report only writes the page from it.
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
import image_kernels
import image_shapes
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
    **{name: (name, ()) for name in ("mnist_lenet", "mnist_resnet", "mnist_separable", "mnist_autoencoder")}}
SAMPLED = (WITHOUT_LISTS, "mnist_convnet", "mnist_resnet")
PREDICTING = ("mnist_convnet", "mnist_lenet", "mnist_resnet")
PEERS = ("keras_tensorflow", "keras_jax", "keras_torch", "torch", "torch_compiled")
PARTS = ("networks", "kernels", "shapes", "inference")
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
SHAPE_GOAL = 1.0  # times the fastest peer
INFERENCE_GOAL = 1.5  # times ONNX Runtime


def spec_of(name):
    text = (workshop.ROOT / f"models/{name}.yaml").read_text()
    return re.sub(r"^name: .*$", f"name: {workshop.NAME}", text, flags=re.MULTILINE)


def build_seconds(binaries, name):
    with tempfile.TemporaryDirectory() as folder:
        [seconds] = builds.seconds_of(
            [binaries / "sinter", "build", workshop.ROOT / f"models/{name}.yaml",
             "-o", f"{folder}/program"], 1)
        return seconds


def ask_peer(script, arguments, processors):
    """The reply of a script of bench/peers on the first `processors` ones, or None."""
    result = subprocess.run(
        ["taskset", "-c", ",".join(map(str, range(processors))),
         workshop.ROOT / "build/peers/bin/python", script, *arguments],
        cwd=workshop.ROOT / "bench/peers", text=True, capture_output=True, check=False)
    if result.returncode != 0:
        workshop.progress(result.stderr[-2000:])
        return None
    return json.loads(result.stdout.splitlines()[-1])


class Network:
    """What was measured of one: our steps, and those of peers if they know it by `peers_name`."""

    def __init__(self, peers_name, threads=workshop.THREADS):
        self.peers_name = peers_name
        self.threads = threads
        self.ours = {}  # threads: seconds of each repetition
        self.peak = []  # GFLOP/s of multiply-adds alone, one thread
        self.peers = {}  # "peer, N": seconds of each round
        self.versions = {}

    def measure(self, shop, program):
        report = shop.measure(program, [
            "--what", "train,peak", "--repetitions", "3", "--seconds", "0.5",
            "--threads", self.threads])
        for threads in map(int, self.threads.split(",")):
            self.ours.setdefault(threads, []).extend(
                workshop.find(report, "train", threads)["seconds"])
            for peer in PEERS if self.peers_name else ():
                reply = ask_peer("images.py", [self.peers_name, peer], threads)
                if reply is None or reply["seconds"] is None:
                    continue
                self.peers.setdefault(f"{peer}, {threads}", []).append(reply["seconds"])
                self.versions[peer] = reply["version"]
        peak = workshop.find(report, "peak")
        self.peak.append(peak["flop"] / workshop.median_seconds(peak) / 1e9)

    def as_json(self):
        return {"ours": {str(threads): statistics.median(seconds)
                         for threads, seconds in self.ours.items()},
                "peak_gflops": statistics.median(self.peak),
                "peers": {peer: statistics.median(seconds)
                          for peer, seconds in self.peers.items()},
                "versions": self.versions}


def size_of(name, program, binaries):
    """What a network's program is besides fast."""
    model, options = NETWORKS[name]
    size = {"lines": len(program.source.read_text().splitlines())}
    if not options:
        workshop.progress(f"sinter build {name}")
        size["build_seconds"] = build_seconds(binaries, model)
    return size


def compile_networks(shop, names):
    compiled = shop.compile_or_exit(
        {f"images_{name.replace(' ', '_')}": (spec_of(NETWORKS[name][0]), NETWORKS[name][1])
         for name in names})
    return dict(zip(names, compiled.values(), strict=True))


def in_turn(shop, programs, networks, rounds):
    for number in range(rounds):
        for name, network in networks.items():
            workshop.progress(f"round {number + 1} of {rounds}: {name}")
            network.measure(shop, programs[name])


def measure_networks(shop, options):
    programs = compile_networks(shop, NETWORKS)
    networks = {name: Network(model if options.peers and not passes else None)
                for name, (model, passes) in NETWORKS.items()}
    in_turn(shop, programs, networks, options.rounds)
    found = {name: network.as_json() |
             size_of(name, programs[name], options.build.resolve() / "bin")
             for name, network in networks.items()}
    for name, (model, passes) in NETWORKS.items():
        if passes:
            found[name]["peers"] = found[model]["peers"]
    return found


def measure_shapes(shop, options):
    programs = shop.compile_or_exit(
        {shape.key(): (image_shapes.spec_of(shape),) for shape in image_shapes.SHAPES})
    networks = {shape.key(): Network(shape.key() if options.peers else None, threads="1")
                for shape in image_shapes.SHAPES}
    in_turn(shop, programs, networks, 1)
    return {str(shape): networks[shape.key()].as_json() for shape in image_shapes.SHAPES}


def measure_inference(shop, options):
    found = {}
    for name, program in compile_networks(shop, PREDICTING).items():
        for threads in workshop.THREADS.split(","):
            workshop.progress(f"predictions of {name}, {threads} threads")
            report = shop.measure(program, ["--what", "inference_1,inference_10000", "--threads",
                                            threads])
            ours = {key: workshop.median_seconds(workshop.find(report, what, int(threads)))
                    for key, what in (("one", "inference_1"), ("all", "inference_10000"))}
            peer = ask_peer("image_inference.py", [name], int(threads)) if options.peers else None
            found[f"{name}, {threads}"] = {"ours": ours, "onnxruntime": peer}
    return found


def measure_kernels(shop, options):
    return image_kernels.measure(
        shop, {name: (spec_of(NETWORKS[name][0]), NETWORKS[name][1]) for name in SAMPLED},
        options.rounds)


MEASURE = {"networks": measure_networks, "kernels": measure_kernels,
           "shapes": measure_shapes, "inference": measure_inference}


def judged(text, value, goal, reaches):
    """`text`, and whether `value` reaches a goal that there may be."""
    if goal is None:
        return text
    return f"{text} (goal {goal:,g}: {'met' if reaches(value, goal) else '**missed**'})"


def fastest_alone(peers):
    """(seconds, name) of the fastest peer on one processor, or None."""
    alone = [(seconds, peer.removesuffix(", 1"))
             for peer, seconds in peers.items() if peer.endswith(", 1")]
    return min(alone, default=None)


def beside_peers(ours, peers, goal):
    """Two cells: the fastest peer on one processor, and how many times as long it takes."""
    fastest = fastest_alone(peers)
    if fastest is None:
        return ["", ""]
    ratio = fastest[0] / ours
    return [f"{ms(fastest[0])}, {fastest[1]}", judged(f"{ratio:.2f}", ratio, goal, operator.ge)]


def row_of(name, found):
    goals = GOALS.get(name, Goals())
    one, two = found["ours"]["1"], found["ours"].get("2")
    cells = [name, ms(one), ms(two)]
    cells.append(judged(f"{one / two:.2f}", one / two, goals.threads, operator.ge)
                 if two else "")
    cells += beside_peers(one, found["peers"], goals.faster)
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


def inference_rows(found):
    for key, times in found.items():
        name, threads = key.split(", ")
        for what, text in (("one", "1"), ("all", "10,000")):
            ours, peer = times["ours"][what], times["onnxruntime"]
            cells = ["", ""]
            if peer:
                ratio = peer[what] / ours
                cells = [ms(peer[what]), judged(f"{ratio:.2f}", ratio, INFERENCE_GOAL, operator.ge)]
            yield (name, threads, text, ms(ours), *cells)


def measured(part):
    """Where and when."""
    about = part["machine"]
    return (f"{about['processor']}, {about['processors']} processors; {about['date']}, "
            f"commit {about['commit']}")


def networks_section(part, reasons):
    networks = part["found"]
    peak = statistics.median(network["peak_gflops"] for network in networks.values())
    text = (f"{measured(part)}; multiply-adds alone {peak:.0f} GFLOP/s with one thread.\n\n"
            + table(("network", "1 thread", "2 threads", "times", "fastest peer, 1 processor",
                     "times as fast", "`sinter build`", "lines"),
                    [row_of(name, network) for name, network in networks.items()]))
    if reasons.exists():
        text += "\n" + reasons.read_text()
    rows = list(peers_rows(networks))
    if rows:
        text += "\n## Peers\n\n" + table(
            ("network", "peer", "version", "processors", "step", "of ours"), rows)
    return text


def kernels_section(part, _):
    return (f"\n## Kernels\n\nBy samples of the call stack, one thread; of the multiply-adds beside the steps, all counted, also those "
            f"with zeros that lists leave out. {measured(part)}.\n" + image_kernels.section(part["found"]))


def shapes_section(part, _):
    return (f"\n## Other sizes\n\nA step of two convolutions, a mean and a Dense, batch 64, one thread: images, filters, strides of the "
            f"first ([image_shapes.py](../bench/image_shapes.py)). {measured(part)}.\n\n"
            + table(("shape", "1 thread", "fastest peer, 1 processor", "times as fast"),
                    [(name, ms(shape["ours"]["1"]),
                      *beside_peers(shape["ours"]["1"], shape["peers"], SHAPE_GOAL))
                     for name, shape in part["found"].items()]))


def inference_section(part, _):
    version = next((times["onnxruntime"]["version"] for times in part["found"].values()
                    if times["onnxruntime"]), "")
    return (f"\n## Predictions\n\nOf one image and of 10,000, beside ONNX Runtime {version} on as many processors. {measured(part)}.\n\n"
            + table(("network", "threads", "images", "ours", "ONNX Runtime", "times as fast"),
                    list(inference_rows(part["found"]))))


SECTIONS = {"networks": networks_section, "kernels": kernels_section, "shapes": shapes_section,
            "inference": inference_section}


def page_of(found, reasons):
    text = """# Performance of networks over images

Written by `python3 bench/images.py --peers` from the JSON of its last run; do not edit. Medians of
training steps of the networks of [models/](../models), batch 64, measured in turn with the peers'; a peer's step is that of the best of three
passes over 40 batches. Peers run on as many processors as we have threads.

"""
    return text + "".join(SECTIONS[part](found[part], reasons) for part in PARTS if part in found)


def main():
    parser = workshop.parser_of(__doc__)
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, metavar="PART")
    parser.add_argument("--report", action="store_true")
    parser.add_argument("--page", type=pathlib.Path, default=PAGE)
    parser.add_argument("--reasons", type=pathlib.Path, default=REASONS)
    options = parser.parse_args()
    options.out = options.out or options.build / "bench/images.json"
    found = json.loads(options.out.read_text()) if options.out.exists() else {}
    for part in () if options.report else options.only:
        shop = workshop.Workshop(options.build, options.data)
        found[part] = {"machine": machine.describe(), "found": MEASURE[part](shop, options)}
        workshop.write_json(options.out, found)
    options.page.write_text(page_of(found, options.reasons))


if __name__ == "__main__":
    main()
