"""Measures many shapes: the ones with a goal, and how cost grows.

Writes one entry for each shape and batch: what model_benchmark printed, under
the series that it belongs to.
"""

import workshop

BOOK = ((512,), 128)

# Series of (hidden widths, batch). The book's network is part of each.
SERIES = {
    "large": [((1024, 1024, 1024), 128)],
    "narrow": [((128, 64), 128)],
    "odd widths": [((width,), 128) for width in (1, 3, 17, 100, 513)],
    "width": [((width,), 128) for width in (64, 128, 256, 512, 1024, 2048)],
    "batch": [((512,), batch) for batch in (1, 7, 32, 128, 256, 512)],
    "depth": [((512,) * depth, 128) for depth in (1, 2, 3, 4, 6)],
}


# Of them, those that plans and peers are compared for.
TWELVE = [
    *(((width,), 128) for width in (1, 17, 64, 512, 2048)),
    *(((512,), batch) for batch in (1, 7, 32, 512)),
    ((512,) * 3, 128), ((512,) * 6, 128), ((1024,) * 3, 128)]


def key_of(hidden, batch):
    return f"{workshop.shape_name(hidden)}_batch_{batch}"


def main():
    parser = workshop.parser_of(__doc__)
    parser.add_argument("--only", nargs="*", choices=SERIES, default=[*SERIES])
    options = parser.parse_args()
    shapes = {key_of(*shape): shape
              for shape in [BOOK, *(shape for name in options.only
                                    for shape in SERIES[name])]}
    shop = workshop.Workshop(options.build, options.data)
    workshop.progress(f"compiling {len(shapes)} shapes")
    programs = shop.compile_or_exit({
        key: (workshop.spec_of(*shape), ()) for key, shape in shapes.items()})
    reports = shop.measure_interleaved(
        programs, options.rounds,
        ["--what", "train,peak,bounds", "--repetitions", "3", "--seconds", "0.1",
         "--threads", workshop.THREADS])
    workshop.write_json(options.out, {
        "shapes": {key: {"hidden": list(shape[0]), "batch": shape[1],
                         "shape": workshop.shape_name(shape[0]),
                         "report": reports[key]}
                   for key, shape in shapes.items()},
        "series": {name: [key_of(*shape) for shape in SERIES[name]]
                   for name in options.only},
    })


if __name__ == "__main__":
    main()
