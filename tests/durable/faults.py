"""Every system call of a training that saves fails once, as on a full or broken
disk: the error is reported with exit code 3, the last checkpoint stays readable,
and the resumed training ends as the unbroken one. Writes that are to be made again
and locks that there are not are no errors."""

import argparse
import re

import durable

# Calls whose failure must end the training. After that of another one (a look
# at what is there, closing what was read) it may also go on.
MUST_END = ("write", "fsync", "rename", "ftruncate", "flock", "mkdir")

ERRORS = {"ENOSPC": "No space left on device", "EIO": "Input/output error"}


def is_standard_stream(name, rest):
    return name == "write" and rest[:2] in ("1,", "2,")


def check_told(what, err, saved):
    """The message tells which step is saved. When only flushing the folder
    fails, the new checkpoint is there, but may be gone after a power failure."""
    told = re.search(r"keeps it up to step (\d+)\n$", err)
    if told and int(told[1]) != saved and "cannot write its folder" not in err:
        durable.fail(f"{what}: step {saved} is saved, the message is {err!r}")


def check(toy, command, call, fault, texts, expected):
    name, number, rest = call
    what = f"{fault} at {name} {number} ({rest[:80]})"
    toy.forget()
    code, err = toy.execute(durable.injected(command, name, number, fault))
    if code not in (0, 3) or (code == 0 and name in MUST_END):
        durable.fail(f"{what}: exit code {code}: {err}")
    if code == 3 and (not err.startswith("toy: error: ")
                      or not any(text in err for text in texts)):
        durable.fail(f"{what}: the message is {err!r}")
    check_told(what, err, toy.steps_saved())
    toy.check_loss_of_work(what)
    toy.finish(what, expected)
    return code


def check_no_failure(toy, command, call, error, expected):
    """The call fails in a way that keeps nothing from being saved."""
    name, number, rest = call
    what = f"{error} at {name} {number} ({rest[:80]})"
    toy.forget()
    code, err = toy.execute(durable.injected(command, name, number,
                                             f"error={error}"))
    if code != 0:
        durable.fail(f"{what}: exit code {code}: {err}")
    toy.finish(what, expected)


# A write that a signal interrupts, or that a pipe has no room for, is made once
# more; where the file system knows no locks, there is none.
NO_FAILURES = {"write": ("EINTR", "EAGAIN"),
               "flock": ("ENOSYS", "EOPNOTSUPP", "ENOLCK")}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("--every", type=int, default=1,
                        help="let fail only each of so many calls")
    arguments = parser.parse_args()
    toy = durable.Toy(arguments.program)
    expected = toy.unbroken()
    command = toy.command("--run-dir", toy.run) + ["--threads", "1"]
    calls = durable.calls_of(toy, command)
    failures = [(call, error) for call in calls for error in ERRORS]
    failures = failures[::arguments.every]
    reported = 0
    for call, error in failures:
        code = check(toy, command, call, f"error={error}",
                     (ERRORS[error], "cannot write its folder"), expected)
        reported += code == 3
    # A write that takes only some bytes, or says so: all of them are lost.
    writes = [call for call in calls
              if call[0] == "write" and not is_standard_stream(*call[::2])]
    short = [(call, taken) for call in writes for taken in (0, 1, 5)]
    short = short[::arguments.every]
    for call, taken in short:
        check(toy, command, call, f"retval={taken}",
              ("bytes arrived", "nothing is taken"), expected)
    harmless = [(call, error) for call in calls
                if not is_standard_stream(*call[::2])
                for error in NO_FAILURES.get(call[0], ())]
    for call, error in harmless[::arguments.every]:
        check_no_failure(toy, command, call, error, expected)
    if len(writes) < 12 or len(harmless) < 5 * 12:
        durable.fail("hardly anything was written")
    print(f"{len(failures)} failing calls, {reported} of them reported; "
          f"{len(short)} short writes reported; "
          f"{len(harmless[::arguments.every])} failures that are none")


if __name__ == "__main__":
    main()
