"""Writes docs/performance.md, its pictures and the README's table from JSON.

The reasons for goals not met are written by hand, in bench/reasons.md.
"""

import argparse
import json
import pathlib
import re

import goals
import pictures
import sections
import workshop
from book import Book

PARTS = ("kernels", "shapes", "passes", "builds", "oversubscription", "peers",
         "onednn", "plans", "tiles")
HEAD = """# Performance

Written by `scripts/bench.sh` from the JSON of its last run; do not edit. Times are
medians. The parts of a run (book, kernels, ..., peers) follow each other; within a part
what is compared was measured in turn.

"""
README_BLOCK = re.compile(
    r"(<!-- Begin of `scripts/bench.sh`; do not edit. -->\n).*?"
    r"(<!-- End of `scripts/bench.sh`. -->\n)", re.DOTALL)


def read_evidence(folder):
    def read(name):
        path = folder / f"{name}.json"
        return json.loads(path.read_text()) if path.exists() else None
    machine = read("machine")
    if machine is None:
        raise SystemExit(f"{folder}/machine.json: not there; run "
                         "scripts/bench.sh first")
    book = read("book")
    return goals.Evidence(machine, Book(book) if book else None,
                          **{name: read(name) for name in PARTS})


def read_reasons(path):
    """{key of a goal: text}, from sections `## key`."""
    parts = re.split(r"^## (.+)\n", path.read_text(), flags=re.MULTILINE)
    return {key.strip(): text.strip()
            for key, text in zip(parts[1::2], parts[2::2])}


def verdict(goal):
    return {True: "yes", False: "**no**", None: "not measured"}[goal.met]


def goals_table(found):
    return sections.table(("", "goal", "measured", "met"),
                          [(goal.what, goal.goal, goal.measured, verdict(goal))
                           for goal in found])


def reasons_text(found, reasons):
    missed = [goal for goal in found if goal.met is False]
    if not missed:
        return ""
    text = "\n### Why not\n"
    for goal in missed:
        reason = reasons.get(goal.key, "No reason was found yet.")
        text += f"\n**{goal.what}** ({goal.measured}). {reason}\n"
    return text


def keep_processor(folder, machine, found):
    """Writes this processor's column; a part that was not run keeps its own."""
    slug = re.sub(r"[^a-z0-9]+", "-", machine["processor"].lower()).strip("-")
    path = folder / f"{slug}.json"
    kept = json.loads(path.read_text())["goals"] if path.exists() else {}
    for goal in found:
        if goal.met is not None:
            kept[goal.key] = {"measured": goal.measured, "met": goal.met,
                              "date": machine["date"],
                              "commit": machine["commit"]}
    folder.mkdir(parents=True, exist_ok=True)
    workshop.write_json(path, {"processor": machine["processor"], "goals": kept})


def cell_of(entry):
    if entry is None:
        return ""
    return (f"{entry['measured']}{'' if entry['met'] else ', **missed**'}; "
            f"{entry['date']}")


def processors_text(folder, found):
    """The goals of every processor that was met so far, side by side."""
    columns = [json.loads(path.read_text())
               for path in sorted(folder.glob("*.json"))]
    return "\n### Every processor\n\n" + sections.table(
        ("", "goal", *(column["processor"] for column in columns)),
        [(goal.what, goal.goal, *(cell_of(column["goals"].get(goal.key))
                                  for column in columns)) for goal in found])


def update_readme(path, text):
    old = path.read_text()
    new, count = README_BLOCK.subn(lambda found: found[1] + text + found[2],
                                   old)
    if count != 1:
        raise SystemExit(f"{path}: has no block of scripts/bench.sh")
    path.write_text(new)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", type=pathlib.Path, required=True,
                        help="folder with the JSON files")
    parser.add_argument("--page", type=pathlib.Path, required=True,
                        help="the Markdown file; pictures go to images/ "
                        "beside it")
    parser.add_argument("--reasons", type=pathlib.Path,
                        default=workshop.ROOT / "bench/reasons.md")
    parser.add_argument("--processors", type=pathlib.Path,
                        help="folder with a JSON file for each processor, of "
                        "which this one's is written")
    parser.add_argument("--readme", type=pathlib.Path,
                        help="file whose marked block is replaced")
    return parser.parse_args()


def main():
    options = parse_arguments()
    evidence = read_evidence(options.json)
    found = goals.goals_of(evidence)
    reasons = read_reasons(options.reasons)
    page = HEAD + "## Goals\n\n" + goals_table(found)
    page += reasons_text(found, reasons)
    if options.processors:
        keep_processor(options.processors, evidence.machine, found)
        page += processors_text(options.processors, found)
    if "run" in reasons:  # of the run as a whole
        page += f"\n### This run\n\n{reasons['run']}\n"
    for section in sections.sections_of(evidence):
        page += "\n" + section
    images = options.page.parent / "images"
    images.mkdir(parents=True, exist_ok=True)
    for name, picture in pictures.pictures_of(evidence).items():
        (images / name).write_text(picture)
    options.page.write_text(page)
    if options.readme:
        update_readme(options.readme, goals_table(found))
    print(page, end="")


if __name__ == "__main__":
    main()
