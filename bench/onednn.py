"""Measures what oneDNN takes for products of the networks here (onednn.cc)."""

import json
import os
import subprocess

import workshop


def run(program, threads, rounds):
    """OpenMP reads its number of threads when it starts."""
    result = subprocess.run(
        [program, "--threads", str(threads), "--repetitions", str(rounds * 3)],
        env={**os.environ, "OMP_NUM_THREADS": str(threads)}, text=True,
        capture_output=True, check=False)
    if result.returncode != 0:
        raise SystemExit(result.stderr)
    return json.loads(result.stdout)


def main():
    options = workshop.parser_of(__doc__).parse_args()
    program = options.build / "bin/onednn"
    if not program.exists():
        raise SystemExit(f"{program}: not there; scripts/bench.sh --only onednn "
                         "installs oneDNN and builds it")
    reports = [run(program, threads, options.rounds)
               for threads in map(int, workshop.THREADS.split(","))]
    workshop.write_json(options.out, {
        "version": reports[0]["version"],
        "results": [result for report in reports
                    for result in report["results"]]})


if __name__ == "__main__":
    main()
