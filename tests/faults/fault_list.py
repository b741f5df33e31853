"""The deliberate faults of this folder, and the table of which test caught which."""

import dataclasses
import pathlib
import re
import subprocess
import sys

FOLDER = pathlib.Path(__file__).resolve().parent
ROOT = FOLDER.parent.parent
TABLE = FOLDER / "caught.md"
FEWEST = 25  # faults


@dataclasses.dataclass
class Fault:
    path: pathlib.Path
    text: str
    tests: list  # regular expressions
    hangs: bool
    files: list

    @property
    def name(self):
        return self.path.stem


def read_fault(path):
    head, _, diff = path.read_text().partition("--- a/")
    lines = [line[2:] for line in head.splitlines() if line.startswith("# ")]
    fields = dict(line.split(": ", 1) for line in lines[1:])
    files = re.findall(r"^\+\+\+ b/(\S+)", diff, re.MULTILINE)
    if not lines or not files or set(fields) - {"Tests", "Hang"}:
        sys.exit(f"{path}: error: not as {FOLDER.name}/faults.py says")
    return Fault(path, lines[0], fields.get("Tests", "").split(),
                 fields.get("Hang") == "yes", files)


def read_faults(only):
    faults = [read_fault(path) for path in sorted(FOLDER.glob("*.patch"))]
    return [fault for fault in faults
            if not only or fault.name.split("_")[0] in only]


def row(fault, outcome):
    verdict, test, detail = outcome
    by = f"`{test}`" + (f": {detail}" if detail else "")
    return (f"| {fault.name} | {fault.text} | {', '.join(fault.files)} | "
            f"{by if verdict == 'caught' else f'**{verdict}**'} |")


def read_rows():
    """Fault -> its row of the table."""
    if not TABLE.exists():
        return {}
    return {line.split(" ")[1]: line for line in TABLE.read_text().splitlines()
            if re.match(r"\| \d", line)}


def write_row(fault, outcome):
    """Into the table. Those of other faults stay, if their patches do."""
    rows = {name: line for name, line in read_rows().items()
            if (FOLDER / f"{name}.patch").exists()}
    rows[fault.name] = row(fault, outcome)
    caught = sum("**" not in line for line in rows.values())
    TABLE.write_text(
        "# Deliberate faults\n\n"
        "Written by `scripts/faults.sh`: each fault, alone in the tree, and the "
        f"first test\nthat failed. Caught: {caught} of {len(rows)}.\n\n"
        "| fault | what is wrong | in | caught by |\n|---|---|---|---|\n"
        + "".join(rows[name] + "\n" for name in sorted(rows)))


def check_patches():
    """The patches apply to this tree as it is, and the table has them all."""
    faults = read_faults([])
    problems = [] if len(faults) >= FEWEST else [f"only {len(faults)} faults"]
    for fault in faults:
        result = subprocess.run(["git", "apply", "--check", str(fault.path)],
                                cwd=ROOT, capture_output=True, text=True,
                                check=False)
        if result.returncode != 0:
            problems.append(f"{fault.path.name}: {result.stderr.strip()}")
    for name in sorted({fault.name for fault in faults} ^ set(read_rows())):
        problems.append(f"{TABLE.name} and the patches differ in {name}")
    if problems:
        sys.exit("\n".join(problems))
    print(f"{len(faults)} faults can be put in")
