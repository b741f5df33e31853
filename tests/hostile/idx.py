"""IDX files and a small set of data for a model of images of 28 x 28 and 10 classes."""

import gzip
import os
import struct

UINT8, FLOAT32 = 0x08, 0x0D
SIDE = 28
SAMPLES = 3


def idx(shape, elements, element_type=UINT8):
    return bytes([0, 0, element_type, len(shape)]) + struct.pack(f">{len(shape)}I", *shape) + elements


def images(samples=SAMPLES, rows=SIDE, columns=SIDE):
    return idx([samples, rows, columns], bytes(i * 7 % 256 for i in range(samples * rows * columns)))


def labels(values=range(SAMPLES)):
    return idx([len(values)], bytes(values))


def pack(content):
    return gzip.compress(content, mtime=0)


FILES = {
    "train-images-idx3-ubyte.gz": images(), "train-labels-idx1-ubyte.gz": labels(),
    "t10k-images-idx3-ubyte.gz": images(), "t10k-labels-idx1-ubyte.gz": labels(),
}


def write(folder, changes=()):
    """Good files, except `changes`: {name: bytes, or None for no file}."""
    for name, content in (FILES | dict(changes)).items():
        if content is not None:
            with open(os.path.join(folder, name), "wb") as file:
                file.write(content)
