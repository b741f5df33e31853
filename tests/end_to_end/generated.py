"""The committed example equals what the compiler emits.

Twice, from two directories and under another locale, and from the spec that
`sinter explain` prints; and the formatter has nothing to change (with lines as
long as they need to be).
"""

import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

FORMATTERS = ("clang-format-19", "/usr/lib/llvm-19/bin/clang-format")
STYLE = "{BasedOnStyle: Google, ColumnLimit: 0}"


def emit(sinter, spec, directory, locale):
    output = pathlib.Path(directory) / "out"
    subprocess.run([sinter, "compile", spec, "--without-runtime", "-o", output], check=True,
                   cwd=directory, env={**os.environ, "LC_ALL": locale})
    return {file.name: file.read_bytes() for file in output.iterdir()}


def check_format(files):
    formatter = next(filter(None, map(shutil.which, FORMATTERS)), None)
    if formatter is None:
        sys.exit("clang-format 19 is not installed")
    sources = [file for file in files if file.suffix in (".h", ".cc")]
    return subprocess.run([formatter, f"--style={STYLE}", "--dry-run",
                           "--Werror", *sources], check=False).returncode == 0


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sinter")
    parser.add_argument("--spec", type=lambda p: pathlib.Path(p).resolve(), required=True)
    parser.add_argument("--committed", type=pathlib.Path, required=True)
    arguments = parser.parse_args()
    committed = sorted(arguments.committed.iterdir())
    expected = {file.name: file.read_bytes() for file in committed}
    if not expected:
        sys.exit("nothing is committed")
    good = True
    for locale in ("C", "de_DE.UTF-8"):
        with tempfile.TemporaryDirectory() as directory:
            # Another path to the spec, as another user would have.
            spec = pathlib.Path(directory) / arguments.spec.name
            shutil.copy(arguments.spec, spec)
            explained = pathlib.Path(directory) / "explained.yaml"
            explained.write_bytes(subprocess.run(
                [arguments.sinter, "explain", spec], check=True,
                capture_output=True).stdout)
            for path in (spec, arguments.spec, explained):
                emitted = emit(arguments.sinter, path, directory, locale)
                if emitted != expected:
                    print(f"{path} under {locale}: differs from "
                          f"{arguments.committed}; regenerate it with "
                          "scripts/regenerate.sh")
                    good = False
    sys.exit(0 if check_format(committed) and good else 1)


if __name__ == "__main__":
    main()
