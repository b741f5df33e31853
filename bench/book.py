"""Reads the JSON that mnist_benchmark writes (Google Benchmark's format)."""

import dataclasses
import re

# Seconds of its time units.
UNITS = {"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1.0}
WHAT = ("peak", "train_step", "epoch", "inference_1", "inference_10000")


@dataclasses.dataclass
class Row:
    """The median of one benchmark's repetitions."""
    what: str
    backend: str  # "dense", "sparse", "reference"; empty for the peak
    threads: int
    seconds: float
    samples: float  # a unit, 0 for the peak
    flop_rate: float


class Book:
    def __init__(self, report):
        self.target = report["context"]["SIMD target"]
        self.samples = report["context"]["samples"]
        self.rows = [row_of(entry) for entry in report["benchmarks"]
                     if is_median(entry)]
        self.rows.sort(key=lambda row: (WHAT.index(row.what), row.threads,
                                        row.backend))

    def find(self, what, backend="", threads=1):
        """The row, or None."""
        for row in self.rows:
            if (row.what, row.backend, row.threads) == (what, backend, threads):
                return row
        return None

    def share_of_peak(self, row):
        return row.flop_rate / self.find("peak", "", row.threads).flop_rate

    def best(self, what):
        """The fastest of our own backends and thread counts."""
        return min((row for row in self.rows if row.what == what
                    and row.backend != "reference"),
                   key=lambda row: row.seconds)


def is_median(entry):
    # What ran once has no median.
    return (entry.get("repetitions") == 1 or
            entry.get("aggregate_name") == "median")


def row_of(entry):
    name, _, rest = entry["run_name"].partition("/threads:")
    what, _, backend = name.partition("/")
    seconds = entry["real_time"] * UNITS[entry["time_unit"]]
    return Row(what, backend, int(re.match(r"\d+", rest)[0]), seconds,
               entry["samples"] * seconds, entry["FLOP"])
