"""Searches the register tiles and compares what it finds with sinter's choice.

One kind of contraction at a time is given tiles that fit the registers, the
other keeps its choice; a tile is judged by the whole training step.
"""

import re

import workshop

# The kinds of sinter's --tile, by a part of their kernels' names.
KINDS = {"forward": "Forward", "gradient": "WeightGradient"}
ROWS = re.compile(r"RowTiles\{(\d+), (\d+), (\d+)\}")
VECTORS = re.compile(r"kVectors = (?:kRegisters == 32 \? (\d+) : )?(\d+);")


def has_32_registers(target):
    """Of Highway's targets: AVX-512 and those of Arm."""
    return target.startswith(("AVX3", "NEON", "SVE"))


def tiles_of(target):
    """The tallest tiles that fit, and some smaller."""
    registers = 32 if has_32_registers(target) else 16
    tiles = []
    for vectors in (1, 2, 4):
        # Beside the sums: one row of rhs, one value of lhs.
        most = (registers - vectors - 1) // vectors
        rows = {most, most - 1, most - 2, 3 * most // 4, most // 2}
        tiles += [(row, vectors) for row in sorted(rows) if row > 0]
    return tiles


def tile_of(product, target):
    """The tile of a product's struct that a target takes."""
    rows = [int(match[1]) for match in ROWS.finditer(product)]
    vectors = VECTORS.search(product)
    wide = has_32_registers(target)
    return (rows[0] if wide else rows[-1],
            int(wide and vectors[1] or vectors[2]))


def choice_of(kind, source, target):
    """The largest tile that sinter chose for a kind in the training step."""
    step = source[source.index("void TrainStep"):]
    step = step[:step.index("\n}\n")]
    tiles = []
    for struct in source.split("\nstruct ")[1:]:
        name = re.match(r"\w+", struct)[0]
        if KINDS[kind] in name and f" {name}{{" in step:
            tiles.append(tile_of(struct, target))
    return max(tiles)


def label(tile):
    return f"{tile[0]}x{tile[1]}"


def search(shop, kind, target, rounds):
    spec = workshop.spec_of()
    book = shop.compile("book", spec)
    tiles = tiles_of(target)
    workshop.progress(f"compiling {len(tiles)} {kind} tiles")
    built = shop.compile_all({
        f"tile_{kind}_{label(tile)}":
            (spec, [f"--tile={kind}={label(tile)}"]) for tile in tiles})
    programs = dict(zip(map(label, tiles), built.values()))
    refused = {name: str(program) for name, program in programs.items()
               if isinstance(program, workshop.BuildError)}
    good = {name: program for name, program in programs.items()
            if name not in refused}
    reports = shop.measure_interleaved(
        {"chosen": book, **good}, rounds,
        ["--what", "train", "--repetitions", "3", "--seconds", "0.1"])
    return {
        "chosen": label(choice_of(kind, book.source.read_text(), target)),
        "refused": refused,
        "step_seconds": {
            name: workshop.median_seconds(workshop.find(report, "train"))
            for name, report in reports.items()}}


def main():
    parser = workshop.parser_of(__doc__)
    parser.add_argument("--kind", nargs="*", choices=KINDS, default=[*KINDS])
    options = parser.parse_args()
    shop = workshop.Workshop(options.build, options.data)
    book = shop.compile("book", workshop.spec_of())
    target = shop.measure(book, ["--repetitions", "1"])["target"]
    results = {}
    for kind in options.kind:
        results[kind] = search(shop, kind, target, options.rounds)
        print_kind(kind, results[kind])
    workshop.write_json(options.out, results)


def print_kind(kind, result):
    times = dict(result["step_seconds"])
    chosen = times.pop("chosen")
    print(f"{kind}: sinter chose {result['chosen']}, "
          f"step {chosen * 1e6:.0f} us")
    for name, time in sorted(times.items(), key=lambda item: item[1])[:5]:
        print(f"  {name:>6}  step {time * 1e6:.0f} us, "
              f"{100 * (time / chosen - 1):+.1f} %")
    for reason in sorted(set(result["refused"].values())):
        print(f"  refused: {reason}")


if __name__ == "__main__":
    main()
