"""NumPy: forward, gradients and RMSprop by hand, in place, in float32.

The matrix products run in the OpenBLAS that NumPy's wheel holds.
"""

import numpy as np

import common


def softmax(logits):
    logits = logits - logits.max(axis=1, keepdims=True)
    np.exp(logits, out=logits)
    logits /= logits.sum(axis=1, keepdims=True)
    return logits


class RmsProp:
    """Keras' definition: epsilon inside the root."""

    def __init__(self, parameters):
        self.parameters = parameters
        self.velocities = [np.zeros_like(p) for p in parameters]
        self.scratch = [np.empty_like(p) for p in parameters]

    def update(self, gradients):
        """Uses up the gradients' memory."""
        for weight, velocity, scratch, gradient in zip(
                self.parameters, self.velocities, self.scratch, gradients):
            np.multiply(gradient, gradient, out=scratch)
            scratch *= 1 - common.RHO
            velocity *= common.RHO
            velocity += scratch
            np.add(velocity, common.EPSILON, out=scratch)
            np.sqrt(scratch, out=scratch)
            gradient /= scratch
            gradient *= common.LEARNING_RATE
            weight -= gradient


class Network:
    """Dense 512 relu, Dense 10 softmax; parameters as [w1, b1, w2, b2]."""

    def __init__(self, data, threads, variant):
        del threads, variant  # OpenBLAS has read the environment.
        self.data = data
        self.random = np.random.default_rng(0)
        self.parameters = [
            common.glorot_uniform(self.random, 784, common.HIDDEN),
            np.zeros(common.HIDDEN, np.float32),
            common.glorot_uniform(self.random, common.HIDDEN, common.CLASSES),
            np.zeros(common.CLASSES, np.float32)]
        self.optimizer = RmsProp(self.parameters)
        self.gradient = np.empty((784, common.HIDDEN), np.float32)
        self.loss_sum = 0.0
        self.correct = 0

    def versions(self):
        blas = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
        return {"numpy": np.__version__,
                "numpy BLAS": f"{blas['name']} {blas['version']}"}

    def forward(self, x):
        """Hidden activations and class probabilities."""
        w1, b1, w2, b2 = self.parameters
        hidden = x @ w1
        hidden += b1
        np.maximum(hidden, 0, out=hidden)
        return hidden, softmax(hidden @ w2 + b2)

    def step(self, x, y):
        hidden, probabilities = self.forward(x)
        rows = np.arange(len(x))
        self.loss_sum -= np.log(probabilities[rows, y] + 1e-30).mean()
        self.correct += (probabilities.argmax(axis=1) == y).sum()
        logits_gradient = probabilities
        logits_gradient[rows, y] -= 1
        logits_gradient /= len(x)
        hidden_gradient = logits_gradient @ self.parameters[2].T
        hidden_gradient *= hidden > 0
        np.matmul(x.T, hidden_gradient, out=self.gradient)
        self.optimizer.update([
            self.gradient, hidden_gradient.sum(axis=0),
            hidden.T @ logits_gradient, logits_gradient.sum(axis=0)])

    def epoch(self):
        order = self.random.permutation(len(self.data.train_x))
        for first in range(0, len(order), common.BATCH):
            indices = order[first:first + common.BATCH]
            self.step(self.data.train_x[indices], self.data.train_y[indices])

    def predict_one(self, i):
        return self.forward(self.data.test_x[i:i + 1])[1]

    def predict_all(self):
        return self.forward(self.data.test_x)[1]

    def accuracy(self):
        return common.accuracy_of(self.predict_all(), self.data.test_y)


if __name__ == "__main__":
    common.serve(Network)
