"""Keras 3 on TensorFlow or on JAX: compile and fit with default settings.

All epochs belong to one call of fit, as in the recipe: what fit does once, such
as copying the training set, falls into the warm-up epoch. The call runs in a
thread that stops before each epoch until the next epoch() is asked for.
"""

import importlib
import importlib.metadata
import os
import sys
import threading

import common

# No fit gets that far: the process ends first.
MOST_EPOCHS = 1000


class Keras:
    def __init__(self, data, threads, variant):
        del threads  # The backend has read the environment.
        # Keras reads it once, when it is imported.
        os.environ["KERAS_BACKEND"] = variant
        keras = importlib.import_module("keras")
        keras.utils.set_random_seed(0)
        self.keras = keras
        self.backend = variant
        self.data = data
        self.model = keras.Sequential([
            keras.layers.Input((784,)),
            keras.layers.Dense(common.HIDDEN, activation="relu"),
            keras.layers.Dense(common.CLASSES, activation="softmax")])
        self.model.compile(optimizer="rmsprop",
                           loss="sparse_categorical_crossentropy",
                           metrics=["accuracy"])
        self.wanted = threading.Semaphore(0)
        self.done = threading.Semaphore(0)
        self.fitting = None
        self.failed = False

    def versions(self):
        return {name: importlib.metadata.version(name)
                for name in ("keras", self.backend)}

    def fit(self):
        try:
            self.fit_in_turns()
        finally:
            # Reached only by an error, whose traceback the thread prints.
            self.failed = True
            self.done.release()

    def fit_in_turns(self):
        turns = self.keras.callbacks.LambdaCallback(
            on_epoch_end=lambda epoch, logs: self.take_turn())
        self.model.fit(self.data.train_x, self.data.train_y,
                       epochs=MOST_EPOCHS, batch_size=common.BATCH, verbose=0,
                       callbacks=[turns])

    def take_turn(self):
        self.done.release()
        self.wanted.acquire()

    def epoch(self):
        if self.fitting:
            self.wanted.release()
        else:
            self.fitting = threading.Thread(target=self.fit, daemon=True)
            self.fitting.start()
        self.done.acquire()
        if self.failed:
            sys.exit("fit ended early")

    def predict_one(self, i):
        return self.model.predict_on_batch(self.data.test_x[i:i + 1])

    def predict_all(self):
        return self.model.predict_on_batch(self.data.test_x)

    def accuracy(self):
        return self.model.evaluate(self.data.test_x, self.data.test_y,
                                   verbose=0)[1]


if __name__ == "__main__":
    common.serve(Keras)
