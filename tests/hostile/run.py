"""Hostile specs, data files, weight files, command lines and injections through the real programs.
Each case names its exit code and a word of the message; sandbox.py says what else must hold.

    run.py specs|data|arrays|tables|weights|commands|injection --sinter SINTER --program PROGRAM... [--only WORD]

PROGRAM is mnist_mlp, of arrays and tables those of models/."""

import argparse
import os
import sys
import tempfile

import array_files
import commands
import data_files
import injection
import specs
import table_files
import weight_files
from sandbox import Sandbox

# A suite that has lost its cases fails.
SUITES = {
    "specs": (specs.cases, 150),
    "data": (data_files.cases, 80),
    "arrays": (array_files.cases, 90),
    "tables": (table_files.cases, 100),
    "weights": (weight_files.cases, 100),
    "commands": (commands.cases, 60),
    "injection": (injection.cases, 60 * len(injection.PLACES)),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("suite", choices=SUITES)
    parser.add_argument("--sinter", required=True)
    parser.add_argument("--program", required=True, nargs="+")
    parser.add_argument("--instrumented", action="store_true", help="the programs are built with AddressSanitizer or count lines")
    parser.add_argument("--every", type=int, default=1, help="only each of so many cases")
    parser.add_argument("--only", default="", help="cases with this in their names")
    arguments = parser.parse_args()
    sinter, *programs = map(os.path.abspath, (arguments.sinter, *arguments.program))
    make_cases, least = SUITES[arguments.suite]
    sandbox = Sandbox(arguments.instrumented)
    ran = failed = 0
    names = set()
    with tempfile.TemporaryDirectory(prefix="hostile") as shared:
        os.chmod(shared, 0o755)
        for case in make_cases(sinter, *programs, shared):
            assert case.name not in names, f"two cases are called {case.name}"
            names.add(case.name)
            if arguments.only not in case.name or len(names) % arguments.every or not sandbox.can_run(case):
                continue
            complaint = sandbox.run(case)
            ran += 1
            if complaint:
                failed += 1
                print(f"FAILED {case.name}: {complaint}", flush=True)
    print(f"{ran} cases, {failed} failed; at most {sandbox.slowest:.2f} s, {sandbox.largest >> 20} MiB")
    if not arguments.only and len(names) < least:
        print(f"{len(names)} cases; {least} are promised")
        failed += 1
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
