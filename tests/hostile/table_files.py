"""CSV files, for models of two columns and a class (models/table.yaml, columns.yaml), read by `evaluate`."""

import os
import subprocess

from data_files import bomb
from idx import pack
from sandbox import Case

GOOD = b"a,b,kind\n1,2,red\n3,4,green\n5,6.5,dark blue\n"
WITHOUT_NAMES = b"1;2;0\n3;4;1\n5;6;2\n"


def row(text, line=3):
    """Good rows, but one."""
    lines = GOOD.split(b"\n")
    lines[line - 1] = text
    return b"\n".join(lines)


def texts():
    yield "empty", b"", "the file is empty"
    yield "names_alone", b"a,b,kind\n", "there are no rows"
    yield "names_without_line_end", b"a,b,kind", "there are no rows"
    yield "mark_alone", b"\xef\xbb\xbf", "the file is empty"
    yield "line_ends_alone", b"\n\n\n", "the file is empty"
    yield "empty_line_within", GOOD.replace(b"green\n", b"green\n\n"), "4:1: an empty line"
    yield "carriage_returns_alone", GOOD.replace(b"\n", b"\r"), "a carriage return without a line feed"
    yield "nul_in_a_field", row(b"3,\0004,green"), "3:3: a zero byte"
    yield "nul_in_quotes", row(b'3,4,"gr\0een"'), "a zero byte"
    yield "nuls_alone", bytes(1 << 16), "1:1: a zero byte"
    yield "utf_16", GOOD.decode().encode("utf-16"), "a zero byte"
    yield "latin_1", row("3,4,gr\u00fcn".encode("latin-1")), "3:5:"
    yield "idx_file", b"\0\0\x08\1\0\0\0\1\0", "a zero byte"
    yield "gzip_cut", pack(GOOD)[:-1], "gzip stream ends early"
    yield "gzip_garbage_behind", pack(GOOD) + b"x", "follow the end of the gzip stream"
    yield "gzip_bomb_of_zeros", bomb(GOOD, 100), "a zero byte"
    yield "missing", None, "No such file"


def quotes():
    yield "quote_not_closed", row(b'3,4,"green'), "3:5: the quote is not closed"
    yield "quote_not_closed_in_names", b'a,b,"kind\n1,2,red\n', "1:5: the quote is not closed"
    yield "quote_alone_at_the_end", GOOD + b'"', "the quote is not closed"
    yield "quote_within", row(b'3,4,gr"een'), "3:7: a quote in a field that does not begin with one"
    yield "text_behind_a_quote", row(b'3,4,"green" '), "text follows the closing quote"
    yield "text_between_quotes", row(b'3,4,"gr"ee"n"'), "text follows the closing quote"
    yield "quote_over_megabytes", row(b'3,4,"' + b"x\n" * (1 << 20)), "more than 1048576 bytes"
    yield "quotes_4000000", row(b'3,4,' + b'"' * 4_000_001), "bytes"


def fields():
    yield "field_too_few", row(b"3,green"), "2 fields; the first line has 3"
    yield "field_too_many", row(b"3,4,green,5"), "3:11: 4 fields; the first line has 3"
    yield "field_one", row(b"3"), "1 field; the first line has 3"
    yield "separator_at_the_end", row(b"3,4,green,"), "4 fields"
    yield "separators_alone", row(b",,"), "there is no value"
    yield "other_separator", GOOD.replace(b",", b";"), "there is no column 'kind'"
    yield "decimal_commas", row(b"3,5,4,0,green"), "5 fields"
    yield "fields_100001", row(b"," * 100_000), "more than 100000 fields"
    yield "names_100001", b"," * 100_000 + b"\n", "more than 100000 fields"
    yield "names_50000", b"kind," + b"x," * 50_000 + b"y\n", "is there twice"
    yield "field_of_2_megabytes", row(b"3," + b"9" * (2 << 20) + b",green"), "3:3: the field has more than 1048576 bytes"
    yield "line_of_32_megabytes", row(b",".join([b"9" * 1_000_000] * 32)), "the fields have more than 16777216 bytes"
    yield "name_of_a_megabyte", b"x" * (1 << 20) + b",b,c\n", "there is no column 'kind'"


def columns():
    yield "column_missing", GOOD.replace(b"kind", b"sort"), "there is no column 'kind'"
    yield "column_in_capitals", GOOD.replace(b"kind", b"Kind"), "there is no column 'kind'"
    yield "column_of_labels_twice", b"a,kind,kind\n1,red,red\n", "1:8: column 'kind' is there twice"
    yield "column_of_samples_twice", b"a,a,kind\n1,2,red\n", "1:3: column 'a' is there twice"
    yield "columns_too_many", b"a,b,c,kind\n1,2,3,red\n", "3 columns of samples"
    yield "columns_too_few", b"a,kind\n1,red\n", "1 column of samples"
    yield "columns_none", b"kind\nred\n", "no column is left for x"
    yield "columns_without_names", GOOD.split(b"\n", 1)[1], "there is no column 'kind'"
    yield "name_of_control_characters", b"\x1b[31m,\x07,k\n1,2,red\n", "there is no column 'kind'"
    yield "name_with_line_end", b'"a\nb",b,k\n1,2,red\n', "there is no column 'kind'"


def numbers():
    for name, text, word in (
            ("missing", "", "there is no value"), ("blank", "  ", "there is no value"), ("quoted_nothing", '""', "there is no value"),
            ("na", "NA", "not a number"), ("nan", "nan", "not a finite number"), ("inf", "-inf", "not a finite number"),
            ("hexadecimal", "0x10", "not a number"), ("underscore", "1_000", "not a number"),
            ("two_signs", "+-1", "not a number"), ("sign_alone", "-", "not a number"),
            ("two_points", "1.2.3", "not a number"), ("exponent_open", "1e", "not a number"),
            ("beyond_float32", "1e39", "beyond the range of float32"),
            ("beyond_float64", "1e400", "beyond the range of float64"),
            ("percent", "5%", "not a number"), ("arabic", "\u0661", "not a number"),
            ("hard_blank", "\u00a03", "not a number"), ("formula", "=1+1", "not a number"),
            ("thousands", '"1,000"', "not a number"), ("line_end", '"1\n2"', "not a number"),
            ("escape", "\x1b[2J", "not a number"), ("long", "9" * 5000 + "x", "not a number"),
            ("digits", "9" * 5000, "beyond the range")):
        yield name, row(f"{text},4,green".encode()), word


def classes():
    for name, text, word in (
            ("unknown", "yellow", "'yellow' in column 'kind' is none of the 3 classes"), ("missing", "", "there is no value"),
            ("number", "0", "none of the 3 classes"), ("capitals", "Green", "none of the 3 classes"),
            ("prefix", "gree", "none of the 3 classes"), ("blank_in_quotes", '" green"', "none of the 3 classes"),
            ("long", "x" * 100_000, "xxx...' in column"), ("escape", "\x1b]0;x\x07", "none of the 3 classes"),
            ("line_end", '"gre\nen"', "none of the 3 classes"), ("cut_character", "x" * 59 + "\u20ac" * 9, "none of")):
        yield name, row(f"3,4,{text}".encode()), word


def labels():
    for name, text, word in (
            ("minus_1", "-1", "not a class, 0 to 2"), ("256", "256", "not a class, 0 to 2"),
            ("fraction", "1.0", "not a class, 0 to 2"), ("exponent", "1e0", "not a class, 0 to 2"),
            ("word", "red", "not a class, 0 to 2"), ("missing", "", "there is no value"), ("3", "3", "not a class, 0 to 2"),
            ("wraps", "4294967296", "not a class, 0 to 2"), ("hexadecimal", "0x1", "not a class, 0 to 2")):
        yield name, WITHOUT_NAMES.replace(b"4;1", b"4;" + text.encode()), word
    yield "names", b"a;b;c\n" + WITHOUT_NAMES, "1:1: 'a' in column '0' is not a number"
    yield "two_columns", b"1;2\n3;4\n", "there is no column '2'"
    yield "commas", WITHOUT_NAMES.replace(b";", b","), "there is no column '2'"


def working():
    yield "good", GOOD
    yield "gzip", pack(GOOD)
    yield "mark_and_carriage_returns", b"\xef\xbb\xbf" + GOOD.replace(b"\n", b"\r\n")
    yield "no_last_line_end", GOOD[:-1]
    yield "quoted", b'"a","b","kind"\n" 1 ","+2","dark blue"\n'
    yield "empty_lines_behind", GOOD + b"\n\n"


def writer(content):
    def write(folder):
        if content is not None:
            with open(os.path.join(folder, "table.csv"), "wb") as file:
                file.write(content)
    return write


def evaluation(program, shared, content):
    """The command, with weights of a training on `content`."""
    writer(content)(shared)
    weights = os.path.join(shared, os.path.basename(program) + ".safetensors")
    subprocess.run([program, "train", "--data", shared, "--verbose", "0", "--save", weights],
                   check=True, stdout=subprocess.DEVNULL)
    return [program, "evaluate", "--data", ".", "--weights", weights, "--threads", "1"]


def cases(_sinter, with_classes, with_labels, shared):
    evaluate = evaluation(with_classes, shared, GOOD)
    for make in (texts, quotes, fields, columns, numbers, classes):
        for name, content, word in make():
            yield Case(f"{make.__name__}_{name}", evaluate, 3, word, prepare=writer(content))
    for name, content in working():
        yield Case(name, evaluate, 0, "test_loss", prepare=writer(content))
    train = [with_classes, "train", "--data", ".", "--verbose", "0", "--threads", "1"]
    for name, content, word in numbers():
        yield Case(f"train_{name}", train, 3, word, prepare=writer(content))
    evaluate = evaluation(with_labels, shared, WITHOUT_NAMES)
    for name, content, word in labels():
        yield Case(f"label_{name}", evaluate, 3, word, prepare=writer(content))
