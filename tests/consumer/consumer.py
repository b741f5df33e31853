"""Configures, builds and runs a project of a user that takes sinter in."""

import argparse
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SPEC = HERE / "net.yaml"
UNITY = "-DCMAKE_UNITY_BUILD=ON"  # takes less time


class Consumer:
    """CMake with the compiler of the build that is tested, in a folder."""

    def __init__(self, arguments, folder):
        self.arguments = arguments
        self.sinter = pathlib.Path(arguments.sinter).resolve()
        self.folder = folder
        self.build_folder = folder / "build"

    def run(self, *command, fails=False, **environment):
        result = subprocess.run(
            [str(part) for part in command], text=True, check=False,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=self.folder,
            env={**os.environ, **environment})
        if (result.returncode != 0) != fails:
            sys.exit(f"{result.stdout}\nerror: {command} ended with "
                     f"{result.returncode}")
        return result.stdout

    def configure(self, source, *options, **keywords):
        arguments = self.arguments
        return self.run(
            arguments.cmake, "-S", source, "-B", self.build_folder,
            # Quick to compile; nothing here is about speed or SIMD targets.
            "-DCMAKE_BUILD_TYPE=Debug", "-DCMAKE_CXX_FLAGS_DEBUG=-O0",
            f"-DCMAKE_CXX_COMPILER={arguments.cxx}",
            f"-DCMAKE_CXX_FLAGS={arguments.flags} -DHWY_COMPILE_ONLY_STATIC",
            f"-DCMAKE_CXX_COMPILER_LAUNCHER={arguments.launcher}",
            *options, **keywords)

    def build(self, *options):
        self.run(self.arguments.cmake, "--build", self.build_folder,
                 "--parallel", "1", *options)

    def compile_model(self, *options):
        model = self.folder / "net"
        self.run(self.sinter, "compile", SPEC, "-o", model, *options)
        return model

    def check_trainer(self, program, name):
        if f"model:        {name}\n" not in self.run(program, "info"):
            sys.exit(f"error: {program} is not the trainer of {name}")


def contains_sinter(consumer):
    """sinter_add_model from a clone, with a compiler that is built already."""
    consumer.configure(HERE / "contains_sinter", f"-DSINTER_DIRECTORY={ROOT}",
                       f"-DSINTER_COMPILER={consumer.sinter}", UNITY)
    consumer.build()
    consumer.check_trainer(consumer.build_folder / "my-net", "my_net")
    consumer.run(consumer.build_folder / "own")


def builds_sinter(consumer):
    """The same, with the compiler as a part of the project."""
    consumer.configure(HERE / "contains_sinter", f"-DSINTER_DIRECTORY={ROOT}",
                       "-G", "Ninja")
    # Sources with headers of either tree, and with the compiler's own.
    directory = "sinter/compiler"
    consumer.build("--target",
                   f"{directory}/ir/CMakeFiles/sinter_ir.dir/layout.cc.o",
                   f"{directory}/spec/CMakeFiles/sinter_spec.dir/names.cc.o")
    steps = consumer.run("ninja", "-C", consumer.build_folder, "-n", "my-net")
    for step in ("sinter/bin/sinter", "Compiling my-net from "):
        if step not in steps:
            sys.exit(f"{steps}\nerror: my-net is built without {step}")


def generated_project(consumer):
    """A folder that `sinter compile` wrote, alone: no checkout is needed, nor looked
    for, and none of this one is found."""
    model = consumer.compile_model()
    consumer.build_folder = model / "build"
    # Of make, whose lists of the files that were read stay.
    consumer.configure(model, UNITY, "-G", "Unix Makefiles", SINTER_ROOT="/nowhere")
    consumer.build()
    read = "".join(path.read_text().replace("\\ ", " ")
                   for path in consumer.build_folder.rglob("*.d"))
    if str(model / "runtime") not in read:
        sys.exit("error: nothing says which files were read")
    if str(ROOT) in read:
        sys.exit(f"error: files of {ROOT} were read")
    consumer.compile_model()  # leaves the build tree that is there
    consumer.build()
    consumer.check_trainer(consumer.build_folder / "net", "net")


def generated_model(consumer):
    """The same without the runtime, which a checkout has."""
    model = consumer.compile_model("--without-runtime")
    consumer.build_folder = model / "build"
    message = consumer.configure(model, fails=True, SINTER_ROOT="")
    for words in ("SINTER_ROOT is ''", "-DSINTER_ROOT=DIR"):
        if words not in " ".join(message.split()):
            sys.exit(f"{message}\nerror: the message lacks: {words}")
    consumer.configure(model, SINTER_ROOT=str(ROOT))
    relative = os.path.relpath(ROOT, consumer.folder)
    consumer.configure(model, f"-DSINTER_ROOT={relative}", SINTER_ROOT="")


def contains_runtime(consumer):
    """A program with a main() of its own around generated steps."""
    model = consumer.compile_model()
    consumer.configure(HERE / "contains_runtime", f"-DMODEL_DIRECTORY={model}")
    consumer.build()
    consumer.run(consumer.build_folder / "own")


def embeds_model(consumer):
    """A program that embeds a model, where CMake finds neither CLI11 nor zlib."""
    model = consumer.compile_model()
    consumer.configure(
        HERE / "embeds_model", f"-DMODEL_DIRECTORY={model}", UNITY, "-G",
        "Unix Makefiles",
        *(f"-DCMAKE_DISABLE_FIND_PACKAGE_{name}=ON" for name in ("CLI11", "ZLIB")))
    consumer.build()
    program = consumer.build_folder / "embedding"
    consumer.run(program)
    link = (consumer.build_folder / "CMakeFiles/embedding.dir/link.txt").read_text()
    for what, text in (("the link line", link),
                       ("ldd", consumer.run("ldd", program)),
                       ("nm", consumer.run("nm", "--demangle", program))):
        for word in ("libz", "-lz", "inflate", "CLI::", "sinter_data", "sinter_program"):
            if word in text:
                sys.exit(f"{text}\nerror: {what} of a program that embeds a model has {word}")


KINDS = {kind.__name__: kind for kind in (
    contains_sinter, builds_sinter, generated_project, generated_model,
    contains_runtime, embeds_model)}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=KINDS)
    for name in ("sinter", "cmake", "cxx"):
        parser.add_argument(f"--{name}", required=True)
    for name in ("flags", "launcher"):
        parser.add_argument(f"--{name}", default="")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        # A blank in the path is a habit of users, too.
        place = pathlib.Path(folder) / "my project"
        place.mkdir()
        KINDS[arguments.kind](Consumer(arguments, place))


if __name__ == "__main__":
    main()
