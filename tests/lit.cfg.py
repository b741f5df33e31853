"""lit tests: commands in RUN lines, expectations in CHECK lines.

They find sinter and sinter-opt of this build, and FileCheck, not and split-file
of LLVM, on the path. Substitutions: %root is the source tree, %models the folder
of the model specs, %python this interpreter.
"""

import os
import sys

import lit.formats

config.name = "sinter"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".mlir", ".test"]
config.test_source_root = config.sinter_tests_dir
config.test_exec_root = config.sinter_tests_build_dir

config.environment["PATH"] = os.pathsep.join(
    [config.sinter_bin_dir, config.llvm_tools_dir, os.environ.get("PATH", "")]
)
for name in ("ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS"):
    if name in os.environ:
        config.environment[name] = os.environ[name]

config.substitutions += [
    ("%models", os.path.join(config.sinter_source_dir, "models")),
    ("%python", sys.executable),
    ("%root", config.sinter_source_dir),
]
