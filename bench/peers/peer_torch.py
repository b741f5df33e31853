"""PyTorch: eager, or with model, loss and optimizer through torch.compile.

The RMSprop is PyTorch's own, with epsilon outside the root. The data stays in
memory as tensors; there is no DataLoader.
"""

import torch
import torch.nn.functional as F
from torch import nn

import common


def make_model(widths):
    """Dense layers with relu between them; the last one gives logits."""
    layers = []
    for inputs, outputs in zip(widths, widths[1:]):
        dense = nn.Linear(inputs, outputs)
        nn.init.xavier_uniform_(dense.weight)
        nn.init.zeros_(dense.bias)
        layers += [dense, nn.ReLU()]
    return nn.Sequential(*layers[:-1])


class Trainer:
    """Loss, accuracy, gradients and RMSprop for one batch after another."""

    def __init__(self, model):
        self.model = model
        self.optimizer = torch.optim.RMSprop(
            model.parameters(), lr=common.LEARNING_RATE, alpha=common.RHO,
            eps=common.EPSILON)
        self.loss_sum = torch.zeros(())
        self.correct = torch.zeros((), dtype=torch.int64)

    def step(self, x, y):
        self.optimizer.zero_grad()
        logits = self.model(x)
        loss = F.cross_entropy(logits, y)
        loss.backward()
        self.optimizer.step()
        self.loss_sum += loss.detach()
        self.correct += (logits.argmax(1) == y).sum()


class Torch:
    def __init__(self, data, threads, variant):
        torch.set_num_threads(threads)
        torch.manual_seed(0)
        self.data = data
        self.train_x = torch.from_numpy(data.train_x)
        self.train_y = torch.from_numpy(data.train_y).long()
        self.test_x = torch.from_numpy(data.test_x)
        self.model = make_model([784, common.HIDDEN, common.CLASSES])
        self.trainer = Trainer(self.model)
        self.train_step = self.trainer.step
        self.probabilities = self.softmax_of_logits
        if variant == "compile":
            self.train_step = torch.compile(self.trainer.step)
            self.probabilities = torch.compile(self.softmax_of_logits)

    def versions(self):
        blas = "MKL" if torch.backends.mkl.is_available() else "OpenBLAS"
        return {"torch": torch.__version__, "torch BLAS": blas}

    def epoch(self):
        for indices in torch.randperm(len(self.train_x)).split(common.BATCH):
            self.train_step(self.train_x.index_select(0, indices),
                            self.train_y.index_select(0, indices))

    def softmax_of_logits(self, x):
        return F.softmax(self.model(x), dim=1)

    @torch.inference_mode()
    def predict_one(self, i):
        return self.probabilities(self.test_x[i:i + 1])

    @torch.inference_mode()
    def predict_all(self):
        return self.probabilities(self.test_x)

    def accuracy(self):
        return common.accuracy_of(self.predict_all(), self.data.test_y)

    def step_seconds(self, widths, batch):
        """Mean over steps of an eager model of these widths, gather included."""
        trainer = Trainer(make_model(widths))
        batches = [indices for indices
                   in torch.randperm(len(self.train_x)).split(batch)
                   if len(indices) == batch]

        def step(i):
            indices = batches[i % len(batches)]
            trainer.step(self.train_x.index_select(0, indices),
                         self.train_y.index_select(0, indices))
        return common.step_seconds(step)


if __name__ == "__main__":
    common.serve(Torch)
