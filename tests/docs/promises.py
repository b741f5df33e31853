"""Holds docs/testing.md against ctest: every test has one label, quick or deep; the tables'
second column names tests of the label quick, their third tests of any label. Names in
`backquotes` may have a *; a build has not every test, so deep ones are looked up where
this build has the label deep at all."""

import argparse
import fnmatch
import json
import pathlib
import re
import subprocess
import sys

TABLE = re.compile(r"^\| promise \| quick \| deep \|\n\|[-|]+\|\n((?:\|.*\|\n)+)", re.MULTILINE)
CODE = re.compile(r"`([^`]+)`")
# Not in every build: the first only with sanitizers, the second only where 80 models would
# take too long.
ELSEWHERE = ("fuzz_*", "differential_small")
LEAST_ROWS = 30


def labels_of_tests(ctest, build):
    """{test: its labels}"""
    shown = subprocess.run([ctest, "--test-dir", build, "--show-only=json-v1"],
                           capture_output=True, text=True, check=True).stdout
    return {test["name"]: next((entry["value"] for entry in test.get("properties", [])
                                if entry["name"] == "LABELS"), [])
            for test in json.loads(shown)["tests"]}


def rows_of(page):
    """(promise, names in the quick column, names in the deep column)"""
    for table in TABLE.findall(page.read_text(encoding="utf-8")):
        for row in table.splitlines():
            promise, quick, deep = row.strip("|").split(" | ")
            yield promise.strip(), CODE.findall(quick), CODE.findall(deep)


def is_test(name):
    """Not a command or a file."""
    return re.fullmatch(r"[\w*]+", name) is not None


def complaints_of(page, labels):
    quick = [test for test, found in labels.items() if found == ["quick"]]
    deep = [test for test, found in labels.items() if found == ["deep"]]
    for test, found in labels.items():
        if found not in (["quick"], ["deep"]):
            yield f"{test} has the labels {found}, not quick or deep"
    rows = list(rows_of(page))
    if len(rows) < LEAST_ROWS:
        yield f"{page}: only {len(rows)} promises"
    for promise, quick_names, deep_names in rows:
        if not quick_names + deep_names:
            yield f"no test holds: {promise}"
        looked_up = [(name, quick) for name in quick_names]
        if deep:
            looked_up += [(name, quick + deep) for name in deep_names]
        for name, tests in looked_up:
            if is_test(name) and name not in ELSEWHERE and not fnmatch.filter(tests, name):
                yield f"no such test: {name}, of: {promise}"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("page", type=pathlib.Path)
    parser.add_argument("--ctest", required=True)
    parser.add_argument("--build", required=True)
    arguments = parser.parse_args()
    labels = labels_of_tests(arguments.ctest, arguments.build)
    complaints = list(complaints_of(arguments.page, labels))
    print(*complaints, f"{len(labels)} tests, {len(complaints)} complaints", sep="\n")
    sys.exit(bool(complaints))


if __name__ == "__main__":
    main()
