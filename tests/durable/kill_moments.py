"""SIGKILL at random moments of one training, again and again: the last
checkpoint can always be read, no more than the interval is lost, and in the end
the training is the unbroken one."""

import argparse
import random
import signal
import subprocess
import time

import durable

EPOCHS = 2000
STEPS = 3 * EPOCHS
INTERVAL = 7
LONGEST = 0.05  # seconds until a kill
SLEEP = "100"   # microseconds a step


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("--moments", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}")
    moments = random.Random(arguments.seed)
    toy = durable.Toy(arguments.program)
    goal = {"epochs": EPOCHS, "steps": STEPS, "interval": INTERVAL}
    expected = toy.unbroken(**goal)
    toy.forget()
    killed = lost = 0
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
        time.sleep(moments.random() * LONGEST)
        process.kill()
        killed += process.wait() == -signal.SIGKILL
        toy.check_loss_of_work(what, INTERVAL)
        lost += toy.steps_begun() - (toy.steps_saved() or 0) > 0
    toy.finish("the end", expected, **goal)
    if killed < arguments.moments / 2 or lost == 0:
        durable.fail(f"only {killed} kills, {lost} within a training")
    print(f"killed {killed} times, {lost} times with steps that were not saved")


if __name__ == "__main__":
    main()
