"""The goals, and whether the measurements meet them."""

import dataclasses
import statistics

import bounds
import workshop


@dataclasses.dataclass
class Goal:
    """One line of the table of goals."""
    key: str  # of the reason in reasons.md
    what: str
    goal: str
    measured: str
    met: bool | None  # None: not measured


@dataclasses.dataclass
class Evidence:
    """The JSON files, None where a part was not run."""
    machine: dict
    book: object = None  # book.Book
    kernels: dict = None
    shapes: dict = None
    passes: dict = None
    builds: dict = None
    oversubscription: dict = None
    peers: dict = None
    onednn: dict = None
    plans: dict = None
    tiles: dict = None


def percent(share):
    return f"{100 * share:.0f} %"


def at_least(key, what, value, least, show):
    return Goal(key, what, f"at least {show(least)}",
                "" if value is None else show(value),
                None if value is None else value >= least)


def at_most(key, what, value, most):
    return Goal(key, what, f"at most {times(most)}",
                "" if value is None else times(value),
                None if value is None else value <= most)


def below(key, what, value, most, show):
    return Goal(key, what, f"under {show(most)}",
                "" if value is None else show(value),
                None if value is None else value < most)


def times(value):
    return f"{value:.2f} times"


def ratio(above, under):
    """above / under in seconds, or None if one was not measured."""
    if above is None or under is None:
        return None
    return above / under


def seconds(row):
    return None if row is None else row.seconds


def book_goals(book):
    def find(what, backend="dense", threads=1):
        return book and book.find(what, backend, threads)

    def share(row):
        return book.share_of_peak(row) if row else None
    epoch = seconds(find("epoch"))
    yield at_least("threads", "2 threads against 1, dense epoch",
                   ratio(epoch, seconds(find("epoch", threads=2))), 1.9, times)
    yield at_least("sparse", "skipping zero inputs against dense, epoch",
                   ratio(epoch, seconds(find("epoch", "sparse"))), 2, times)
    yield at_least("sparse-peak", "the same, of the peak in dense FLOP",
                   share(find("epoch", "sparse")), 1.5, percent)
    yield at_least("reference", "against the reference backend, 1 thread, epoch",
                   ratio(seconds(find("epoch", "reference")), epoch), 60, times)
    for threads in (1, 2):
        yield at_least(f"inference-{threads}",
                       "inference of 10,000, dense, of the peak of as many "
                       f"threads: {threads}",
                       share(find("inference_10000", threads=threads)), 0.85,
                       percent)


def fastest_peer(entries, value):
    good = [entry for entry in entries if entry.get(value) is not None]
    return min(good, key=lambda entry: entry[value], default=None)


def threads_text(count):
    return f"{count} thread{'s' if count > 1 else ''}"


def peer_variant(entry):
    """Of a peer; threads wait as the library has it, unless the entry says."""
    waiting = entry.get("waiting", "default")
    words = [entry.get("variant", ""),
             f"{waiting} waiting" if waiting != "default" else ""]
    return ", ".join(word for word in words if word)


def peer_name(entry):
    return (f"{entry['peer']} {peer_variant(entry)}".strip() +
            f", {threads_text(entry['threads'])}")


def peer_goal(book, peers):
    peer = peers and fastest_peer(peers["training"], "median")
    if book is None or not peer:
        return Goal("peers", "against the fastest of the others, epoch",
                    "at least 4 times", "", None)
    best = book.best("epoch")
    factor = peer["median"] / best.seconds
    return Goal("peers", "against the fastest of the others, epoch",
                "at least 4 times",
                f"{times(factor)} ({peer_name(peer)}: "
                f"{peer['median']:.3f} s; {best.backend}, "
                f"{threads_text(best.threads)}: {best.seconds:.3f} s)",
                factor >= 4)


def inference_one(report, variant):
    """Median seconds of one sample, one thread; None if not measured."""
    result = report and workshop.find(report, "inference_1", variant=variant)
    return workshop.median_seconds(result) if result else None


def paired_ratio(above, under):
    """The median of what each repetition took against the one beside it."""
    if above is None or under is None:
        return None
    return statistics.median(
        first / second for first, second in
        zip(above["seconds"], under["seconds"], strict=True))


def inference_one_goals(kernels):
    report = kernels and kernels["report"]
    for variant, read in (("dense", "read_parameters"),
                          ("sparse", "read_needed")):
        call = report and workshop.find(report, "inference_1", variant=variant)
        reading = report and workshop.find(report, read)
        factor = paired_ratio(call, reading)
        goal = at_most(f"read-{variant}",
                       f"inference of one sample, {variant}, against reading "
                       "the weights that it needs", factor, 1.3)
        if factor is not None:
            time = workshop.median_seconds(reading)
            goal.measured += f" ({time * 1e6:.1f} us to read)"
        yield goal
    found = [time for time in (inference_one(report, "dense"),
                               inference_one(report, "sparse")) if time]
    yield below("latency", "inference of one MNIST digit, median",
                min(found, default=None), 20e-6,
                lambda time: f"{time * 1e6:.1f} us")


def peak_share(report, threads=1, variant="dense"):
    """Of one training step; None if it was not measured.

    Each repetition is held against the peak measured right after it.
    """
    train = workshop.find(report, "train", threads, variant)
    peak = workshop.find(report, "peak_beside", threads, variant)
    if train is None:
        return None
    return paired_ratio(peak, train) * train["flop"] / peak["flop"]


def best_step(report):
    """Seconds of the fastest variant and thread count."""
    return min(workshop.median_seconds(result) for result in report["results"]
               if result["what"] == "train")


def fastest_steps(peers):
    """{(shape, batch): (seconds of a step, the peer)}, of the fastest."""
    steps = {}
    for entry in (peers or {}).get("steps", []):
        if entry.get("step_us") is None:
            continue
        key = entry["shape"], entry["batch"]
        step = entry["step_us"] * 1e-6, peer_name(entry)
        steps[key] = min(step, steps.get(key, step))
    return steps


def against_peers(shapes, peers):
    """[(shape, batch, our seconds, theirs, the peer)], each at its best."""
    steps = fastest_steps(peers)
    return [(shape["shape"], shape["batch"], best_step(shape["report"]),
             *steps[shape["shape"], shape["batch"]])
            for shape in (shapes or {"shapes": {}})["shapes"].values()
            if (shape["shape"], shape["batch"]) in steps]


def step_goals(kernels):
    beside = "of the multiply-adds beside the steps"
    yield at_least("dense-step", f"dense step, 1 thread, {beside}",
                   kernels and peak_share(kernels["report"]), 0.82, percent)
    yield at_least("bounds", "the same, of what bounds each kernel",
                   kernels and bounds.step_share(kernels), 0.85, percent)


def shape_report(shapes, hidden, batch):
    """What was measured of one shape; None if it was not."""
    entries = (shapes or {"shapes": {}})["shapes"].values()
    return next((entry["report"] for entry in entries
                 if (entry["hidden"], entry["batch"]) == (hidden, batch)), None)


def shape_goals(shapes):
    for key, hidden, batch in (("large", [1024] * 3, 128),
                               ("batch-512", [512], 512)):
        report = shape_report(shapes, hidden, batch)
        yield at_least(key, f"{workshop.shape_name(hidden)}, batch {batch}, the "
                       "same of the multiply-adds",
                       report and peak_share(report), 0.77, percent)
    report = shape_report(shapes, [512], 1)
    for variant, moved in (("dense", "scale_state"), ("sparse", "scale_needed")):
        yield at_most(f"batch-1-{variant}",
                      f"step of batch 1, {variant}, against reading and writing "
                      "once what it must",
                      report and ratio_to_moving(report, variant, moved), 1.4)


def ratio_to_moving(report, variant, moved):
    return paired_ratio(workshop.find(report, "train", variant=variant),
                        workshop.find(report, moved))


def regret_goal(plans):
    what = "regret, the worst of 12 shapes, dense and sparse, 1 and 2 threads"
    if not plans:
        return at_most("regret", what, None, 1.05)
    worst = max(plans["regrets"], key=lambda entry: entry["regret"])
    goal = at_most("regret", what, worst["regret"], 1.05)
    goal.measured += (f" ({worst['shape']}, batch {worst['batch']}, "
                      f"{worst['variant']}, {threads_text(worst['threads'])}: "
                      f"{worst['best']})")
    return goal


def peer_steps_goal(shapes, peers):
    what = "any of 12 shapes, step against PyTorch's and JAX', the worst"
    compared = against_peers(shapes, peers)
    if not compared:
        return Goal("peer-steps", what, "at least 1.5 times", "", None)
    worst = min(compared, key=lambda entry: entry[3] / entry[2])
    factor = worst[3] / worst[2]
    return Goal("peer-steps", what, "at least 1.5 times",
                f"{times(factor)} ({worst[0]}, batch {worst[1]}, {worst[4]}; of "
                f"{len(compared)} compared)", factor >= 1.5)


def megabytes(size):
    return f"{size / 1e6:.2f} MB"


def build_goals(builds):
    def median(key):
        return statistics.median(builds[key]) if builds else None

    def time(value):
        return f"{value:.2f} s"
    yield below("build", "`sinter build`, book's model",
                median("build_dynamic_seconds"), 10, time)
    yield below("compile", "`sinter compile`, book's model",
                median("compile_seconds"), 0.2, time)
    yield below("size", "`mnist_mlp`, stripped",
                builds and builds["dynamic_stripped_bytes"], 1.5e6, megabytes)
    more = builds and (builds["peak_memory_bytes"] -
                       builds["training_set_bytes"])
    yield below("memory", "peak memory of `train` beyond the training set",
                more, 24e6, megabytes)


def step_time(report, threads, variant="dense"):
    result = report and workshop.find(report, "train", threads, variant)
    return workshop.median_seconds(result) if result else None


def oversubscription_goal(evidence):
    beside = evidence and evidence["beside"]
    factor = ratio(step_time(beside, 2), step_time(beside, 1))
    return at_most("oversubscription",
                   "2 threads beside a busy process, time against 1 thread "
                   "beside it", factor, 1.1)


def goals_of(evidence):
    return [*step_goals(evidence.kernels),
            *book_goals(evidence.book),
            peer_goal(evidence.book, evidence.peers),
            *inference_one_goals(evidence.kernels),
            *shape_goals(evidence.shapes),
            regret_goal(evidence.plans),
            peer_steps_goal(evidence.shapes, evidence.peers),
            *build_goals(evidence.builds),
            oversubscription_goal(evidence.oversubscription)]
