"""Measures what skip-zero-gradients is worth at each batch.

Prints medians of training steps of the book's network, one thread, without the pass and with it, measured in turn: the table of
docs/decisions/kernels.md.
"""

import workshop

BATCHES = (1, 7, 16, 32, 128)
OPTIONS = {"off": ("--disable-pass=skip-zero-gradients",), "on": ()}


def name_of(batch, state):
    return f"zero_gradients_{batch}_{state}"


def main():
    parser = workshop.parser_of(__doc__)
    parser.set_defaults(rounds=5)
    options = parser.parse_args()
    shop = workshop.Workshop(options.build, options.data)
    programs = shop.compile_all({
        name_of(batch, state): (workshop.spec_of(batch=batch), more)
        for batch in BATCHES for state, more in OPTIONS.items()})
    for name, program in programs.items():
        if isinstance(program, workshop.BuildError):
            raise SystemExit(f"{name}: {program}")
    reports = shop.measure_interleaved(
        programs, options.rounds,
        ["--what", "train", "--repetitions", "3", "--seconds", "0.1",
         "--threads", "1"])
    print("batch  steps   without      with   ratio")
    for batch in BATCHES:
        for variant in ("dense", "sparse"):
            off, on = (
                1e6 * workshop.median_seconds(workshop.find(
                    reports[name_of(batch, state)], "train", 1, variant))
                for state in OPTIONS)
            print(f"{batch:5}  {variant:6} {off:8.1f} us {on:7.1f} us {on / off:6.3f}")


if __name__ == "__main__":
    main()
