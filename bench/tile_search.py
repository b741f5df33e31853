"""Searches the register tile of each contraction and compares what it finds
with sinter's choice.

One contraction at a time is given tiles that fit the registers, the others keep
their choice; a tile is judged by the whole training step.
"""

import re

import workshop

TILE = re.compile(r"void Tile(\d+)x(\d+)\(")


def has_32_registers(target):
    """Of Highway's targets: AVX-512 and those of Arm."""
    return target.startswith(("AVX3", "NEON", "SVE"))


def tiles_of(target):
    """Tiles of one to four vectors: the tallest that fit, and some smaller."""
    registers = 32 if has_32_registers(target) else 16
    tiles = []
    for vectors in range(1, 5):
        # Beside the sums: one row of rhs, one value of lhs.
        most = (registers - vectors - 1) // vectors
        rows = {most, most - 1, most - 2, 3 * most // 4, most // 2}
        tiles += [(row, vectors) for row in sorted(rows) if row > 0]
    return tiles


def for_target(text, target):
    """The part of a kernel that is compiled for a target."""
    if "#if SINTER_REGISTERS == 32" not in text:
        return text
    return text.split("#else")[0 if has_32_registers(target) else 1]


def contractions_of(source, target):
    """{kernel: largest tile of sinter's choice} of the training step."""
    step = source[source.index("void TrainStep"):]
    step = step[:step.index("\n}\n")]
    chosen = {}
    for struct in source.split("\nstruct ")[1:]:
        name = re.match(r"\w+", struct)[0]
        tiles = [(int(rows), int(vectors)) for rows, vectors in
                 TILE.findall(for_target(struct, target))]
        if tiles and f" {name}{{" in step:
            chosen[name] = max(tiles)
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
    target = shop.measure(book, ["--repetitions", "1"])["target"]
    chosen = contractions_of(book.source.read_text(), target)
    tiles = tiles_of(target)
    results = {}
    for kernel in options.kernel or chosen:
        workshop.progress(f"compiling {len(tiles)} tiles of {kernel}")
        built = shop.compile_all({
            f"tile_{kernel}_{label(tile)}":
                (spec, [f"--tile={kernel}={label(tile)}"]) for tile in tiles})
        programs = dict(zip(map(label, tiles), built.values()))
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
