r"""Strings that would like to be more than text, in every field of a spec that takes text: each is
refused, or the generated C++ is, token by token, that of a harmless text with the text replaced."""

import functools
import os
import re
import subprocess

from sandbox import Case

STRINGS = [
    # C++
    "net; int x", "net{}", "net() { system(0); }", 'net"', 'net\\"', "net\\", "net'", "net//", "net/*", "*/ int x; /*",
    "net\n#include </etc/passwd>", "#define main", "net\\\nint x", "net??/", "??/\nint x", "??=define x", "<%int x%>", "%:define x",
    ')"; int x; //', ')" R"(', 'R"x(', ')x"', ')EOF"', ')spec"', "net\0", "\0", "net\x01", "net\x1b[2J", "\\u0022", "\\x22", "\\N{QUOTATION MARK}",
    "_Pragma(x)", "__FILE__", "__attribute__", "asm", "net::x", "::net", "net<int>", "[[noreturn]]", "operator new", "net,x", "net=1", "a-b", "1net",
    # The shell, make, CMake
    "$(touch gone)", "`touch gone`", "; touch gone", "| touch gone", "& touch gone", "> gone", "$HOME", "${HOME}", "~", "*", "?", "-rf", "--help",
    "@args", "!x", "net x", "net\tx", "\ntouch gone", "$<TARGET_FILE:net>", "$ENV{HOME}", "x)\nmessage(gone", "$(shell touch gone)", "%PATH%",
    # YAML
    ": x", "- x", "&a x", "*a", "!!python/object x", "{x: y}", "[x]", "# x", "| x", "--- x", "x: y", "null", "<<",
    # Formats, paths, text
    "%s%n%n", "{}{0}", "../x", "/etc/passwd", "a/../../b", "a//b", "./a", "C:\\x", "nul\u2028x", "\u202enet", "n\u0435t", "ne\u0301t", "\ufeffnet", "\x7f", "\x85", "x" * 300,
    # Identifiers, but known ones
    "main", "std", "system", "HWY_NAMESPACE", "hn", "N", "R", "u8R", "acc", "tiles", "runtime", "kStateFloats", "Model", "TrainStep", "dense_kernel", "int32_t",
]
# Those that C++ or the C library has beside a model's namespace.
NOT_FOR_MODELS = ("main", "std", "system", "int32_t", "HWY_NAMESPACE", "N", "R")

HARMLESS = "placeholder_text"

# Each word on a line of its own: every line must get its error.
SPEC = """\
version: {version}
name: {name}
seed: {seed}
data:
  format: {format}
  train:
    x: {train_x}
    y: {train_y}
  test:
    x: {test_x}
    y: {test_y}
model:
  input:
    shape: [{shape}, 4]
    dtype: {dtype}
    sparsity: {sparsity}
  layers:
    - {{type: Flatten}}
    - type: Dense
      name: {layer}
      units: {units}
      activation: {activation}
      use_bias: {use_bias}
      kernel_initializer: {kernel_initializer}
      bias_initializer: {bias_initializer}
    - {{type: Rescaling, scale: 1.0, {key}: 1}}
    - type: {type}
      units: 3
      activation: softmax
compile:
  optimizer:
    type: {optimizer}
    learning_rate: {learning_rate}
  loss:
    type: {loss}
  metrics: [{metric}]
fit:
  epochs: {epochs}
  batch_size: 16
  shuffle: {shuffle}
  validation_split: {validation_split}
"""

GOOD = {
    "version": "1", "name": "net", "seed": "0", "format": "idx", "train_x": "a", "train_y": "b", "test_x": "c", "test_y": "d",
    "shape": "4", "dtype": "uint8", "sparsity": "auto", "layer": "hidden", "units": "8", "activation": "relu", "use_bias": "true",
    "kernel_initializer": "zeros", "bias_initializer": "zeros", "key": "offset", "type": "Dense", "optimizer": "sgd",
    "learning_rate": "0.1", "loss": "sparse_categorical_crossentropy", "metric": "accuracy", "epochs": "1", "shuffle": "true",
    "validation_split": "0.0",
}
NAMES = ("name", "layer", "train_x", "train_y", "test_x", "test_y")
# Never text of the user's.
WORDS = ("version", "format", "dtype", "sparsity", "activation", "kernel_initializer", "bias_initializer", "key", "type",
         "loss", "metric")
NUMBERS = ("seed", "shape", "units", "use_bias", "learning_rate", "epochs", "shuffle", "validation_split")
PLACES = NAMES + ("words_and_numbers", "optimizer", "unquoted", "spec_file")

ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}


def quoted(text):
    """As a YAML string on one line."""
    return '"' + "".join(ESCAPES.get(c) or (f"\\x{ord(c):02x}" if ord(c) < 32 or 127 <= ord(c) < 160 else c) for c in text) + '"'


def spec_with(fields):
    return SPEC.format(**(GOOD | fields))


def lines_of(fields):
    return {i for i, line in enumerate(SPEC.split("\n"), 1) if any("{" + field + "}" in line for field in fields)}


# ---- Tokens ----

TOKEN = re.compile(
    r'(?P<comment>//[^\n]*)|(?P<long>/\*)|(?P<raw>\b(?:u8|u|U|L)?R")|(?P<string>"(?:[^"\\\n]|\\.)*")|(?P<char>\'(?:[^\'\\\n]|\\.)*\')'
    r"|(?P<number>\.?\d(?:[eEpP][+-]|[\w.'])*)|(?P<word>[A-Za-z_]\w*)|(?P<space>\s+)|(?P<other>[!#%&()*+,\-./:;<=>?\[\]^{|}~])")
INCLUDE = re.compile(r"^#include .*\n", re.M)
HASH = re.compile(r"\b[0-9a-f]{64}\b")


@functools.cache
def tokens_of(line):
    """Of the code, and the words of the comment. No token that is allowed goes on in the next line;
    nearly all lines are those of the program before."""
    code, remarks, place = [], [], 0
    while place < len(line):
        match = TOKEN.match(line, place)
        if not match or match.lastgroup in ("long", "raw"):
            raise ValueError(f"strange text: {line[place:place + 60]!r}")
        if match.lastgroup == "comment":
            if match.group().rstrip().endswith("\\"):
                raise ValueError(f"a comment goes on: {match.group()!r}")
            remarks += match.group().lstrip("/").split()
        elif match.lastgroup != "space":
            code.append((match.lastgroup, HASH.sub("HASH", match.group())))
        place = match.end()
    return code, remarks


def tokens(text):
    """Those of the code, then the words of the comments: lines are broken differently. C++ with other
    characters, long comments, raw strings, trigraphs or lines that go on is not what sinter writes."""
    # Sorted by the names of files, one of which may be the text.
    includes = INCLUDE.findall(text)
    text = INCLUDE.sub("", text)
    code, remarks = [("include", line.strip()) for line in includes], []
    for line in text.split("\n"):
        more_code, more_remarks = tokens_of(line)
        code += more_code
        remarks += more_remarks
    if "??" in text:
        raise ValueError("a trigraph")
    return code, " ".join(HASH.sub("HASH", " ".join(remarks)).split())


def camel(text):
    return "".join(part[:1].upper() + part[1:] for part in text.split("_"))


def with_text(token, text):
    if HARMLESS[:4] not in token.lower():
        return token
    for old, new in ((HARMLESS, text), (camel(HARMLESS), camel(text)), (HARMLESS.upper(), text.upper())):
        token = token.replace(old, new)
    return token


def without_quotes(token, text):
    """The spec is kept as a string, in which YAML wants some texts quoted."""
    if '"' not in token:
        return token
    return token.replace(f'\\"{text}\\"', text).replace(f': "{text}"', f": {text}")


def glued(remarks):
    """Without blanks: tables are as wide as their names, and lines are broken differently."""
    return remarks.replace(" ", "")


def differences(plain, other, text):
    """Between the tokens of the harmless program and a program's text."""
    plain_code, plain_remarks = plain
    code, remarks = tokens(other)
    if glued(with_text(plain_remarks, text)) != glued(without_quotes(remarks, text)):
        return "the comments differ in more than the text"
    includes, expected = [], []
    for kind, token in plain_code:
        (includes if kind == "include" else expected).append((kind, with_text(token, text)))
    expected = sorted(includes) + expected
    have = sorted(token for token in code if token[0] == "include")
    have += [(kind, without_quotes(token, text)) for kind, token in code if kind != "include"]
    different = next(((mine, other) for mine, other in zip(have, expected) if mine != other), None)
    if different:
        return f"{different[0]} stands where {different[1]} should"
    return "" if len(expected) == len(have) else "the number of tokens differs"


class Baseline:
    """The program of the harmless text in one place."""

    def __init__(self, sinter, shared, place):
        name = "net" if place != "name" else HARMLESS
        folder = os.path.join(shared, place)
        os.mkdir(folder)
        fields = {} if place == "spec_file" else {place: HARMLESS}
        with open(os.path.join(folder, "net.yaml"), "w", encoding="utf-8") as file:
            file.write(spec_with(fields))
        subprocess.run([sinter, "compile", "net.yaml", "--without-runtime", "-o", "out"], cwd=folder, check=True)
        self.texts = read_program(folder, name)
        self.tokens = list(map(tokens, self.texts))
        self.place = place

    def check(self, text):
        def compare(folder, _out):
            name = text if self.place == "name" else "net"
            try:
                texts = read_program(folder, name)
                if self.place == "spec_file":
                    return "" if texts == self.texts else "the spec's file name changes the program"
                return next(filter(None, (differences(plain, other, text) for plain, other in zip(self.tokens, texts))), "")
            except (OSError, ValueError) as error:
                return str(error)
        return compare


def read_program(folder, name):
    """The C++ files; a name must not make others."""
    names = [name + ".h", name + ".cc", "main.cc"]
    have = sorted(os.listdir(os.path.join(folder, "out")))
    if have != sorted(names + ["CMakeLists.txt"]):
        raise ValueError(f"the files are {have}")
    texts = []
    for file_name in names:
        with open(os.path.join(folder, "out", file_name), encoding="utf-8") as file:
            texts.append(file.read())
    return texts


# ---- Cases ----

IDENTIFIER = re.compile(r"(?!\d|_)(?!.*__)[A-Za-z0-9_]{1,64}", re.ASCII)
FILE = re.compile(r"(?!/)(?!.*/$)[A-Za-z0-9._+/-]{1,255}", re.ASCII)


def is_accepted(place, text):
    """By the rules of models/README.md, written once more."""
    if place in ("name", "layer"):
        allowed = IDENTIFIER.fullmatch(text) and text != "asm"
        return bool(allowed) and not (place == "name" and text in NOT_FOR_MODELS)
    return bool(FILE.fullmatch(text)) and not set(text.split("/")) & {"", ".", ".."}


def write_spec(text, name="net.yaml"):
    def prepare(folder):
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
    return prepare


def nothing_made(folder, _out):
    have = os.listdir(folder)
    return "" if have == ["net.yaml"] else f"files were made: {have}"


def cases(sinter, _program, shared):
    baselines = {place: Baseline(sinter, shared, place) for place in NAMES + ("spec_file",)}
    compile_ = [sinter, "compile", "net.yaml", "--without-runtime", "-o", "out"]
    for i, text in enumerate(STRINGS):
        shown = f"{i}_{text[:20]!r}"
        for place in NAMES:
            if place in NAMES[3:] and i % 3 == 0:
                continue  # files are all read by the same lines: most of the strings are enough
            accepted = is_accepted(place, text)
            yield Case(f"{place}_{shown}", compile_, 0 if accepted else 1, "" if accepted else "[bad-", prepare=write_spec(spec_with({place: quoted(text)})),
                       check=baselines[place].check(text) if accepted else nothing_made)
        # The keys of an unknown optimizer are not looked at, so it goes alone.
        for group, fields in (("words_and_numbers", WORDS + NUMBERS), ("optimizer", ("optimizer",))):
            yield Case(f"{group}_{shown}", compile_, 1, "error", prepare=write_spec(spec_with({field: quoted(text) for field in fields})),
                       check=nothing_made, stderr_lines=lines_of(fields))
        # As it stands, YAML may make anything of it, but no program.
        yield Case(f"unquoted_{shown}", compile_, 1, "error",
                   prepare=write_spec(spec_with({"dtype": text.replace("\0", "\x01") or "x"})), check=nothing_made)
        path = "x" + text.replace("\0", "").strip("/")[:200]
        yield Case(f"spec_file_{shown}", [sinter, "compile", path, "--without-runtime", "-o", "out"], 0, "", prepare=write_spec(spec_with({}), path),
                   check=baselines["spec_file"].check(text))
