"""A program for one processor tells a lesser one what it lacks.

`sinter build --dispatch=static` here, then the program runs here, and ends on
processors that QEMU emulates with a message instead of by SIGILL.
"""

import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

FILES = 3  # the exit code of what the machine has not
MESSAGE = "odd_widths: error: this program was built for a processor with "
END = (", which this one lacks; build it here, or with --dispatch=dynamic\n")
# Each with what it has nevertheless.
PROCESSORS = {"qemu64": ["SSE3"], "Nehalem": ["SSSE3", "SSE4.1", "POPCNT"]}


def run(*command):
    return subprocess.run([str(word) for word in command], check=False,
                          capture_output=True, text=True, timeout=300)


def check(program, emulator, cpu, has):
    for arguments in (["info"], ["--help"], ["train", "--data", "none"]):
        result = run(emulator, "-cpu", cpu, program, *arguments)
        if result.returncode != FILES:
            sys.exit(f"{cpu}: {arguments} ends with {result.returncode}: "
                     f"{result.stdout}{result.stderr}")
        if not (result.stderr.startswith(MESSAGE)
                and result.stderr.endswith(END) and result.stdout == ""):
            sys.exit(f"{cpu}: says {result.stdout!r}, {result.stderr!r}")
    missing = result.stderr[len(MESSAGE):-len(END)].split(", ")
    if "AVX2" not in missing or set(missing) & set(has):
        sys.exit(f"{cpu}: lacks {missing}?")
    print(f"{cpu} lacks {', '.join(missing)}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sinter")
    parser.add_argument("--spec", required=True)
    parser.add_argument("--emulator", required=True)
    arguments = parser.parse_args()
    if not shutil.which(arguments.emulator):
        sys.exit(f"error: {arguments.emulator} is not installed; "
                 "scripts/install_dependencies.sh emulation does it")
    with open("/proc/cpuinfo", encoding="ascii") as file:
        if " avx2 " not in file.read():
            print("this processor has no AVX2: nothing to see")
            return
    with tempfile.TemporaryDirectory() as folder:
        program = pathlib.Path(folder) / "program"
        built = run(arguments.sinter, "build", arguments.spec, "-o", program,
                    "--dispatch=static", "--cxx", os.environ.get("CXX", "c++"))
        here = run(program, "info")
        if built.returncode != 0 or here.returncode != 0:
            sys.exit(f"{built.stderr}{here.stderr}")
        for cpu, has in PROCESSORS.items():
            check(program, arguments.emulator, cpu, has)


if __name__ == "__main__":
    main()
