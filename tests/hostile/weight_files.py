"""Files of tensors, read by `evaluate --weights` and, as checkpoints, by `train --resume`."""

import json
import os
import re
import struct
import subprocess
import zlib

import idx
from sandbox import Case

SHAPES = {"dense.kernel": [784, 512], "dense.bias": [512], "dense_1.kernel": [512, 10], "dense_1.bias": [10]}
NO_CHECKSUM = b'"crc32":"00000000"'


def size(shape):
    bytes_ = 4
    for dimension in shape:
        bytes_ *= dimension
    return bytes_


def table(shapes):
    """The header of tensors in this order, as another program would write it."""
    place, header = 0, {}
    for name, shape in shapes.items():
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [place, place + size(shape)]}
        place += size(shape)
    return header


DATA_BYTES = sum(map(size, SHAPES.values()))


def file(header, data=None, length=None):
    """`header`: JSON as an object, text or bytes."""
    text = header if isinstance(header, (str, bytes)) else json.dumps(header)
    text = text if isinstance(text, bytes) else text.encode()
    return struct.pack("<Q", len(text) if length is None else length) + text + (bytes(DATA_BYTES) if data is None else data)


def with_tensor(name, **fields):
    header = table(SHAPES)
    header[name] = header.get(name, {}) | fields
    return header


def without(name, field):
    header = table(SHAPES)
    del header[name][field]
    return header


def as_text(header, old, new):
    text = json.dumps(header)
    assert old in text, old
    return text.replace(old, new, 1)


def sealed(content):
    """With the right checksum again."""
    end = 8 + struct.unpack("<Q", content[:8])[0]
    header = re.sub(rb'"crc32":"[0-9a-f]{8}"', NO_CHECKSUM, content[:end])
    checksum = zlib.crc32(content[end:], zlib.crc32(header))
    return header.replace(NO_CHECKSUM, b'"crc32":"%08x"' % checksum) + content[end:]


def flipped(content, place, mask=1):
    return content[:place] + bytes([content[place] ^ mask]) + content[place + 1:]


def truncations(good, end_of_header):
    for count in (0, 1, 7):
        yield f"cut_after_{count}_bytes", good[:count], "too short"
    for count in (8, 9, end_of_header // 2, end_of_header - 1):
        yield f"cut_after_{count}_bytes", good[:count], "cut off"
    for count in (end_of_header, end_of_header + 1, end_of_header + 1605632, len(good) // 2, len(good) - 4, len(good) - 1):
        yield f"cut_after_{count}_bytes", good[:count], "the file has"
    yield "one_byte_more", good + b"\0", "the file has"
    yield "megabyte_more", good + bytes(1 << 20), "the file has"
    yield "twice", good + good, "the file has"


def flips(good, end_of_header):
    for place in (end_of_header, end_of_header + 1605632, len(good) - 1):
        for mask in (1, 0x80):
            yield f"bit_{mask}_of_data_byte_{place}", flipped(good, place, mask), "checksum"
    for bit in range(0, 64, 7):
        yield f"bit_{bit}_of_the_length", flipped(good, bit // 8, 1 << bit % 8), ": error: "
    for place in range(8, end_of_header, end_of_header // 20):
        yield f"bit_of_header_byte_{place}", flipped(good, place, 4), ": error: "


def lengths():
    good = table(SHAPES)
    for name, length in {"zero": 0, "one": 1, "2_to_63": 1 << 63, "largest": (1 << 64) - 1, "that_wraps": (1 << 64) - 8,
                         "of_100_mb": 100 << 20, "one_more_than_the_file": DATA_BYTES + 4096}.items():
        word = "not valid JSON" if length < 2 else "cut off"
        yield f"header_length_{name}", file(good, length=length), word
    yield "header_of_20_mib", file(json.dumps(good) + " " * (20 << 20)), "cut off"
    yield "header_takes_the_data", file(good, length=len(json.dumps(good)) + 8), "not valid JSON"


def texts():
    good = json.dumps(table(SHAPES))
    yield "json_empty", file(""), "not valid JSON"
    yield "json_list", file("[]"), "not an object"
    yield "json_null", file("null"), "not an object"
    yield "json_number", file("1"), "not an object"
    yield "json_text", file('"a"'), "not an object"
    yield "json_no_tensors", file("{}"), "the file has"
    yield "json_unclosed", file(good[:-1]), "not valid JSON"
    yield "json_trailing_comma", file(good[:-1] + ",}"), "not valid JSON"
    yield "json_then_more", file(good + "{}"), "not valid JSON"
    yield "json_comment", file("/**/" + good), "not valid JSON"
    yield "json_single_quotes", file(good.replace('"', "'")), "not valid JSON"
    yield "json_nul", file(good.replace(" ", "\0", 1)), "not valid JSON"
    yield "json_then_nul_and_more", file(good + "\0more"), "not valid JSON"
    yield "json_not_utf_8", file(good.encode().replace(b"dense.bias", b"dense.\xff\xfe", 1)), "not valid JSON"
    yield "json_lone_surrogate", file(good.replace("dense.bias", "\\ud800", 1)), "not valid JSON"
    yield "json_utf_16", file(good.encode("utf-16-le")), "not valid JSON"
    yield "json_deep_lists", file("[" * 1000000), "not an object"
    yield "json_deep_objects", file('{"a":' * 200000), ": error: "
    yield "json_deep_shape", file(as_text(table(SHAPES), "[784, 512]", "[" * 100000)), "none belongs"
    yield "json_nan", file(as_text(table(SHAPES), "784", "NaN")), "not valid JSON"
    yield "json_garbage", file(bytes(range(256))), "not valid JSON"


def tensors():
    yield "shape_negative", file(with_tensor("dense.kernel", shape=[-784, -512])), "a negative number"
    yield "shape_real", file(with_tensor("dense.kernel", shape=[784.0, 512])), "no integer"
    yield "shape_text", file(with_tensor("dense.kernel", shape="784")), "a text"
    yield "shape_null", file(with_tensor("dense.kernel", shape=None)), "null"
    yield "shape_beyond_64_bits", file(with_tensor("dense.kernel", shape=[1 << 64, 512])), "no integer"
    yield "shape_wraps_64_bits", file(with_tensor("dense.kernel", shape=[1 << 62, 1 << 62])), "do not fit"
    yield "shape_wraps_to_right_size", file(with_tensor("dense.kernel", shape=[784 + (1 << 53), 512])), "do not fit"
    yield "shape_zero", file(with_tensor("dense.kernel", shape=[0, 512])), "do not fit"
    yield "shape_of_nine", file(with_tensor("dense.kernel", shape=[1] * 9)), "too long"
    yield "shape_of_100000", file(with_tensor("dense.kernel", shape=[1] * 100000)), "too long"
    yield "shape_empty", file(with_tensor("dense.kernel", shape=[])), "do not fit"
    yield "shape_turned", file(with_tensor("dense.kernel", shape=[512, 784])), "has shape [512, 784]"
    yield "shape_flat", file(with_tensor("dense.kernel", shape=[784 * 512])), "has shape [401408]"
    yield "shape_of_three", file(with_tensor("dense.kernel", shape=[784, 512, 1])), "has shape [784, 512, 1]"
    yield "bias_as_row", file(with_tensor("dense.bias", shape=[1, 512])), "has shape [1, 512]"
    for dtype in ("F64", "F16", "BF16", "I32", "U8", "BOOL", "f32", "", "F32 ", "F32\0", "\x1b[31m", "x" * 100000):
        yield f"dtype_{dtype[:8]!r}", file(with_tensor("dense.kernel", dtype=dtype)), "dtype is"
    yield "dtype_number", file(with_tensor("dense.kernel", dtype=32)), "a number"
    for field in ("dtype", "shape", "data_offsets"):
        yield f"lacks_{field}", file(without("dense.bias", field)), "lacks"
    yield "unknown_field", file(with_tensor("dense.bias", strides=[1])), "unknown field 'strides'"
    yield "field_twice", file(as_text(table(SHAPES), '"dtype"', '"dtype": "F32", "dtype"')), "comes twice"
    yield "tensor_is_a_list", file(with_tensor("dense.bias") | {"dense.bias": []}), "an array"
    yield "tensor_is_null", file(table(SHAPES) | {"dense.bias": None}), "null"


def offsets():
    kernel = size(SHAPES["dense.kernel"])
    for name, pair, word in (
            ("reversed", [kernel, 0], "do not fit"), ("equal", [0, 0], "do not fit"),
            ("too_short", [0, kernel - 4], "do not fit"), ("too_long", [0, kernel + 4], "do not fit"),
            ("beyond_the_file", [1 << 40, (1 << 40) + kernel], "there is a gap"),
            ("wrapping_64_bits", [(1 << 64) - 4, kernel - 4], "do not fit"),
            ("at_the_largest", [(1 << 64) - 1 - kernel, (1 << 64) - 1], "there is a gap"),
            ("of_one_number", [0], "not two numbers"), ("of_three_numbers", [0, kernel, kernel], "not two numbers"),
            ("of_none", [], "not two numbers"), ("negative", [-4, kernel - 4], "a negative number"),
            ("real", [0.0, kernel], "no integer"), ("of_text", ["0", kernel], "a text"),
            ("with_a_gap", [4, kernel + 4], "")):
        yield f"offsets_{name}", file(with_tensor("dense.kernel", data_offsets=pair)), word or "there is a gap"
    yield "offsets_overlap", file(with_tensor("dense.bias", data_offsets=[0, 2048])), "overlap"
    yield "offsets_overlap_by_a_byte", file(with_tensor("dense.bias", data_offsets=[kernel - 1, kernel + 2047])), "overlap"
    yield "offsets_of_all_at_zero", file({name: {"dtype": "F32", "shape": shape, "data_offsets": [0, size(shape)]}
                                          for name, shape in SHAPES.items()}), "overlap"
    yield "hidden_bytes_after", file(table(SHAPES), bytes(DATA_BYTES + 4)), "the file has"


def names():
    yield "tensor_unknown", file(table(SHAPES | {"dense_2.bias": [1]}), bytes(DATA_BYTES + 4)), "no tensor 'dense_2.bias'"
    yield "tensor_unknown_and_empty", file(table(SHAPES | {"x": [0]})), "no tensor 'x'"
    yield "tensor_with_nameless_name", file(table(SHAPES | {"": [0]})), "no tensor ''"
    yield "tensor_with_escape_in_name", file(table(SHAPES | {"\x1b[2J": [0]})), "no tensor"
    yield "tensor_with_line_in_name", file(table(SHAPES | {"a\nmnist_mlp: error: b": [0]})), "no tensor"
    yield "tensor_with_long_name", file(table(SHAPES | {"n" * 1000000: [0]})), "no tensor"
    yield "tensor_with_format_in_name", file(table(SHAPES | {"%s%n{}{0}": [0]})), "no tensor '%s%n{}{0}'"
    yield "tensor_twice", file(as_text(table(SHAPES), '"dense.bias"', '"dense.kernel"')), "comes twice"
    yield "tensor_in_upper_case", file(as_text(table(SHAPES), '"dense.bias"', '"DENSE.BIAS"')), "no tensor"
    yield "tensors_100000", file(table({f"t{i}": [0] for i in range(100000)}), b""), "no tensor"
    for name in SHAPES:
        rest = {key: shape for key, shape in SHAPES.items() if key != name}
        yield f"tensor_missing_{name}", file(table(rest), bytes(DATA_BYTES - size(SHAPES[name]))), f"'{name}' of model mnist_mlp is missing"
    yield "metadata_is_a_list", file({"__metadata__": []} | table(SHAPES)), "an array"
    yield "metadata_holds_a_number", file({"__metadata__": {"a": 1}} | table(SHAPES)), "a number"
    yield "metadata_holds_an_object", file({"__metadata__": {"a": {}}} | table(SHAPES)), "an object"
    yield "metadata_twice", file('{"__metadata__":{},"__metadata__":{}}'), "comes twice"
    yield "writer_without_checksum", file({"__metadata__": {"writer": "sinter"}} | table(SHAPES)), "checksum is missing"
    for what, checksum in {"empty": "", "long": "0" * 100, "in_upper_case": "ABCDEFAB", "wrong": "12345678",
                           "no_number": "xxxxxxxx"}.items():
        yield f"checksum_{what}", file({"__metadata__": {"crc32": checksum}} | table(SHAPES)), "checksum"


def payload(value):
    return file(table(SHAPES), value * (DATA_BYTES // 4))


def other_files():
    yield "idx_file", idx.images(), ": error: "
    yield "gzip_file", idx.pack(b"x"), ": error: "
    yield "keras_h5", b"\x89HDF\r\n\x1a\n" + bytes(5000), "not a safetensors file"
    yield "pickle", b"\x80\x04\x95" + bytes(5000), ": error: "
    yield "text", b"weights\n" * 100, "not a safetensors file"
    yield "zeros", bytes(1 << 20), "not valid JSON"


def checkpoints(good):
    """Of a run: `good` with other metadata, under the right checksum."""
    end = 8 + struct.unpack("<Q", good[:8])[0]

    def with_metadata(**changes):
        header = json.loads(good[8:end])
        for key, value in changes.items():
            if value is None:
                del header["__metadata__"][key]
            else:
                header["__metadata__"][key] = value
        text = json.dumps(header, separators=(",", ":")).encode()
        text += b" " * (-len(text) % 8)
        return sealed(struct.pack("<Q", len(text)) + text + good[end:])

    for key in ("epoch", "epoch_step", "iteration", "loss_sum", "seed", "shuffle", "learning_rate", "spec_hash"):
        yield f"checkpoint_without_{key}", with_metadata(**{key: None}), key
    yield "checkpoint_of_another_spec", with_metadata(spec_hash="0" * 64), "spec"
    for key, value in {"epoch": "-1", "epoch_step": "1e3", "iteration": "18446744073709551616", "loss_sum": "nan",
                       "seed": "4294967296", "shuffle": "yes", "learning_rate": "0,001", "samples_sum": "0x10",
                       "training_samples": "-3", "epochs": ""}.items():
        yield f"checkpoint_with_{key}_{value}", with_metadata(**{key: value}), key
    yield "checkpoint_step_beyond_the_epoch", with_metadata(epoch_step="18446744073709551615"), ": error: "
    yield "checkpoint_of_other_data", with_metadata(training_samples="4"), "samples"
    yield "checkpoint_cut", good[:-1], "the file has"
    yield "checkpoint_flipped", flipped(good, len(good) - 1), "checksum"


def make_files(program, shared):
    """Good weights, a good checkpoint and its history."""
    idx.write(shared)
    weights, run = os.path.join(shared, "weights.safetensors"), os.path.join(shared, "run")
    subprocess.run([program, "train", "--data", shared, "--epochs", "1", "--verbose", "0", "--threads", "1",
                    "--save", weights, "--run-dir", run], check=True, stdout=subprocess.DEVNULL)
    contents = []
    for path in (weights, os.path.join(run, "checkpoints/last.safetensors"), os.path.join(run, "history.csv")):
        with open(path, "rb") as good:
            contents.append(good.read())
    return contents


def weights_writer(content):
    def prepare(folder):
        with open(os.path.join(folder, "w"), "wb") as out:
            out.write(content)
    return prepare


def checkpoint_writer(content, history):
    def prepare(folder):
        os.makedirs(os.path.join(folder, "run/checkpoints"))
        with open(os.path.join(folder, "run/history.csv"), "wb") as out:
            out.write(history)
        with open(os.path.join(folder, "run/checkpoints/last.safetensors"), "wb") as out:
            out.write(content)
    return prepare


def cases(_sinter, program, shared):
    good, checkpoint, history = make_files(program, shared)
    end_of_header = 8 + struct.unpack("<Q", good[:8])[0]
    evaluate = [program, "evaluate", "--data", shared, "--weights", "w", "--threads", "1"]
    resume = [program, "train", "--data", shared, "--resume", "run", "--epochs", "2", "--verbose", "0", "--threads", "1"]
    for group in (truncations(good, end_of_header), flips(good, end_of_header), lengths(), texts(), tensors(), offsets(),
                  names(), other_files()):
        for name, content, word in group:
            yield Case(name, evaluate, 3, word, prepare=weights_writer(content))
    for name, content, word in checkpoints(checkpoint):
        yield Case(name, resume, 3, word, prepare=checkpoint_writer(content, history),
                   results_before_error=name == "checkpoint_of_other_data")
    nan, infinity = b"\x01\0\xc0\x7f", b"\0\0\x80\x7f"
    train = [program, "train", "--data", shared, "--weights", "w", "--verbose", "0", "--threads", "1", "--save", "out"]
    for name, value in {"nan": nan, "infinity": infinity, "signalling_nan": b"\1\0\x80\x7f"}.items():
        yield Case(f"training_from_{name}", train, 5, "nan after epoch 1, step 1", prepare=weights_writer(payload(value)),
                   results_before_error=True)
        yield Case(f"evaluating_{name}", evaluate, 0, "test_loss", prepare=weights_writer(payload(value)))
    yield Case("good", evaluate, 0, "test_loss", prepare=weights_writer(good))
    yield Case("sealed_again", evaluate, 0, "test_loss", prepare=weights_writer(sealed(flipped(good, len(good) - 1))))
    yield Case("written_elsewhere", evaluate, 0, "test_loss", prepare=weights_writer(file(table(SHAPES))))
    yield Case("other_order", evaluate, 0, "test_loss",
               prepare=weights_writer(file(table(dict(reversed(SHAPES.items()))))))
    yield Case("checkpoint_good", resume, 0, "test_loss", prepare=checkpoint_writer(checkpoint, history))
