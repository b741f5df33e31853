"""Measures what one pass is worth: python3 bench/one_pass.py PASS.

Prints medians of training steps, one thread, without the pass and with it,
measured in turn. --shapes 512/128 1024-1024/128: hidden widths and the batch of
networks like the book's; the default is the book's at batches from 1 to 512.
"""

import workshop

BATCHES = (1, 7, 16, 32, 128, 512)


def shape_of(text):
    """"1024-1024/128" -> ((1024, 1024), 128)"""
    widths, batch = text.split("/")
    return tuple(int(width) for width in widths.split("-")), int(batch)


def name_of(shape, state):
    return f"one_pass_{shape.replace('/', '_')}_{state}"


def main():
    parser = workshop.parser_of(__doc__)
    parser.add_argument("pass_name", metavar="PASS")
    parser.add_argument("--shapes", nargs="*", metavar="WIDTHS/BATCH",
                        default=[f"512/{batch}" for batch in BATCHES])
    parser.set_defaults(rounds=5)
    options = parser.parse_args()
    shop = workshop.Workshop(options.build, options.data)
    states = {"without": (f"--disable-pass={options.pass_name}",), "with": ()}
    programs = shop.compile_all({
        name_of(shape, state): (workshop.spec_of(*shape_of(shape)), more)
        for shape in options.shapes for state, more in states.items()})
    for name, program in programs.items():
        if isinstance(program, workshop.BuildError):
            raise SystemExit(f"{name}: {program}")
    reports = shop.measure_interleaved(
        programs, options.rounds,
        ["--what", "train", "--repetitions", "3", "--seconds", "0.1",
         "--threads", "1"])
    print(f"{'widths/batch':20} steps  {'without':>11} {'with':>11}  ratio")
    for shape in options.shapes:
        for variant in ("dense", "sparse"):
            results = [workshop.find(reports[name_of(shape, state)], "train", 1, variant)
                       for state in states]
            if None in results:
                continue
            off, on = (1e6 * workshop.median_seconds(found)
                       for found in results)
            print(f"{shape:20} {variant:6} {off:8.1f} us {on:8.1f} us "
                  f"{on / off:6.3f}")


if __name__ == "__main__":
    main()
