"""Measures the book's network closely: where one step's time goes, kernel by
kernel, and what bounds each; single predictions, how fast each cache is read,
and how fast the inner loops of the sparse products are alone.

The time of a kernel comes from sampling the call stack of one thread; its FLOP
and bytes are those that sinter states above the kernel in the generated code.
"""

import collections
import pathlib
import re
import subprocess

import workshop

STRUCT = re.compile(r"((?:^//.*\n)+)struct (\w+) \{", re.MULTILINE)
UNITS = {"bytes": 1, "KB": 1e3, "MB": 1e6, "GB": 1e9,
         "FLOP": 1, "KFLOP": 1e3, "MFLOP": 1e6, "GFLOP": 1e9}
# Functions outside kernels with a smaller share are listed as one.
SMALL = 0.001
CACHES = pathlib.Path("/sys/devices/system/cpu/cpu0/cache")


def amount(pattern, text):
    found = re.search(pattern, text)
    return float(found[1]) * UNITS[found[2]] if found else 0.0


def updates_of(text):
    """How many weights a product updates, by the comment above it."""
    found = re.search(r"m < (\d+), n < (\d+)", text)
    if not found or "(fuse-optimizer)" not in text:
        return 0
    return int(found[1]) * int(found[2])


def calls_in(source, variant):
    """{struct name: how often a training step runs it}: layers share kernels."""
    name = "TrainStepSparse" if variant == "sparse" else "TrainStep"
    step = re.search(rf"^void {name}\(const StepArguments& s,.*?^}}", source,
                     re.MULTILINE | re.DOTALL)
    return collections.Counter(re.findall(r"^ *(\w+)\{", step[0], re.MULTILINE))


def kernels_of(source):
    """{struct name: {"flop", "bytes", "updates", "lines": range}}: from generated
    code; of one run of it."""
    kernels = {}
    for found in STRUCT.finditer(source):
        text = " ".join(found[1].replace("//", " ").split())
        if "Tasks:" not in text:
            continue  # no kernel
        first = source.count("\n", 0, found.end()) + 1
        end = source.index("\n};", found.end())
        last = source.count("\n", 0, end) + 2
        kernels[found[2]] = {
            "flop": amount(r"([\d.]+) ([KMG]?FLOP)", text),
            "bytes": (amount(r"Reads ([\d.]+) (\w+)", text) +
                      amount(r"writes ([\d.]+) (\w+)", text)),
            "updates": updates_of(text),
            "lines": range(first, last + 1)}
    return kernels


def frames_of(executable, addresses):
    """{address: [(function, file, line)]}, what was inlined there first."""
    output = subprocess.run(
        ["addr2line", "-a", "-f", "-i", "-C", "-e", str(executable)],
        input="\n".join(addresses), text=True, capture_output=True,
        check=True).stdout
    frames = collections.defaultdict(list)
    lines = iter(output.splitlines())
    address = None
    # 0xADDRESS, then a function and a file:line for each frame.
    for line in lines:
        if re.fullmatch(r"0x[0-9a-f]+", line):
            address = f"{int(line, 16):x}"
            continue
        place = re.match(r"(.*):(\d+|\?)", next(lines))
        number = int(place[2]) if place[2].isdigit() else 0
        frames[address].append((line, pathlib.Path(place[1]).name, number))
    return frames


def kernel_of(frames, source_name, kernels):
    """The kernel that an address lies in, or None.

    Its code is within its struct, or that of a function made for it: the name
    of the struct is among the function's template arguments.
    """
    for function, file, line in frames:
        for name, kernel in kernels.items():
            if file == source_name and line in kernel["lines"]:
                return name
            if re.search(rf"\b{name}\b", function):
                return name
    return None


def owner_of(stack, frames, source_name, kernels):
    """The kernel that a sample belongs to; staging the batch stands apart.

    Kernels share functions: of those, the nearest caller that is a kernel's.
    """
    for address in stack:
        name = kernel_of(frames[address], source_name, kernels)
        if name is None:
            continue
        staging = any(function == "Stage" for function, *_ in frames[address])
        return f"{name} (stages the batch)" if staging else name
    # The last frame is the function that the others were inlined into.
    innermost = frames[stack[0]]
    function = innermost[-1][0] if innermost else "??"
    return f"({function_name(function)})"


def function_name(signature):
    """"void a::b::Compress<float>(float*)" -> "Compress"."""
    found = re.search(r"(\w+)(?:<[^(]*>)?\(", signature)
    return found[1] if found else signature.replace("??", "unknown")


def calls_of(stack):
    """The program counter, and of each return address the call before it."""
    return [stack[0], *(f"{int(address, 16) - 1:x}" for address in stack[1:])]


def shares_of(profile, program, kernels):
    """{kernel: share of the samples}"""
    stacks = [(calls_of(stack), count) for stack, count in profile["stacks"]]
    frames = frames_of(program.executable,
                       sorted({address for stack, _ in stacks for address in stack}))
    counts = collections.Counter()
    for stack, count in stacks:
        counts[owner_of(stack, frames, program.source.name, kernels)] += count
    total = sum(counts.values())
    for name, count in [*counts.items()]:
        if name.startswith("(") and count < SMALL * total:
            counts["(other)"] += counts.pop(name)
    return {name: count / total for name, count in counts.most_common()}


def cost_table(profile, program, step):
    """Shares of the profile, of the `step` seconds measured without it."""
    source = program.source.read_text()
    kernels = kernels_of(source)
    calls = calls_in(source, profile["variant"])
    shares = shares_of(profile, program, kernels)
    return {"variant": profile["variant"],
            "step_seconds": step,
            "samples": sum(count for _, count in profile["stacks"]),
            "kernels": [{"name": name, "share": share,
                         "seconds": share * step,
                         **{what: calls[name] * kernels.get(name, {}).get(what, 0.0)
                            for what in ("flop", "bytes", "updates")}}
                        for name, share in shares.items()]}


def kilobytes(size):
    return int(size[:-1]) * {"K": 1, "M": 1024}[size[-1]]


def cache_kilobytes():
    """{name: kilobytes}, of the caches that hold data."""
    return {"L" + (index / "level").read_text().strip():
            kilobytes((index / "size").read_text().strip())
            for index in sorted(CACHES.glob("index*"))
            if (index / "type").read_text().strip() != "Instruction"}


def levels(caches):
    """{name: kilobytes to read}: half of each cache, and far more than all.

    Of the third a quarter, but at most 16 MB, since others may have the rest,
    and at least twice the second, which would hold less.
    """
    sizes = {name: size // 2 for name, size in caches.items()}
    if "L3" in caches:
        sizes["L3"] = max(min(caches["L3"] // 4, 16384), 2 * caches["L2"])
    return {**sizes, "memory": 4 * max([*caches.values(), 32768])}


def main():
    options = workshop.parser_of(__doc__).parse_args()
    shop = workshop.Workshop(options.build, options.data)
    workshop.progress("compiling the book's network")
    program = shop.compile("kernels", workshop.spec_of(), debug_info=True)
    caches = cache_kilobytes()
    sizes = levels(caches)
    reports = shop.measure_interleaved(
        {"book": program}, options.rounds,
        ["--what", "train,peak,inference_1,inference_10000,read,bounds,products",
         "--read-kilobytes", ",".join(map(str, sizes.values())),
         "--repetitions", "5", "--seconds", "0.2",
         "--threads", workshop.THREADS])
    workshop.progress("sampling the call stack")
    profiles = shop.measure(program, ["--profile", "10"])["profile"]
    workshop.write_json(options.out, {
        "report": reports["book"],
        "levels": {name: f"read_{size}_kb" for name, size in sizes.items()},
        "cache_kilobytes": caches,
        "profiles": [cost_table(profile, program, workshop.median_seconds(
            workshop.find(reports["book"], "train",
                          variant=profile["variant"])))
            for profile in profiles]})


if __name__ == "__main__":
    main()
