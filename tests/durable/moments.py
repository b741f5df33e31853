"""A signal at random moments of one training, again and again. The last
checkpoint can always be read; SIGKILL loses no more than the interval, SIGINT and
SIGTERM lose nothing; in the end the training is the unbroken one."""

import argparse
import random
import signal
import subprocess
import time

import durable

EPOCHS = 2000
STEPS = 3 * EPOCHS
INTERVAL = 7
SLEEP = "100"   # microseconds a step


def end_of(process, what):
    """Its exit code. One that hangs is not left behind."""
    try:
        return process.wait(timeout=300)
    except subprocess.TimeoutExpired:
        process.kill()
        durable.fail(f"{what}: hangs")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("--moments", type=int, default=200)
    parser.add_argument("--longest", type=float, default=0.05,
                        help="seconds until the signal")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--signal", choices=("KILL", "INT", "TERM"),
                        default="KILL")
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}")
    moments = random.Random(arguments.seed)
    toy = durable.Toy(arguments.program)
    goal = {"epochs": EPOCHS, "steps": STEPS, "interval": INTERVAL}
    expected = toy.unbroken(**goal)
    toy.forget()
    number = signal.Signals[f"SIG{arguments.signal}"]
    # The program ends itself by 128 + number once it has begun to train.
    codes = {-number: INTERVAL, 128 + number: 0}
    stopped = within = 0
    for moment in range(arguments.moments):
        what = f"moment {moment}"
        if toy.steps_saved() == STEPS:
            toy.finish(what, expected, **goal)
            toy.forget()
        option = "--run-dir" if toy.steps_saved() is None else "--resume"
        toy.progress.unlink(missing_ok=True)
        process = subprocess.Popen(
            [str(part) for part in toy.command(option, toy.run, **goal)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**toy.environment, "TOY_SLEEP": SLEEP})
        time.sleep(moments.random() * arguments.longest)
        process.send_signal(number)
        code = end_of(process, what)
        if code not in (0, *codes):
            durable.fail(f"{what}: exit code {code}")
        toy.check_loss_of_work(what, codes.get(code, 0))
        stopped += code != 0
        # Not before the first step or after the last one.
        within += 0 < toy.steps_begun() < STEPS
    toy.finish("the end", expected, **goal)
    if stopped < arguments.moments / 2 or within < arguments.moments / 4:
        durable.fail(f"only {stopped} stops, {within} within a training")
    print(f"stopped {stopped} times, {within} times within the training")


if __name__ == "__main__":
    main()
