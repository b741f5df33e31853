"""Seconds of a training step of one image network by one peer, as JSON on the last line.

    python images.py NETWORK keras_tensorflow|keras_jax|keras_torch|torch|torch_compiled

Keras fits with its defaults but for jit_compile=False on TensorFlow, which is as fast or
faster here; a step is a share of one fit, after another fit of the same size. On JAX it jits a step. `torch` is
PyTorch's own model of mnist_convnet and of shapes, channels last, without denormals, eager or compiled. How many
processors there are, taskset says.
"""

import importlib.metadata
import json
import os
import sys

import numpy as np

import common

STEPS = 40


def samples(batch, shape):
    """Random images of which most pixels are zero, and labels; times do not depend on them."""
    random = np.random.default_rng(1)
    shape = (STEPS * batch, *shape)
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
    x, y = samples(batch, model.input_shape[1:])
    if loss == "mean_squared_error":
        y = x.reshape(len(x), -1)
    return best_step(
        lambda: model.fit(x, y, batch_size=batch, shuffle=False, verbose=0))


def torch_convnet(nn):
    return nn.Sequential(
        nn.Conv2d(1, 32, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(64, 128, 3), nn.ReLU(), nn.Flatten(), nn.Linear(1152, 10))


def torch_shape(nn, channels, filters, kernel, stride):
    around = kernel // 2
    return nn.Sequential(
        nn.Conv2d(channels, filters, kernel, stride, around), nn.ReLU(),
        nn.Conv2d(filters, filters, kernel, 1, around), nn.ReLU(),
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(filters, 10))


def torch_seconds(network, is_compiled):
    import torch
    from torch import nn
    torch.set_flush_denormal(True)
    torch.set_num_threads(len(os.sched_getaffinity(0)))
    batch, shape = 64, (28, 28, 1)
    if network == "mnist_convnet":
        model = torch_convnet(nn)
    elif sizes := common.shape_of(network):
        channels, size, filters, kernel, stride = sizes
        shape = (size, size, channels)
        model = torch_shape(nn, channels, filters, kernel, stride)
    else:
        return None
    model = model.to(memory_format=torch.channels_last)
    optimizer = torch.optim.RMSprop(model.parameters(), lr=common.LEARNING_RATE,
                                    alpha=common.RHO, eps=common.EPSILON)
    pixels, labels = samples(batch, shape)
    x = torch.from_numpy(pixels.transpose(0, 3, 1, 2) / 255).contiguous(
        memory_format=torch.channels_last)
    y = torch.from_numpy(labels).long()

    def loss_of(images, targets):
        return nn.functional.cross_entropy(model(images), targets)

    loss_of = torch.compile(loss_of) if is_compiled else loss_of

    def train():
        for i in range(0, len(x), batch):
            optimizer.zero_grad()
            loss_of(x[i:i + batch], y[i:i + batch]).backward()
            optimizer.step()

    return best_step(train)


def main():
    network, peer = sys.argv[1:]
    library = peer.removeprefix("keras_").removesuffix("_compiled")
    if peer.startswith("torch"):
        seconds = torch_seconds(network, peer == "torch_compiled")
    else:
        seconds = keras_seconds(network, library)
    print(json.dumps({"seconds": seconds,
                      "version": importlib.metadata.version(library)}))


if __name__ == "__main__":
    main()
