"""Sees that the folders of runtime/ include each other as runtime/README.md says."""

import re
import sys

import sources

ROW = re.compile(r"^\| \[(\w+)/\].*\|([^|]*)\|$", re.MULTILINE)
INCLUDE = re.compile(r'^ *# *include "([^"]*)"', re.MULTILINE)


def main():
    runtime = sources.ROOT / "runtime"
    arrows = {folder: {folder, *re.findall(r"\w+", others)}
              for folder, others in ROW.findall((runtime / "README.md").read_text(encoding="utf-8"))}
    wrong, count = [], 0
    for path in sources.list_sources():
        if not path.is_relative_to(runtime):
            continue
        folder = path.relative_to(runtime).parts[0]
        for included in INCLUDE.findall(path.read_text(encoding="utf-8")):
            count += 1
            root, _, rest = included.partition("/")
            if root == "runtime" and rest.partition("/")[0] not in arrows.get(folder, ()) or root in ("compiler", "tests"):
                wrong.append(f"{path.relative_to(sources.ROOT)}: {included}")
    if wrong or count < 100:
        sys.exit("\n".join(wrong) + f"\nerror: {len(wrong)} of {count} includes go against runtime/README.md")
    print(f"{count} includes go as runtime/README.md says")


if __name__ == "__main__":
    main()
