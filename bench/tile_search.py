"""Searches the register tile of each contraction and compares what it finds
with sinter's choice.

One contraction at a time is given every tile that fits the registers, the
others keep their choice; a tile is judged by the whole training step.
"""

import re

import workshop

SWEEP = [(rows, vectors)
         for vectors, most in ((1, 24), (2, 14), (3, 9), (4, 6))
         for rows in (2, 4, 6, 8, 10, 12, 13, 14, 16, 20, 24) if rows <= most]
KERNEL = re.compile(r"^struct (\w+_Matmul\w*) \{", re.MULTILINE)
TILE = re.compile(r"void Tile(\d+)x(\d+)\(")


def contractions_of(source):
    """{kernel: largest tile of sinter's choice} of the training step."""
    step = source[source.index("void TrainStep"):]
    step = step[:step.index("\n}\n")]
    chosen = {}
    starts = list(KERNEL.finditer(source))
    for start, end in zip(starts, [*starts[1:], None]):
        if start[1] + "{" not in step:
            continue
        text = source[start.start():end.start() if end else None]
        # One piece of text for each target; this machine's is compiled in.
        tiles = [(int(rows), int(vectors))
                 for rows, vectors in TILE.findall(text)]
        chosen[start[1]] = max(tiles)
    return chosen


def label(tile):
    return f"{tile[0]}x{tile[1]}"


def main():
    parser = workshop.parser_of(__doc__)
    parser.add_argument("--kernel", nargs="*",
                        help="search these only; default: all contractions")
    options = parser.parse_args()
    shop = workshop.Workshop(options.build, options.data)
    spec = workshop.spec_of()
    book = shop.compile("book", spec)
    chosen = contractions_of(book.source.read_text())
    results = {}
    for kernel in options.kernel or chosen:
        workshop.progress(f"compiling {len(SWEEP)} tiles of {kernel}")
        built = shop.compile_all({
            f"tile_{kernel}_{label(tile)}":
                (spec, [f"--tile={kernel}={label(tile)}"]) for tile in SWEEP})
        programs = dict(zip(map(label, SWEEP), built.values()))
        refused = {name: str(program) for name, program in programs.items()
                   if isinstance(program, workshop.BuildError)}
        good = {name: program for name, program in programs.items()
                if name not in refused}
        reports = shop.measure_interleaved(
            {"chosen": book, **good}, options.rounds,
            ["--what", "train", "--repetitions", "3", "--seconds", "0.1"])
        results[kernel] = {
            "chosen": label(chosen[kernel]), "refused": refused,
            "step_seconds": {
                name: workshop.median_seconds(workshop.find(report, "train"))
                for name, report in reports.items()}}
        print_kernel(kernel, results[kernel])
    workshop.write_json(options.out or options.build / "bench/tiles.json",
                        results)


def print_kernel(kernel, result):
    times = dict(result["step_seconds"])
    chosen = times.pop("chosen")
    print(f"{kernel}: sinter chose {result['chosen']}, "
          f"step {chosen * 1e6:.0f} us")
    for name, time in sorted(times.items(), key=lambda item: item[1])[:5]:
        print(f"  {name:>6}  step {time * 1e6:.0f} us, "
              f"{100 * (time / chosen - 1):+.1f} %")
    for reason in sorted(set(result["refused"].values())):
        print(f"  refused: {reason}")


if __name__ == "__main__":
    main()
