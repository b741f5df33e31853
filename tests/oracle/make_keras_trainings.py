"""Writes keras_trainings.json: what Keras 3 trains in float64, step by step, for keras_trainings_test.cc.

usage: KERAS_BACKEND=jax python make_keras_trainings.py > keras_trainings.json

Packages: keras 3.15.1, jax 0.10.2. A case is a model with its optimizer, said twice, in Keras' words and in those of a spec; the
samples and targets of its only batch, its first values, the loss of each step and the values after the last one. XLA's tanh of float64 has 8 digits, so it is sigmoid here. What a float32
program would round is a sum of powers of two here. Keras normalizes in float32, whatever the type of a layer; it would take means in
float32, too, and is told not to.
"""
import json
import os

os.environ.setdefault("KERAS_BACKEND", "jax")

import jax

jax.config.update("jax_enable_x64", True)

import keras
import numpy as np
from keras import layers, losses, optimizers, regularizers
from keras.src import backend
from keras.src.backend.common import dtypes

DIGITS = 12
STEPS = 5
SAMPLES = 6
CLASSES = 3


def keep_float64():
    """Of float64 and another type Keras makes float32, in which it then takes a mean or normalizes."""
    result_type = dtypes.result_type
    backend.result_type = dtypes.result_type = lambda *types: "float64" if "float64" in map(str, types) else result_type(*types)


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
    yield "adamax", plain(optimizers.Adamax(), "adamax")
    yield "adamax_with_options", plain(
        optimizers.Adamax(0.125, beta_1=0.5, beta_2=0.75, epsilon=0.0078125, weight_decay=0.125, gradient_accumulation_steps=2),
        "{type: adamax, learning_rate: 0.125, beta_1: 0.5, beta_2: 0.75, epsilon: 0.0078125, weight_decay: 0.125, "
        "gradient_accumulation_steps: 2}")
    yield "adadelta", plain(optimizers.Adadelta(), "adadelta")
    yield "adadelta_with_options", plain(
        optimizers.Adadelta(0.5, rho=0.75, epsilon=0.0078125, weight_decay=0.125),
        "{type: adadelta, learning_rate: 0.5, rho: 0.75, epsilon: 0.0078125, weight_decay: 0.125}")
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
    yield "accumulated_gradients", plain(
        optimizers.SGD(0.5, momentum=0.5, weight_decay=0.125, gradient_accumulation_steps=2),
        "{type: sgd, learning_rate: 0.5, momentum: 0.5, weight_decay: 0.125, gradient_accumulation_steps: 2}")
    yield "accumulated_gradients_of_adam", plain(
        optimizers.Adam(0.125, global_clipnorm=0.25, gradient_accumulation_steps=2),
        "{type: adam, learning_rate: 0.125, global_clipnorm: 0.25, gradient_accumulation_steps: 2}")
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


def frozen(layer, spec):
    layer.trainable = False
    return layer, spec[:-1] + ", trainable: false}"


def layer_models():
    """name: (shape of a sample, layers). What a backend of Keras decides, where two inputs of Maximum are equal, is left out."""
    def head():
        return [(layers.Flatten(), "{type: Flatten}"), dense("head", CLASSES, "softmax")]

    yield "sequences", ([11, 2], [
        (layers.Conv1D(4, 3, strides=2, padding="same", activation="sigmoid", name="c1"),
         "{type: Conv1D, name: c1, filters: 4, kernel_size: 3, strides: 2, padding: same, activation: sigmoid}"),
        (layers.MaxPooling1D(2, strides=1), "{type: MaxPooling1D, strides: 1}"),
        (layers.Conv1D(3, 2, dilation_rate=2, name="c2"), "{type: Conv1D, name: c2, filters: 3, kernel_size: 2, dilation_rate: 2}"),
        (layers.AveragePooling1D(3, strides=1, padding="same"),
         "{type: AveragePooling1D, pool_size: 3, strides: 1, padding: same}"),
        (layers.ELU(0.5), "{type: ELU, alpha: 0.5}"), *head()])
    for name, layer, spec in (("global_max_pooling1d", layers.GlobalMaxPooling1D(), "GlobalMaxPooling1D"),
                              ("global_average_pooling1d", layers.GlobalAveragePooling1D(), "GlobalAveragePooling1D")):
        yield name, ([4, 3], [(layer, f"{{type: {spec}}}"), *head()])
    for name, layer, spec in (("global_max_pooling2d", layers.GlobalMaxPooling2D(), "GlobalMaxPooling2D"),
                              ("global_average_pooling2d", layers.GlobalAveragePooling2D(), "GlobalAveragePooling2D")):
        yield name, ([3, 5, 2], [
            (layers.Conv2D(3, 2, name="c"), "{type: Conv2D, name: c, filters: 3, kernel_size: 2}"),
            (layers.ReLU(max_value=1.0), "{type: ReLU, max_value: 1.0}"), (layer, f"{{type: {spec}}}"), *head()])
    # Of numbers that are equal here and there.
    for name, padding, strides in (("valid", "valid", 2), ("same", "same", 2), ("close", "same", 1)):
        yield "average_pooling_" + name, ([5, 4, 2], [
            (layers.Conv2D(3, 1, name="c"), "{type: Conv2D, name: c, filters: 3, kernel_size: 1}"),
            (layers.AveragePooling2D((4, 2), strides=strides, padding=padding),
             f"{{type: AveragePooling2D, pool_size: [4, 2], strides: {strides}, padding: {padding}}}"), *head()])
    for kernel, strides, padding in ((3, (2, 2), "same"), ((2, 3), (1, 2), "valid"), ((1, 4), (3, 1), "valid"), (4, (2, 3), "same"),
                                     ((1, 2), (2, 3), "same")):
        size = list(kernel) if isinstance(kernel, tuple) else kernel
        yield f"transposed_{size}_{list(strides)}_{padding}".replace(" ", ""), ([3, 4, 2], [
            (layers.Conv2DTranspose(3, kernel, strides=strides, padding=padding, activation="sigmoid", name="t"),
             f"{{type: Conv2DTranspose, name: t, filters: 3, kernel_size: {size}, strides: {list(strides)}, padding: {padding}, "
             "activation: sigmoid}"),
            *head()])
    yield "borders", ([4, 5, 1], [
        (layers.ZeroPadding2D((2, 1)), "{type: ZeroPadding2D, padding: [2, 1]}"),
        (layers.Conv2D(2, 2, name="c"), "{type: Conv2D, name: c, filters: 2, kernel_size: 2}"),
        (layers.Cropping2D((1, 2)), "{type: Cropping2D, cropping: [1, 2]}"),
        (layers.LeakyReLU(negative_slope=0.25), "{type: LeakyReLU, negative_slope: 0.25}"), *head()])
    yield "borders_of_four_sizes", ([4, 5, 1], [
        (layers.ZeroPadding2D(((2, 0), (1, 3))), "{type: ZeroPadding2D, padding: [[2, 0], [1, 3]]}"),
        (layers.Conv2D(2, 2, name="c"), "{type: Conv2D, name: c, filters: 2, kernel_size: 2}"),
        (layers.Cropping2D(((0, 2), (3, 1))), "{type: Cropping2D, cropping: [[0, 2], [3, 1]]}"), *head()])
    # Of factors that leave no choice; in a fraction of a pixel that float32 has.
    def warped(layer, spec):
        return ([4, 8, 2], [
            (layers.Conv2D(3, 1, activation="sigmoid", name="c"),
             "{type: Conv2D, name: c, filters: 3, kernel_size: 1, activation: sigmoid}"), (layer, spec), *head()])

    for fill in ("constant", "reflect", "wrap", "nearest"):
        yield "translated_" + fill, warped(
            layers.RandomTranslation((0.4375, 0.4375), (-0.65625, -0.65625), fill_mode=fill, fill_value=0.5),
            "{type: RandomTranslation, height_factor: [0.4375, 0.4375], width_factor: [-0.65625, -0.65625], "
            f"fill_mode: {fill}, fill_value: 0.5}}")
    for interpolation in ("bilinear", "nearest"):
        yield "zoomed_" + interpolation, warped(
            layers.RandomZoom((0.75, 0.75), (-0.5, -0.5), interpolation=interpolation),
            f"{{type: RandomZoom, height_factor: [0.75, 0.75], width_factor: [-0.5, -0.5], interpolation: {interpolation}}}")
    yield "zoomed_alike", warped(layers.RandomZoom((0.25, 0.25)), "{type: RandomZoom, height_factor: [0.25, 0.25]}")
    for name, turn in (("rotated", 0.0625), ("rotated_right", -0.25)):
        yield name, warped(layers.RandomRotation((turn, turn), fill_mode="constant"),
                           f"{{type: RandomRotation, factor: [{turn}, {turn}], fill_mode: constant}}")
    yield "repeated", ([4], [
        dense("d", 5, "sigmoid"), (layers.RepeatVector(3), "{type: RepeatVector, n: 3}"),
        (layers.Conv1D(2, 2, name="c"), "{type: Conv1D, name: c, filters: 2, kernel_size: 2}"),
        (layers.Softmax(), "{type: Softmax}"), *head()])
    yield "frozen", ([4], [
        frozen(*dense("d1", 5, "sigmoid", {"kernel_regularizer": regularizers.L2(0.125)},
                      ", kernel_regularizer: {type: l2, l2: 0.125}")),
        frozen(layers.BatchNormalization(name="n", momentum=0.75, epsilon=0.0009765625),
               "{type: BatchNormalization, name: n, momentum: 0.75, epsilon: 0.0009765625}"),
        dense("d2", 4, "sigmoid"), *head()])
    yield "frozen_above", ([4], [
        dense("d1", 5, "sigmoid"),
        frozen(layers.BatchNormalization(name="n", momentum=0.75, epsilon=0.0009765625),
               "{type: BatchNormalization, name: n, momentum: 0.75, epsilon: 0.0009765625}"), *head()])
    for kernel, strides, padding, multiplier, dilation in ((3, 2, "same", 1, 1), ((2, 3), 1, "valid", 2, 1), (2, 1, "same", 3, (2, 1))):
        size, rate = (list(pair) if isinstance(pair, tuple) else pair for pair in (kernel, dilation))
        yield f"depthwise_{size}_{strides}_{padding}_{multiplier}".replace(" ", ""), ([5, 4, 3], [
            (layers.DepthwiseConv2D(kernel, strides=strides, padding=padding, depth_multiplier=multiplier, dilation_rate=dilation,
                                    activation="sigmoid", depthwise_regularizer=regularizers.L2(0.125), name="w"),
             f"{{type: DepthwiseConv2D, name: w, kernel_size: {size}, strides: {strides}, padding: {padding}, "
             f"depth_multiplier: {multiplier}, dilation_rate: {rate}, activation: sigmoid, "
             "depthwise_regularizer: {type: l2, l2: 0.125}}"), *head()])
        yield f"separable_{size}_{strides}_{padding}_{multiplier}".replace(" ", ""), ([5, 4, 3], [
            (layers.SeparableConv2D(4, kernel, strides=strides, padding=padding, depth_multiplier=multiplier,
                                    dilation_rate=dilation, activation="sigmoid",
                                    pointwise_regularizer=regularizers.L1(0.0625), name="s"),
             f"{{type: SeparableConv2D, name: s, filters: 4, kernel_size: {size}, strides: {strides}, padding: {padding}, "
             f"depth_multiplier: {multiplier}, dilation_rate: {rate}, activation: sigmoid, "
             "pointwise_regularizer: {type: l1, l1: 0.0625}}"), *head()])
    for channels, filters, groups in ((4, 6, 2), (6, 3, 3), (3, 6, 3)):
        yield f"groups_{channels}_{filters}_{groups}", ([4, 3, channels], [
            (layers.Conv2D(filters, 2, groups=groups, padding="same", activation="sigmoid", name="g"),
             f"{{type: Conv2D, name: g, filters: {filters}, kernel_size: 2, groups: {groups}, padding: same, activation: sigmoid}}"),
            *head()])
        yield f"groups_of_sequences_{channels}_{filters}_{groups}", ([6, channels], [
            (layers.Conv1D(filters, 3, groups=groups, activation="sigmoid", name="g"),
             f"{{type: Conv1D, name: g, filters: {filters}, kernel_size: 3, groups: {groups}, activation: sigmoid}}"), *head()])
    for groups in (1, 2, -1):
        yield f"group_normalization_{groups}", ([3, 2, 4], [
            (layers.GroupNormalization(groups, epsilon=0.0009765625, name="n"),
             f"{{type: GroupNormalization, name: n, groups: {groups}, epsilon: 0.0009765625}}"), *head()])
    yield "group_normalization_of_vectors", ([6], [
        (layers.GroupNormalization(2, epsilon=0.0009765625, name="n"),
         "{type: GroupNormalization, name: n, groups: 2, epsilon: 0.0009765625}"), *head()])
    for axes in ([], [1, 2]):
        yield f"p_re_lu_{len(axes)}", ([3, 2, 2], [
            (layers.Conv2D(3, 1, name="c"), "{type: Conv2D, name: c, filters: 3, kernel_size: 1}"),
            (layers.PReLU(shared_axes=axes or None, alpha_regularizer=regularizers.L2(0.0625), name="p"),
             "{type: PReLU, name: p, " + (f"shared_axes: {axes}, " if axes else "") + "alpha_regularizer: {type: l2, l2: 0.0625}}"),
            *head()])
    yield "permuted", ([3, 4, 2], [
        (layers.Permute((3, 1, 2)), "{type: Permute, dims: [3, 1, 2]}"),
        (layers.Conv2D(2, 2, name="c"), "{type: Conv2D, name: c, filters: 2, kernel_size: 2}"),
        (layers.Softmax(axis=2), "{type: Softmax, axis: 2}"), *head()])
    for activation in ("relu6", "selu", "hard_sigmoid", "hard_silu", "mish", "softplus", "softsign", "exponential", "log_softmax"):
        yield "activation_" + activation, ([4], [dense("d", 5, activation), *head()])


def truths(random, units):
    """0 or 1"""
    return random.integers(0, 2, [SAMPLES, units])


def one_hot(random, units):
    return np.eye(units)[random.integers(0, units, SAMPLES)]


def reals(random, units):
    """sixteenths, none of them 0"""
    return random.integers(-8, 8, [SAMPLES, units]) / 8 + 0.0625


def positives(random, units):
    return random.integers(1, 17, [SAMPLES, units]) / 8


def value_losses():
    """name: (activation of the last layer, its units, the loss, the loss in a spec, targets)"""
    yield "categorical_crossentropy", ("softmax", 4, losses.CategoricalCrossentropy(label_smoothing=0.25),
                                       "{type: categorical_crossentropy, label_smoothing: 0.25}", one_hot)
    yield "categorical_crossentropy_of_logits", (
        "linear", 3, losses.CategoricalCrossentropy(from_logits=True), "{type: categorical_crossentropy, from_logits: true}", reals)
    yield "binary_crossentropy", ("sigmoid", 2, losses.BinaryCrossentropy(label_smoothing=0.125),
                                  "{type: binary_crossentropy, label_smoothing: 0.125}", truths)
    yield "binary_crossentropy_of_logits", ("linear", 1, losses.BinaryCrossentropy(from_logits=True),
                                            "{type: binary_crossentropy, from_logits: true}", truths)
    for name, activation, targets in (
            ("mean_squared_error", "linear", reals), ("mean_absolute_error", "linear", reals),
            ("mean_absolute_percentage_error", "linear", reals), ("mean_squared_logarithmic_error", "sigmoid", positives),
            ("log_cosh", "linear", reals), ("poisson", "sigmoid", positives), ("kl_divergence", "softmax", one_hot),
            ("hinge", "linear", truths), ("squared_hinge", "linear", truths)):
        yield name, (activation, 3, name, name, targets)
    yield "huber", ("linear", 3, losses.Huber(delta=0.5), "{type: huber, delta: 0.5}", reals)


def numbers(array):
    return [float(f"{value:.{DIGITS}g}") for value in np.asarray(array, "float64").ravel()]


def tensors(model):
    return {variable.path.removeprefix(model.name + "/").replace("/", "."):
            {"shape": list(variable.shape), "data": numbers(variable)} for variable in model.weights}


def run(name, model, spec, x, y, compile_arguments):
    """`spec` is the model and how it learns in a spec; `x` and `y` are lists of arrays."""
    random = np.random.default_rng(2026)
    for variable in model.trainable_weights:
        variable.assign(random.integers(-16, 17, variable.shape) / 64)
    model.compile(**compile_arguments)
    before = tensors(model)
    # Sums of gradients need gradients that differ while the weights stay: every other step has the labels backwards.
    turns = "gradient_accumulation_steps" in spec
    losses_of_steps = []
    for step in range(STEPS):
        model.reset_metrics()
        targets = [array[::-1] for array in y] if turns and step % 2 else y
        losses_of_steps.append(model.train_on_batch(
            x if len(x) > 1 else x[0], targets if len(y) > 1 else targets[0], return_dict=True)["loss"])
    result = {"name": name, "spec": spec, "samples": SAMPLES, "x": [numbers(array) for array in x],
              "y": [numbers(array) for array in y], "before": before, "losses": numbers(losses_of_steps),
              "after": tensors(model)}
    return result | {"turns": True} if turns else result


def draw_x(shape):
    return np.random.default_rng(7).integers(-32, 33, [SAMPLES, *shape]) / 16


def spec_of(shape, both, optimizer, loss):
    layers_of_spec = "".join(f"    - {spec}\n" for _, spec in both)
    return (f"model:\n  input: {{shape: {shape}}}\n  layers:\n{layers_of_spec}"
            f"compile: {{optimizer: {optimizer}, loss: {loss}}}\n")


def sequential(shape, both):
    return keras.Sequential([keras.Input(shape), *(layer for layer, _ in both)])


def train_classes(name, shape, both, optimizer, optimizer_spec):
    loss = "sparse_categorical_crossentropy"
    y = np.random.default_rng(8).integers(0, CLASSES, SAMPLES)
    return run(name, sequential(shape, both), spec_of(shape, both, optimizer_spec, loss), [draw_x(shape)], [y],
               {"optimizer": optimizer, "loss": loss})


def train_values(name, activation, units, loss, loss_spec, targets):
    both = [dense("d1", 5, "sigmoid"), dense("d2", units, activation)]
    y = targets(np.random.default_rng(8), units)
    return run("loss_" + name, sequential([4], both), spec_of([4], both, "{type: sgd, learning_rate: 0.125}", loss_spec),
               [draw_x([4])], [y], {"optimizer": optimizers.SGD(0.125), "loss": loss})


def train_graph():
    """Two inputs and two outputs, one of which another layer takes, too."""
    image, numbers_of_image = keras.Input([2, 2], name="image"), keras.Input([3], name="numbers")
    flat = layers.Flatten()(image)
    seen = layers.Dense(4, activation="sigmoid", name="seen")(flat)
    given = layers.Dense(4, name="given")(numbers_of_image)
    both = layers.Add()([seen, given])
    kind = layers.Dense(3, activation="softmax", name="kind")(both)
    size = layers.Dense(1, name="size")(kind)
    model = keras.Model([image, numbers_of_image], [kind, size])
    spec = """model:
  inputs: {image: {shape: [2, 2]}, numbers: {shape: [3]}}
  layers:
    - {type: Flatten, inputs: image}
    - {type: Dense, name: seen, units: 4, activation: sigmoid}
    - {type: Dense, name: given, units: 4, inputs: numbers}
    - {type: Add, inputs: [seen, given]}
    - {type: Dense, name: kind, units: 3, activation: softmax}
    - {type: Dense, name: size, units: 1}
  outputs: [kind, size]
compile:
  optimizer: {type: rmsprop, learning_rate: 0.0625}
  loss: {kind: sparse_categorical_crossentropy, size: mean_squared_error}
  loss_weights: {kind: 0.5, size: 0.25}
"""
    random = np.random.default_rng(8)
    return run("two_inputs_and_outputs", model, spec, [draw_x([2, 2]), draw_x([3])],
               [random.integers(0, 3, SAMPLES), reals(random, 1)],
               {"optimizer": optimizers.RMSprop(0.0625), "loss": ["sparse_categorical_crossentropy", "mean_squared_error"],
                "loss_weights": [0.5, 0.25]})


def train_layers(name, shape, both):
    return train_classes("layers_" + name, shape, both, optimizers.SGD(0.125), "{type: sgd, learning_rate: 0.125}")


def train_pairs():
    """The larger and the smaller of what three layers give."""
    x = keras.Input([4])
    a, b, c = (layers.Dense(5, activation="sigmoid", name=name)(x) for name in "abc")
    larger, smaller = layers.Maximum(name="larger")([a, b, c]), layers.Minimum(name="smaller")([c, a])
    y = layers.Dense(CLASSES, activation="softmax", name="d")(layers.Add()([larger, smaller]))
    spec = """model:
  input: {shape: [4]}
  layers:
    - {type: Dense, name: a, units: 5, activation: sigmoid}
    - {type: Dense, name: b, units: 5, activation: sigmoid, inputs: input}
    - {type: Dense, name: c, units: 5, activation: sigmoid, inputs: input}
    - {type: Maximum, name: larger, inputs: [a, b, c]}
    - {type: Minimum, name: smaller, inputs: [c, a]}
    - {type: Add, inputs: [larger, smaller]}
    - {type: Dense, name: d, units: 3, activation: softmax}
compile: {optimizer: {type: sgd, learning_rate: 0.125}, loss: sparse_categorical_crossentropy}
"""
    return run("pairs", keras.Model(x, y), spec, [draw_x([4])], [np.random.default_rng(8).integers(0, CLASSES, SAMPLES)],
               {"optimizer": optimizers.SGD(0.125), "loss": "sparse_categorical_crossentropy"})


def train_concatenated():
    """Images side by side, channel by channel and row by row."""
    x = keras.Input([3, 4, 2])
    a, b = (layers.Conv2D(filters, 1, activation="sigmoid", name=name)(x) for name, filters in (("a", 2), ("b", 3)))
    wide = layers.Concatenate(name="wide")([a, x, b])
    low = layers.Conv2D(7, 2, padding="same", strides=(2, 1), activation="sigmoid", name="low")(wide)
    tall = layers.Concatenate(axis=1, name="tall")([low, wide])
    y = layers.Dense(CLASSES, activation="softmax", name="d")(layers.Flatten()(tall))
    spec = """model:
  input: {shape: [3, 4, 2]}
  layers:
    - {type: Conv2D, name: a, filters: 2, kernel_size: 1, activation: sigmoid}
    - {type: Conv2D, name: b, filters: 3, kernel_size: 1, activation: sigmoid, inputs: input}
    - {type: Concatenate, name: wide, inputs: [a, input, b]}
    - {type: Conv2D, name: low, filters: 7, kernel_size: 2, padding: same, strides: [2, 1], activation: sigmoid}
    - {type: Concatenate, name: tall, axis: 1, inputs: [low, wide]}
    - {type: Flatten}
    - {type: Dense, name: d, units: 3, activation: softmax}
compile: {optimizer: {type: sgd, learning_rate: 0.125}, loss: sparse_categorical_crossentropy}
"""
    return run("concatenated", keras.Model(x, y), spec, [draw_x([3, 4, 2])],
               [np.random.default_rng(8).integers(0, CLASSES, SAMPLES)],
               {"optimizer": optimizers.SGD(0.125), "loss": "sparse_categorical_crossentropy"})


def main():
    keras.config.set_floatx("float64")
    keep_float64()
    trainings = [lambda case=case: train_classes(case[0], *case[1]) for case in cases()]
    trainings += [lambda case=case: train_values(case[0], *case[1]) for case in value_losses()]
    trainings += [lambda case=case: train_layers(case[0], *case[1]) for case in layer_models()]
    trainings += [train_graph, train_pairs, train_concatenated]
    print("[" + ",\n".join(json.dumps(training()) for training in trainings) + "]")


if __name__ == "__main__":
    main()
