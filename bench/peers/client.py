"""A peer's process, as run.py sees it; common.py describes the protocol."""

import json
import os
import pathlib
import selectors
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
THREAD_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS",
                    "MKL_NUM_THREADS", "TF_NUM_INTRAOP_THREADS",
                    "TF_NUM_INTEROP_THREADS", "NPROC")
# Compiling at the first step may take a minute on two cores.
SECONDS_FOR_AN_ANSWER = 240
# What a spinning thread pool may need to fall asleep.
SECONDS_TO_END = 5


class PeerFailed(Exception):
    """The peer ended, or did not answer; the message says why."""


def environment(threads, waiting):
    """Thread counts have to be set before a peer's libraries are loaded.

    `waiting` is how OpenMP's threads wait for work: "default", which spins
    first, or "passive", which sleeps at once.
    """
    variables = {name: str(threads) for name in THREAD_VARIABLES}
    if waiting != "default":
        variables["OMP_WAIT_POLICY"] = waiting
    return {**os.environ, **variables, "PYTHONDONTWRITEBYTECODE": "1",
            "TF_CPP_MIN_LOG_LEVEL": "2", "CUDA_VISIBLE_DEVICES": "",
            "TORCHINDUCTOR_COMPILE_THREADS": "1"}


class PeerProcess:
    """Runs `file` on as many processors as it may have threads."""

    def __init__(self, file, variant, threads, waiting, data):
        processors = sorted(os.sched_getaffinity(0))[:threads]
        self.errors = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            [sys.executable, str(HERE / file), "--data", str(data),
             "--threads", str(threads), "--variant", variant],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors,
            bufsize=0, env=environment(threads, waiting),
            preexec_fn=lambda: os.sched_setaffinity(0, processors))
        self.replies = selectors.DefaultSelector()
        self.replies.register(self.process.stdout, selectors.EVENT_READ)

    def read(self):
        """The next reply. A reply is one line, so whole once it begins."""
        if not self.replies.select(SECONDS_FOR_AN_ANSWER):
            self.end()
            raise PeerFailed(f"no answer within {SECONDS_FOR_AN_ANSWER} s")
        line = self.process.stdout.readline()
        if not line:
            self.process.wait()
            raise PeerFailed(self.last_words())
        return json.loads(line)

    def ask(self, **command):
        try:
            self.process.stdin.write(json.dumps(command).encode() + b"\n")
        except BrokenPipeError:
            pass  # read() tells why.
        return self.read()

    def last_words(self):
        """The last line that the peer wrote to standard error."""
        self.errors.seek(0)
        lines = self.errors.read().decode(errors="replace").strip()
        last = lines.splitlines()[-1] if lines else "no message"
        return f"ended with exit code {self.process.returncode}: {last}"

    def end(self):
        """Closes the input, which ends a peer; kills one that goes on."""
        self.process.stdin.close()
        try:
            self.process.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
