"""Holds the Markdown pages against what the programs print.

A fenced block after `<!-- sinter ... -->` shows output of that command: its lines
must occur in it, in this order. `...` in a line stands for anything, a line of
only `...` for any lines. `-o OUT; OUT/FILE` means the generated FILE.

With --commands, runs the lines of a page's ```sh blocks that begin with `sinter`
or the name of a built program; they must succeed, and, without --once, again
when run again.
"""

import argparse
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

BLOCK = re.compile(r"<!-- (sinter .*?) -->\n```\w*\n(.*?)```", re.DOTALL)
SHELL = re.compile(r"```sh\n(.*?)```", re.DOTALL)


def output_of(command, root, environment):
    command, _, shown = command.partition("; ")
    with tempfile.TemporaryDirectory() as directory:
        out = str(pathlib.Path(directory) / "out")
        words = [out if word == "OUT" else word
                 for word in shlex.split(command)]
        result = subprocess.run(words, cwd=root, env=environment, text=True,
                                capture_output=True, check=False)
        if result.returncode != 0:
            sys.exit(f"{command}: {result.stderr}")
        if shown:
            return pathlib.Path(shown.replace("OUT", out)).read_text()
        return result.stderr + result.stdout


def pattern_of(line):
    parts = [re.escape(part) for part in line.strip().split("...")]
    return re.compile(r"\s*" + ".*".join(parts) + r"\s*")


def find_missing(block, output):
    """The first line of the block that the output lacks, or None."""
    lines = iter(output.splitlines())
    for wanted in block.splitlines():
        if wanted.strip() in ("", "..."):
            continue
        pattern = pattern_of(wanted)
        if not any(pattern.fullmatch(line) for line in lines):
            return wanted
    return None


def check_blocks(page, root, environment):
    blocks = BLOCK.findall(page.read_text())
    if not blocks:
        sys.exit(f"{page}: no block to check")
    for command, block in blocks:
        missing = find_missing(block, output_of(command, root, environment))
        if missing is not None:
            sys.exit(f"{page}: `{command}` does not print, in this order:\n"
                     f"{missing}")
    print(f"{page.name}: {len(blocks)} blocks as printed")


def run_commands(page, root, environment, programs, removed, once):
    lines = [line for block in SHELL.findall(page.read_text())
             for line in block.splitlines()
             if line.split(" ")[0].split("/")[-1] in programs]
    if not lines:
        sys.exit(f"{page}: no command to run")
    with tempfile.TemporaryDirectory() as directory:
        script = "\n".join(["set -e", f"cp -r {root}/models {root}/data .",
                            *lines, *(f"rm -r {name}" for name in removed),
                            *([] if once else lines)])
        result = subprocess.run(["bash", "-c", script], cwd=directory,
                                env=environment, text=True,
                                capture_output=True, check=False)
    if result.returncode != 0:
        sys.exit(f"{page}: a command failed\n{result.stdout}{result.stderr}")
    print(f"{page.name}: {len(lines)} commands run")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("page", type=pathlib.Path)
    parser.add_argument("--root", type=pathlib.Path, required=True)
    parser.add_argument("--bin", required=True)
    parser.add_argument("--commands", nargs="*")
    parser.add_argument("--remove", nargs="*", default=[],
                        help="what the page says to remove before the second "
                        "time")
    parser.add_argument("--once", action="store_true")
    arguments = parser.parse_args()
    environment = {**os.environ,
                   "PATH": arguments.bin + os.pathsep + os.environ["PATH"]}
    if arguments.commands:
        run_commands(arguments.page, arguments.root.resolve(), environment,
                     arguments.commands, arguments.remove, arguments.once)
    else:
        check_blocks(arguments.page, arguments.root, environment)


if __name__ == "__main__":
    main()
