"""Sees that the C++ files are as clang-format writes them."""

import argparse
import subprocess
import sys

import sources


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clang-format", default="clang-format-19")
    arguments = parser.parse_args()
    files = sources.list_sources()
    if len(files) < 300:
        sys.exit(f"error: only {len(files)} files are left to look at")
    result = subprocess.run(
        [arguments.clang_format, "--dry-run", "-Werror", *map(str, files)],
        cwd=sources.ROOT, text=True, stderr=subprocess.PIPE, check=False)
    wrong = sorted({line.split(":")[0] for line in result.stderr.splitlines()
                    if "error: code should be clang-formatted" in line})
    if wrong:
        sys.exit("error: not as clang-format-19 writes them:\n"
                 + "\n".join(wrong) + "\nclang-format-19 -i FILE... mends it")
    if result.returncode != 0:
        sys.exit(result.stderr)
    print(f"{len(files)} files are as clang-format writes them")


if __name__ == "__main__":
    main()
