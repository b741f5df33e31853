"""Seconds of a training step of one image network by one peer, as JSON on the last line.

    python images.py NETWORK keras_tensorflow|keras_jax|keras_torch|torch

Keras fits with its defaults but for jit_compile=False on TensorFlow, which is as fast or
faster here; a step is a share of one fit, after another fit of the same size. `torch` is
PyTorch's own model of mnist_convnet, channels last, eager, without denormals. How many
processors there are, taskset says.
"""

import importlib.metadata
import json
import os
import sys

import numpy as np

import common

STEPS = 40


def samples(batch):
    """Random images of which most pixels are zero, and labels; times do not depend on them."""
    random = np.random.default_rng(1)
    shape = (STEPS * batch, 28, 28, 1)
    pixels = random.integers(1, 256, shape) * (random.random(shape) < 0.2)
    return pixels.astype("float32"), random.integers(0, 10, STEPS * batch).astype("int32")


def best_step(train):
    """Seconds of a step; train() makes STEPS of them, first to warm up."""
    return min([common.seconds_of(train) for _ in range(4)][1:]) / STEPS


def keras_seconds(network, backend):
    os.environ["KERAS_BACKEND"] = backend
    import image_networks
    model, optimizer, batch, loss = image_networks.make(network)
    options = {"jit_compile": False} if backend == "tensorflow" else {}
    model.compile(optimizer=optimizer, loss=loss, metrics=["accuracy"], **options)
    x, y = samples(batch)
    return best_step(
        lambda: model.fit(x, y, batch_size=batch, shuffle=False, verbose=0))


def torch_seconds(network):
    if network != "mnist_convnet":
        return None
    import torch
    from torch import nn
    torch.set_flush_denormal(True)
    torch.set_num_threads(len(os.sched_getaffinity(0)))
    batch = 64
    model = nn.Sequential(
        nn.Conv2d(1, 32, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(64, 128, 3), nn.ReLU(), nn.Flatten(), nn.Linear(1152, 10))
    model = model.to(memory_format=torch.channels_last)
    optimizer = torch.optim.RMSprop(model.parameters(), lr=common.LEARNING_RATE,
                                    alpha=common.RHO, eps=common.EPSILON)
    pixels, labels = samples(batch)
    x = torch.from_numpy(pixels.transpose(0, 3, 1, 2) / 255).contiguous(
        memory_format=torch.channels_last)
    y = torch.from_numpy(labels).long()

    def train():
        for i in range(0, len(x), batch):
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(model(x[i:i + batch]), y[i:i + batch])
            loss.backward()
            optimizer.step()

    return best_step(train)


def main():
    network, peer = sys.argv[1:]
    library = peer.removeprefix("keras_")
    seconds = torch_seconds(network) if peer == "torch" else keras_seconds(network, library)
    print(json.dumps({"seconds": seconds,
                      "version": importlib.metadata.version(library)}))


if __name__ == "__main__":
    main()
