"""Measures regret: time of the plan that sinter ships over that of the fastest of
a fixed set of plans, on this machine.

A plan is a way to compile the same network: without a pass that only makes steps
faster, or with other register tiles. What regret shows needs no peak, and clocks
cancel: a choice that was right on another processor only. Of 12 shapes, dense and
sparse steps, one thread and two.

With --copies all plans are the shipped one: what is left of regret is the machine's,
since the fastest of many equal programs is the luckiest.
"""

import statistics

import tile_search
import workshop
from shapes import TWELVE

PASSES = ("delay-updates", "transpose-by-panels", "skip-zero-gradients",
          "exploit-input-sparsity")
# Rows and vectors of tiles: with 32 vector registers, and with 16.
TILES = {True: ("14x2", "10x2", "7x4", "28x1"), False: ("6x2", "4x2", "3x4", "14x1")}
SHIPPED = "shipped"


def plans_of(target):
    """{name: options of sinter compile}"""
    tiles = TILES[tile_search.has_32_registers(target)]
    return {SHIPPED: (),
            **{f"without {name}": (f"--disable-pass={name}",) for name in PASSES},
            **{f"{kind} {tile}": (f"--tile={kind}={tile}",)
               for kind in tile_search.KINDS for tile in tiles}}


def file_name(shape, plan):
    hidden, batch = shape
    widths = "-".join(map(str, hidden))
    return f"plan_{widths}_{batch}_{plan.replace(' ', '_')}"


def ratios_of(reports, variant, threads):
    """{plan: median of shipped / plan, each repetition beside the other}"""
    shipped = workshop.find(reports[SHIPPED], "train", threads, variant)
    ratios = {}
    for plan, report in reports.items():
        result = workshop.find(report, "train", threads, variant)
        if shipped is None or result is None:
            continue
        ratios[plan] = statistics.median(
            ours / theirs for ours, theirs in
            zip(shipped["seconds"], result["seconds"], strict=True))
    return ratios


def regrets_of(shape, reports):
    """Of dense and sparse steps and each number of threads."""
    hidden, batch = shape
    for variant in ("dense", "sparse"):
        for threads in map(int, workshop.THREADS.split(",")):
            ratios = ratios_of(reports, variant, threads)
            if not ratios:
                continue
            best = max(ratios, key=ratios.get)
            shipped = workshop.find(reports[SHIPPED], "train", threads, variant)
            yield {"shape": workshop.shape_name(hidden), "batch": batch,
                   "variant": variant, "threads": threads,
                   "seconds": workshop.median_seconds(shipped),
                   "best": best, "regret": ratios[best], "ratios": ratios}


def programs_of(shop, shape, plans):
    """{plan: Program}; plans that the shape cannot have are left out."""
    built = shop.compile_all({
        file_name(shape, plan): (workshop.spec_of(*shape), options)
        for plan, options in plans.items()})
    programs = {plan: program for plan, program
                in zip(plans, built.values(), strict=True)
                if isinstance(program, workshop.Program)}
    if SHIPPED not in programs:
        raise SystemExit(str(built[file_name(shape, SHIPPED)]))
    return programs


def measure(shop, shape, programs, rounds):
    """The regrets of one shape."""
    return [*regrets_of(shape, shop.measure_interleaved(
        programs, rounds, ["--what", "train", "--repetitions", "3",
                           "--seconds", "0.05", "--threads", workshop.THREADS]))]


def main():
    parser = workshop.parser_of(__doc__)
    parser.add_argument("--shapes", type=int, nargs="*", metavar="NUMBER",
                        default=range(len(TWELVE)), help="of the 12, from 0")
    parser.add_argument("--copies", action="store_true",
                        help="measure the shipped plan against itself")
    options = parser.parse_args()
    shop = workshop.Workshop(options.build, options.data)
    book = shop.compile("book", workshop.spec_of())
    plans = plans_of(shop.measure(book, ["--repetitions", "1"])["target"])
    regrets = []
    for number in options.shapes:
        workshop.progress(f"shape {number + 1} of {len(TWELVE)}")
        shape = TWELVE[number]
        if options.copies:
            shipped = programs_of(shop, shape, {SHIPPED: plans[SHIPPED]})
            programs = dict.fromkeys(plans, shipped[SHIPPED])
        else:
            programs = programs_of(shop, shape, plans)
        found = measure(shop, shape, programs, options.rounds)
        for entry in found:
            workshop.progress(f"{entry['shape']}, batch {entry['batch']}, "
                              f"{entry['variant']}, {entry['threads']} thr.: "
                              f"{entry['regret']:.3f} ({entry['best']})")
        regrets += found
    workshop.write_json(options.out, {"plans": [*plans], "regrets": regrets})


if __name__ == "__main__":
    main()
