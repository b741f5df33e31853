"""The first samples of each file of MNIST, not compressed: tests that start a
program many times do not spend their time on reading 70,000 images."""

import gzip
import struct

FILES = {"train-images-idx3-ubyte": 28 * 28, "train-labels-idx1-ubyte": 1,
         "t10k-images-idx3-ubyte": 28 * 28, "t10k-labels-idx1-ubyte": 1}


def write(data, folder, count):
    """Makes `folder`."""
    folder.mkdir()
    for name, sample_bytes in FILES.items():
        with gzip.open(data / f"{name}.gz") as file:
            rank = file.read(4)[3]
            shape = struct.unpack(f">{rank}I", file.read(4 * rank))
            samples = file.read(count * sample_bytes)
        header = bytes([0, 0, 8, rank]) + struct.pack(
            f">{rank}I", count, *shape[1:])
        (folder / name).write_bytes(header + samples)
