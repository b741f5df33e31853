"""docs/*-dialect.md are what mlir-tblgen makes of the dialects' ODS, and
docs/passes.md names every pass that can be switched off."""

import argparse
import pathlib
import re
import subprocess
import sys

LLVM = pathlib.Path("/usr/lib/llvm-19")


def generate(root, dialect):
    return subprocess.run(
        [LLVM / "bin/mlir-tblgen", "-gen-dialect-doc", f"-dialect={dialect}",
         "-I", ".", "-I", LLVM / "include", f"compiler/ir/{dialect}_ops.td"],
        cwd=root, check=True, capture_output=True, text=True).stdout


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("root", type=pathlib.Path)
    root = parser.parse_args().root
    for dialect in ("nn", "kernel"):
        page = root / f"docs/{dialect}-dialect.md"
        if page.read_text() != generate(root, dialect):
            sys.exit(f"{page} is out of date; run scripts/regenerate.sh")
    pipeline = (root / "compiler/driver/pipeline.cc").read_text()
    passes = set(re.findall(r'(?:required|optional|replaceable)\(\s*"([a-z-]+)"', pipeline))
    table = (root / "docs/passes.md").read_text()
    missing = sorted(name for name in passes if name not in table)
    if missing or not passes:
        sys.exit(f"docs/passes.md lacks {missing}")


if __name__ == "__main__":
    main()
