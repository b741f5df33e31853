"""Twelve small networks of two convolutions, of sizes that the networks of models/ do not have."""

import dataclasses

import workshop


@dataclasses.dataclass(frozen=True)
class Shape:
    channels: int  # of the images
    size: int  # their rows and columns
    filters: int  # of both convolutions
    kernel: int
    stride: int  # of the first one

    def __str__(self):
        return (f"{self.size}x{self.size}x{self.channels}, {self.filters} of {self.kernel}x{self.kernel}"
                f" by {self.stride}")

    def key(self):
        """As bench/peers/images.py takes it."""
        return "shape_" + "_".join(map(str, dataclasses.astuple(self)))


SHAPES = (
    Shape(1, 28, 32, 3, 1), Shape(1, 64, 16, 7, 2), Shape(3, 32, 16, 3, 1), Shape(3, 64, 32, 5, 2),
    Shape(6, 14, 16, 5, 1), Shape(16, 28, 16, 3, 1), Shape(16, 28, 32, 1, 1), Shape(32, 13, 64, 3, 1),
    Shape(32, 16, 64, 3, 2), Shape(64, 5, 64, 3, 1), Shape(64, 8, 100, 1, 1), Shape(100, 7, 100, 3, 1))


def spec_of(shape):
    """Its data do not exist, so that they are made up."""
    return f"""version: 1
name: {workshop.NAME}
data:
  train: {{x: none-x.idx, y: none-y.idx}}
  test: {{x: none-x.idx, y: none-y.idx}}
model:
  input: {{shape: [{shape.size}, {shape.size}, {shape.channels}], dtype: uint8}}
  layers:
    - {{type: Rescaling, scale: 1/255}}
    - {{type: Conv2D, filters: {shape.filters}, kernel_size: {shape.kernel}, strides: {shape.stride}, padding: same, activation: relu}}
    - {{type: Conv2D, filters: {shape.filters}, kernel_size: {shape.kernel}, padding: same, activation: relu}}
    - {{type: GlobalAveragePooling2D}}
    - {{type: Dense, units: 10, activation: softmax}}
compile: {{optimizer: rmsprop, loss: sparse_categorical_crossentropy, metrics: [accuracy]}}
fit: {{batch_size: 64}}
"""
