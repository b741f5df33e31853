"""What all peers share: the data, the recipe's numbers, timing, the protocol.

A peer is a process that run.py starts with its thread count already in the
environment. It reads one JSON command a line from standard input and answers
each with one JSON line on standard output. What libraries print goes to
standard error.

A peer is a class with

    versions()        {package: version} of what it computes with
    epoch()           trains one epoch: shuffles, every sample once
    accuracy()        of the test set, 0 to 1
    predict_one(i)    class probabilities of test image i, as a batch of one
    predict_all()     class probabilities of all 10,000 test images

and optionally step_seconds(widths, batch). A peer that only predicts has no
epoch. Every call returns when its result is there. `prepare`, if there is one,
runs before the first measured prediction.
"""

import argparse
import dataclasses
import gzip
import json
import os
import pathlib
import statistics
import struct
import sys
import time

import numpy as np

HIDDEN = 512
CLASSES = 10
BATCH = 128
LEARNING_RATE = 1e-3
RHO = 0.9
EPSILON = 1e-7

# One call of predict_one takes 5 to 1000 us.
ONE_SAMPLE_CALLS = 300
WHOLE_SET_CALLS = 3
STEP_WARM_UP = 5
STEP_SECONDS = 0.1


@dataclasses.dataclass
class Mnist:
    """Images float32 [samples, 784] from 0 to 1, labels int32 [samples]."""
    train_x: np.ndarray
    train_y: np.ndarray
    test_x: np.ndarray
    test_y: np.ndarray


def read_idx(path):
    """The uint8 array in a gzipped IDX file."""
    raw = gzip.decompress(pathlib.Path(path).read_bytes())
    zeros, kind, rank = struct.unpack_from(">HBB", raw)
    if zeros != 0 or kind != 0x08:
        sys.exit(f"{path}: not an IDX file of unsigned bytes")
    shape = struct.unpack_from(f">{rank}I", raw, 4)
    return np.frombuffer(raw, np.uint8, offset=4 + 4 * rank).reshape(shape)


def load_mnist(directory):
    directory = pathlib.Path(directory)

    def images(name):
        pixels = read_idx(directory / f"{name}-images-idx3-ubyte.gz")
        return pixels.reshape(len(pixels), -1).astype(np.float32) / 255

    def labels(name):
        return read_idx(directory / f"{name}-labels-idx1-ubyte.gz").astype(
            np.int32)

    return Mnist(images("train"), labels("train"), images("t10k"),
                 labels("t10k"))


def glorot_uniform(random, inputs, outputs):
    limit = np.sqrt(6 / (inputs + outputs))
    return random.uniform(-limit, limit, (inputs, outputs)).astype(np.float32)


def shape_of(network):
    """Channels, size, filters, kernel and stride of a key of bench/image_shapes.py, or None."""
    if not network.startswith("shape_"):
        return None
    return [int(number) for number in network.split("_")[1:]]


def accuracy_of(probabilities, labels):
    return float((np.asarray(probabilities).argmax(axis=1) == labels).mean())


def step_seconds(run, steps=1):
    """Mean of a step over at least STEP_SECONDS; run(i) makes `steps` of them."""
    for i in range(STEP_WARM_UP):
        run(i)
    calls = 0
    start = time.perf_counter()
    while (passed := time.perf_counter() - start) < STEP_SECONDS:
        run(STEP_WARM_UP + calls)
        calls += 1
    return passed / (calls * steps)


def seconds_of(call):
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def inference_times(peer):
    """Medians of one round; run.py takes the median of several rounds."""
    one = [seconds_of(lambda: peer.predict_one(i))
           for i in range(ONE_SAMPLE_CALLS)]
    whole = [seconds_of(peer.predict_all) for _ in range(WHOLE_SET_CALLS)]
    return {"batch_1_us": statistics.median(one) * 1e6,
            "batch_10000_ms": statistics.median(whole) * 1e3}


def answer(peer, command):
    match command["do"]:
        case "epoch":
            return {"seconds": seconds_of(peer.epoch)}
        case "accuracy":
            return {"accuracy": peer.accuracy()}
        case "prepare":
            if hasattr(peer, "prepare"):
                peer.prepare()
            return {}
        case "inference":
            return inference_times(peer)
        case "step":
            return {"seconds": peer.step_seconds(command["widths"],
                                                 command["batch"])}
    sys.exit(f"unknown command {command}")


def serve(make_peer):
    """Makes the peer of the command line and answers until the input ends."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--variant", default="")
    arguments = parser.parse_args()
    replies = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    peer = make_peer(load_mnist(arguments.data), arguments.threads,
                     arguments.variant)
    print(json.dumps({"versions": peer.versions()}), file=replies)
    for line in sys.stdin:
        print(json.dumps(answer(peer, json.loads(line))), file=replies)
