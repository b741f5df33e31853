"""Which of Highway's x86 targets the processor here has, by Linux' word.

From /proc/cpuinfo and the processors' manuals, not from Highway's own detection.
"""

# Target: flags that it needs beside those of the targets below it.
X86 = {
    "AVX3": "avx512f avx512bw avx512dq avx512vl",
    "AVX2": "avx avx2 fma f16c abm bmi1 bmi2",
    "SSE4": "sse4_1 sse4_2 aes pclmulqdq",
    "SSSE3": "ssse3",
}

# Every processor has these; which one a program holds depends on its compiler.
PORTABLE = ("SCALAR", "EMU128")


def flags_here():
    with open("/proc/cpuinfo", encoding="ascii") as file:
        for line in file:
            if line.startswith("flags"):
                return set(line.split(":")[1].split())
    raise SystemExit("error: /proc/cpuinfo names no flags")


def targets_here():
    """Those that it has, best first, and those that it lacks."""
    flags = flags_here()
    has = []
    for target, needed in reversed(X86.items()):
        if not flags.issuperset(needed.split()):
            break
        has.insert(0, target)
    return has, [target for target in X86 if target not in has]
