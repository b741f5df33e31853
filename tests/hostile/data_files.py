"""Files of samples and labels, read by `evaluate` and `train`."""

import gzip
import os
import struct
import subprocess
import zlib

import idx
from idx import FLOAT32, FILES, images, labels, pack
from sandbox import Case

X, Y = "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"
TRAIN_X, TRAIN_Y = "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"
GOOD_X, GOOD_Y = FILES[X], FILES[Y]


def headers():
    """Of the images; the elements stay."""
    elements = GOOD_X[16:]

    def header(*dimensions, magic=b"\0\0\x08\x03"):
        return magic + struct.pack(f">{len(dimensions)}I", *dimensions) + elements

    largest = 0xFFFFFFFF
    yield "magic_first_byte", header(3, 28, 28, magic=b"\1\0\x08\x03"), "not an IDX file"
    yield "magic_second_byte", header(3, 28, 28, magic=b"\0\1\x08\x03"), "not an IDX file"
    yield "magic_little_endian", header(3, 28, 28, magic=b"\x03\x08\0\0"), "not an IDX file"
    for code in (0x00, 0x07, 0xFF):
        yield f"element_type_{code:02x}", header(3, 28, 28, magic=bytes([0, 0, code, 3])), "element type"
    yield "negative_pixels", header(3, 28, 28, magic=b"\0\0\x09\x03"), "not 0 to 255"
    for code in (0x0B, 0x0C, 0x0E):
        yield f"element_type_{code:02x}", header(3, 28, 28, magic=bytes([0, 0, code, 3])), "more than a file"
    yield "float32_of_uint8_size", header(3, 28, 28, magic=b"\0\0\x0d\x03"), "more than a file"
    yield "no_dimensions", header(3, 28, 28, magic=b"\0\0\x08\0"), "no dimensions"
    yield "one_dimension", header(2352, magic=b"\0\0\x08\x01"), "reads samples of"
    yield "two_dimensions", header(3, 784, magic=b"\0\0\x08\x02"), "reads samples of"
    yield "four_dimensions", header(3, 14, 28, 2, magic=b"\0\0\x08\x04"), "reads samples of"
    yield "one_channel_first", header(3, 1, 28, 28, magic=b"\0\0\x08\x04"), "reads samples of"
    yield "dimensions_255", header(*[1] * 255, magic=b"\0\0\x08\xff"), "reads samples of"
    yield "dimensions_255_largest", header(*[largest] * 255, magic=b"\0\0\x08\xff"), "its header says"
    yield "dimensions_255_in_a_short_file", b"\0\0\x08\xff" + bytes(100), "ends within the IDX header"
    yield "dimensions_little_endian", b"\0\0\x08\x03" + struct.pack("<3I", 3, 28, 28) + elements, "more than a file"
    yield "one_sample_too_many", header(4, 28, 28), "more than a file"
    yield "one_sample_too_few", header(2, 28, 28), "labels for"
    yield "samples_largest", header(largest, 28, 28), "more than a file"
    yield "samples_2_to_31", header(1 << 31, 28, 28), "more than a file"
    yield "all_largest", header(largest, largest, largest), "more than a file"
    yield "product_wraps_32_bits", header(0x5397830, 28, 28), "more than a file"
    yield "product_wraps_64_bits", header(1 << 22, 1 << 21, 1 << 21), "more than a file"
    yield "product_wraps_to_small", header(1 << 31, 1 << 31, 4), "more than a file"
    yield "zero_hides_wrap", header(largest, largest, 0), "reads samples of"
    yield "zero_samples", header(0, 28, 28)[:16], "no samples"
    yield "zero_rows", header(3, 0, 28)[:16], "reads samples of"
    yield "zero_of_everything", header(0, 0, 0)[:16], "reads samples of"
    yield "images_of_27_rows", images(rows=27), "reads samples of"
    yield "images_of_29_columns", images(columns=29), "reads samples of"
    yield "images_turned_flat", images(rows=1, columns=784), "reads samples of"
    yield "images_of_14_by_56", images(rows=14, columns=56), "reads samples of"
    yield "float32_images", idx.idx([3, 28, 28], bytes(4 * 2352), FLOAT32), "the elements are float32"
    yield "float32_images_cut", idx.idx([3, 28, 28], bytes(4 * 2352 - 1), FLOAT32), "the elements are float32"
    yield "labels_in_place_of_images", GOOD_Y, "reads samples of"


def lengths():
    yield "cut_after_0_bytes", b"", "the file is empty"
    yield "cut_after_1_bytes", GOOD_X[:1], "not an IDX file"
    for count in (2, 3, 4, 7, 8, 15):
        yield f"cut_after_{count}_bytes", GOOD_X[:count], "ends within the IDX header"
    yield "cut_after_header", GOOD_X[:16], "more than a file"
    yield "one_byte_short", GOOD_X[:-1], "only 2351 follow"
    yield "one_byte_more", GOOD_X + b"\0", "bytes follow"
    yield "two_arrays", GOOD_X + GOOD_X, "bytes follow"
    yield "megabyte_more", GOOD_X + bytes(1 << 20), "bytes follow"
    yield "megabyte_of_zeros", bytes(1 << 20), "element type"
    yield "text_file", b"<!DOCTYPE html><html>404 Not Found</html>\n", "not an IDX file"
    yield "utf_8_mark_first", b"\xef\xbb\xbf" + GOOD_X, "not an IDX file"


def bomb(header, megabytes):
    """Unpacks to `header` and zeros."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    packed = packer.compress(header)
    for _ in range(megabytes):
        packed += packer.compress(bytes(1 << 20))
    return packed + packer.flush()


def flipped(content, place, mask=0xFF):
    return content[:place] + bytes([content[place] ^ mask]) + content[place + 1:]


def gzips():
    packed = pack(GOOD_X)
    for end in (2, 3, 9, 10, 11, len(packed) // 2, len(packed) - 9, len(packed) - 8, len(packed) - 4, len(packed) - 1):
        yield f"gzip_cut_after_{end}", packed[:end], "gzip stream ends early"
    yield "gzip_wrong_checksum", flipped(packed, len(packed) - 8), "damaged gzip stream"
    yield "gzip_wrong_length", flipped(packed, len(packed) - 1), "damaged gzip stream"
    yield "gzip_unknown_method", flipped(packed, 2), "damaged gzip stream"
    yield "gzip_reserved_flags", flipped(packed, 3, 0xE0), "damaged gzip stream"
    yield "gzip_flipped_block_type", flipped(packed, 10, 0x06), "damaged gzip stream"
    yield "gzip_garbage_after", packed + b"garbage", "follow the end of the gzip stream"
    yield "gzip_zeros_after", packed + bytes(512), "follow the end of the gzip stream"
    yield "gzip_one_byte_after", packed + b"\x1f", "follow the end of the gzip stream"
    yield "gzip_magic_after", packed + b"\x1f\x8b", "gzip stream ends early"
    yield "gzip_empty_member_cut", packed + pack(b"")[:-1], "gzip stream ends early"
    yield "gzip_second_array", packed + packed, "bytes follow"
    yield "gzip_of_nothing", pack(b""), "the file is empty"
    yield "gzip_of_header", pack(GOOD_X[:10]), "ends within the IDX header"
    yield "gzip_within_gzip", pack(packed), "not an IDX file"
    yield "gzip_one_byte_short", pack(GOOD_X[:-1]), "only 2351 follow"
    yield "gzip_one_byte_more", pack(GOOD_X + b"x"), "bytes follow"
    yield "gzip_count_beyond", pack(GOOD_X[:4] + struct.pack(">3I", 1000, 28, 28) + GOOD_X[16:]), "its header says"
    yield "gzip_empty_members_10000", pack(b"") * 10000 + packed + b"x", "follow the end"
    # 300 MiB of zeros in 300 kB.
    zeros = 300
    yield "gzip_bomb_after_the_array", bomb(GOOD_X, zeros), "bytes follow"
    yield "gzip_bomb_in_small_images", bomb(GOOD_X[:4] + struct.pack(">3I", 3, 28, 28), zeros), "bytes follow"
    yield "gzip_bomb_without_header", bomb(b"", zeros), "element type"
    count = zeros * (1 << 20) // 784
    yield "gzip_bomb_of_images", bomb(GOOD_X[:4] + struct.pack(">3I", count, 28, 28), zeros), "labels for"
    members = b"".join(pack(bytes(1 << 20)) for _ in range(2)) * 100
    yield "gzip_bomb_of_members", pack(GOOD_X) + members, "bytes follow"


def label_files():
    yield "label_10", labels([0, 1, 10]), "label 10 of sample 2"
    yield "label_255", labels([255, 0, 0]), "label 255 of sample 0"
    yield "labels_too_few", labels([0, 1]), "2 labels for 3 samples"
    yield "labels_too_many", labels([0, 1, 2, 3]), "4 labels for 3 samples"
    yield "labels_none", labels([]), "0 labels for 3 samples"
    yield "labels_of_two_dimensions", idx.idx([3, 2], bytes(6)), "labels are one dimension"
    yield "labels_float32", idx.idx([3], bytes(12), FLOAT32), "labels are one dimension"
    yield "images_in_place_of_labels", GOOD_X, "labels are one dimension"
    yield "labels_cut", GOOD_Y[:-1], "only 2 follow"
    yield "labels_one_byte_more", GOOD_Y + b"\0", "bytes follow"
    yield "labels_wrap_32_bits", b"\0\0\x08\x01\xff\xff\xff\xff" + bytes(3), "more than a file"
    yield "labels_gzip_cut", pack(GOOD_Y)[:-3], "gzip stream ends early"
    yield "labels_gzip_one_byte_more", pack(GOOD_Y + b"\0"), "bytes follow"
    yield "labels_gzip_bomb", bomb(GOOD_Y, 300), "bytes follow"
    yield "labels_no_bytes", b"", "the file is empty"
    yield "labels_missing", None, "No such file"


def working():
    yield "plain", {}
    yield "gzip", {name: pack(content) for name, content in FILES.items()}
    yield "gzip_members", {X: pack(GOOD_X[:20]) + pack(GOOD_X[20:]) + pack(b"")}
    yield "gzip_stored", {X: gzip.compress(GOOD_X, compresslevel=0)}
    yield "without_gz", {X: None, X[:-3]: GOOD_X}
    yield "one_sample", {X: images(1), Y: labels([9])}


def make_pipe(name):
    def prepare(folder):
        idx.write(folder, {name: None})
        os.mkfifo(os.path.join(folder, name))
    return prepare


def make_folder(name):
    def prepare(folder):
        idx.write(folder, {name: None})
        os.mkdir(os.path.join(folder, name))
    return prepare


def make_link(name, target):
    def prepare(folder):
        idx.write(folder, {name: None})
        os.symlink(target, os.path.join(folder, name))
    return prepare


def hide(name):
    def prepare(folder):
        idx.write(folder)
        os.chmod(os.path.join(folder, name), 0)
    return prepare


def places():
    for what, name in {"images": X, "labels": Y}.items():
        yield f"{what}_pipe", make_pipe(name), "not a regular file"
        yield f"{what}_folder", make_folder(name), "not a regular file"
        yield f"{what}_link_to_nothing", make_link(name, "nothing"), "No such file"
        yield f"{what}_link_to_itself", make_link(name, name), "symbolic links"
        yield f"{what}_endless_device", make_link(name, "/dev/zero"), "not a regular file"
        yield f"{what}_terminal", make_link(name, "/dev/tty"), "No such device"


def save_weights(program, shared):
    """Weights to evaluate with."""
    idx.write(shared)
    path = os.path.join(shared, "weights.safetensors")
    subprocess.run([program, "train", "--data", shared, "--steps", "1", "--verbose", "0", "--threads", "1",
                    "--save", path], check=True, stdout=subprocess.DEVNULL)
    return path


def writer(changes):
    return lambda folder: idx.write(folder, changes)


def cases(_sinter, program, shared):
    weights = save_weights(program, shared)
    evaluate = [program, "evaluate", "--data", ".", "--weights", weights, "--threads", "1"]
    train = [program, "train", "--data", ".", "--steps", "1", "--verbose", "0", "--threads", "1"]
    for make in (headers, lengths, gzips):
        for name, content, word in make():
            yield Case(name, evaluate, 3, word, prepare=writer({X: content}))
    for name, content, word in label_files():
        yield Case(name, evaluate, 3, word, prepare=writer({Y: content}))
        yield Case("train_" + name, train, 3, word, prepare=writer({TRAIN_Y: content}))
    for name, prepare, word in places():
        yield Case(name, evaluate, 3, word, prepare=prepare)
    for name in FILES:
        yield Case(f"missing_{name}", train, 3, "No such file", prepare=writer({name: None}))
        yield Case(f"unreadable_{name}", train, 3, "Permission denied", prepare=hide(name), unprivileged=True)
    for name, changes in working():
        yield Case(name, evaluate, 0, "test_loss", prepare=writer(changes))
