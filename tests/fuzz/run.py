"""Runs one fuzz target for a while, from seeds of this repository: corpus/NAME and the files that other tests use.

    run.py spec|idx|npy|csv|safetensors|ir --binary FUZZ_TARGET --sinter SINTER [--seconds 30] [--seed 1]
                                           [--findings FOLDER] [--keep FOLDER]

A failing input is kept in the folder of findings and printed with the command that repeats it; new inputs that reach
new code are kept in the other folder, if it is named. The last line is figures."""

import argparse
import os
import re
import resource
import subprocess
import sys
import tempfile

import seeds

# In bytes; libFuzzer's inputs are no longer. The IR of a small model after planning fits.
LONGEST = {"spec": 4096, "idx": 2048, "npy": 2048, "csv": 1024, "safetensors": 4096, "ir": 32768}
LIMITS = ["-timeout=5", "-rss_limit_mb=1024"]
# MLIR's parser calls itself for each bracket: the longest input may be nothing else.
STACK_BYTES = 256 << 20
SYMBOLIZER = "/usr/lib/llvm-19/bin/llvm-symbolizer"


def write_seeds(contents, folder):
    os.mkdir(folder)
    for i, content in enumerate(contents):
        with open(os.path.join(folder, f"{i:04}"), "wb") as file:
            file.write(content)


def write_dictionary(contents, path):
    """In libFuzzer's form, which has no empty one."""
    with open(path, "w", encoding="ascii") as file:
        file.writelines(f'"{word}"\n' for word in ["0", *seeds.words(contents)])


def allow_stack():
    """For the programs that this one starts."""
    most = resource.getrlimit(resource.RLIMIT_STACK)[1]
    wanted = STACK_BYTES if most == resource.RLIM_INFINITY else min(STACK_BYTES, most)
    resource.setrlimit(resource.RLIMIT_STACK, (wanted, most))


def environment():
    return os.environ | {
        "ASAN_OPTIONS": "quarantine_size_mb=64:symbolize=1", "UBSAN_OPTIONS": "print_stacktrace=1",
        "ASAN_SYMBOLIZER_PATH": SYMBOLIZER, "UBSAN_SYMBOLIZER_PATH": SYMBOLIZER}


def fuzz(arguments, folder):
    """libFuzzer's exit code and everything that it printed."""
    contents = seeds.of(arguments.name, arguments.sinter)
    write_seeds(contents, os.path.join(folder, "seeds"))
    write_dictionary(contents, os.path.join(folder, "words"))
    new = arguments.keep or os.path.join(folder, "new")
    for path in (new, arguments.findings):
        os.makedirs(path, exist_ok=True)
    command = [arguments.binary, *LIMITS, f"-max_len={LONGEST[arguments.name]}", f"-max_total_time={arguments.seconds}",
               f"-seed={arguments.seed}", f"-dict={folder}/words", f"-artifact_prefix={arguments.findings}/",
               "-print_final_stats=1", new, os.path.join(folder, "seeds")]
    run = subprocess.run(command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    return run.returncode, run.stdout.decode(errors="replace")


def figures(log):
    """{name: number} of libFuzzer's last line of progress and its statistics."""
    found = dict(re.findall(r"stat::(\w+): +(\d+)", log))
    progress = re.findall(r"cov: (\d+) ft: (\d+) corp: (\d+)", log)
    if progress:
        found.update(zip(("coverage", "features", "corpus"), progress[-1]))
    return {name: int(number) for name, number in found.items()}


def report_finding(arguments, log):
    print(log[-6000:])
    for path in re.findall(r"Test unit written to (\S+)", log):
        with open(path, "rb") as file:
            print(f"the input: {file.read(2000)!r}")
        print(f"to repeat: {os.path.abspath(arguments.binary)} {path}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("name", choices=LONGEST)
    parser.add_argument("--binary", required=True)
    parser.add_argument("--sinter", required=True)
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1, help="0: another one every time")
    parser.add_argument("--findings", default="findings")
    parser.add_argument("--keep", help="a folder for inputs that reach new code")
    arguments = parser.parse_args()
    arguments.findings = os.path.abspath(arguments.findings)
    allow_stack()
    with tempfile.TemporaryDirectory(prefix="fuzz") as folder:
        code, log = fuzz(arguments, folder)
    if code != 0:
        report_finding(arguments, log)
        sys.exit(f"FAILED: fuzz_{arguments.name} ended with {code}")
    numbers = figures(log)
    print(f"fuzz_{arguments.name}: {numbers['number_of_executed_units']} runs, {numbers['coverage']} edges and "
          f"{numbers['features']} features covered, {numbers['corpus']} inputs, {numbers['peak_rss_mb']} MiB, no finding")


if __name__ == "__main__":
    main()
