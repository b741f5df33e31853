"""Networks of the trajectories here, in Keras' words; layers have the names that specs of models/ give them."""
import gzip
import os

import keras
import numpy as np
from keras import layers as L

LABELS = "sparse_categorical_crossentropy"


def mnist_lenet():
    """LeNet-5 with a softmax at its end: smooth everywhere."""
    model = keras.Sequential([
        L.Input((28, 28, 1)), L.Rescaling(1 / 255),
        L.Conv2D(6, 5, padding="same", activation="tanh"), L.AveragePooling2D(2),
        L.Conv2D(16, 5, activation="tanh"), L.AveragePooling2D(2),
        L.Flatten(), L.Dense(120, activation="tanh"), L.Dense(84, activation="tanh"), L.Dense(10, activation="softmax")])
    return model, keras.optimizers.Adam(), 64, LABELS


def separable_block(x, filters, name):
    y = L.BatchNormalization(name=name + "_bn_a")(x)
    y = L.Activation("relu", name=name + "_relu_a")(y)
    y = L.SeparableConv2D(filters, 3, padding="same", use_bias=False, name=name + "_conv_a")(y)
    y = L.BatchNormalization(name=name + "_bn_b")(y)
    y = L.Activation("relu", name=name + "_relu_b")(y)
    y = L.SeparableConv2D(filters, 3, padding="same", use_bias=False, name=name + "_conv_b")(y)
    y = L.MaxPooling2D(3, strides=2, padding="same", name=name + "_pool")(y)
    x = L.Conv2D(filters, 1, strides=2, padding="same", use_bias=False, name=name + "_project")(x)
    return L.Add(name=name + "_add")([y, x])


def mnist_separable():
    """A small Xception: separable convolutions, batch normalization, residual sums."""
    x = i = L.Input((28, 28, 1), name="image")
    x = L.Rescaling(1 / 255, name="rescaling")(x)
    x = L.Conv2D(16, 3, use_bias=False, name="stem")(x)
    x = separable_block(x, 32, "block1")
    x = separable_block(x, 64, "block2")
    x = L.GlobalAveragePooling2D(name="pool")(x)
    x = L.Dense(10, activation="softmax", name="digits")(x)
    return keras.Model(i, x), keras.optimizers.SGD(0.05, momentum=0.9), 64, LABELS


def images(folder, name):
    with gzip.open(f"{folder}/{name}-images-idx3-ubyte.gz") as file:
        return np.frombuffer(file.read(), np.uint8, offset=16).reshape(-1, 28, 28).astype("float64")


def mnist_autoencoder():
    """Pixels through 98 numbers and back; what it is compared with are the pixels. MNIST_DIR says where they are."""
    model = keras.Sequential([
        L.Input((28, 28, 1)), L.Rescaling(1 / 255),
        L.Conv2D(16, 3, strides=2, padding="same", activation="elu"),
        L.Conv2D(2, 3, strides=2, padding="same", activation="elu", name="code"),
        L.Conv2DTranspose(16, 3, strides=2, padding="same", activation="elu"),
        L.Conv2DTranspose(16, 3, strides=2, padding="same", activation="elu"),
        L.Conv2D(1, 3, padding="same", activation="sigmoid", name="pixels"),
        L.Rescaling(255, name="levels"), L.Flatten(name="image")])
    x, test = (images(os.environ["MNIST_DIR"], name) for name in ("train", "t10k"))
    test = test[:1000]
    return (model, keras.optimizers.Adam(), 64, "mean_squared_error",
            (x, x.reshape(-1, 784), test, test.reshape(-1, 784)))


NETWORKS = {"mnist_lenet": mnist_lenet, "mnist_separable": mnist_separable, "mnist_autoencoder": mnist_autoencoder}
