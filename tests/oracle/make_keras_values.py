"""Writes keras_values.json: what layers of Keras 3 compute in float64, forward and backward, for
keras_values_test.cc.

usage: KERAS_BACKEND=jax python make_keras_values.py > keras_values.json

Packages: keras 3.15.1, jax 0.10.2. A case is a layer with its configuration, the values of its
input x and variables, the result y, the gradient dy that comes back, and the gradients of x and the
variables: those of sum(dy * y). Inputs are multiples of 1/16, so that they are short and exact.
Keras' LayerNormalization computes in float32 even so.
"""
import json
import os

os.environ.setdefault("KERAS_BACKEND", "jax")

import jax

jax.config.update("jax_enable_x64", True)

import keras
import numpy as np

DIGITS = 12

CONVOLUTIONS = [
    # x, filters, kernel_size, strides, dilation_rate, padding
    ((2, 5, 4, 3), 2, (3, 2), (1, 1), (1, 1), "valid"),
    ((2, 5, 4, 3), 2, (3, 2), (1, 1), (1, 1), "same"),
    ((1, 6, 7, 2), 3, (2, 3), (2, 1), (1, 1), "valid"),
    ((1, 5, 7, 1), 3, (3, 3), (2, 3), (1, 1), "same"),
    ((1, 6, 5, 2), 1, (4, 2), (3, 2), (1, 1), "same"),
    ((1, 7, 5, 1), 2, (3, 2), (1, 1), (2, 3), "valid"),
    ((1, 5, 6, 2), 1, (2, 3), (1, 1), (2, 2), "same"),
    ((2, 5, 4, 2), 3, (1, 1), (2, 3), (1, 1), "same"),
    ((1, 2, 1, 3), 2, (5, 3), (1, 1), (1, 1), "same"),
    ((1, 1, 9, 1), 1, (1, 4), (1, 5), (1, 1), "same"),
]
POOLINGS = [
    # x, pool_size, strides, padding
    ((2, 4, 6, 2), (2, 2), (2, 2), "valid"),
    ((1, 5, 7, 3), (2, 3), (2, 2), "valid"),
    ((1, 5, 7, 1), (3, 3), (2, 2), "same"),
    ((1, 6, 5, 2), (3, 2), (1, 1), "same"),
    ((1, 7, 5, 1), (2, 1), (3, 2), "same"),
    ((1, 4, 4, 1), (4, 3), (1, 3), "valid"),
]
NORMALIZATIONS = [
    # x, epsilon
    ((3, 7), 1e-3),
    ((2, 3, 5), 1e-5),
    ((1, 2, 3, 4), 0.5),
    ((4, 1), 1e-3),
]


def sixteenths(random, shape):
    return random.integers(-32, 33, shape) / 16


def numbers(array):
    return [float(f"{value:.{DIGITS}g}") for value in np.asarray(array).ravel()]


def tensor(array):
    return {"shape": list(np.shape(array)), "data": numbers(array)}


def run(layer, random, x, **configuration):
    """One case: `layer` at `x`, with variables that are drawn."""
    layer.build(x.shape)
    for variable in layer.trainable_variables:
        variable.assign(sixteenths(random, variable.shape))
    values = [variable.value for variable in layer.trainable_variables]

    def call(x, *variables):
        return layer.stateless_call(list(variables), [], x)[0]

    y, gradient = jax.vjp(call, jax.numpy.asarray(x), *values)
    assert y.dtype == "float64", y.dtype
    dy = sixteenths(random, y.shape)
    dx, *gradients = gradient(jax.numpy.asarray(dy))
    case = {"layer": type(layer).__name__, **configuration, "x": tensor(x)}
    for variable in layer.trainable_variables:
        case[variable.name] = tensor(variable.value)
    case |= {"y": tensor(y), "dy": tensor(dy), "dx": tensor(dx)}
    for variable, value in zip(layer.trainable_variables, gradients):
        case["d" + variable.name] = tensor(value)
    return case


def cases():
    random = np.random.default_rng(2026)
    for shape, filters, kernel_size, strides, dilation_rate, padding in CONVOLUTIONS:
        layer = keras.layers.Conv2D(
            filters, kernel_size, strides=strides, dilation_rate=dilation_rate, padding=padding)
        yield run(layer, random, sixteenths(random, shape), strides=strides,
                  dilation_rate=dilation_rate, padding=padding)
    for shape, pool_size, strides, padding in POOLINGS:
        layer = keras.layers.MaxPooling2D(pool_size, strides=strides, padding=padding)
        # No two are equal; then many are. All are less than the zeros that padding is not.
        distinct = -1 - random.permutation(np.prod(shape)).reshape(shape) / 16
        for x in (distinct, -1 - random.integers(0, 3, shape) / 16):
            yield run(layer, random, x, pool_size=pool_size, strides=strides, padding=padding)
    for shape, epsilon in NORMALIZATIONS:
        layer = keras.layers.LayerNormalization(epsilon=epsilon)
        yield run(layer, random, 8 + sixteenths(random, shape), epsilon=epsilon)


def main():
    keras.config.set_floatx("float64")
    lines = (json.dumps(case) for case in cases())
    print("[\n" + ",\n".join(lines) + "\n]")


if __name__ == "__main__":
    main()
