"""Seconds that ONNX Runtime takes for one image and for 10,000, as JSON on the last line.

    python image_inference.py NETWORK

10,000 images at once or a hundred at a time, whichever is faster. How many processors there are, taskset says.
"""

import json
import os
import statistics
import sys

import numpy as np
import onnxruntime

import common
import onnx_networks

IMAGES = 10_000


def main():
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = len(os.sched_getaffinity(0))
    session = onnxruntime.InferenceSession(
        onnx_networks.NETWORKS[sys.argv[1]]().SerializeToString(), options,
        providers=["CPUExecutionProvider"])
    random = np.random.default_rng(1)
    shape = (IMAGES, 1, 28, 28)
    x = (random.random(shape) * (random.random(shape) < 0.2)).astype("float32")

    def predict_all(at_once):
        for begin in range(0, IMAGES, at_once):
            session.run(None, {"x": x[begin:begin + at_once]})

    for i in range(100):
        session.run(None, {"x": x[i:i + 1]})
    one = statistics.median(
        common.seconds_of(lambda i=i: session.run(None, {"x": x[i:i + 1]})) for i in range(500))
    everything = min(statistics.median(common.seconds_of(lambda: predict_all(at_once)) for _ in range(3))
                     for at_once in (IMAGES, 100))
    print(json.dumps({"one": one, "all": everything, "version": onnxruntime.__version__}))


if __name__ == "__main__":
    main()
