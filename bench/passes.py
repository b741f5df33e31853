"""Measures what each pass is worth: the book's network without it.

A pass that cannot be switched off is kept as such, with what sinter said.
"""

import workshop

FUSION = ["fuse-softmax-cross-entropy", "fuse-prologue", "fuse-epilogue",
          "fuse-optimizer"]
OTHERS = ["exploit-input-sparsity", "skip-zero-gradients", "delay-updates",
          "transpose-by-panels", "specialize-inference"]
PLANNING = ["select-layout", "select-tiles", "schedule", "plan-memory"]


def without(passes):
    return [f"--disable-pass={name}" for name in passes]


def variants():
    """{name: passes to switch off}"""
    singles = {name: [name] for name in FUSION + OTHERS + PLANNING}
    return {"all passes on": [], **singles, "no fusion": FUSION,
            "no planning": PLANNING, "none of them": FUSION + OTHERS + PLANNING}


def main():
    options = workshop.parser_of(__doc__).parse_args()
    shop = workshop.Workshop(options.build, options.data)
    off = variants()
    workshop.progress(f"compiling {len(off)} variants")
    built = shop.compile_all({
        "without_" + name.replace(" ", "_"):
            (workshop.spec_of(), without(passes))
        for name, passes in off.items()})
    programs = dict(zip(off, built.values()))
    good = {name: program for name, program in programs.items()
            if isinstance(program, workshop.Program)}
    reports = shop.measure_interleaved(
        good, options.rounds,
        ["--what", "train,inference_1", "--repetitions", "3",
         "--seconds", "0.05", "--threads", workshop.THREADS])
    workshop.write_json(options.out, {
        name: ({"off": off[name], "report": reports[name]} if name in good
               else {"off": off[name], "error": str(programs[name])})
        for name in off})


if __name__ == "__main__":
    main()
