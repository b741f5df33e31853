"""Measures what one pass is worth: python3 bench/one_pass.py PASS.

Prints medians of training steps without the pass and with it, measured in
turn. --shapes 512/128 1024-1024/128: hidden widths and the batch of networks
like the book's; the default is the book's at batches from 1 to 512. --kernels:
the time of each kernel, too, by samples of the call stack of one thread.
"""

import kernels
import workshop

BATCHES = (1, 7, 16, 32, 128, 512)
STATES = ("without", "with")
# Kernels with a smaller share of the step are not printed.
SMALL = 0.01


def shape_of(text):
    """"1024-1024/128" -> ((1024, 1024), 128)"""
    widths, batch = text.split("/")
    return tuple(int(width) for width in widths.split("-")), int(batch)


def name_of(shape, state):
    return f"one_pass_{shape.replace('/', '_')}_{state}"


def print_row(first, variant, seconds):
    off, on = (1e6 * time for time in seconds)
    ratio = f"{on / off:6.3f}" if off > 0 and on > 0 else ""
    print(f"{first:48} {variant:6} {off:9.1f} us {on:9.1f} us {ratio}")


def step_seconds(report, variant, threads):
    found = workshop.find(report, "train", threads, variant)
    return workshop.median_seconds(found) if found else None


def print_kernels(shop, programs, variant, steps):
    """Of two programs, and what their steps take."""
    times = []
    for program, step in zip(programs, steps, strict=True):
        profile = next(
            profile for profile in shop.measure(program, ["--profile", "3"])["profile"]
            if profile["variant"] == variant)
        table = kernels.cost_table(profile, program, step)
        times.append({kernel["name"]: kernel["seconds"]
                      for kernel in table["kernels"]})
    for name in dict.fromkeys([*times[0], *times[1]]):
        seconds = [part.get(name, 0.0) for part in times]
        if max(seconds) > SMALL * min(steps):
            print_row("  " + name, variant, seconds)


def main():
    parser = workshop.parser_of(__doc__)
    parser.add_argument("pass_name", metavar="PASS")
    parser.add_argument("--shapes", nargs="*", metavar="WIDTHS/BATCH",
                        default=[f"512/{batch}" for batch in BATCHES])
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--kernels", action="store_true")
    parser.set_defaults(rounds=5)
    options = parser.parse_args()
    shop = workshop.Workshop(options.build, options.data)
    flags = {"without": (f"--disable-pass={options.pass_name}",), "with": ()}
    programs = shop.compile_or_exit({
        name_of(shape, state): (workshop.spec_of(*shape_of(shape)),
                                flags[state], options.kernels)
        for shape in options.shapes for state in STATES})
    reports = shop.measure_interleaved(
        programs, options.rounds,
        ["--what", "train", "--repetitions", "3", "--seconds", "0.1",
         "--threads", str(options.threads)])
    print(f"{'widths/batch':48} steps    {'without':>11} {'with':>11}  ratio")
    for shape in options.shapes:
        names = [name_of(shape, state) for state in STATES]
        for variant in ("dense", "sparse"):
            steps = [step_seconds(reports[name], variant, options.threads)
                     for name in names]
            if None in steps:
                continue
            print_row(shape, variant, steps)
            if options.kernels:
                print_kernels(shop, [programs[name] for name in names],
                              variant, steps)


if __name__ == "__main__":
    main()
