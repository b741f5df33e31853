"""ONNX Runtime, inference only: the network that the NumPy peer trains."""

import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

import common
import peer_numpy

EPOCHS = 5
NAMES = ("w1", "b1", "w2", "b2")


def make_model(parameters):
    """probabilities = softmax(relu(x w1 + b1) w2 + b2), any batch size."""
    nodes = [
        helper.make_node("Gemm", ["x", "w1", "b1"], ["sums"]),
        helper.make_node("Relu", ["sums"], ["hidden"]),
        helper.make_node("Gemm", ["hidden", "w2", "b2"], ["logits"]),
        helper.make_node("Softmax", ["logits"], ["probabilities"], axis=1)]
    x = helper.make_tensor_value_info("x", TensorProto.FLOAT, ["batch", 784])
    y = helper.make_tensor_value_info("probabilities", TensorProto.FLOAT,
                                      ["batch", common.CLASSES])
    weights = [numpy_helper.from_array(value, name)
               for name, value in zip(NAMES, parameters)]
    graph = helper.make_graph(nodes, "mnist_mlp", [x], [y], weights)
    model = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", 21)], ir_version=10)
    onnx.checker.check_model(model)
    return model


class OnnxRuntime:
    def __init__(self, data, threads, variant):
        self.data = data
        self.network = peer_numpy.Network(data, threads, variant)
        self.threads = threads
        self.session = None

    def versions(self):
        return {"onnxruntime": onnxruntime.__version__,
                "onnx": onnx.__version__}

    def prepare(self):
        for _ in range(EPOCHS):
            self.network.epoch()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self.threads
        self.session = onnxruntime.InferenceSession(
            make_model(self.network.parameters).SerializeToString(), options,
            providers=["CPUExecutionProvider"])

    def predict(self, x):
        return self.session.run(None, {"x": x})[0]

    def predict_one(self, i):
        return self.predict(self.data.test_x[i:i + 1])

    def predict_all(self):
        return self.predict(self.data.test_x)

    def accuracy(self):
        return common.accuracy_of(self.predict_all(), self.data.test_y)


if __name__ == "__main__":
    common.serve(OnnxRuntime)
