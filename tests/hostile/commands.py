"""Command lines, and the surroundings that programs are started in: streams, files, locale, limits."""

import json
import os
import resource
import shlex
import shutil
import subprocess
import sys

import idx
from data_files import save_weights
from sandbox import Case
from specs import SPEC, with_layers

# Words after `sinter`, exit code, word of the message.
SINTER = [
    ("", 2, "a command is missing"), ("comple", 2, "unknown command 'comple'"), ("--frobnicate", 2, "unknown option"),
    ("-", 2, "unknown"), ("--", 2, "unknown"), ("'' net.yaml", 2, "unknown"), ("check", 2, "SPEC"), ("check ''", 3, "No such file"),
    ("check a b", 2, "error"), ("check --output=x net.yaml", 2, "error"), ("check net.yaml check net.yaml", 2, "error"),
    ("check missing.yaml", 3, "No such file"), ("check .", 3, "directory"), ("check net.yaml/x", 3, "Not a directory"),
    ("check pipe", 3, "not a regular file"), ("check /dev/zero", 3, "not a regular file"), ("check loop", 3, "symbolic links"),
    ("check {long}", 3, "File name too long"), ("check {line}", 3, "No such file"), ("check {escape}", 3, "No such file"),
    ("check {bytes}", 3, "No such file"), ("check %s%n%s%n", 3, "%s%n%s%n: error"), ("check hidden.yaml", 3, "Permission denied"),
    ("schema net.yaml", 2, "error"), ("compile net.yaml", 2, "compile needs -o DIR"), ("compile net.yaml -o", 2, "error"),
    ("compile net.yaml -o ''", 2, "compile needs -o DIR"), ("compile net.yaml -o a -o b", 2, "error"), ("compile -o out", 2, "SPEC"),
    ("compile net.yaml -o out --emit", 2, "error"), ("compile net.yaml -o out --emit=", 2, "error"),
    ("compile net.yaml -o out --emit=llvm", 2, "--emit does not know 'llvm'"), ("compile net.yaml -o out --emit=CPP", 2, "does not know"),
    ("compile net.yaml -o out --disable-pass=fuse", 2, "--disable-pass does not know"), ("compile net.yaml -o out --disable-pass", 2, "error"),
    ("compile net.yaml -o out --tile=", 2, "error"), ("compile net.yaml -o out --tile=6", 2, "--tile is"),
    ("compile net.yaml -o out --tile=0x2", 2, "--tile is"), ("compile net.yaml -o out --tile=33x2", 2, "--tile is"),
    ("compile net.yaml -o out --tile=4x3", 2, "--tile is"), ("compile net.yaml -o out --tile=4294967300x2", 2, "--tile is"),
    ("compile net.yaml -o out --tile=-4x2", 2, "--tile is"), ("compile net.yaml -o out --tile=back=4x2", 2, "--tile is"),
    ("compile net.yaml -o out --dispatch=static", 2, "error"), ("compile net.yaml -o out --fusion-report=maybe", 2, "error"),
    ("compile net.yaml -o /", 3, "no name"), ("compile net.yaml -o .", 3, "no name"), ("compile net.yaml -o ..", 3, "no name"),
    ("compile net.yaml -o missing/out", 3, "No such file"), ("compile net.yaml -o hidden.yaml", 3, "there is a file"),
    ("compile net.yaml -o pipe", 3, "there is a file"), ("compile net.yaml -o /dev/full", 3, "there is a file"),
    ("compile net.yaml -o link", 3, "symbolic link"), ("compile net.yaml -o loop", 3, "symbolic link"),
    ("compile net.yaml -o full", 3, "did not generate"), ("compile net.yaml -o readonly/out", 3, "Permission denied"),
    ("compile net.yaml -o {long}", 3, "File name too long"), ("compile net.yaml -o net.yaml/out", 3, "Not a directory"),
    ("compile net.yaml --emit=nn -o full", 3, "error"), ("compile net.yaml --emit=nn -o missing/nn", 3, "No such file"),
    ("compile net.yaml --emit=nn -o readonly/nn", 3, "Permission denied"), ("compile net.yaml --emit=nn -o /", 3, "error"),
    ("compile net.yaml -o out --dump-ir=net.yaml", 3, "error"),
    ("compile net.yaml -o out --dump-ir=readonly/ir", 3, "Permission denied"), ("compile net.yaml -o out --dump-ir=''", 2, "--dump-ir"),
    ("build net.yaml", 2, "output"), ("build net.yaml -o exe --emit=nn", 2, "build needs C++"),
    ("build net.yaml -o exe --dispatch=fast", 2, "--dispatch does not know 'fast'"), ("build net.yaml -o exe --cxx=", 2, "error"),
    ("build net.yaml -o exe --cxx=missing/c++", 4, "missing/c++"), ("build net.yaml -o exe --cxx=net.yaml", 4, "net.yaml"),
    ("build net.yaml -o exe --cxx=false", 4, "false"), ("build net.yaml -o exe --cxx='false;touch gone'", 4, "cannot start the C++ compiler 'false;touch'"),
    ("build net.yaml -o exe --cxx='$(touch gone)'", 4, "cannot start the C++ compiler '$(touch'"), ("build net.yaml -o exe --cxx=.", 4, "error"),
    ("build net.yaml -o full --cxx=false", 3, "full"), ("build net.yaml -o missing/exe --cxx=false", 3, "No such file"),
    ("build net.yaml -o exe --cxx=false --keep=full", 3, "did not generate"), ("build net.yaml -o exe --cxx=false --keep=link", 3, "symbolic link"),
    ("--help", 0, "Exit codes"), ("compile --help", 0, "--emit"), ("--version", 0, "sinter "), ("schema", 0, "| key |"),
    ("check net.yaml", 0, ""), ("check ./linked.yaml", 0, ""), ("compile net.yaml --emit=nn", 0, "nn.matmul"),
]

# Words after the program, exit code, word of the message. {train} etc. stand for options that are right.
PROGRAM = [
    ("", 2, "subcommand"), ("tran", 2, "error"), ("--frobnicate", 2, "error"), ("train", 2, "--data"), ("evaluate", 2, "error"),
    ("evaluate --data data", 2, "--weights"), ("train --data", 2, "--data"), ("train --data ''", 2, "is empty"),
    ("train --data data --data data", 2, "--data"), ("{train} extra", 2, "error"), ("{train} train --data data", 2, "error"),
    ("{train} --save ''", 2, "is empty"), ("{train} --epochs", 2, "--epochs"), ("{train} --json", 2, "error"),
    ("train --data data --steps 0", 2, "not a whole number"), ("train --data data --steps -1", 2, "not a whole number"),
    ("train --data data --steps 18446744073709551616", 2, "not a whole number"), ("{train} --epochs -1", 2, "not a whole number"),
    ("{train} --epochs 4294967296", 2, "not a whole number"), ("{train} --epochs 1.5", 2, "not a whole number"),
    ("{train} --epochs 1e3", 2, "not a whole number"), ("{train} --epochs 0x10", 2, "not a whole number"),
    ("{train} --epochs ' 1'", 2, "not a whole number"), ("{train} --epochs +1", 2, "not a whole number"),
    ("{train} --epochs ''", 2, "not a whole number"), ("{train} --epochs 1,000", 2, "not a whole number"),
    ("{train} --epochs {digits}", 2, "not a whole number"), ("{train} --seed 4294967296", 2, "not a whole number"),
    ("{train} --learning-rate nan", 2, "not a number"), ("{train} --learning-rate inf", 2, "not a number"),
    ("{train} --learning-rate -0.1", 2, "not a number"), ("{train} --learning-rate 1e39", 2, "not a number"),
    ("{train} --learning-rate 0,5", 2, "not a number"), ("{train} --learning-rate 0.5f", 2, "not a number"),
    ("{train} --learning-rate 1/2", 2, "not a number"), ("train --data data --threads 0", 2, "not a whole number"),
    ("train --data data --threads 1025", 2, "not a whole number"), ("train --data data --verbose 3", 2, "is not 0, 1 or 2"),
    ("{train} --checkpoint-steps 1", 2, "needs --run-dir"), ("{train} --checkpoint-steps 0 --run-dir run", 2, "not a whole number"),
    ("{train} --resume r --run-dir q", 2, "--run-dir"), ("{train} --resume r --weights w", 2, "--weights"),
    ("{train} --simd AVX9", 2, "AVX9"), ("{train} --simd ''", 2, "is empty"), ("info --simd x", 2, "x"),
    ("predict {model} --count 0", 2, "not a whole number"), ("predict {model} --count 4294967296", 2, "not a whole number"),
    ("{train} --epochs 1 --no-shuffle=maybe", 2, "error"), ("evaluate --data data --weights missing", 3, "missing: No such file"),
    ("evaluate --data data --weights .", 3, "not a regular file"), ("evaluate --data data --weights pipe", 3, "not a regular file"),
    ("evaluate --data data --weights /dev/zero", 3, "not a regular file"), ("evaluate --data data --weights loop", 3, "symbolic links"),
    ("evaluate --data data --weights {long}", 3, "File name too long"), ("evaluate --data data --weights {line}", 3, "No such file"),
    ("evaluate --data data --weights {escape}", 3, "No such file"), ("evaluate --data data --weights {bytes}", 3, "No such file"),
    ("evaluate --data data --weights %s%n{}", 3, "%s%n{}: No such file"), ("train --data missing", 3, "No such file"),
    ("train --data net.yaml", 3, "Not a directory"), ("train --data loop", 3, "symbolic links"), ("train --data {long}", 3, "File name too long"),
    ("train --data hidden", 3, "Permission denied"), ("{train} --save missing/w", 3, "No such file"), ("{train} --save full", 3, "directory"),
    ("{train} --save readonly/w", 3, "Permission denied"), ("{train} --save loop", 3, "symbolic links"),
    ("{train} --save pipe", 3, "pipe"), ("{train} --save {long}", 3, "File name too long"), ("{train} --history full", 3, "directory"),
    ("{train} --history missing/h", 3, "No such file"), ("{train} --step-log full", 3, "directory"),
    ("{train} --run-dir net.yaml", 3, "error"),
    ("{train} --run-dir readonly/run", 3, "Permission denied"), ("{train} --run-dir loop", 3, "error"), ("{train} --resume missing", 3, "No such file"),
    ("{train} --resume full", 3, "No such file"), ("{train} --resume net.yaml", 3, "Not a directory"),
    ("--help", 0, "Exit codes"), ("--version", 0, "mnist_mlp"), ("info", 0, "mnist_mlp"), ("evaluate {model} --json", 0, "test_loss"),
    ("{train} --save w", 0, "test_loss"), ("predict {model} --count 4294967295", 0, "argmax"), ("{train} --epochs 0", 0, "test_loss"),
]

OPTIONS = {
    "{train}": "train --data data --steps 1 --verbose 0 --threads 1",
    "{model}": "--data data --threads 1 --weights weights",
}
WORDS = {
    "{long}": "n" * 5000, "{digits}": "9" * 100000, "{line}": "a\nsinter: error: b",
    "{escape}": "\x1b[2J\x1b]0;x\x07", "{bytes}": os.fsdecode(b"\xff\xfe\x80"),
}


def words(line):
    for name, options in OPTIONS.items():
        line = line.replace(name, options)
    return [WORDS.get(word, word) for word in shlex.split(line)]


def save(folder, name, text):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        file.write(text)


def fill(shared):
    """Makes the folder that commands run in, with what they trip over. No program may write to it
    unless it is told to; `gone` is what injected commands would make."""
    def prepare(folder):
        def path(name):
            return os.path.join(folder, name)
        save(folder, "net.yaml", SPEC)
        save(folder, "hidden.yaml", SPEC)
        save(folder, "deep.yaml", with_layers(97, "    - {type: Dense, units: 8}\n"))
        for name in ("data", "full", "readonly", "hidden"):
            os.mkdir(path(name))
        idx.write(path("data"))
        save(path("full"), "mine.txt", "precious\n")
        os.symlink("net.yaml", path("linked.yaml"))
        os.symlink("full", path("link"))
        os.symlink("loop", path("loop"))
        os.mkfifo(path("pipe"))
        shutil.copy(os.path.join(shared, "weights.safetensors"), path("weights"))
        if os.geteuid() == 0:
            os.chown(path("data"), 65534, 65534)
            os.chown(path("full"), 65534, 65534)
        for name, mode in {"readonly": 0o555, "hidden": 0o000, "hidden.yaml": 0o000}.items():
            os.chmod(path(name), mode)
    return prepare


def untouched(folder, _out):
    """Nothing of the user's was changed, no file has a name that only a mistake would give it."""
    with open(os.path.join(folder, "net.yaml"), encoding="utf-8") as spec:
        if spec.read() != SPEC:
            return "the spec was changed"
    if os.listdir(os.path.join(folder, "full")) != ["mine.txt"]:
        return "the user's directory was changed"
    if not os.path.islink(os.path.join(folder, "link")):
        return "a symbolic link was replaced"
    new = set(os.listdir(folder)) - KNOWN
    return f"left behind: {new}" if new else ""


KNOWN = {"net.yaml", "deep.yaml", "hidden.yaml", "data", "full", "readonly", "hidden", "linked.yaml", "link", "loop", "pipe", "weights"}


def lines(sinter, program, prepare):
    for name, start, table in (("sinter", sinter, SINTER), ("program", program, PROGRAM)):
        for line, code, word in table:
            yield Case(f"{name} {line}", [start] + words(line), code, word, prepare=prepare, unprivileged=True,
                       check=untouched if code else None)


def streams(sinter, program, prepare):
    info, check = [program, "info"], [sinter, "check", "missing.yaml"]
    for name, command in {"info": info, "program_help": [program, "--help"], "schema": [sinter, "schema"],
                          "help": [sinter, "--help"], "explain": [sinter, "explain", "net.yaml"],
                          "summary": [sinter, "summary", "net.yaml"], "nn": [sinter, "compile", "net.yaml", "--emit=nn"],
                          "evaluate": [program] + words("evaluate {model}"), "predict": [program] + words("predict {model}")}.items():
        yield Case(f"full_device_{name}", command, 3, "No space left", prepare=prepare, stdout="/dev/full")
        yield Case(f"closed_stdout_{name}", command, 3, "Bad file descriptor", prepare=prepare, closed=(1,))
        yield Case(f"all_closed_{name}", command, 3, "", prepare=prepare, closed=(0, 1, 2), silent_failure=True)
    yield Case("closed_stderr", check, 3, "", prepare=prepare, closed=(2,), silent_failure=True)
    yield Case("closed_stderr_program", [program, "train"], 2, "", prepare=prepare, closed=(2,), silent_failure=True)
    yield Case("closed_stdin", [sinter, "explain", "net.yaml"], 0, "name: net", prepare=prepare, closed=(0,))
    yield Case("closed_stdout_train", [program] + words("{train} --save w"), 3, "", prepare=prepare, closed=(1,))


def make_comma_locale(shared):
    """A copy of C.utf8 whose numbers have a decimal comma."""
    folder = os.path.join(shared, "locales", "comma.utf8")
    shutil.copytree("/usr/lib/locale/C.utf8", folder)
    path = os.path.join(folder, "LC_NUMERIC")
    with open(path, "rb") as file:
        content = file.read()
    with open(path, "wb") as file:
        file.write(content.replace(b".\0", b",\0").replace(b".\0\0\0", b",\0\0\0"))
    env = {"LC_ALL": "comma.utf8", "LOCPATH": os.path.dirname(folder)}
    point = subprocess.run([sys.executable, "-c", "import locale; locale.setlocale(locale.LC_ALL, ''); "
                            "print(locale.localeconv()['decimal_point'])"], env=env, check=True, capture_output=True, text=True)
    assert point.stdout == ",\n", point.stdout
    return env


def locales(sinter, program, prepare, shared):
    comma = make_comma_locale(shared)

    def same_as(command):
        """The output must be that of the C locale."""
        def check(folder, out):
            plain = subprocess.run(command, cwd=folder, capture_output=True, check=True, text=True, env=os.environ | {"LC_ALL": "C"})
            return "" if out == plain.stdout else f"{out[:300]!r} instead of {plain.stdout[:300]!r}"
        return check

    def is_json(_folder, out):
        return "" if isinstance(json.loads(out)["test_loss"], float) else f"no number in {out!r}"

    for name, command, check in (
            ("explain", [sinter, "explain", "net.yaml"], same_as), ("summary", [sinter, "summary", "net.yaml"], same_as),
            ("fused", [sinter, "compile", "net.yaml", "--emit=fused"], same_as), ("info", [program, "info"], same_as),
            ("predict", [program] + words("predict {model}"), same_as), ("json", [program] + words("evaluate {model} --json"), is_json),
            ("train", [program] + words("{train} --learning-rate 0.5"), same_as)):
        yield Case(f"decimal_comma_{name}", command, 0, "", prepare=prepare, env=comma,
                   check=check(command) if check is same_as else check)
    yield Case("decimal_comma_in_number", [program] + words("{train} --learning-rate 0,5"), 2, "not a number", prepare=prepare, env=comma)
    for name in ("tr_TR.UTF-8", "none", "", "x" * 10000, "../../etc"):
        yield Case(f"locale_{name[:20]}", [sinter, "explain", "net.yaml"], 0, "learning_rate: 0.001", prepare=prepare, env={"LC_ALL": name})


def limited(sinter, program, prepare):
    train, evaluate = [program] + words("{train}"), [program] + words("evaluate {model}")
    compile_ = [sinter, "compile", "net.yaml", "-o", "out"]
    size, files, stack, memory = resource.RLIMIT_FSIZE, resource.RLIMIT_NOFILE, resource.RLIMIT_STACK, resource.RLIMIT_AS
    # A message is a file here, too: it must fit.
    for most in (1000, 10000, 1000000):
        yield Case(f"file_size_{most}_save", train + ["--save", "w"], 3, "File too large", prepare=prepare, limits={size: most},
                   results_before_error=True)
    yield Case("file_size_1000_run", train + ["--run-dir", "run"], 3, "File too large", prepare=prepare, limits={size: 1000},
               results_before_error=True)
    for most in (300, 1000):
        yield Case(f"file_size_{most}_compile", compile_, 3, "File too large", prepare=prepare, limits={size: most}, check=untouched)
    for most in (4, 5, 6):
        yield Case(f"open_files_{most}_evaluate", evaluate, OPEN_FILES[most], "", prepare=prepare, limits={files: most})
    for kib in (128, 256, 1024):
        yield Case(f"stack_{kib}_kib_check", [sinter, "check", "net.yaml"], 0, "", prepare=prepare, limits={stack: kib << 10})
        yield Case(f"stack_{kib}_kib_compile", compile_, 0, "", prepare=prepare, limits={stack: kib << 10})
        yield Case(f"stack_{kib}_kib_train", train, 0, "test_loss", prepare=prepare, limits={stack: kib << 10})
    for mib in (8, 9, 10):
        yield Case(f"memory_{mib}_mib_train", train, 3, "out of memory", prepare=prepare, limits={memory: mib << 20}, results_before_error=True)
    deep = [sinter, "compile", "deep.yaml", "-o", "out"]
    for mib in (280, 290, 300, 310):
        yield Case(f"memory_{mib}_mib_compile", deep, 3, "out of memory", prepare=prepare, limits={memory: mib << 20})
    yield Case("threads_none_compile", compile_, 3, "out of threads", prepare=prepare, limits={resource.RLIMIT_NPROC: 0}, unprivileged=True)
    yield Case("threads_none", [program] + words("train --data data --steps 1 --verbose 0 --threads 16"), 3, "cannot start the threads",
               prepare=prepare, limits={resource.RLIMIT_NPROC: 0}, unprivileged=True, results_before_error=True)


# With four, the weights can be opened, but not two files of data at a time.
OPEN_FILES = {4: 3, 5: 0, 6: 0}


def outputs(sinter, program, prepare):
    """What becomes of outputs that are links."""
    def link_to(target):
        def make(folder):
            prepare(folder)
            os.symlink(target, os.path.join(folder, "out"))
        return make

    def still_link(folder, _out):
        return "" if os.path.islink(os.path.join(folder, "out")) else "the link was replaced"

    train = [program] + words("{train}")
    for option in ("--save", "--history", "--step-log"):
        yield Case(f"link_to_file_{option}", train + [option, "out"], 0, "test_loss", prepare=link_to("target"))
        yield Case(f"link_into_nothing_{option}", train + [option, "out"], 3, "No such file", prepare=link_to("missing/target"),
                   results_before_error=True)
    yield Case("link_to_file_nn", [sinter, "compile", "net.yaml", "--emit=nn", "-o", "out"], 3, "symbolic link",
               prepare=link_to("target"), check=still_link)
    yield Case("dangling_link_compile", [sinter, "compile", "net.yaml", "-o", "out"], 3, "symbolic link", prepare=link_to("missing"),
               check=still_link)
    for name, words_ in {"nn": ["compile", "--emit=nn"], "cpp": ["compile"], "exe": ["build"]}.items():
        for spec in ("net.yaml", "linked.yaml"):
            yield Case(f"spec_as_output_{name}_{spec}", [sinter, *words_, spec, "-o", "./net.yaml"], 3, "would replace the spec",
                       prepare=prepare, check=untouched)
    for option in ("--history", "--step-log"):
        yield Case(f"full_device_{option}", train + [option, "/dev/full"], 3, "No space left", prepare=prepare,
                   results_before_error=True)
    yield Case("no_environment", ["/usr/bin/env", "-i", sinter, "explain", "net.yaml"], 0, "name: net", prepare=prepare)
    yield Case("no_path_to_compiler", [sinter, "build", "net.yaml", "-o", "exe"], 4, "cannot start", prepare=prepare,
               env={"PATH": "/missing", "CXX": ""})
    yield Case("injected_cxx", [sinter, "build", "net.yaml", "-o", "exe"], 4, "cannot start", prepare=prepare,
               env={"CXX": "false; touch gone"}, check=untouched)


def cases(sinter, program, shared):
    save_weights(program, shared)
    prepare = fill(shared)
    yield from lines(sinter, program, prepare)
    yield from streams(sinter, program, prepare)
    yield from locales(sinter, program, prepare, shared)
    yield from limited(sinter, program, prepare)
    yield from outputs(sinter, program, prepare)
