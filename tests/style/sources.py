"""The C++ files of the tree; needs no git."""

import os
import pathlib

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
ENDINGS = (".cc", ".h", ".inc")
# What sinter writes has a check of its own: `generated_example`.
LEFT_OUT = ("generated", "data")


def folders_to_walk(folder, names):
    """No build trees, nothing hidden."""
    at_root = pathlib.Path(folder) == ROOT
    return sorted(
        name for name in names
        if not name.startswith((".", "build"))
        and not (at_root and name in LEFT_OUT)
        and not (pathlib.Path(folder) / name / "CMakeCache.txt").exists())


def list_sources():
    sources = []
    for folder, names, files in os.walk(ROOT):
        names[:] = folders_to_walk(folder, names)
        sources += [pathlib.Path(folder) / name for name in sorted(files)
                    if name.endswith(ENDINGS)]
    return sources
