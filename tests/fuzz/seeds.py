"""What the fuzz targets start from: small files of this repository, as bytes."""

import glob
import os
import re
import subprocess

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
STAGES = ("nn", "train", "fused", "plan")


def read(pattern):
    contents = []
    for path in sorted(glob.glob(os.path.join(ROOT, pattern))):
        with open(path, "rb") as file:
            contents.append(file.read())
    return contents


def corpus(name):
    return read(f"tests/fuzz/corpus/{name}/*")


def parts_of_ir_tests():
    """Files of lit hold several modules, one for each thing tested."""
    for content in read("tests/*/*.mlir"):
        for part in re.split(rb"^// -----.*$", content, flags=re.MULTILINE):
            lines = part.split(b"\n")
            yield b"\n".join(line for line in lines if not line.lstrip().startswith(b"//"))


def stages(sinter):
    """The IR of small specs after each stage."""
    for spec in sorted(glob.glob(os.path.join(ROOT, "tests/fuzz/corpus/spec/*.yaml"))):
        for stage in STAGES:
            yield subprocess.run([sinter, "compile", spec, f"--emit={stage}"], stdout=subprocess.PIPE, check=True).stdout


def of(name, sinter):
    contents = corpus(name)
    if name == "spec":
        contents += read("models/*.yaml") + read("tests/spec/errors/*.yaml") + read("tests/hostile/specs/*.yaml")
    elif name == "ir":
        contents += list(parts_of_ir_tests()) + list(stages(sinter)) + [b"func.func @s" + b"(" * 25000]
    return contents


def words(contents):
    """Names and keywords in the contents."""
    found = set()
    for content in contents:
        found.update(re.findall(rb"[#!]?[A-Za-z_][A-Za-z_.0-9]{3,30}", content))
    return sorted(word.decode() for word in found)
