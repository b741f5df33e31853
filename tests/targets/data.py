"""Made-up data sets for odd_widths.yaml, written as IDX files.

Seven patterns of 13 x 11 pixels with noise. In `dense` hardly a pixel is zero,
in `sparse` most are, so that a program with sparsity `auto` takes its steps for
dense samples for the one and those that skip zeros for the other.
"""

import random
import struct

SHAPE = (13, 11)
PIXELS = SHAPE[0] * SHAPE[1]
CLASSES = 7
# 25 steps an epoch of 13 samples each, the last one of 8.
SAMPLES = {"train": 320, "test": 40}
STEPS_IN_EPOCH = 25

# How many of a hundred pixels are not zero.
KINDS = {"dense": 95, "sparse": 20}


def idx(shape, elements):
    return (bytes([0, 0, 8, len(shape)])
            + struct.pack(f">{len(shape)}I", *shape) + bytes(elements))


def write_samples(folder, name, generator, patterns):
    labels = [generator.randrange(CLASSES) for _ in range(SAMPLES[name])]
    pixels = [min(255, value + generator.randrange(60)) if value else 0
              for label in labels for value in patterns[label]]
    (folder / f"{name}-x").write_bytes(idx((len(labels), *SHAPE), pixels))
    (folder / f"{name}-y").write_bytes(idx((len(labels),), labels))


def write(folder, kind):
    folder.mkdir()
    generator = random.Random(7)
    patterns = [[generator.randrange(1, 196)
                 if generator.randrange(100) < KINDS[kind] else 0
                 for _ in range(PIXELS)] for _ in range(CLASSES)]
    for name in SAMPLES:
        write_samples(folder, name, generator, patterns)
