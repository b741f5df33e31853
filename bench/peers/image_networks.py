"""The networks of bench/images.py in Keras' words, as models/ has them."""

import importlib.util
import pathlib

import keras
from keras import layers as L

import common

TRAJECTORIES = (pathlib.Path(__file__).resolve().parents[2]
                / "tests/end_to_end/reference/networks.py")
LABELS = "sparse_categorical_crossentropy"


def mnist_convnet():
    model = keras.Sequential([
        L.Input((28, 28, 1)), L.Rescaling(1 / 255),
        L.Conv2D(32, 3, activation="relu"), L.MaxPooling2D(2),
        L.Conv2D(64, 3, activation="relu"), L.MaxPooling2D(2),
        L.Conv2D(128, 3, activation="relu"), L.Flatten(),
        L.Dense(10, activation="softmax")])
    return model, keras.optimizers.RMSprop(), 64, LABELS


def residual(x, filters, strides=1):
    y = L.Conv2D(filters, 3, strides=strides, padding="same", use_bias=False)(x)
    y = L.Activation("elu")(L.BatchNormalization()(y))
    y = L.Conv2D(filters, 3, padding="same", use_bias=False)(y)
    y = L.BatchNormalization()(y)
    if strides != 1:
        x = L.Conv2D(filters, 1, strides=strides, use_bias=False)(x)
        x = L.BatchNormalization()(x)
    return L.Activation("elu")(L.Add()([x, y]))


def mnist_resnet():
    image = L.Input((28, 28, 1))
    x = L.Conv2D(16, 3, padding="same", use_bias=False)(L.Rescaling(1 / 255)(image))
    x = L.Activation("elu")(L.BatchNormalization()(x))
    x = residual(residual(residual(x, 16), 32, 2), 64, 2)
    x = L.Dense(10, activation="softmax")(L.GlobalAveragePooling2D()(x))
    return (keras.Model(image, x), keras.optimizers.SGD(0.02, momentum=0.9), 64,
            LABELS)


def mnist_autoencoder():
    down = {"kernel_size": 3, "strides": 2, "padding": "same", "activation": "elu"}
    model = keras.Sequential([
        L.Input((28, 28, 1)), L.Rescaling(1 / 255), L.Conv2D(16, **down), L.Conv2D(2, **down),
        L.Conv2DTranspose(16, **down), L.Conv2DTranspose(16, **down),
        L.Conv2D(1, 3, padding="same", activation="sigmoid"), L.Rescaling(255), L.Flatten()])
    return model, keras.optimizers.Adam(), 64, "mean_squared_error"


def shape_network(channels, size, filters, kernel, stride):
    """As bench/image_shapes.py has it."""
    model = keras.Sequential([
        L.Input((size, size, channels)), L.Rescaling(1 / 255),
        L.Conv2D(filters, kernel, strides=stride, padding="same", activation="relu"),
        L.Conv2D(filters, kernel, padding="same", activation="relu"),
        L.GlobalAveragePooling2D(), L.Dense(10, activation="softmax")])
    return model, keras.optimizers.RMSprop(), 64, LABELS


def make(name):
    """(model, optimizer, batch, loss)"""
    if shape := common.shape_of(name):
        return shape_network(*shape)
    if name in globals():
        return globals()[name]()
    spec = importlib.util.spec_from_file_location("trajectories", TRAJECTORIES)
    trajectories = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(trajectories)
    return trajectories.NETWORKS[name]()[:4]
