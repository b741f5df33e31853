"""Follows a page from an empty folder, as its reader would.

A fenced block whose last line before it is a file name in backticks and a colon
is written to that file. The ```sh blocks are run in the page's order. A ```text
block right behind one shows what it printed, as in readme.py; the commands fail
if an `: error: ` is shown, else they succeed.

Usage: walkthrough.py PAGE --bin FOLDER_OF_SINTER
"""

import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import readme

BLOCK = re.compile(r"(?:^`([\w.]+)`:\n\n)?^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
FEWEST = 3  # runs with a shown output


def steps_of(page):
    """Yields (file name, text) and (None, commands, shown output or None)."""
    text = page.read_text()
    blocks = list(BLOCK.finditer(text))
    for block, after in zip(blocks, [*blocks[1:], None]):
        name, language, code = block.groups()
        if name:
            yield name, code, None
        elif language == "sh":
            is_shown = after and after[2] == "text" and not text[block.end():after.start()].strip()
            yield None, code, after[3] if is_shown else None


def run(page, commands, shown, folder, environment):
    result = subprocess.run(["bash", "-e", "-c", commands], cwd=folder, env=environment, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if (result.returncode != 0) != (": error: " in (shown or "")):
        sys.exit(f"{page}: ended with {result.returncode}:\n{commands}{result.stdout}")
    missing = readme.find_missing(shown or "", result.stdout)
    if missing is not None:
        sys.exit(f"{page}: does not print, in this order:\n{missing}\nbut:\n{commands}{result.stdout}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("page", type=pathlib.Path)
    parser.add_argument("--bin", required=True)
    arguments = parser.parse_args()
    environment = {**os.environ, "PATH": os.path.abspath(arguments.bin) + os.pathsep + os.environ["PATH"],
                   "LC_ALL": "C.UTF-8"}
    outputs = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, code, shown in steps_of(arguments.page):
            if name:
                pathlib.Path(folder, name).write_text(code)
            else:
                run(arguments.page, code, shown, folder, environment)
                outputs += shown is not None
    if outputs < FEWEST:
        sys.exit(f"{arguments.page}: only {outputs} outputs to compare")
    print(f"{arguments.page.name}: {outputs} outputs as printed")


if __name__ == "__main__":
    main()
