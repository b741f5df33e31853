"""Networks of models/ as ONNX graphs of images [batch, channels, rows, columns], with random weights.

Batch normalization stands in the convolution before it, as it would after ONNX Runtime's own passes.
"""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper


class Graph:
    """Nodes one behind the other; each method returns its result's name."""

    def __init__(self):
        self.nodes = []
        self.weights = []
        self.random = np.random.default_rng(1)

    def add(self, op, inputs, **attributes):
        name = f"value{len(self.nodes)}"
        self.nodes.append(helper.make_node(op, inputs, [name], **attributes))
        return name

    def weight(self, *shape):
        name = f"weight{len(self.weights)}"
        fan_in = max(1, int(np.prod(shape[1:])))
        values = self.random.normal(0, 1 / np.sqrt(fan_in), shape).astype("float32")
        self.weights.append(numpy_helper.from_array(values, name))
        return name

    def conv(self, x, channels, filters, kernel, activation=None, pads=None, stride=1):
        """pads: on each side, or "same"."""
        padding = {"auto_pad": "SAME_UPPER"} if pads == "same" else {}
        y = self.add("Conv", [x, self.weight(filters, channels, kernel, kernel), self.weight(filters)],
                     strides=[stride, stride], **padding)
        return self.add(activation, [y]) if activation else y

    def pool(self, x, op):
        return self.add(op, [x], kernel_shape=[2, 2], strides=[2, 2])

    def dense(self, x, inputs, units, activation=None):
        y = self.add("Gemm", [x, self.weight(units, inputs), self.weight(units)], transB=1)
        return self.add(activation, [y]) if activation else y

    def model(self, y):
        y = self.add("Softmax", [y], axis=1)
        x = helper.make_tensor_value_info("x", TensorProto.FLOAT, ["batch", 1, 28, 28])
        result = helper.make_tensor_value_info(y, TensorProto.FLOAT, ["batch", 10])
        graph = helper.make_graph(self.nodes, "network", [x], [result], self.weights)
        model = helper.make_model(
            graph, opset_imports=[helper.make_opsetid("", 21)], ir_version=10)
        onnx.checker.check_model(model)
        return model


def mnist_convnet():
    graph = Graph()
    x = graph.pool(graph.conv("x", 1, 32, 3, "Relu"), "MaxPool")
    x = graph.pool(graph.conv(x, 32, 64, 3, "Relu"), "MaxPool")
    x = graph.add("Flatten", [graph.conv(x, 64, 128, 3, "Relu")])
    return graph.model(graph.dense(x, 1152, 10))


def mnist_lenet():
    graph = Graph()
    x = graph.pool(graph.conv("x", 1, 6, 5, "Tanh", pads="same"), "AveragePool")
    x = graph.pool(graph.conv(x, 6, 16, 5, "Tanh"), "AveragePool")
    x = graph.dense(graph.add("Flatten", [x]), 400, 120, "Tanh")
    return graph.model(graph.dense(graph.dense(x, 120, 84, "Tanh"), 84, 10))


def mnist_resnet():
    graph = Graph()

    def block(x, channels, filters, stride=1):
        y = graph.conv(x, channels, filters, 3, "Elu", "same", stride)
        y = graph.conv(y, filters, filters, 3, None, "same")
        if stride != 1:
            x = graph.conv(x, channels, filters, 1, None, None, stride)
        return graph.add("Elu", [graph.add("Add", [x, y])])

    x = graph.conv("x", 1, 16, 3, "Elu", "same")
    x = block(block(block(x, 16, 16), 16, 32, 2), 32, 64, 2)
    x = graph.add("Flatten", [graph.add("GlobalAveragePool", [x])])
    return graph.model(graph.dense(x, 64, 10))


NETWORKS = {make.__name__: make for make in (mnist_convnet, mnist_lenet, mnist_resnet)}
