"""The sections of docs/performance.md below the table of goals."""

import bounds
import goals
import workshop
from book import Book
from goals import Evidence, megabytes, peak_share, percent, step_time


def table(head, rows):
    lines = [f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
    lines += [f"| {' | '.join(map(str, row))} |" for row in rows]
    return "\n".join(lines) + "\n"


def us(seconds):
    return "" if seconds is None else f"{seconds * 1e6:,.1f} us"


def ms(seconds):
    return "" if seconds is None else f"{seconds * 1e3:,.3f} ms"


def variants_of(reports):
    """The variants that any of the reports has, in order."""
    return list(dict.fromkeys(
        result["variant"] for report in reports
        for result in report["results"] if result["what"] == "train"))


def machine_section(evidence: Evidence):
    machine = evidence.machine
    caches = ", ".join(f"{name} {size}" for name, size in
                       machine["caches"].items())
    rows = [("processor", machine["processor"] + (
                ", virtual machine" if machine["hypervisor"] else "")),
            ("processors", machine["processors"]),
            ("caches", caches),
            ("memory", f"{machine['memory_bytes'] / 2**30:.1f} GiB"),
            ("system", machine["kernel"]),
            ("C++ compiler", machine["compiler"])]
    rows += machine["versions"].items()
    if evidence.book:
        rows.append(("SIMD target, dispatch at start", evidence.book.target))
    if evidence.kernels:
        report = evidence.kernels["report"]
        rows.append(("SIMD target, `--dispatch=static`", report["target"]))
        rows.append(("images", f"{report['samples']}, "
                     f"{percent(report['zero_share'])} of the pixels zero"))
    rows.append(("measured", f"{machine['date']}, commit {machine['commit']}"))
    return "## Machine\n\n" + table(("", ""), rows)


def book_section(book: Book):
    reference = {row.what: row for row in book.rows
                 if row.backend == "reference"}
    rows = []
    for row in book.rows:
        faster = ""
        if row.what in reference:
            factor = reference[row.what].seconds / row.seconds
            faster = f"{factor:.1f} x"
        per_second = f"{row.samples / row.seconds:,.0f}" if row.samples else ""
        time = us(row.seconds) if row.seconds < 1e-4 else ms(row.seconds)
        rows.append((row.what, row.backend or "multiply-adds", row.threads,
                     time, per_second, f"{row.flop_rate / 1e9:.1f}",
                     percent(book.share_of_peak(row)), faster))
    return ("## The book's network\n\n"
            "784-512-10, batch 128, by `build/release/bin/mnist_benchmark`. An "
            "`epoch` is one parallel\nregion with everything in it: gathering "
            "the shuffled batch, softmax and loss, the\noptimizer. A "
            "`train_step` starts the team for every step. `inference_1` is the "
            "median of\nsingle calls. GFLOP/s count the dense matrix products, "
            "whatever was skipped; \"of peak\"\nis against a loop of nothing "
            "but multiply-adds with as many threads in the same run;\n"
            "\"faster\" is against the scalar reference backend.\n\n" +
            table(("what", "backend", "threads", "time", "samples/s",
                   "GFLOP/s", "of peak", "faster"), rows))


def peers_section(peers):
    rows = []
    for entry in peers["training"]:
        name = entry["peer"], goals.peer_variant(entry), entry["threads"]
        if entry.get("error") or entry.get("median") is None:
            rows.append((*name, f"failed: {entry.get('error', '')}", ""))
        else:
            rows.append((*name, f"{entry['median']:.3f} s",
                         f"{entry['accuracy']:.4f}"))
    text = ("## Others\n\nThe same recipe and data with the programs in "
            "[bench/peers](../bench/peers), by\n`scripts/bench.sh --peers`: "
            "medians of epochs after a warm-up.\n\n" +
            table(("program", "variant", "threads", "epoch", "test accuracy"),
                  rows))
    rows = [(entry["peer"], goals.peer_variant(entry), entry["threads"],
             us(entry["batch_1_us"] * 1e-6), f"{entry['batch_10000_ms']:.2f} ms")
            for entry in peers["inference"]
            if entry.get("batch_1_us") is not None
            and entry.get("batch_10000_ms") is not None]
    text += "\n" + table(("program", "variant", "threads", "one sample",
                          "10,000 samples"), rows)
    versions = ", ".join(f"{name} {version}" for name, version in
                         sorted(peers["versions"].items()))
    return text + f"\nVersions: {versions}.\n"


def peer_steps_section(shapes, peers):
    rows = [(shape, batch, us(ours), us(theirs), peer, f"{theirs / ours:.1f} x")
            for shape, batch, ours, theirs, peer in
            goals.against_peers(shapes, peers)]
    return ("### Steps of other shapes\n\nAgainst the fastest of eager PyTorch "
            "and JAX, a step or ten steps compiled; each at its\nbest thread "
            "count.\n\n" +
            table(("shape", "batch", "sinter", "fastest", "of", "faster"), rows))


def kernel_rows(kernels, profile):
    for kernel in profile["kernels"]:
        rate = bytes_each = ""
        if kernel["flop"]:
            rate = f"{kernel['flop'] / kernel['seconds'] / 1e9:.1f}"
            bytes_each = f"{kernel['flop'] / kernel['bytes']:.1f}"
        # Sparse products have a table of their own.
        bound = (bounds.bound_of(kernels, kernel)
                 if profile["variant"] == "dense" else None)
        yield (kernel["name"], us(kernel["seconds"]),
               f"{100 * kernel['share']:.1f} %", rate, bytes_each,
               bound.by if bound else "",
               percent(bound.seconds / kernel["seconds"]) if bound else "")


# The sparse products' loops: rows that share a list by vectors, whose list.
LISTED = {"Forward": ("1x8", "zero_share"),
          "WeightGradient": ("2x4", "zero_pair_share")}


def flop_rate(result):
    return result["flop"] / workshop.median_seconds(result)


def sparse_product_rows(kernels):
    report = kernels["report"]
    peak = flop_rate(workshop.find(report, "peak", 1))
    for profile in kernels["profiles"]:
        for kernel in profile["kernels"]:
            form = next((form for name, form in LISTED.items()
                         if name in kernel["name"]), None)
            if not kernel["name"].endswith("_Sparse") or form is None:
                continue
            rate = flop_rate(workshop.find(report, f"products_{form[0]}"))
            least = kernel["flop"] * (1 - report[form[1]]) / rate
            yield (kernel["name"], form[0], f"{rate / 1e9:.0f} GFLOP/s",
                   percent(rate / peak), us(least), us(kernel["seconds"]),
                   percent(least / kernel["seconds"]))


def sparse_products(kernels):
    rows = [*sparse_product_rows(kernels)]
    if not rows:
        return ""
    return ("\nMultiply-adds of a sparse product take one factor from the first "
            "cache, at a listed place.\nA loop of nothing else, with everything "
            "in that cache (one thread, the same run), and what\nit would take "
            "for the multiply-adds of this product. The gradient's time holds the "
            "update of\nits weights, too.\n\n" +
            table(("product", "rows x vectors", "the loop", "of peak",
                   "at least", "takes", "reached"), rows))


def kernels_section(kernels):
    text = ("## Where a step's time goes\n\nOne thread, batch 128, by sampling "
            "the call stack. FLOP and bytes are those that sinter\nstates "
            "above each kernel; bytes are counted once, however often a cache "
            "gives them again. \"Bound by\" is what takes longest of "
            "three, each at the speed\nmeasured here alone: multiply-adds at the "
            "peak right after steps, a square root and a\nquotient for each "
            "weight that is updated, the bytes from the smallest cache that "
            "holds\nthem; \"of it\" is how near the kernel comes.\n")
    for profile in kernels["profiles"]:
        text += (f"\n{profile['variant'].capitalize()}: "
                 f"{us(profile['step_seconds'])} a step, "
                 f"{profile['samples']:,} samples.\n\n" +
                 table(("kernel", "time", "share", "GFLOP/s", "FLOP a byte",
                        "bound by", "of it"), kernel_rows(kernels, profile)))
    text += sparse_products(kernels)
    text += ("\nRead with vector loads, one thread: " +
             ", ".join(f"{name} "
                       f"{bounds.bandwidth_of(kernels, name) / 1e9:.0f} GB/s"
                       for name in kernels["levels"]) + ".\n"
             "\n![Roofline: the kernels under the peak and the bandwidths]"
             "(images/roofline.svg)\n")
    return text


def shape_row(shape, variants):
    report = shape["report"]
    steps = [us(step_time(report, threads, variant))
             for variant in variants for threads in (1, 2)]
    return [shape["shape"], shape["batch"], *steps,
            percent(peak_share(report))]


def shapes_section(shapes):
    entries = shapes["shapes"].values()
    variants = variants_of(entry["report"] for entry in entries)
    columns = [f"{variant}, {threads} thr." for variant in variants
               for threads in (1, 2)]
    text = ("## Other shapes, and how cost grows\n\nOne training step, by "
            "`bench/shapes.py`. \"Of peak\": dense, one thread, of the "
            "multiply-adds beside\nthe steps. Where the sparse steps are "
            "missing, sinter makes none.\n\n" +
            table(("shape", "batch", *columns, "of peak"),
                  [shape_row(entry, variants) for entry in entries]))
    for name in ("width", "batch", "depth"):
        if name in shapes["series"]:
            text += (f"\n![Time of a step against {name}]"
                     f"(images/cost_{name}.svg)\n")
    return text


def passes_row(name, entry, base):
    if "report" not in entry:
        return (name, "cannot be switched off", *[""] * 6)
    report = entry["report"]
    row = [f"without {name}" if entry["off"] == [name] else name]
    for threads in (1, 2):
        time, base_time = step_time(report, threads), step_time(base, threads)
        row += [us(time),
                f"{100 * (time / base_time - 1):+.1f} %" if time else ""]
    return (*row, us(step_time(report, 1, "sparse")),
            us(goals.inference_one(report, "dense")),
            f"{report['arena_bytes']:,}")


def passes_section(passes):
    base = passes["all passes on"]["report"]
    return ("## What each pass is worth\n\nOne training step of the book's "
            "network with passes switched off, and the inference of one\n"
            "sample (dense, 1 thread), by `bench/passes.py`. A planning pass "
            "that is off leaves a plain\nplan.\n\n" +
            table(("program", "dense, 1 thr.", "slower", "dense, 2 thr.",
                   "slower", "sparse, 1 thr.", "one sample", "arena, bytes"),
                  [passes_row(name, entry, base)
                   for name, entry in passes.items()]))


def threads_section(evidence):
    rows = [(name, us(step_time(report, 1)), us(step_time(report, 2)),
             goals.times(step_time(report, 1) / step_time(report, 2)))
            for name, report in evidence.items() if step_time(report, 2)]
    return ("## Threads beside a busy process\n\nOne dense training step on two "
            "processors, alone and beside a loop that never waits, by\n"
            "`bench/oversubscription.py`.\n\n" +
            table(("", "1 thread", "2 threads", "faster"), rows))


def builds_section(builds):
    def median(key):
        return f"{goals.statistics.median(builds[key]):.2f} s"
    rows = [("`sinter compile`", median("compile_seconds"), "")]
    for dispatch in ("dynamic", "static"):
        rows.append((f"`sinter build --dispatch={dispatch}`",
                     median(f"build_{dispatch}_seconds"),
                     megabytes(builds[f"{dispatch}_stripped_bytes"])))
    return ("## Building\n\nThe book's network.\n\n" +
            table(("command", "time", "program, stripped"), rows) +
            f"\nPeak memory of `train`: "
            f"{megabytes(builds['peak_memory_bytes'])}, of which the training "
            f"set is {megabytes(builds['training_set_bytes'])}.\n")


def tiles_section(tiles):
    rows = []
    for kernel, result in tiles.items():
        times = dict(result["step_seconds"])
        chosen = times.pop("chosen")
        if not times:
            rows.append((kernel, result["chosen"], us(chosen), "", "", ""))
            continue
        best = min(times, key=times.get)
        rows.append((kernel, result["chosen"], us(chosen), best,
                     us(times[best]), f"{100 * (chosen / times[best] - 1):+.1f} %"))
    return ("## Register tiles\n\nsinter's choice against the best that "
            "`bench/tile_search.py` found, judged by the whole step.\n\n" +
            table(("contraction", "chosen", "step", "best found", "step",
                   "left"), rows))


# oneDNN's products of the book's network, by ours.
BOOK_PRODUCTS = {("784-512, batch 128", "forward"): "DenseForward",
                 ("784-512, batch 128", "weight gradient"): "DenseWeightGradient"}


def our_seconds(kernels, result):
    """Of our kernel for one of oneDNN's products; None if none was measured."""
    name = BOOK_PRODUCTS.get((result["what"], result["variant"]))
    if not kernels or result["threads"] != 1 or name is None:
        return None
    dense = next(profile for profile in kernels["profiles"]
                 if profile["variant"] == "dense")
    return next((kernel["seconds"] for kernel in dense["kernels"]
                 if kernel["name"].startswith(name + "_")), None)


def onednn_section(onednn, kernels):
    rows = [(result["what"], result["variant"], result["threads"],
             us(workshop.median_seconds(result)),
             f"{flop_rate(result) / 1e9:.0f}", us(our_seconds(kernels, result)))
            for result in onednn["results"]]
    return (f"## oneDNN's products\n\noneDNN {onednn['version']} of Debian, in the "
            "layouts that it likes best; what it converts from and to\nothers is "
            "not counted. Ours, where it was measured as a part of a dense step: "
            "with bias and relu,\nand with the update of its weights, from the "
            "layouts that the step has.\n\n" +
            table(("layer", "product", "threads", "oneDNN", "GFLOP/s", "ours"),
                  rows))


def plans_section(plans):
    rows = [(entry["shape"], entry["batch"], entry["variant"], entry["threads"],
             us(entry["seconds"]), f"{entry['regret']:.3f}", entry["best"])
            for entry in plans["regrets"]]
    return ("## Regret\n\nA step of the plan that sinter ships over that of the "
            "fastest of a fixed set: without a pass\nthat only makes steps "
            "faster, or with other register tiles; medians of repetitions beside "
            "each\nother, by `scripts/bench.sh --only plans`. The plans: " +
            ", ".join(plans["plans"]) + ".\n\n" +
            table(("shape", "batch", "steps", "threads", "shipped", "regret",
                   "fastest"), rows))


def sections_of(evidence):
    """In order; those that were measured."""
    yield machine_section(evidence)
    if evidence.book:
        yield book_section(evidence.book)
    if evidence.kernels:
        yield kernels_section(evidence.kernels)
    if evidence.passes:
        yield passes_section(evidence.passes)
    if evidence.shapes:
        yield shapes_section(evidence.shapes)
    if evidence.peers:
        yield peers_section(evidence.peers)
        if evidence.shapes:
            yield peer_steps_section(evidence.shapes, evidence.peers)
    if evidence.oversubscription:
        yield threads_section(evidence.oversubscription)
    if evidence.builds:
        yield builds_section(evidence.builds)
    if evidence.onednn:
        yield onednn_section(evidence.onednn, evidence.kernels)
    if evidence.plans:
        yield plans_section(evidence.plans)
    if evidence.tiles:
        yield tiles_section(evidence.tiles)
