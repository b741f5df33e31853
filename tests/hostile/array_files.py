"""Files of NPY, for a model of two inputs and two outputs (models/pair.yaml), read by `evaluate`."""

import os
import struct
import subprocess

from data_files import bomb, flipped
from idx import pack
from sandbox import Case

SAMPLES = 4
MAGIC = b"\x93NUMPY"


def dictionary(shape, descr="<f4", fortran="False"):
    return f"{{'descr': '{descr}', 'fortran_order': {fortran}, 'shape': {shape}, }}"


def with_header(text, elements, version=(1, 0), length=None):
    text = text.encode() + b"\n"
    size = struct.pack("<H" if version[0] == 1 else "<I", len(text) if length is None else length)
    return MAGIC + bytes(version) + size + text + elements


def npy(shape, elements, descr="<f4", fortran="False"):
    return with_header(dictionary(shape, descr, fortran), elements)


def floats(*values):
    return struct.pack(f"<{len(values)}f", *values)


FILES = {
    "pixels.npy": npy((SAMPLES, 2, 3), bytes(range(6 * SAMPLES)), "|u1"),
    "numbers.npy": npy((SAMPLES, 3), floats(*range(3 * SAMPLES))),
    "kind.npy": npy((SAMPLES,), struct.pack("<4q", 0, 1, 2, 0), "<i8"),
    "size.npy": npy((SAMPLES, 2), floats(*range(2 * SAMPLES))),
}
ELEMENTS = floats(*range(12))
NUMBERS = FILES["numbers.npy"]


def magics():
    yield "magic_first_byte", flipped(NUMBERS, 0), "nor an NPY file"
    yield "magic_in_small_letters", b"\x93numpy" + NUMBERS[6:], "nor an NPY file"
    yield "magic_alone", MAGIC, "ends within the NPY header"
    yield "magic_cut", MAGIC[:4], "nor an NPY file"
    yield "empty", b"", "the file is empty"
    yield "archive", b"PK\x03\x04" + bytes(60), "nor an NPY file"
    yield "pickle", b"\x80\x04\x95" + bytes(60), "nor an NPY file"
    for version in ((0, 0), (1, 1), (4, 0), (255, 255)):
        yield f"version_{version[0]}_{version[1]}", with_header(dictionary((4, 3)), ELEMENTS, version), "NPY version"


def headers():
    def header(text, **more):
        return with_header(text, ELEMENTS, **more)

    good = dictionary((4, 3))
    yield "header_longer_than_the_file", header(good, length=9000), "ends within the NPY header"
    yield "header_of_65535_bytes", header(good, length=65535), "is longer than"
    yield "header_of_4_gigabytes", header(good, version=(2, 0), length=0xFFFFFFFF), "is longer than"
    yield "header_of_no_bytes", header(good, length=0), "expected '{'"
    yield "header_too_short", header(good, length=20), "NPY header, byte"
    yield "header_spaces", header(good + " " * 10000), "is longer than"
    yield "dictionary_missing", header("[4, 3]"), "expected '{'"
    yield "dictionary_empty", header("{}"), "there is no 'descr'"
    yield "dictionary_not_closed", header(good.rstrip("} ")), "expected"
    yield "dictionary_twice", header(good + good), "text follows"
    yield "dictionary_with_code", header("__import__('os').system('id')"), "expected '{'"
    yield "key_unknown", header(good.replace("descr", "desc")), "unknown key 'desc'"
    yield "key_twice", header(good.replace("'shape'", "'descr': '<f4', 'shape'")), "comes twice"
    yield "key_missing", header("{'descr': '<f4', 'shape': (4, 3)}"), "there is no 'fortran_order'"
    yield "key_of_control_characters", header(good.replace("descr", "\x1b[31m\r")), "unknown key"
    yield "quote_not_closed", header("{'descr"), "the quote is not closed"
    yield "text_with_escapes", header(good.replace("<f4", "\\x3cf4")), "escapes"
    yield "nul_in_the_dictionary", header(good.replace(" ", "\0")), "NPY header, byte"
    yield "nested_deep", header("{'descr': " + "[" * 9000), "records"
    yield "fortran_order", header(dictionary((4, 3), fortran="True")), "Fortran's order"
    yield "fortran_order_as_a_number", header(dictionary((4, 3), fortran="0")), "expected True or False"


def types():
    for descr in ("<c8", "<U4", "|S4", "<M8[s]", "|V4", "<f16", "f4", "=f4", "", "<", "|f4", "<f4 ", "<f04"):
        yield "descr_" + "".join(f"{ord(c):02x}" for c in descr), npy((4, 3), ELEMENTS, descr), "element type"
    for descr in ("|O", "O"):
        yield "objects_" + str(len(descr)), npy((4, 3), b"\x80\x04N." * 12, descr), "Python objects"
    yield "records", npy((4, 3), ELEMENTS).replace(b"'<f4'", b"[('a', '<f4')]"), "NPY header, byte"
    yield "descr_of_control_characters", npy((4, 3), ELEMENTS, "\x1b[2J"), "element type"
    yield "float64_beyond_float32", npy((4, 3), struct.pack("<12d", *[0] * 11, 1e39), "<f8"), "element (3, 2) is 1e+39"
    yield "bool_of_2", npy((4, 3), bytes(11) + b"\2", "|b1"), "not 0 or 1"


def shapes():
    def shaped(shape, elements=ELEMENTS):
        return npy(shape, elements)

    largest = 0xFFFFFFFF
    yield "no_dimensions", shaped("()"), "no dimensions"
    yield "a_number_for_a_shape", shaped("(12)"), "expected ','"
    yield "a_list_for_a_shape", shaped("[4, 3]"), "expected '('"
    yield "one_dimension", shaped("(12,)"), "reads samples of"
    yield "samples_of_4", shaped("(3, 4)"), "reads samples of"
    yield "dimensions_32", shaped(str((4, 3) + (1,) * 31)), "more than 9 dimensions"
    yield "dimensions_3000", shaped("(" + "1," * 3000 + ")"), "more than 9 dimensions"
    yield "negative", shaped("(-4, 3)"), "expected a number"
    yield "fraction", shaped("(4.0, 3)"), "NPY header, byte"
    yield "leading_zero", shaped("(04, 3)"), "a leading zero"
    yield "of_old_python", shaped("(4L, 3L)"), "NPY header, byte"
    yield "beyond_32_bits", shaped(f"({largest + 1}, 3)"), "a dimension of more than"
    yield "digits_5000", shaped("(" + "9" * 5000 + ", 3)"), "a dimension of more than"
    yield "samples_largest", shaped(f"({largest}, 3)"), "more than a file"
    yield "wraps_64_bits", shaped(f"({largest}, {largest}, 2)"), "more than a file"
    yield "wraps_to_small", shaped("(2147483648, 2147483648, 4)"), "more than a file"
    yield "no_samples", shaped("(0, 3)", b""), "no samples"
    yield "no_samples_of_largest", shaped(f"(0, {largest}, {largest}, {largest})", b""), "reads samples of"
    yield "one_sample_more", shaped("(5, 3)", ELEMENTS + floats(1, 2, 3)), "5 samples, but 4"
    yield "one_sample_less", shaped("(3, 3)", ELEMENTS[:36]), "3 samples, but 4"
    yield "cut_by_a_byte", NUMBERS[:-1], "only 47 follow"
    yield "cut_behind_the_header", NUMBERS[:-48], "only 0 follow"
    yield "cut_in_the_header", NUMBERS[:40], "ends within the NPY header"
    yield "byte_behind", NUMBERS + b"\0", "bytes follow"
    yield "gzip_cut_by_a_byte", pack(NUMBERS[:-1]), "only 47 follow"
    yield "gzip_byte_behind", pack(NUMBERS + b"\0"), "bytes follow"
    yield "gzip_stream_cut", pack(NUMBERS)[:-1], "gzip stream ends early"
    yield "gzip_bomb_behind", bomb(NUMBERS, 100), "bytes follow"
    yield "gzip_bomb_of_a_header", bomb(MAGIC + b"\2\0\xff\xff\xff\x05", 100), "is longer than"


def values():
    for value in ("nan", "inf", "-inf"):
        yield "numbers.npy", value, npy((4, 3), floats(*[0] * 5, float(value), *[0] * 6)), "element (2,) of sample 1"
        yield "size.npy", value, npy((4, 2), floats(*[0] * 5, float(value), 0, 0)), "element (1,) of sample 2"
    yield "numbers.npy", "half_infinity", npy((4, 3), bytes(22) + b"\0\x7c", "<f2"), "element (2,) of sample 3"
    yield "pixels.npy", "floats", npy((4, 2, 3), bytes(96)), "read from integers only"
    yield "pixels.npy", "negative", npy((4, 2, 3), bytes(23) + b"\xff", "|i1"), "element (3, 1, 2) is -1, not 0 to 255"
    yield "pixels.npy", "256", npy((4, 2, 3), bytes(46) + b"\1\0", ">i2"), "is 256, not 0 to 255"
    yield "pixels.npy", "missing", None, "No such file"
    yield "kind.npy", "floats", npy((4,), floats(0, 1, 2, 0)), "one dimension of integers"
    yield "kind.npy", "one_hot", npy((4, 3), bytes(12), "|u1"), "one dimension of integers"
    yield "kind.npy", "3", npy((4,), b"\0\1\2\3", "|u1"), "label 3 of sample 3"
    yield "kind.npy", "minus_1", npy((4,), struct.pack("<4q", 0, 1, 2, -1), "<i8"), "is -1"
    yield "kind.npy", "2_to_63", npy((4,), struct.pack("<4Q", 0, 1, 2, 1 << 63), "<u8"), "is 9223372036854775808"
    yield "kind.npy", "257_for_1", npy((4,), struct.pack("<4i", 0, 257, 2, 0), "<i4"), "is 257"
    yield "kind.npy", "too_few", npy((3,), bytes(3), "|u1"), "3 labels for 4 samples"
    yield "kind.npy", "too_many", npy((5,), bytes(5), "|u1"), "5 labels for 4 samples"
    yield "size.npy", "too_few", npy((3, 2), bytes(24)), "3 targets for 4 samples"
    yield "size.npy", "of_one", npy((4,), bytes(16)), "2 values a sample"
    yield "size.npy", "of_three", npy((4, 3), bytes(48)), "2 values a sample"
    yield "size.npy", "objects", npy((4, 2), bytes(64), "|O"), "Python objects"


def working():
    yield "good", {}
    yield "big_endian", {"numbers.npy": npy((4, 3), struct.pack(">12d", *range(12)), ">f8")}
    yield "bool_labels", {"kind.npy": npy((4,), b"\0\1\0\1", "|b1")}
    yield "version_3", {"numbers.npy": with_header(dictionary((4, 3)), ELEMENTS, (3, 0))}
    yield "ones_behind", {"kind.npy": npy((4, 1), b"\0\1\2\0", "|u1")}


def writer(changes):
    def write(folder):
        for name, content in (FILES | changes).items():
            if content is not None:
                with open(os.path.join(folder, name), "wb") as file:
                    file.write(content)
    return write


def cases(_sinter, program, shared):
    writer({})(shared)
    weights = os.path.join(shared, "weights.safetensors")
    subprocess.run([program, "train", "--data", shared, "--verbose", "0", "--save", weights],
                   check=True, stdout=subprocess.DEVNULL)
    evaluate = [program, "evaluate", "--data", ".", "--weights", weights, "--threads", "1"]
    for make in (magics, headers, types, shapes):
        for name, content, word in make():
            yield Case(name, evaluate, 3, word, prepare=writer({"numbers.npy": content}))
    for file, name, content, word in values():
        yield Case(f"{file}_{name}", evaluate, 3, word, prepare=writer({file: content}))
    for name, changes in working():
        yield Case(name, evaluate, 0, "test_loss", prepare=writer(changes))
