"""SIGINT while the training set is read: nothing was trained, so nothing is saved,
least of all in the place of something that is."""

import argparse
import re
import signal

import durable


def number_of_first_read(toy, command):
    """Of the read() calls, the first after signals are caught: of the samples."""
    reads, caught = 0, False
    for line in durable.traced(toy, ("read", "rt_sigaction"), command):
        reads += " read(" in line
        caught |= bool(re.search(r"rt_sigaction\(SIGTERM, {sa_handler=0x", line))
        if caught and " read(" in line:
            return reads
    return durable.fail("nothing is read after signals are caught")


def interrupt(toy, command, number):
    code, err = toy.execute(durable.injected(command, "read", number,
                                             "signal=INT"))
    if code != 128 + signal.SIGINT or "before the first step" not in err:
        durable.fail(f"exit code {code}: {err}")


def begin(toy):
    """A training that is not at its goal yet."""
    toy.forget()
    code, err = toy.execute(toy.command("--run-dir", toy.run, steps=5))
    if code != 0:
        durable.fail(f"the first part ends with {code}: {err}")


def check_new(toy, weights, expected):
    command = toy.command("--run-dir", toy.run) + ["--save", weights]
    number = number_of_first_read(toy, command)
    toy.forget()
    weights.write_text("old")
    interrupt(toy, command, number)
    if weights.read_text() != "old" or toy.steps_saved() is not None:
        durable.fail("something was saved")
    toy.finish("after a new training", expected)


def check_resumed(toy, expected):
    command = toy.command("--resume", toy.run)
    begin(toy)
    number = number_of_first_read(toy, command)
    begin(toy)
    kept = toy.contents()
    interrupt(toy, command, number)
    if toy.contents() != kept:
        durable.fail("what is kept has changed")
    toy.finish("after a resumed training", expected)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    toy = durable.Toy(parser.parse_args().program)
    expected = toy.unbroken()
    check_new(toy, toy.root / "weights", expected)
    check_resumed(toy, expected)


if __name__ == "__main__":
    main()
