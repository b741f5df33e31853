"""Prints the medians of a Google Benchmark JSON file as a Markdown table.

GFLOP/s count the dense matrix products; "of peak" is against the multiply-add
loop of the same run with as many threads; "faster" is against the reference
program with one thread.
"""

import json
import re
import sys


def read_medians(path):
    with open(path) as file:
        report = json.load(file)
    medians = {}
    for entry in report["benchmarks"]:
        name = re.sub(r"/(real_time|iterations:\d+|repeats:\d+)", "",
                      entry["run_name"])
        # What ran once has no median.
        once = entry.get("repetitions") == 1
        if once or entry.get("aggregate_name") == "median":
            medians[name] = entry
    if not medians:
        sys.exit(f"{path}: no medians; run with --benchmark_repetitions")
    return report["context"], medians


def split(name):
    what, _, threads = name.rpartition("/threads:")
    what, _, backend = what.partition("/")
    return what, backend, int(threads)


def order(name):
    what, backend, threads = split(name)
    kinds = ("peak", "train_step", "epoch", "inference_1", "inference_10000")
    return kinds.index(what), threads, backend


def main():
    context, medians = read_medians(sys.argv[1])
    print(f"SIMD target {context['SIMD target']}, {context['num_cpus']} "
          f"processors; medians of several repetitions\n")
    print("| what | backend | threads | time | samples/s | GFLOP/s | of peak "
          "| faster |")
    print("|---|---|---|---|---|---|---|---|")
    for name, entry in sorted(medians.items(), key=lambda item: order(item[0])):
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
