"""Measures training beside a busy process: two threads against one.

The busy process is a loop that never waits, on a machine of as many processors
as there are training threads: three threads want two processors.
"""

import contextlib
import subprocess
import sys

import workshop

BUSY = [sys.executable, "-c", "while True: pass"]


@contextlib.contextmanager
def busy_process():
    process = subprocess.Popen(BUSY)
    try:
        yield
    finally:
        process.kill()
        process.wait()


def main():
    options = workshop.parser_of(__doc__).parse_args()
    shop = workshop.Workshop(options.build, options.data)
    program = shop.compile("book", workshop.spec_of())
    arguments = ["--what", "train", "--repetitions", "3", "--seconds", "0.5",
                 "--threads", workshop.THREADS]
    # Two processors, however many there are.
    prefix = ["taskset", "-c", "0,1"]
    reports = {}
    for number in range(options.rounds):
        workshop.progress(f"round {number + 1} of {options.rounds}")
        alone = shop.measure(program, arguments, prefix)
        with busy_process():
            beside = shop.measure(program, arguments, prefix)
        for name, report in (("alone", alone), ("beside", beside)):
            if name in reports:
                workshop.merge(reports[name], report)
            else:
                reports[name] = report
    workshop.write_json(options.out, reports)


if __name__ == "__main__":
    main()
