"""Plain JAX: a compiled training step, or a compiled epoch as one lax.scan."""

import functools

import jax
import jax.numpy as jnp
import jaxlib
import numpy as np

import common


# Steps that are queued, or scanned, before their end is waited for.
STEPS_AT_ONCE = 10


def logits_of(parameters, x):
    """parameters: weights and bias of each layer, one after the other."""
    *hidden, (weight, bias) = zip(parameters[::2], parameters[1::2])
    for each_weight, each_bias in hidden:
        x = jax.nn.relu(x @ each_weight + each_bias)
    return x @ weight + bias


def loss_and_correct(parameters, x, y):
    logits = logits_of(parameters, x)
    losses = -jnp.take_along_axis(jax.nn.log_softmax(logits), y[:, None], 1)
    return losses.mean(), (logits.argmax(axis=1) == y).sum()


def rmsprop(weight, velocity, gradient):
    """Keras' definition: epsilon inside the root."""
    velocity = common.RHO * velocity + (1 - common.RHO) * gradient**2
    scaled = gradient * jax.lax.rsqrt(velocity + common.EPSILON)
    return weight - common.LEARNING_RATE * scaled, velocity


def step(state, x, y):
    """state: parameters, velocities, sum of losses, count of correct ones."""
    parameters, velocities, loss_sum, correct = state
    (loss, hits), gradients = jax.value_and_grad(
        loss_and_correct, has_aux=True)(parameters, x, y)
    updated = [rmsprop(*each)
               for each in zip(parameters, velocities, gradients)]
    parameters, velocities = ([pair[i] for pair in updated] for i in (0, 1))
    return parameters, velocities, loss_sum + loss, correct + hits


@functools.partial(jax.jit, donate_argnums=0)
def compiled_step(state, x, y, indices):
    return step(state, x[indices], y[indices])


def scan(state, x, y, batches):
    """A step for each row of indices."""
    return jax.lax.scan(
        lambda state, indices: (step(state, x[indices], y[indices]), None),
        state, batches)[0]


@functools.partial(jax.jit, donate_argnums=0)
def compiled_steps(state, x, y, batches):
    return scan(state, x, y, batches)


@functools.partial(jax.jit, donate_argnums=0)
def compiled_epoch(state, x, y, order):
    """Whole batches in a scan, then the smaller last one."""
    whole = len(order) // common.BATCH * common.BATCH
    state = scan(state, x, y, order[:whole].reshape(-1, common.BATCH))
    last = order[whole:]
    return step(state, x[last], y[last])


def initial_state(random, widths):
    parameters = []
    for inputs, outputs in zip(widths, widths[1:]):
        parameters += [jnp.asarray(common.glorot_uniform(random, inputs, outputs)),
                       jnp.zeros(outputs)]
    return (parameters, [jnp.zeros_like(p) for p in parameters],
            jnp.zeros(()), jnp.zeros((), jnp.int32))


@jax.jit
def probabilities_of(parameters, x):
    return jax.nn.softmax(logits_of(parameters, x))


class Jax:
    def __init__(self, data, threads, variant):
        del threads  # XLA has counted the processors it may use.
        self.variant = variant
        self.data = data
        self.random = np.random.default_rng(0)
        self.x = jnp.asarray(data.train_x)
        self.y = jnp.asarray(data.train_y)
        self.test_x = jnp.asarray(data.test_x)
        self.test_rows = [jnp.asarray(data.test_x[i:i + 1])
                          for i in range(common.ONE_SAMPLE_CALLS)]
        self.state = initial_state(self.random,
                                   [784, common.HIDDEN, common.CLASSES])

    def versions(self):
        return {"jax": jax.__version__, "jaxlib": jaxlib.__version__}

    def epoch(self):
        order = self.random.permutation(len(self.x)).astype(np.int32)
        if self.variant == "scan":
            self.state = compiled_epoch(self.state, self.x, self.y, order)
        else:
            for first in range(0, len(order), common.BATCH):
                self.state = compiled_step(self.state, self.x, self.y,
                                           order[first:first + common.BATCH])
        jax.block_until_ready(self.state)

    def step_seconds(self, widths, batch):
        state = initial_state(self.random, widths)
        order = self.random.permutation(len(self.x)).astype(np.int32)
        count = len(order) // (batch * STEPS_AT_ONCE)
        groups = order[:count * STEPS_AT_ONCE * batch].reshape(
            count, STEPS_AT_ONCE, batch)

        def steps(i):
            nonlocal state
            group = groups[i % count]
            if self.variant == "scan":
                state = compiled_steps(state, self.x, self.y, group)
            else:
                for indices in group:
                    state = compiled_step(state, self.x, self.y, indices)
            jax.block_until_ready(state)
        return common.step_seconds(steps, STEPS_AT_ONCE)

    def predict_one(self, i):
        return probabilities_of(self.state[0],
                                self.test_rows[i]).block_until_ready()

    def predict_all(self):
        return probabilities_of(self.state[0], self.test_x).block_until_ready()

    def accuracy(self):
        return common.accuracy_of(self.predict_all(), self.data.test_y)


if __name__ == "__main__":
    common.serve(Jax)
