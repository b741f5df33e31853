"""Runs bench/report.py on a made-up measurement and checks the page it writes.

Also holds bench/kernels.py against the committed example: it has to find every
kernel and its FLOP in generated code.
"""

import copy
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bench"))

import images  # noqa: E402
import kernels  # noqa: E402

GENERATED = ROOT / "generated/mnist_mlp/mnist_mlp.cc"
TRAIN_FLOP = 209453056  # of the committed example
README = """# Something

<!-- Begin of `scripts/bench.sh`; do not edit. -->
old
<!-- End of `scripts/bench.sh`. -->
after
"""


def google_benchmark():
    """Two threads 1.8 times, sparse 2.5 times."""
    def entry(name, seconds, flop):
        return {"run_name": name + "/real_time", "aggregate_name": "median",
                "repetitions": 3, "real_time": seconds * 1e3,
                "time_unit": "ms", "samples": 60000 / seconds,
                "FLOP": flop / seconds}
    work = 90e9
    return {"context": {"SIMD target": "AVX2", "samples": "mnist"},
            "benchmarks": [
                entry("peak/threads:1", 1, 100e9),
                entry("peak/threads:2", 1, 200e9),
                entry("epoch/dense/threads:1", 1, work),
                entry("epoch/dense/threads:2", 1 / 1.8, work),
                entry("epoch/sparse/threads:1", 0.4, work),
                entry("epoch/reference/threads:1", 100, work)]}


def step_report(dense, sparse):
    """A model's report: seconds of one step with one thread."""
    def result(what, variant, threads, seconds, flop=0, size=0, samples=0):
        return {"what": what, "variant": variant, "threads": threads,
                "samples": samples, "flop": flop, "bytes": size,
                "seconds": [seconds, seconds, seconds * 9]}
    results = [result("read_parameters", "", 1, 10e-6, size=1e6),
               result("read_needed", "", 1, 4e-6, size=2e5),
               result("read_24_kb", "", 1, 1e-6, size=24e3),
               result("read_131072_kb", "", 1, 1e-4, size=1e6),
               result("scale_state", "", 1, 80e-6, size=3e6),
               result("scale_needed", "", 1, 25e-6, size=1e6),
               result("divider", "", 1, 1, samples=1e9)]
    for threads in (1, 2):
        results += [result("peak", "", threads, 1, 100e9 * threads),
                    result("train", "dense", threads, dense / threads, 0.08e9),
                    result("peak_beside", "dense", threads, 1, 90e9 * threads),
                    result("train", "sparse", threads, sparse / threads,
                           0.08e9)]
    results += [result("inference_1", "dense", 1, 12e-6),
                result("inference_1", "sparse", 1, 6e-6)]
    results.append(result("products_1x8", "", 1, 1, 50e9))
    return {"target": "AVX2", "samples": "mnist", "zero_share": 0.8,
            "zero_pair_share": 0.75, "train_flop": 80000000,
            "arena_bytes": 1000, "results": results}


def fixture():
    report = step_report(1e-3, 0.5e-3)
    shapes = {f"{width}": {"shape": f"784-{width}-10", "hidden": [width],
                           "batch": 128, "report": step_report(
                               width * 1e-5, width * 0.5e-5)}
              for width in (64, 256)}
    # Too narrow for sparse steps.
    narrow = copy.deepcopy(shapes["64"]) | {"shape": "784-1-10"}
    narrow["report"]["results"] = [
        result for result in narrow["report"]["results"]
        if result["variant"] != "sparse"]
    shapes["1"] = narrow
    shapes["large"] = {"shape": "784-1024-1024-1024-10", "hidden": [1024] * 3,
                       "batch": 128, "report": step_report(2e-3, 1e-3)}
    shapes["one"] = {"shape": "784-512-10", "hidden": [512], "batch": 1,
                     "report": step_report(1e-4, 0.5e-4)}
    return {
        "machine": {"date": "2026-01-01", "commit": "abc", "processor": "P",
                    "processors": 2, "caches": {"L1d": "32K"},
                    "memory_bytes": 2**33, "kernel": "Linux 6",
                    "hypervisor": True, "compiler": "g++ 12",
                    "versions": {"libhwy-dev": "1.0.3"}},
        "book": google_benchmark(),
        "kernels": {"report": report,
                    "levels": {"L1": "read_24_kb", "memory": "read_131072_kb"},
                    "cache_kilobytes": {"L1": 32},
                    "profiles": [{
                        "variant": "dense", "step_seconds": 1e-3,
                        "samples": 100, "kernels": [
                            {"name": "DenseForward_Matmul", "share": 0.75,
                             "seconds": 0.75e-3, "flop": 6e7, "bytes": 1e6,
                             "updates": 1000},
                            {"name": "Loss_Softmax", "share": 0.25,
                             "seconds": 0.25e-3, "flop": 0.0, "bytes": 10.0,
                             "updates": 0}]}, {
                        "variant": "sparse", "step_seconds": 1e-3,
                        "samples": 100, "kernels": [
                            {"name": "DenseForward_Matmul_Sparse", "share": 1,
                             "seconds": 1e-3, "flop": 1e8, "bytes": 1e6,
                             "updates": 0}]}]},
        "shapes": {"shapes": shapes, "series": {"width": ["64", "256"]}},
        "passes": {"all passes on": {"off": [], "report": report},
                   "fuse-epilogue": {"off": ["fuse-epilogue"],
                                     "report": step_report(1.25e-3, 1e-3)},
                   "schedule": {"off": ["schedule"], "error": "no such"}},
        "builds": {"compile_seconds": [0.1, 0.3, 0.1],
                   "build_dynamic_seconds": [8.0],
                   "build_static_seconds": [4.0],
                   "dynamic_stripped_bytes": 2000000,
                   "static_stripped_bytes": 700000,
                   "training_set_bytes": 47000000,
                   "peak_memory_bytes": 60000000},
        "oversubscription": {"alone": report, "beside": report},
        "onednn": {"version": "2.6", "results": [
            {"what": "784-512, batch 128", "variant": "forward", "threads": 1,
             "flop": 1e8, "seconds": [1e-3, 2e-3, 1e-3]}]},
        "plans": {"plans": ["shipped", "without a-pass"],
                  "regrets": [{"shape": "784-64-10", "batch": 128,
                               "variant": variant, "threads": 1,
                               "seconds": 1e-3, "regret": regret,
                               "best": best, "ratios": {}}
                              for variant, regret, best in (
                                  ("dense", 1.125, "without a-pass"),
                                  ("sparse", 1.0, "shipped"))]},
        "peers": {"versions": {"torch": "1"},
                  "training": [
                      {"peer": "numpy", "variant": "", "threads": 1,
                       "epoch_seconds": [3.0], "median": 3.0,
                       "accuracy": 0.97},
                      {"peer": "pytorch", "variant": "eager", "threads": 1,
                       "median": None, "accuracy": None, "error": "broken"}],
                  "inference": [{"peer": "numpy", "variant": "blas",
                                 "waiting": "passive", "threads": 1,
                                 "batch_1_us": 50.0, "batch_10000_ms": 80.0}],
                  "steps": [{"peer": "jax", "variant": "scan", "threads": threads,
                             "shape": "784-64-10", "batch": 128,
                             "step_us": time}
                            for threads, time in ((1, 80.0), (2, 90.0))]},
    }


def run_report(folder, parts, *arguments):
    """Writes the JSON, runs the report; its exit code, output and page."""
    for name, value in parts.items():
        (folder / f"{name}.json").write_text(json.dumps(value))
    page = folder / "docs" / "performance.md"
    page.parent.mkdir(exist_ok=True)
    result = subprocess.run(
        [sys.executable, ROOT / "bench/report.py", "--json", folder, "--page",
         page, *arguments], text=True, capture_output=True, check=False)
    return result, page


def check(condition, what):
    if not condition:
        sys.exit(f"failed: {what}")


def row_of(page, start):
    rows = [line for line in page.splitlines() if line.startswith(f"| {start}")]
    check(len(rows) == 1, f"one row '{start}', there are {len(rows)}")
    return [cell.strip() for cell in rows[0].strip("|").split("|")]


# The begin of a row of the goals, what was measured, the verdict.
GOALS = [
    ("dense step, 1 thread", "89 %", "yes"),
    ("the same, of what bounds each kernel", "67 %", "**no**"),
    ("2 threads against 1", "1.80 times", "**no**"),
    ("skipping zero inputs", "2.50 times", "yes"),
    ("the same, of the peak in dense FLOP", "225 %", "yes"),
    ("against the reference backend", "100.00 times", "yes"),
    ("against the fastest of the others",
     "7.50 times (numpy, 1 thread: 3.000 s; sparse, 1 thread: 0.400 s)", "yes"),
    ("inference of one sample, dense", "1.20 times (10.0 us to read)", "yes"),
    ("inference of one sample, sparse", "1.50 times (4.0 us to read)",
     "**no**"),
    ("inference of one MNIST digit", "6.0 us", "yes"),
    ("inference of 10,000, dense, of the peak of as many threads: 1", "",
     "not measured"),
    ("784-1024-1024-1024-10, batch 128", "44 %", "**no**"),
    ("784-512-10, batch 512", "", "not measured"),
    ("step of batch 1, dense", "1.25 times", "yes"),
    ("step of batch 1, sparse", "2.00 times", "**no**"),
    ("regret", "1.12 times (784-64-10, batch 128, dense, 1 thread: without "
     "a-pass)", "**no**"),
    ("any of 12 shapes", "0.50 times (784-64-10, batch 128, jax scan, 1 thread; "
     "of 1 compared)", "**no**"),
    ("`sinter compile`, book", "0.10 s", "yes"),
    ("`mnist_mlp`, stripped", "2.00 MB", "**no**"),
    ("peak memory of `train`", "13.00 MB", "yes"),
    ("2 threads beside a busy process", "0.50 times", "yes"),
]


def check_page(folder):
    reasons = folder / "reasons.md"
    reasons.write_text("Notes.\n\n## threads\nBarriers.\n\n"
                       "## dense-step\nNot shown.\n")
    readme = folder / "README.md"
    readme.write_text(README)
    arguments = ("--reasons", reasons, "--readme", readme)
    result, path = run_report(folder, fixture(), *arguments)
    check(result.returncode == 0, result.stderr)
    page = path.read_text()
    check(result.stdout == page, "the page is printed")
    for start, measured, met in GOALS:
        row = row_of(page, start)
        check(row[2:] == [measured, met], f"{start}: {row}")
    check(re.search(r"2 threads against 1.*\(1.80 times\). Barriers.", page),
          "the reason of a missed goal")
    check("Not shown" not in page, "no reason for a goal that is met")
    check(page.count("No reason was found yet.") == 7, "missing reasons")
    check(row_of(page, "without fuse-epilogue")[1:3] ==
          ["1,250.0 us", "+25.0 %"], "a pass that is worth 25 %")
    check(row_of(page, "schedule")[1] == "cannot be switched off", "schedule")
    check(row_of(page, "DenseForward_Matmul |")[1:] ==
          ["750.0 us", "75.0 %", "80.0", "60.0", "multiply-adds", "89 %"],
          "cost of a kernel and what bounds it")
    check(row_of(page, "Loss_Softmax")[-2:] == ["L1", "0 %"],
          "a kernel that only moves bytes")
    check(row_of(page, "DenseForward_Matmul_Sparse | 1x8")[2:] ==
          ["50 GFLOP/s", "50 %", "400.0 us", "1,000.0 us", "40 %"],
          "a sparse product against its loop")
    check(row_of(page, "784-64-10 | 128 | 640.0 us")[2:] ==
          ["640.0 us", "320.0 us", "320.0 us", "160.0 us", "139 %"], "a shape")
    check(row_of(page, "784-1-10")[2:] ==
          ["640.0 us", "320.0 us", "", "", "139 %"], "a shape without sparse")
    check(row_of(page, "784-64-10 | 128 | dense")[-2:] ==
          ["1.125", "without a-pass"], "regret of a shape")
    check(row_of(page, "784-512, batch 128 | forward")[2:] ==
          ["1", "1,000.0 us", "100", "750.0 us"], "oneDNN beside our kernel")
    check(row_of(page, "pytorch")[3] == "failed: broken", "a peer that failed")
    check(row_of(page, "numpy | blas")[1] == "blas, passive waiting",
          "how a peer's threads wait")
    text = readme.read_text()
    check("old" not in text and "| 89 % | yes |" in text, "the README's block")
    check(text.startswith("# Something\n") and text.endswith("-->\nafter\n"),
          "the rest of the README")
    check("### Every processor" not in page, "no table of other processors")
    again, _ = run_report(folder, {}, *arguments)
    check(again.stdout == page and readme.read_text() == text,
          "the same page from the same JSON")


def check_pictures(folder):
    images = folder / "docs" / "images"
    linked = re.findall(r"\(images/(.*?)\)",
                        (folder / "docs" / "performance.md").read_text())
    check(sorted(linked) == ["cost_width.svg", "roofline.svg"],
          f"pictures: {linked}")
    for name in linked:
        tree = xml.etree.ElementTree.parse(images / name).getroot()
        check(tree.tag.endswith("}svg"), f"{name} is SVG")
        box = [float(number) for number in tree.get("viewBox").split()]
        circles = [element for element in tree.iter()
                   if element.tag.endswith("}circle")]
        check(circles, f"{name} has points")
        for circle in circles:
            check(0 < float(circle.get("cx")) < box[2]
                  and 0 < float(circle.get("cy")) < box[3],
                  f"{name}: a point outside")
    # Four times the width takes four times as long: rising lines.
    width = xml.etree.ElementTree.parse(images / "cost_width.svg")
    lines = [element.get("points").split() for element in width.iter()
             if element.tag.endswith("}polyline")]
    check(len(lines) == 5, "two variants, two thread counts, the peak")
    first, last = (float(point.split(",")[1]) for point in lines[0])
    check(last < first, "a line that rises")


def check_processors(folder):
    """A column for each; what was not run again stays."""
    processors = folder / "processors"
    machine = fixture()["machine"]
    for parts, name in ((fixture(), "P (family 1)"),
                        ({"builds": fixture()["builds"]}, "Q"),
                        ({"builds": fixture()["builds"]}, "P (family 1)")):
        run = folder / f"run{len([*folder.iterdir()])}"
        run.mkdir()
        parts = parts | {"machine": machine | {"processor": name}}
        result, path = run_report(run, parts, "--processors", processors)
        check(result.returncode == 0, result.stderr)
    table = path.read_text().partition("### Every processor")[2]
    check("| P (family 1) | Q |" in table, "a column for each processor")
    check(row_of(table, "dense step, 1 thread")[2:] == ["89 %; 2026-01-01", ""],
          "what the last run left out")
    check(row_of(table, "`mnist_mlp`, stripped")[2:] ==
          2 * ["2.00 MB, **missed**; 2026-01-01"], "a goal that was missed")


def check_little(folder):
    """Parts that were not run are left out."""
    result, path = run_report(folder, {"machine": fixture()["machine"]})
    check(result.returncode == 0, result.stderr)
    page = path.read_text()
    check("not measured" in page and "| yes |" not in page, "nothing measured")
    check("## Register tiles" not in page, "no empty section")


def check_refusals(folder):
    result, _ = run_report(folder, {})
    check(result.returncode != 0 and "machine.json" in result.stderr,
          "no JSON at all")
    readme = folder / "README.md"
    readme.write_text("no block\n")
    parts = copy.deepcopy(fixture())
    result, _ = run_report(folder, parts, "--readme", readme)
    check(result.returncode != 0 and "no block" in result.stderr,
          "a README without the block")


def check_images(folder):
    """Of networks over images: what reaches its goal, with peers and without."""
    measured = {"ours": {"1": 0.01, "2": 0.005}, "peak_gflops": 100.0,
                "peers": {"torch, 1": 0.05, "keras_jax, 1": 0.03, "torch, 2": 0.02},
                "versions": {"torch": "1", "keras_jax": "2"},
                "build_seconds": 13.0, "lines": 2000}
    alone = {"ours": {"1": 0.01}, "peak_gflops": 100.0, "peers": {}, "versions": {},
             "build_seconds": 19.0, "lines": 9000}
    without = {"ours": {"1": 0.012}, "peak_gflops": 100.0, "peers": measured["peers"],
               "versions": {}, "lines": 1900}
    (folder / "images.json").write_text(json.dumps({
        "networks": {"machine": fixture()["machine"],
                     "found": {"mnist_convnet": measured, images.WITHOUT_LISTS: without,
                               "mnist_resnet": alone}},
        "kernels": {"machine": fixture()["machine"], "found": {
            "networks": {"mnist_convnet": fixture()["kernels"]},
            "onednn": {"version": "4", "results": [
                {"what": "conv 5x5x1", "variant": "forward", "flop": 6e7, "seconds": [1e-3]}]}}},
        "shapes": {"machine": fixture()["machine"],
                   "found": {"5x5x1, 3 of 2x2 by 1": measured}},
        "inference": {"machine": fixture()["machine"],
                      "found": {"mnist_lenet, 2": {
                          "ours": {"one": 0.001, "all": 0.5},
                          "onnxruntime": {"one": 0.002, "all": 0.6, "version": "3"}}}}}))
    reasons = folder / "reasons.md"
    reasons.write_text("## Why\n\nBarriers.\n")
    subprocess.run([sys.executable, ROOT / "bench/images.py", "--report", "--out",
                    folder / "images.json", "--page", folder / "images.md",
                    "--reasons", reasons], check=True)
    page = (folder / "images.md").read_text()
    check(row_of(page, "mnist_convnet | 10.000 ms | 5.000")[3:] ==
          ["2.00 (goal 1.85: met)", "30.000 ms, keras_jax", "3.00 (goal 4: **missed**)",
           "13.0 s (goal 12: **missed**)", "2,000 (goal 2,000: met)"], "a network")
    check(row_of(page, images.WITHOUT_LISTS)[1:] ==
          ["12.000 ms", "", "", "30.000 ms, keras_jax", "2.50 (goal 2.5: met)", "", "1,900"],
          "a network without a pass")
    check(page.count("| torch |") == 2, "peers of a network stand there once")
    check(row_of(page, "mnist_resnet")[1:] ==
          ["10.000 ms", "", "", "", "", "19.0 s (goal 20: met)", "9,000"],
          "a network without peers")
    check(row_of(page, "mnist_convnet | torch | 1 | 2")[4:] == ["20.000 ms", "4.00"],
          "two processors against two threads")
    check("Barriers." in page, "the reasons")
    kernel, other = row_of(page, "DenseForward_Matmul"), row_of(page, "conv 5x5x1 | forward")
    check(kernel[1] == "0.750 ms" and kernel[3] == "multiply-adds" and kernel[2] == kernel[4],
          f"a kernel of an image network: {kernel}")
    check(other[2] == "1.000 ms" and other[3].endswith("%"), f"oneDNN's: {other}")
    check(row_of(page, "5x5x1, 3 of 2x2 by 1")[1:] ==
          ["10.000 ms", "30.000 ms, keras_jax", "3.00 (goal 1: met)"], "a shape")
    check(row_of(page, "mnist_lenet | 2 | 1 |")[3:] ==
          ["1.000 ms", "2.000 ms", "2.00 (goal 1.5: met)"], "a prediction")
    check(row_of(page, "mnist_lenet | 2 | 10,000")[3:] ==
          ["500.000 ms", "600.000 ms", "1.20 (goal 1.5: **missed**)"], "predictions of many")


def check_kernels():
    source = GENERATED.read_text()
    found = kernels.kernels_of(source)
    called = set(re.findall(r"^  (\w+)\{.*\}\.Run\(", source, re.MULTILINE))
    check(called and called == set(found), f"kernels: {called ^ set(found)}")
    calls = kernels.calls_in(source, "dense")
    flop = sum(calls[name] * kernel["flop"] for name, kernel in found.items())
    # The comments are rounded to a tenth of a MFLOP.
    check(abs(flop - TRAIN_FLOP) < 0.005 * TRAIN_FLOP, f"{flop} FLOP")
    twice = "void TrainStep(const StepArguments& s, X) {\n  A{x}.Run();\n  A{y}.Run();\n}\n"
    check(kernels.calls_in(twice, "dense") == {"A": 2}, "a kernel of two layers")
    signature = "void a::N_AVX3::Compress<hwy::Simd<float, 16ul, 0> >(float*)"
    check(kernels.function_name(signature) == "Compress", "a function's name")
    for name, kernel in found.items():
        check(kernel["bytes"] > 0, f"{name} has bytes")
        check("Run(Range" in "".join(
            source.splitlines(keepends=True)[line - 1]
            for line in kernel["lines"] if line <= source.count("\n")),
            f"{name}: its lines hold its code")


def main():
    check_kernels()
    for checks in ((check_page, check_pictures), (check_processors,),
                   (check_little,), (check_refusals,), (check_images,)):
        with tempfile.TemporaryDirectory() as name:
            for each in checks:
                each(pathlib.Path(name))


if __name__ == "__main__":
    main()
