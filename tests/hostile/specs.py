"""Specs: the files of specs/, and texts too large or too binary to keep. Exact messages are held
by ../spec/errors."""

import os
import re
import subprocess

from sandbox import Case

HERE = os.path.dirname(os.path.abspath(__file__))

SPEC = """\
version: 1
name: net
data:
  train: {x: train-x.gz, y: train-y.gz}
  test: {x: test-x.gz, y: test-y.gz}
model:
  input: {shape: [4, 4], dtype: uint8}
  layers:
    - {type: Flatten}
    - {type: Dense, units: 8, activation: relu}
    - {type: Dense, units: 3, activation: softmax}
compile: {optimizer: rmsprop, loss: sparse_categorical_crossentropy}
fit: {epochs: 2, batch_size: 16}
"""
MIB = 1 << 20


def changed(old, new):
    assert old in SPEC
    return SPEC.replace(old, new, 1)


def named(name):
    return changed("name: net", "name: " + name)


def padded(size):
    return SPEC + "#" * (size - len(SPEC) - 1) + "\n"


def with_layers(count, layer):
    return changed("    - {type: Flatten}\n", "    - {type: Flatten}\n" + layer * count)


def laughs(levels, width):
    """Aliases that stand for width ** levels words."""
    lines = ["a0: &a0 [" + ", ".join(["ha"] * width) + "]"]
    for i in range(1, levels + 1):
        lines.append(f"a{i}: &a{i} [" + ", ".join([f"*a{i - 1}"] * width) + "]")
    return "\n".join(lines) + "\n" + SPEC


def too_large():
    yield "scalar_of_20_mib", named("a" * (20 * MIB)), "too-large"
    yield "quoted_scalar_of_20_mib", named('"' + "a" * (20 * MIB) + '"'), "too-large"
    yield "comment_of_20_mib", padded(20 * MIB), "too-large"
    yield "zeros_of_20_mib", "\0" * (20 * MIB), "too-large"
    yield "one_byte_more_than_1_mib", padded(MIB + 1), "too-large"
    yield "name_of_1_mb", named("a" * 1000000), "bad-name"
    yield "key_of_1_mb", SPEC + "k" * 1000000 + ": 1\n", "yaml-syntax"
    yield "file_name_of_1_mb", changed("train-x.gz", "a" * 1000000), "bad-file-name"
    yield "number_of_1_mb", changed("units: 8", "units: " + "9" * 1000000), "out-of-range"
    yield "zeros_after_the_point", changed("rmsprop", "{type: sgd, learning_rate: 0." + "0" * 1000000 + "1}"), "out-of-range"
    yield "exponent_of_1_mb", changed("rmsprop", "{type: sgd, learning_rate: 1e" + "9" * 1000000 + "}"), "out-of-range"
    yield "shape_of_50000", changed("[4, 4]", "[" + "1, " * 50000 + "1]"), "out-of-range"


def too_deep():
    for what, text in {
        "flow_lists": "[" * 100000, "closed_flow_lists": "[" * 90000 + "]" * 90000,
        "flow_maps": "{a: " * 100000, "closed_flow_maps": "{a: " * 50000 + "1" + "}" * 50000,
        "block_lists": "- " * 300000, "block_keys": "? " * 300000,
        "lists_in_a_value": named("[" * 5000 + "]" * 5000),
        "indented_maps": "".join(" " * i + "a:\n" for i in range(1000)),
        "brackets_of_1_mb": "[" * 1000000,
        "aliases_on_aliases": "a0: &a0 [1]\n" + "".join(f"a{i}: &a{i} [*a{i - 1}]\n" for i in range(1, 5000)),
    }.items():
        yield "deep_" + what, text, "too-"


def with_blocks(blocks, uses):
    return changed("  layers:\n    - {type: Flatten}\n", "  blocks:\n" + blocks + "  layers:\n    - {type: Flatten}\n" + uses)


def many_blocks():
    block = "    b: {parameters: {u: 8}, layers: [{type: Dense, units: $u}]}\n"
    yield "blocks_20000", with_blocks("".join(f"    b{i}: {{layers: [{{type: Flatten}}]}}\n" for i in range(12000)), ""), "at most 100 blocks"
    yield "blocks_of_one_name", with_blocks(block * 90, "    - b:\n"), "two blocks have the name"
    yield "block_used_10000_times", with_blocks(block, "    - b:\n" * 10000), "at most 100 layers"
    yield "block_of_30000_layers", with_blocks("    b:\n      layers:\n" + "        - {type: Flatten}\n" * 20000, "    - b:\n"), "at most 100 layers"
    yield "blocks_of_many_nodes", with_blocks(
        "    b: {layers: [{type: Flatten, inputs: [" + "x, " * 20000 + "x]}]}\n", "    - b:\n" * 90), "too-many-nodes"
    yield "block_parameters_20000", with_blocks(
        "    b: {parameters: {" + ", ".join(f"p{i}: 1" for i in range(20000)) + "}, layers: [{type: Flatten}]}\n", "    - b:\n"), "at most 100 parameters"
    yield "block_arguments_20000", with_blocks(block, "    - b: {" + ", ".join(f"p{i}: 1" for i in range(20000)) + "}\n"), "more errors"
    yield "block_inputs_20000", with_blocks(block, "    - b:\n    - b: {inputs: [" + "b, " * 20000 + "b]}\n"), "from 1 to 64 names"
    yield "block_inputs_that_multiply", with_blocks(
        "    b: {layers: [{type: Add, inputs: [" + "input, " * 63 + "input]}]}\n", "    - b: {inputs: [" + "flatten, " * 63 + "flatten]}\n"), "from 1 to 64 names"
    yield "block_name_of_500_kb", with_blocks(block, "    - b: {name: " + "n" * 500000 + "}\n"), "bad-name"
    yield "blocks_unknown_10000", with_blocks(block, "    - b:\n" + "    - c: {}\n" * 10000), "unknown-name"
    yield "block_in_itself", with_blocks("    b: {layers: [b: {}]}\n", "    - b:\n"), "wrong-type"
    yield "block_parameter_of_itself", with_blocks("    b: {parameters: {u: $u}, layers: [{type: Dense, units: $u}]}\n", "    - b:\n"), "wrong-type"


def too_many():
    yield "billion_laughs", laughs(9, 9), "too-many-nodes"
    yield "laughs_that_wrap_64_bits", laughs(40, 10), "too-many-nodes"
    yield "quadratic_aliases", "a: &a [" + "x, " * 20000 + "x]\nb: [" + "*a, " * 20000 + "*a]\n", "too-many-nodes"
    yield "anchors_50000", "".join(f"- &a{i} x\n" for i in range(50000)), "wrong-type"
    yield "keys_unknown_40000", SPEC + "".join(f"k{i}: 1\n" for i in range(40000)), "more errors"
    yield "keys_duplicate_40000", SPEC + "seed: 1\n" * 40000, "duplicate-key"
    yield "layers_mistaken_15000", with_layers(15000, "    - {type: Dense, unit: 8}\n"), "more errors"
    yield "layers_of_unknown_type_20000", with_layers(20000, "    - {type: D}\n"), "more errors"
    yield "layers_101", with_layers(98, "    - {type: Dropout, rate: 0.5}\n"), "at most 100 layers"
    yield "layers_2000", with_layers(1997, "    - {type: Dense, units: 8}\n"), "at most 100 layers, not 2000"
    yield "layers_30000_by_alias", with_layers(1, "    - &layer {type: Flatten}\n" + "    - *layer\n" * 30000), "at most 100 layers"
    yield "layers_of_one_name", with_layers(15000, "    - {type: Flatten, name: f}\n"), "duplicate-name"
    yield "inputs_30000", with_layers(1, "    - {type: Add, inputs: [" + "flatten, " * 30000 + "flatten]}\n"), "from 1 to 64 names"
    yield "inputs_unknown_360", with_layers(90, "    - {type: Add, inputs: [" + "flattem, " * 3 + "flattem]}\n"), "more errors"
    yield "inputs_unknown_1440", with_layers(90, "    - {type: Add, inputs: [" + "flattem, " * 15 + "flattem]}\n"), "at most 400 inputs"
    yield "inputs_beside_a_long_name", with_layers(
        1, "    - {type: Flatten, name: " + "f" * 400000 + "}\n" + ("    - {type: Add, inputs: [" + "flattem, " * 3 + "flattem]}\n") * 90), "more errors"
    yield "input_of_1_mb", with_layers(1, "    - {type: Flatten, inputs: " + "f" * 900000 + "}\n"), "unknown-name"
    yield "layers_15000_with_inputs", with_layers(15000, "    - {type: Flatten, inputs: x}\n"), "at most 100 layers"
    yield from many_blocks()
    yield "metrics_30000", changed("crossentropy}", "crossentropy, metrics: [" + "accuracy, " * 30000 + "accuracy]}"), "metric"
    yield "documents_50000", "---\n" * 50000, "several-documents"
    for name, character in {"colon": ":", "hyphen": "-", "question": "?", "quote": "'", "double_quote": '"',
                            "ampersand": "&", "asterisk": "*", "exclamation": "!", "bar": "|", "greater": ">",
                            "percent": "%", "at": "@", "backquote": "`", "backslash": "\\", "comma": ",",
                            "tab": "\t", "closing": "]", "letter": "a"}.items():
        yield f"megabyte_of_{name}", character * 1000000, "net.yaml"
    yield "megabyte_of_lines", "\n" * 1000000, "empty"
    yield "megabyte_of_blanks", " " * 1000000, "empty"
    yield "megabyte_of_colon_lines", ":\n" * 500000, "net.yaml"
    yield "megabyte_of_hyphen_lines", "-\n" * 500000, "net.yaml"
    yield "megabyte_of_alternating", "[{" * 500000, "too-"


def bad_bytes():
    text = SPEC.encode()

    def name(raw):
        return text.replace(b"net", raw, 1)

    yield "nul_first", b"\0" + text, "control-character"
    yield "nul_in_name", name(b"n\0et"), "control-character"
    yield "nul_last", text + b"\0", "control-character"
    yield "escape_character", name(b"\x1b[31mnet"), "control-character"
    yield "delete_character", name(b"n\x7fet"), "control-character"
    yield "bell_in_comment", b"# \x07\n" + text, "control-character"
    yield "form_feed", b"\x0c\n" + text, "control-character"
    yield "next_line_character", name(b"n\xc2\x85et"), "control-character"
    yield "csi_of_8_bits", name(b"n\xc2\x9b31met"), "control-character"
    yield "carriage_returns_only", text.replace(b"\n", b"\r"), "control-character"
    yield "lone_continuation", name(b"n\x80et"), "invalid-utf-8"
    yield "overlong_slash", name(b"n\xc0\xafet"), "invalid-utf-8"
    yield "overlong_nul", name(b"n\xc0\x80et"), "invalid-utf-8"
    yield "surrogate", name(b"n\xed\xa0\x80et"), "invalid-utf-8"
    yield "surrogate_pair", name(b"n\xed\xa0\xbd\xed\xb8\x80et"), "invalid-utf-8"
    yield "beyond_unicode", name(b"n\xf4\x90\x80\x80et"), "invalid-utf-8"
    yield "five_bytes", name(b"n\xf8\x88\x80\x80\x80et"), "invalid-utf-8"
    yield "cut_in_a_character", text + b"# \xe2\x82", "invalid-utf-8"
    yield "latin_1", name("nét".encode("latin-1")), "invalid-utf-8"
    yield "byte_ff", b"\xff" * 1000, "invalid-utf-8"
    yield "utf_16_little", b"\xff\xfe" + SPEC.encode("utf-16-le"), "invalid-utf-8"
    yield "utf_16_big", b"\xfe\xff" + SPEC.encode("utf-16-be"), "invalid-utf-8"
    yield "utf_16_without_mark", SPEC.encode("utf-16-le"), "control-character"
    yield "utf_32", SPEC.encode("utf-32"), "-"
    yield "byte_order_mark_within", text.replace(b"\nname", b"\n\xef\xbb\xbfname", 1), "unknown-key"
    yield "only_byte_order_mark", b"\xef\xbb\xbf", "empty"
    yield "no_bytes", b"", "empty"
    yield "only_end_of_line", b"\n", "empty"
    yield "only_document_start", b"---\n", "wrong-type"
    yield "only_document_end", b"...\n", "wrong-type"
    yield "gzip", b"\x1f\x8b\x08\x00" + bytes(range(256)), "net.yaml"
    yield "program", b"\x7fELF\x02\x01\x01" + bytes(64), "control-character"
    for end in range(20, len(text) - 40, 20):
        yield f"cut_after_{end}_bytes", text[:end], "net.yaml"


def working():
    text = SPEC.encode()
    yield "byte_order_mark", b"\xef\xbb\xbf" + text
    yield "byte_order_mark_twice", b"\xef\xbb\xbf" * 2 + text
    yield "carriage_returns", text.replace(b"\n", b"\r\n")
    yield "both_marks_of_windows", b"\xef\xbb\xbf" + text.replace(b"\n", b"\r\n")
    yield "no_last_line_end", text.rstrip(b"\n")
    yield "exactly_1_mib", padded(MIB).encode()
    yield "comment_in_japanese", "# 層\n".encode() + text
    yield "document_marks", b"---\n" + text + b"...\n"


def most_layers():
    """As many as a spec may have, of the kinds that are the slowest or the largest to compile."""
    for name, layer in {"dense": "Dense, units: 8, activation: gelu", "dropout": "Dropout, rate: 0.5",
                        "softmax": "Activation, activation: softmax", "silu": "Activation, activation: silu"}.items():
        yield f"layers_100_{name}", with_layers(97, f"    - {{type: {layer}}}\n").encode()
    # Every value is taken again by the layers that follow.
    names = ["flatten"] + [f"l{i}" for i in range(97)]
    for kind in ("Add", "Multiply"):
        yield f"layers_100_{kind}", with_layers(1, "".join(
            f"    - {{type: {kind}, name: l{i}, inputs: [{', '.join((names[:i + 1] * 4)[-4:])}]}}\n"
            for i in range(97))).encode()


def macro_names():
    """Macros in small letters that generated code sees and a model might be called by."""
    generated = os.path.join(HERE, "../../generated/mnist_mlp")
    text = subprocess.run(["c++", "-std=c++20", "-I" + os.path.join(HERE, "../.."), "-I" + generated, "-E", "-dM",
                           os.path.join(generated, "mnist_mlp.cc")], stdout=subprocess.PIPE, check=True, text=True).stdout
    names = set(re.findall(r"^#define ([a-z]\w*)", text, re.MULTILINE)) | {"assert", "linux", "unix"}
    return sorted(name for name in names if "__" not in name)


def writer(content):
    def prepare(folder):
        with open(os.path.join(folder, "net.yaml"), "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())
    return prepare


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def file_cases(sinter):
    for name in sorted(os.listdir(os.path.join(HERE, "specs"))):
        text = read(os.path.join(HERE, "specs", name))
        mark, code, *word = text.split("\n", 1)[0].split(" ", 3)[1:]
        assert mark == "expect:", name
        yield Case(f"specs/{name}", [sinter, "check", "net.yaml"], int(code), "".join(word), prepare=writer(text))


def cases(sinter, _program, _shared):
    yield from file_cases(sinter)
    for make in (too_large, too_deep, too_many, bad_bytes):
        for name, content, word in make():
            yield Case(name, [sinter, "check", "net.yaml"], 1, word, prepare=writer(content))
    for name in macro_names():
        yield Case("macro_" + name, [sinter, "check", "net.yaml"], 1, "bad-name", prepare=writer(named(name)))
    for name, content in most_layers():
        yield Case(name, [sinter, "compile", "net.yaml", "-o", "out"], 0, "", prepare=writer(content))
    for name, content in working():
        yield Case(name, [sinter, "explain", "net.yaml"], 0, "name: net", prepare=writer(content))
