"""The pictures of docs/performance.md, from the same JSON."""

import bounds
import goals
import sections
import workshop
from svg import Chart


def rate_of(report, what):
    result = workshop.find(report, what)
    return result["flop"] / workshop.median_seconds(result)


def short(name):
    """DenseForward_MatmulRelu -> DenseForward: it has to fit beside a chart."""
    return name.partition("_")[0] + (" (staging)" if "stages" in name else "")


def roofline(kernels):
    """Each kernel's FLOP/s under what the multiply-adds and the caches allow."""
    peak = rate_of(kernels["report"], "peak") / 1e9
    chart = Chart("Roofline of one dense training step, 1 thread",
                  "FLOP a byte", "GFLOP/s")
    measured = [kernel for kernel in kernels["profiles"][0]["kernels"]
                if kernel["flop"] and kernel["bytes"]]
    intensities = [kernel["flop"] / kernel["bytes"] for kernel in measured]
    right = max([*intensities, 8]) * 2
    left = min([*intensities, 1]) / 2
    chart.line(f"peak {peak:.0f} GFLOP/s", [(left, peak), (right, peak)],
               marks=False)
    for level in kernels["levels"]:
        bandwidth = bounds.bandwidth_of(kernels, level) / 1e9
        corner = min(max(peak / bandwidth, left), right)
        if corner > left:
            chart.line(f"{level} {bandwidth:.0f} GB/s",
                       [(left, left * bandwidth), (corner, corner * bandwidth)],
                       dashed=True, marks=False)
    for kernel in measured:
        chart.point(short(kernel["name"]), kernel["flop"] / kernel["bytes"],
                    kernel["flop"] / kernel["seconds"] / 1e9)
    return chart.render()


# Of each series: what its x axis shows, and the value of a shape there.
GROWTH = {
    "width": ("hidden width, one layer, batch 128",
              lambda shape: shape["hidden"][0]),
    "batch": ("batch, 784-512-10", lambda shape: shape["batch"]),
    "depth": ("hidden layers of 512, batch 128",
              lambda shape: len(shape["hidden"])),
}


def growth(shapes, name):
    """Time of a step along a series, beside what the peak would allow."""
    label, value_of = GROWTH[name]
    entries = [shapes["shapes"][key] for key in shapes["series"][name]]
    chart = Chart(f"Time of one training step against {name}", label,
                  "microseconds")
    for variant in sections.variants_of(entry["report"] for entry in entries):
        for threads in (1, 2):
            points = [(value_of(entry), time * 1e6) for entry in entries
                      if (time := goals.step_time(entry["report"], threads,
                                                  variant))]
            if points:
                chart.line(f"{variant}, {goals.threads_text(threads)}", points)
    chart.line("dense FLOP at peak, 1", [
        (value_of(entry), entry["report"]["train_flop"] /
         rate_of(entry["report"], "peak") * 1e6) for entry in entries],
        dashed=True, marks=False)
    return chart.render()


def pictures_of(evidence):
    """{file name: SVG}"""
    pictures = {}
    if evidence.kernels:
        pictures["roofline.svg"] = roofline(evidence.kernels)
    for name in GROWTH:
        if evidence.shapes and name in evidence.shapes["series"]:
            pictures[f"cost_{name}.svg"] = growth(evidence.shapes, name)
    return pictures
