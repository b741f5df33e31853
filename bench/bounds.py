"""What bounds a kernel here: multiply-adds, the divider or bytes.

The least seconds that one thread needs for what sinter states above a kernel:
its multiply-adds at the peak beside the steps; a square root and a quotient for
each weight that it updates; its bytes, read once at the speed of the smallest
cache that holds them all. The largest of the three bounds the kernel.
"""

import dataclasses

import workshop


@dataclasses.dataclass
class Bound:
    by: str
    seconds: float


def rate_of(result, unit):
    return result[unit] / workshop.median_seconds(result)


def level_of(kernels, size):
    """The smallest cache that holds `size` bytes, or memory."""
    return next((name for name, kilobytes in kernels["cache_kilobytes"].items()
                 if size <= kilobytes * 1024), "memory")


def bandwidth_of(kernels, level):
    """Bytes a second."""
    return rate_of(workshop.find(kernels["report"], kernels["levels"][level]),
                   "bytes")


def bound_of(kernels, kernel):
    """Of a kernel of dense steps; None if nothing is stated above it."""
    if not kernel["bytes"]:
        return None
    report = kernels["report"]
    level = level_of(kernels, kernel["bytes"])
    peak = rate_of(workshop.find(report, "peak_beside"), "flop")
    divider = rate_of(workshop.find(report, "divider"), "samples")
    return max((Bound("multiply-adds", kernel["flop"] / peak),
                Bound("divider", kernel["updates"] / divider),
                Bound(level, kernel["bytes"] / bandwidth_of(kernels, level))),
               key=lambda bound: bound.seconds)


def step_share(kernels):
    """Of the dense step's time: what bounds its kernels, one after the other."""
    profile = next(profile for profile in kernels["profiles"]
                   if profile["variant"] == "dense")
    bounds = [bound_of(kernels, kernel) for kernel in profile["kernels"]]
    return (sum(bound.seconds for bound in bounds if bound) /
            profile["step_seconds"])
