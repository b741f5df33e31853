"""Runs one command as an attacker would have it run, and judges how it ended: in time and memory,
by the expected exit code, without a signal, with nothing on either stream but what belongs there."""

import dataclasses
import os
import re
import resource
import select
import signal
import subprocess
import tempfile

MOST_SECONDS = 2  # of processor time: the machine may be busy
MOST_BYTES = 256 << 20
HANGS_AFTER = 30  # seconds on the clock

# What may stand on stderr beside lines with ": error: ": the source under a message, its summary.
BESIDE_ERRORS = re.compile(
    r"\s*\d* \| .*|.*: \d+ more errors|Run 'sinter --help' for the commands\.|.*: (remark|note): .*")
NEVER = re.compile(r"Sanitizer|runtime error:|Assertion|terminate called|Stack dump|PLEASE submit|LLVM ERROR")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclasses.dataclass
class Case:
    name: str
    command: list
    code: int  # expected
    word: str  # in stderr if the code is not 0, else in stdout
    prepare: object = None  # called with the folder that the command runs in
    env: dict = dataclasses.field(default_factory=dict)
    limits: dict = dataclasses.field(default_factory=dict)  # resource.RLIMIT_..: value
    closed: tuple = ()  # file descriptors
    stdout: str = ""  # a file in place of the one that is looked at
    unprivileged: bool = False
    results_before_error: bool = False  # a training tells about its data first
    silent_failure: bool = False  # stderr is closed
    check: object = None  # called with the folder and stdout; gives a complaint or ""
    stderr_lines: frozenset = frozenset()  # of net.yaml: each must have its error


def drop_privileges():
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)


def prepare_child(case, address_space):
    def prepare():
        if address_space:
            resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
        if case.unprivileged:
            drop_privileges()
        for descriptor in case.closed:
            os.close(descriptor)
        for limit, value in case.limits.items():
            resource.setrlimit(limit, (value, value))
    return prepare


def environment_of_instrumented(case, folder):
    env = {}
    if resource.RLIMIT_NPROC in case.limits:
        env["ASAN_OPTIONS"] = "detect_leaks=0"  # which needs a thread of its own
    if case.unprivileged or case.limits:
        # Counters that may not be written, or not whole, go where they are lost.
        counters = os.path.join(folder, "counters")
        os.mkdir(counters)
        os.chmod(counters, 0o777)
        env |= {"GCOV_PREFIX": counters, "GCOV_ERROR_FILE": os.devnull}
    return env


class Sandbox:
    """`instrumented`: the programs are built with AddressSanitizer, which needs more of everything and
    all of the address space, or count the lines that they run."""

    def __init__(self, instrumented):
        self.instrumented = instrumented
        self.slack = 15 if instrumented else 1
        self.slowest = self.largest = 0

    def can_run(self, case):
        return not (self.instrumented and resource.RLIMIT_AS in case.limits)

    def run(self, case):
        """"" or what is wrong."""
        with tempfile.TemporaryDirectory(prefix="hostile") as folder:
            os.chmod(folder, 0o755)
            work = os.path.join(folder, "work")
            os.mkdir(work)
            if case.unprivileged and os.geteuid() == 0:
                os.chown(work, 65534, 65534)
            if case.prepare:
                case.prepare(work)
            status, usage, out, err = self.execute(case, folder, work)
            return self.judge(case, work, status, usage, out, err)

    def execute(self, case, folder, work):
        out_path, err_path = os.path.join(folder, "out"), os.path.join(folder, "err")
        env = {k: v for k, v in os.environ.items() if not k.startswith("LC_")} | case.env
        if self.instrumented:
            env |= environment_of_instrumented(case, folder)
        with open(out_path, "wb") as out, open(err_path, "wb") as err:
            stdout = open(case.stdout, "wb") if case.stdout else out
            child = subprocess.Popen(
                case.command, cwd=work, env=env, stdin=subprocess.DEVNULL, stdout=stdout, stderr=err,
                preexec_fn=prepare_child(case, not self.instrumented), start_new_session=True)
        watch = os.pidfd_open(child.pid)
        ended = select.select([watch], [], [], HANGS_AFTER * self.slack)[0]
        os.close(watch)
        if not ended:
            os.killpg(child.pid, signal.SIGKILL)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        with open(out_path, "rb") as out, open(err_path, "rb") as err:
            return (child.returncode, usage, out.read().decode("utf-8", "backslashreplace"),
                    err.read().decode("utf-8", "backslashreplace"))

    def judge(self, case, work, status, usage, out, err):
        seconds = usage.ru_utime + usage.ru_stime
        self.slowest = max(self.slowest, seconds)
        self.largest = max(self.largest, usage.ru_maxrss * 1024)
        if status < 0:
            return f"ended by signal {-status}: {err[:500]!r}"
        if status != case.code:
            return f"exit code {status} instead of {case.code}: {err[:500]!r}"
        if seconds > MOST_SECONDS * self.slack:
            return f"took {seconds:.2f} s of processor time"
        if usage.ru_maxrss * 1024 > MOST_BYTES * self.slack:
            return f"took {usage.ru_maxrss >> 10} MiB"
        if NEVER.search(err) or NEVER.search(out):
            return f"stray output: {err[:500]!r}"
        complaint = self.judge_success(case, out, err) if status == 0 else self.judge_error(case, out, err)
        return complaint or (case.check(work, out) if case.check else "")

    def judge_success(self, case, out, err):
        if case.word not in out:
            return f"stdout lacks {case.word!r}: {out[:500]!r}"
        return f"stderr is not empty: {err[:500]!r}" if err else ""

    def judge_error(self, case, out, err):
        if out and not case.results_before_error:
            return f"stdout is not empty: {out[:500]!r}"
        if case.silent_failure:
            return ""
        lacking = case.stderr_lines - {int(line) for line in re.findall(r"^net\.yaml:(\d+):", err, re.M)}
        if lacking:
            return f"no error for the lines {sorted(lacking)}: {err[:500]!r}"
        if case.word not in err:
            return f"stderr lacks {case.word!r}: {err[:500]!r}"
        if not err.endswith("\n") or CONTROL.search(err):
            return f"stderr has control characters or no end of line: {err[:500]!r}"
        lines = err[:-1].split("\n")
        stray = [line for line in lines if ": error: " not in line and not BESIDE_ERRORS.fullmatch(line)]
        if stray or ": error: " not in lines[0]:
            return f"stray line on stderr: {(stray or lines)[0][:500]!r}"
        return ""
