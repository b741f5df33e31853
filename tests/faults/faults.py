"""Do the tests see? Puts deliberate faults into a copy of the committed tree, one
at a time, and runs tests until one fails.

A fault is a patch in this folder, NN_name.patch. It begins with a line that says
what is wrong, then the tests that should see it, first ones first:

    # The last vector of columns is left out.
    # Tests: highway_program_test

`# Hang: yes` says that a test that never ends is what the fault leads to;
otherwise running out of time counts for nothing. Only tests that pass without the
fault are asked. A fault that its own tests miss goes through the whole suite, but
for the long entries and those that compare text with committed files: they differ
after any change, a right one too.

What caught which is kept in caught.md. Exit code: 0 if at least 95 % were caught.
"""

import argparse
import dataclasses
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

import fault_list

LEAST = 0.95  # share of the faults that is caught

# Text against committed text, and this folder's own check.
SNAPSHOTS = re.compile(
    "generated_example|pages_|readme_commands|reference_pages|bench_|faults_|clang_")
# Asked only where a fault names them.
LONG = re.compile("accuracy_|hostile_|fuzz_|targets_|differential_(?!0$)|consumer_")


@dataclasses.dataclass
class Run:
    """Of one test."""
    verdict: str  # passed, failed, skipped, timeout
    detail: str
    seconds: float


class Copy:
    """The committed tree, and a build of it."""

    def __init__(self, work):
        self.tree = work / "tree"
        self.build_folder = work / "build"
        self.log = work / "build.log"
        self.environment = dict(os.environ)
        if shutil.which("ccache"):
            self.environment.setdefault("CMAKE_CXX_COMPILER_LAUNCHER", "ccache")
        self.sound = {}  # test -> seconds, without any fault

    def git(self, *arguments):
        return subprocess.run(["git", "-C", str(self.tree), *arguments],
                              check=True, capture_output=True, text=True)

    def prepare(self):
        if not self.tree.exists():
            self.tree.parent.mkdir(parents=True, exist_ok=True)
            subprocess.run(["git", "clone", "--quiet", "--shared", "--no-checkout",
                            str(fault_list.ROOT), str(self.tree)], check=True)
        self.git("fetch", "--quiet", "origin", "HEAD")
        self.git("checkout", "--quiet", "--force", "--detach", "FETCH_HEAD")
        command = ["cmake", "-S", str(self.tree), "-B", str(self.build_folder),
                   "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release",
                   "-DSINTER_BUILD_BENCHMARKS=OFF"]
        if not self.quietly(command):
            sys.exit(self.log.read_text())
        self.commands = read_commands(self.build_folder)

    def quietly(self, command):
        with self.log.open("w") as log:
            return subprocess.run(command, env=self.environment, stdout=log,
                                  stderr=log, check=False).returncode == 0

    def targets(self, test):
        """What the test runs; the tests of lit run the two programs."""
        words = self.commands[test]
        prefix = f"{self.build_folder}/bin/"
        found = [f"bin/{word.removeprefix(prefix)}" for word in words
                 if word.startswith(prefix)]
        lit = any(word.endswith("lit.py") for word in words)
        return found + (["bin/sinter", "bin/sinter-opt"] if lit else [])

    def build(self, tests):
        targets = sorted({target for test in tests
                          for target in self.targets(test)})
        return not targets or self.quietly(
            ["ninja", "-C", str(self.build_folder), "-j", str(os.cpu_count()),
             *targets])

    def run(self, test):
        limit = max(60, 10 * self.sound.get(test, 100))
        start = time.monotonic()
        result = subprocess.run(
            ["ctest", "--test-dir", str(self.build_folder), "-R", f"^{test}$",
             "--output-on-failure", "--timeout", str(int(limit))],
            capture_output=True, text=True, errors="replace", check=False)
        seconds = time.monotonic() - start
        for verdict in ("Skipped", "Timeout"):
            if f"***{verdict}" in result.stdout:
                return Run(verdict.lower(), "", seconds)
        if result.returncode == 0:
            return Run("passed", "", seconds)
        return Run("failed", first_failure(result.stdout), seconds)

    def check_sound(self, tests):
        """All of them must pass, or their failing would say nothing."""
        new = [test for test in tests if test not in self.sound]
        if not self.build(new):
            sys.exit(f"the tree without a fault does not build: see {self.log}")
        for test in new:
            run = self.run(test)
            if run.verdict == "passed":
                self.sound[test] = run.seconds
            else:
                print(f"{test}: {run.verdict} without a fault: not asked")


def read_commands(build_folder):
    """Test -> words of its command, built or not."""
    commands = {}
    for path in build_folder.rglob("CTestTestfile.cmake"):
        for name, words in re.findall(
                r'^add_test\((?:\[=\[|")(.+?)(?:\]=\]|") (.*)\)$',
                path.read_text(), re.MULTILINE):
            commands[name] = re.findall(r'"((?:[^"\\]|\\.)*)"', words)
    return commands


def first_failure(output):
    """Which part of the test, where GoogleTest or lit says so."""
    match = re.search(r"\[  FAILED  \] ([\w/.]+)(?:,| \()|"
                      r"^(?:\d+: )?FAIL: sinter :: (\S+)", output, re.MULTILINE)
    if match:
        return match[1] or match[2]
    return "crashes" if "***Exception" in output else ""


def hinted(fault, commands):
    """The tests that the fault names, in its order."""
    names = [name for pattern in fault.tests for name in sorted(commands)
             if re.fullmatch(pattern, name) and not SNAPSHOTS.match(name)]
    if len(set(names)) < len(fault.tests):
        sys.exit(f"{fault.path}: error: names a test that is not there")
    return list(dict.fromkeys(names))


def try_fault(copy, fault, tests):
    """(verdict, test, detail)."""
    verdict = "not caught"
    try:
        copy.git("apply", str(fault.path))
        for test in tests:
            if test not in copy.sound:
                continue
            if not copy.build([test]):
                verdict = "not compiled"
                continue
            run = copy.run(test)
            if run.verdict == "failed":
                return "caught", test, run.detail
            if run.verdict == "timeout" and fault.hangs:
                return "caught", test, "hangs"
    except subprocess.CalledProcessError:
        return "does not apply", "", ""
    finally:
        copy.git("checkout", "--quiet", "--force", ".")
    return verdict, "", ""


def try_all(copy, faults, select):
    outcomes = {}
    for fault in faults:
        start = time.monotonic()
        outcomes[fault.name] = try_fault(copy, fault, select(fault))
        fault_list.write_row(fault, outcomes[fault.name])
        print(fault.name, *outcomes[fault.name],
              f"({time.monotonic() - start:.0f} s)", flush=True)
    return outcomes


def find_catches(copy, faults):
    """Fault -> (verdict, test, detail): by its own tests, then by all others."""
    own = {fault.name: hinted(fault, copy.commands) for fault in faults}
    copy.check_sound(sorted({test for tests in own.values() for test in tests}))
    outcomes = try_all(copy, faults, lambda fault: own[fault.name])
    missed = [fault for fault in faults
              if outcomes[fault.name][0] == "not caught"]
    if missed:
        suite = [test for test in copy.commands
                 if not SNAPSHOTS.match(test) and not LONG.match(test)]
        copy.check_sound(suite)
        cheap_first = sorted(copy.sound, key=copy.sound.get)
        outcomes |= try_all(copy, missed, lambda fault: [
            test for test in cheap_first if test not in own[fault.name]])
    return outcomes


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--only", nargs="+", default=[], metavar="NN",
                        help="numbers of faults")
    parser.add_argument("--work", type=pathlib.Path,
                        default=fault_list.ROOT / "build" / "faults",
                        help="folder for the copy and its build")
    parser.add_argument("--check", action="store_true",
                        help="only see whether the patches apply")
    arguments = parser.parse_args()
    if arguments.check:
        return fault_list.check_patches()
    faults = fault_list.read_faults(arguments.only)
    copy = Copy(arguments.work.resolve())
    copy.prepare()
    outcomes = find_catches(copy, faults)
    caught = sum(verdict == "caught" for verdict, _, _ in outcomes.values())
    print(f"caught: {caught} of {len(faults)}; the list: {fault_list.TABLE}")
    if not faults or caught < LEAST * len(faults):
        sys.exit(1)


if __name__ == "__main__":
    main()
