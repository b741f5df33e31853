"""Prints the medians of a Google Benchmark JSON file as a Markdown table.

GFLOP/s count the dense matrix products; "of peak" is against the multiply-add
loop of the same run with as many threads; "faster" is against the reference
program with one thread.
"""

import json
import sys


def read_medians(path):
    with open(path) as file:
        report = json.load(file)
    medians = {entry["run_name"].removesuffix("/real_time"): entry
               for entry in report["benchmarks"]
               if entry.get("aggregate_name") == "median"}
    if not medians:
        sys.exit(f"{path}: no medians; run with --benchmark_repetitions")
    return report["context"], medians


def split(name):
    what, _, threads = name.rpartition("/threads:")
    what, _, backend = what.partition("/")
    return what, backend, int(threads)


def main():
    context, medians = read_medians(sys.argv[1])
    print(f"SIMD target {context['SIMD target']}, {context['num_cpus']} "
          f"processors; medians of several repetitions\n")
    print("| what | backend | threads | time | samples/s | GFLOP/s | of peak "
          "| faster |")
    print("|---|---|---|---|---|---|---|---|")
    for name, entry in medians.items():
        what, backend, threads = split(name)
        flop = entry["FLOP"]
        time = f"{entry['real_time']:.3f} {entry['time_unit']}"
        if what == "peak":
            print(f"| peak | multiply-adds | {threads} | {time} | "
                  f"| {flop / 1e9:.1f} | 100 % | |")
            continue
        peak = medians[f"peak/threads:{threads}"]["FLOP"]
        slow = medians.get(f"{what}/reference/threads:1")
        faster = (f"{slow['real_time'] / entry['real_time']:.1f} x"
                  if slow else "")
        print(f"| {what} | {backend} | {threads} | {time} "
              f"| {entry['samples']:,.0f} | {flop / 1e9:.1f} "
              f"| {100 * flop / peak:.0f} % | {faster} |")


if __name__ == "__main__":
    main()
