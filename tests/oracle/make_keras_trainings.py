"""Writes keras_trainings.json: what Keras 3 trains in float64, step by step, for keras_trainings_test.cc.

usage: KERAS_BACKEND=jax python make_keras_trainings.py > keras_trainings.json

Packages: keras 3.15.1, jax 0.10.2. A case is a model with its optimizer, said twice, in Keras' words and in those of a spec; the
samples and labels of its only batch, its first values, the loss of each step and the values after the last one. XLA's tanh of float64 has 8 digits, so it is sigmoid here. What a float32
program would round is a sum of powers of two here. Keras normalizes in float32, whatever the type of a layer.
"""
import json
import os

os.environ.setdefault("KERAS_BACKEND", "jax")

import jax

jax.config.update("jax_enable_x64", True)

import keras
import numpy as np
from keras import layers, optimizers, regularizers

DIGITS = 12
STEPS = 5
SAMPLES = 6
CLASSES = 3


def dense(name, units, activation, keras_more=None, spec_more=""):
    return (layers.Dense(units, activation=activation, name=name, **(keras_more or {})),
            f"{{type: Dense, name: {name}, units: {units}, activation: {activation}{spec_more}}}")


def two_layers(first=None, first_spec="", second=None, second_spec=""):
    return [dense("d1", 5, "sigmoid", first, first_spec), dense("d2", CLASSES, "softmax", second, second_spec)]


def plain(optimizer, spec):
    return [4], two_layers(), optimizer, spec


def cases():
    """name: (shape of a sample, layers, optimizer, the optimizer in a spec)"""
    yield "rmsprop", plain(optimizers.RMSprop(), "rmsprop")
    yield "sgd", plain(optimizers.SGD(), "sgd")
    yield "adam", plain(optimizers.Adam(), "adam")
    yield "adamw", plain(optimizers.AdamW(), "adamw")
    yield "weight_decay_of_sgd", plain(
        optimizers.SGD(0.25, momentum=0.5, nesterov=True, weight_decay=0.125),
        "{type: sgd, learning_rate: 0.25, momentum: 0.5, nesterov: true, weight_decay: 0.125}")
    yield "weight_decay_of_rmsprop", plain(
        optimizers.RMSprop(0.125, centered=True, momentum=0.5, weight_decay=0.25),
        "{type: rmsprop, learning_rate: 0.125, centered: true, momentum: 0.5, weight_decay: 0.25}")
    yield "clipvalue", plain(optimizers.SGD(0.5, clipvalue=0.0625), "{type: sgd, learning_rate: 0.5, clipvalue: 0.0625}")
    yield "clipnorm", plain(optimizers.SGD(0.5, clipnorm=0.125), "{type: sgd, learning_rate: 0.5, clipnorm: 0.125}")
    yield "clipnorm_of_short_gradients", plain(
        optimizers.Adam(0.125, amsgrad=True, clipnorm=64.0),
        "{type: adam, learning_rate: 0.125, amsgrad: true, clipnorm: 64}")
    yield "global_clipnorm", plain(
        optimizers.AdamW(0.125, weight_decay=0.25, global_clipnorm=0.25),
        "{type: adamw, learning_rate: 0.125, weight_decay: 0.25, global_clipnorm: 0.25}")
    yield "regularizers", ([4], two_layers(
        {"kernel_regularizer": regularizers.L2(0.03125), "bias_regularizer": regularizers.L1(0.015625)},
        ", kernel_regularizer: {type: l2, l2: 0.03125}, bias_regularizer: {type: l1, l1: 0.015625}",
        {"kernel_regularizer": regularizers.L1L2(0.015625, 0.125)},
        ", kernel_regularizer: {type: l1_l2, l1: 0.015625, l2: 0.125}"),
        optimizers.RMSprop(0.0625, clipnorm=0.5), "{type: rmsprop, learning_rate: 0.0625, clipnorm: 0.5}")
    convolution = layers.Conv2D(2, (3, 2), name="c", kernel_regularizer=regularizers.L2(0.125))
    yield "regularized_convolution", ([5, 4, 2], [
        (convolution, "{type: Conv2D, name: c, filters: 2, kernel_size: [3, 2], kernel_regularizer: {type: l2, l2: 0.125}}"),
        (layers.Flatten(), "{type: Flatten}"), dense("d", CLASSES, "softmax")],
        optimizers.SGD(0.125, global_clipnorm=1.0), "{type: sgd, learning_rate: 0.125, global_clipnorm: 1}")
    normalization = layers.BatchNormalization(
        name="n", momentum=0.75, epsilon=0.0009765625, gamma_regularizer=regularizers.L2(0.0625),
        beta_regularizer=regularizers.L1(0.03125))
    yield "regularized_normalization", ([4], [
        dense("d1", 5, "sigmoid"),
        (normalization, "{type: BatchNormalization, name: n, momentum: 0.75, epsilon: 0.0009765625, "
                        "gamma_regularizer: {type: l2, l2: 0.0625}, beta_regularizer: {type: l1, l1: 0.03125}}"),
        dense("d2", CLASSES, "softmax")],
        optimizers.Adam(0.0625), "{type: adam, learning_rate: 0.0625}")


def numbers(array):
    return [float(f"{value:.{DIGITS}g}") for value in np.asarray(array, "float64").ravel()]


def tensors(model):
    return {variable.path.removeprefix(model.name + "/").replace("/", "."):
            {"shape": list(variable.shape), "data": numbers(variable)} for variable in model.weights}


def train(name, shape, both, optimizer, optimizer_spec):
    random = np.random.default_rng(2026)
    model = keras.Sequential([keras.Input(shape), *(layer for layer, _ in both)])
    for variable in model.trainable_weights:
        variable.assign(random.integers(-16, 17, variable.shape) / 64)
    x = random.integers(-32, 33, [SAMPLES, *shape]) / 16
    y = random.integers(0, CLASSES, SAMPLES)
    model.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy")
    before = tensors(model)
    losses = []
    for _ in range(STEPS):
        model.reset_metrics()
        losses.append(model.train_on_batch(x, y, return_dict=True)["loss"])
    return {"name": name, "input": shape, "layers": [spec for _, spec in both], "optimizer": optimizer_spec,
            "x": numbers(x), "y": y.tolist(), "before": before, "losses": numbers(losses), "after": tensors(model)}


def main():
    keras.config.set_floatx("float64")
    results = []
    for name, case in cases():
        keras.backend.clear_session()
        results.append(train(name, *case))
    print("[" + ",\n".join(json.dumps(result) for result in results) + "]")


if __name__ == "__main__":
    main()
