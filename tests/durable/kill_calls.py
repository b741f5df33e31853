"""A save is: a temporary in the same folder, write, fsync, rename, fsync of the
folder. SIGKILL at every system call of a training that saves: the last checkpoint
can always be read, no more than the interval is lost, the resumed training ends
as the unbroken one, and nothing is left behind."""

import argparse
import os
import re
import signal

import durable


def check_order(calls):
    """Around every rename: what was written is flushed, then the folder is."""
    for i, (name, _, rest) in enumerate(calls):
        if name != "rename":
            continue
        temporary, target = re.match(r'"(.*)", "(.*)"\)', rest).groups()
        folder, base = os.path.split(target)
        before = [call[0].replace("newfstatat", "fstat")
                  for call in calls[i - 3:i]]
        after = [call[0] for call in calls[i + 1:i + 4]]
        good = (temporary == f"{folder}/.{base}.partial"
                and before == ["write", "fstat", "fsync"]
                and after == ["close", "openat", "fsync"]
                and calls[i + 2][2].startswith(f'AT_FDCWD, "{folder}", '))
        if not good:
            durable.fail(f"{rest}: {before} before, {after} after")


def kill(toy, command, calls, expected):
    for name, number, rest in calls:
        what = f"killed at {name} {number} ({rest[:80]})"
        prepare(toy, command)
        code, _ = toy.execute(durable.injected(command, name, number,
                                               "signal=KILL"))
        if code not in (-signal.SIGKILL, 128 + signal.SIGKILL):
            durable.fail(f"{what}: exit code {code}")
        toy.check_loss_of_work(what)
        toy.finish(what, expected)


def prepare(toy, command):
    toy.forget()
    if "--resume" in command:
        code, err = toy.execute(toy.command("--run-dir", toy.run, steps=5))
        if code != 0:
            durable.fail(f"the first part ends with {code}: {err}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("--every", type=int, default=1,
                        help="kill at only each of so many calls")
    arguments = parser.parse_args()
    toy = durable.Toy(arguments.program)
    expected = toy.unbroken()
    for option in ("--run-dir", "--resume"):
        command = toy.command(option, toy.run) + ["--threads", "1"]
        prepare(toy, command)
        calls = durable.calls_of(toy, command)
        if sum(name == "rename" for name, _, _ in calls) < 8:
            durable.fail(f"{option}: hardly anything was saved")
        check_order(calls)
        calls = calls[::arguments.every]
        kill(toy, command, calls, expected)
        print(f"{option}: killed at {len(calls)} calls")


if __name__ == "__main__":
    main()
