"""Compiles a generated project for 64-bit ARM, as docs/testing.md shows it."""

import argparse
import pathlib
import shutil
import subprocess
import sys

TOOLCHAIN = pathlib.Path(__file__).with_name("aarch64-linux-gnu.cmake")
COMPILER = "aarch64-linux-gnu-g++"
LIBRARIES = pathlib.Path("/usr/lib/aarch64-linux-gnu")
NEEDED = ("libhwy.so", "libz.so", "cmake/fmt/fmt-config.cmake")
INSTALL = "scripts/install_dependencies.sh emulation"


def missing():
    return ([] if shutil.which(COMPILER) else [COMPILER]) + [
        str(LIBRARIES / name) for name in NEEDED
        if not (LIBRARIES / name).exists()]


def run(*command):
    result = subprocess.run([str(part) for part in command],
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                            text=True, check=False)
    if result.returncode != 0:
        sys.exit(f"{result.stdout}\nerror: {command[0]} ended with "
                 f"{result.returncode}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("cmake", "root", "project", "build"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--launcher", help="CMAKE_CXX_COMPILER_LAUNCHER")
    arguments = parser.parse_args()
    if missing():
        sys.exit(f"error: missing: {', '.join(missing())}; {INSTALL} "
                 "installs it")
    run(arguments.cmake, "-S", arguments.project, "-B", arguments.build,
        "--toolchain", TOOLCHAIN, f"-DSINTER_ROOT={arguments.root}",
        f"-DCMAKE_CXX_COMPILER_LAUNCHER={arguments.launcher}")
    run(arguments.cmake, "--build", arguments.build, "--parallel", "2")
    run(COMPILER, "-O2", "-shared", "-fPIC",
        pathlib.Path(__file__).with_name("without_aes.cc"), "-o",
        pathlib.Path(arguments.build) / "without_aes.so")


if __name__ == "__main__":
    main()
