"""Where a step of networks over images goes, kernel by kernel, what bounds each, and what oneDNN takes for
the same convolutions."""

import bounds
import kernels
import onednn
import workshop
from sections import ms, table

# Kernels with a smaller share of a step are not shown.
SMALL = 0.01


def measure_network(shop, name, spec, passes):
    program = shop.compile(f"image_kernels_{name}", spec, passes, debug_info=True)
    caches = kernels.cache_kilobytes()
    sizes = kernels.levels(caches)
    report = shop.measure(program, [
        "--what", "train,peak,read,bounds", "--read-kilobytes", ",".join(map(str, sizes.values())),
        "--repetitions", "5", "--seconds", "0.2", "--threads", "1"])
    profile = next(profile for profile in shop.measure(program, ["--profile", "10"])["profile"]
                   if profile["variant"] == "dense")
    step = workshop.median_seconds(workshop.find(report, "train"))
    return {"report": report, "cache_kilobytes": caches,
            "levels": {level: f"read_{size}_kb" for level, size in sizes.items()},
            "profiles": [kernels.cost_table(profile, program, step)]}


def measure(shop, specs, rounds):
    """Of {name: (spec, passes)}; oneDNN's if its program is built: scripts/bench.sh --only onednn."""
    found = {"networks": {}}
    for number, (name, (spec, passes)) in enumerate(specs.items()):
        workshop.progress(f"kernels of {name}")
        found["networks"][name] = measure_network(shop, str(number), spec, passes)
    program = shop.build / "bin/onednn"
    if program.exists():
        workshop.progress("oneDNN's convolutions")
        found["onednn"] = onednn.run(program, 1, rounds)
    return found


def percent(part, whole):
    return f"{100 * part / whole:.0f} %"


def kernel_rows(network):
    peak = bounds.rate_of(workshop.find(network["report"], "peak_beside"), "flop")
    for kernel in network["profiles"][0]["kernels"]:
        if kernel["share"] < SMALL:
            continue
        bound = bounds.bound_of(network, kernel)
        seconds = kernel["seconds"]
        yield (kernel["name"], ms(seconds),
               percent(kernel["flop"] / peak, seconds) if kernel["flop"] else "",
               bound.by if bound else "", percent(bound.seconds, seconds) if bound else "")


def onednn_rows(reply, peak):
    for result in reply["results"]:
        if result["what"].startswith("conv"):
            seconds = workshop.median_seconds(result)
            yield (result["what"], result["variant"], ms(seconds),
                   percent(result["flop"] / peak, seconds))


def section(found):
    text = ""
    for name, network in found["networks"].items():
        text += f"\n### Kernels of {name}\n\n" + table(
            ("kernel", "in a step", "of the peak", "bounded by", "of what bounds it"),
            list(kernel_rows(network)))
    if "onednn" in found:
        network = next(iter(found["networks"].values()))
        peak = bounds.rate_of(workshop.find(network["report"], "peak_beside"), "flop")
        text += (f"\n### oneDNN {found['onednn']['version']}\n\nThe convolutions of mnist_convnet in the layouts that it likes best, "
                 "without pooling and update.\n\n" + table(
                     ("convolution", "pass", "time", "of the peak"),
                     list(onednn_rows(found["onednn"], peak))))
    return text
