#include "runtime/data/npy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <memory>
#include <vector>

#include "runtime/data/array_file.h"
#include "tests/runtime/test_files.h"

namespace sinter::runtime {
namespace {

using ::testing::ElementsAre;

std::string Bytes(const char* bytes, size_t count) { return {bytes, count}; }

// A file of this dictionary, padded as NumPy does, and these elements.
std::string Npy(std::string dictionary, const std::string& elements,
                int version = 1) {
  const size_t prefix = version == 1 ? 10 : 12;
  while ((prefix + dictionary.size() + 1) % 64 != 0) dictionary += ' ';
  dictionary += '\n';
  std::string file = "\x93NUMPY";
  file += static_cast<char>(version);
  file += '\0';
  for (size_t i = 0, size = dictionary.size(); i < prefix - 8; ++i) {
    file += static_cast<char>(size & 255);
    size >>= 8;
  }
  return file + dictionary + elements;
}

std::string Dictionary(const std::string& descr, const std::string& shape) {
  return "{'descr': '" + descr +
         "', 'fortran_order': False, 'shape': " + shape + ", }";
}

class NpyTest : public ::testing::Test {
 protected:
  StatusOr<ByteBuffer> Read(const std::string& content, ElementType wanted) {
    WriteFile(path_, content);
    StatusOr<std::unique_ptr<ArrayFile>> file = OpenArrayFile(path_);
    if (!file.ok()) return file.status();
    shape_ = (*file)->shape();
    type_ = (*file)->type_name();
    return (*file)->Read(wanted);
  }

  std::vector<float> Floats(const std::string& content) {
    const StatusOr<ByteBuffer> read = Read(content, ElementType::kFloat32);
    EXPECT_TRUE(read.ok()) << read.status().message();
    if (!read.ok()) return {};
    std::vector<float> floats(read->size() / sizeof(float));
    if (!floats.empty()) std::memcpy(floats.data(), read->data(), read->size());
    return floats;
  }

  // "no error", or the message without the path.
  std::string MessageOf(const std::string& content,
                        ElementType wanted = ElementType::kFloat32) {
    const StatusOr<ByteBuffer> read = Read(content, wanted);
    if (read.ok()) return "no error";
    EXPECT_EQ(read.status().code(), ExitCode::kFiles);
    EXPECT_TRUE(read.status().message().starts_with(path_ + ": "));
    return read.status().message().substr(path_.size() + 2);
  }

  std::string MessageOfHeader(const std::string& dictionary) {
    return MessageOf(Npy(dictionary, "ab"));
  }

  TemporaryFolder folder_;
  std::string path_ = folder_ / "array";
  std::vector<uint32_t> shape_;
  std::string type_;
};

TEST_F(NpyTest, AsNumPyWritesIt) {
  // numpy.save of numpy.float32([[1, -2.5], [0, 3]]), NumPy 2.4.
  const std::string content =
      Bytes("\x93NUMPY\1\0v\0", 10) +
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }" +
      std::string(58, ' ') + '\n' +
      Bytes("\0\0\x80\x3f\0\0\x20\xc0\0\0\0\0\0\0\x40\x40", 16);
  for (const std::string& file : {content, Gzip(content)}) {
    EXPECT_THAT(Floats(file), ElementsAre(1, -2.5, 0, 3));
    EXPECT_THAT(shape_, ElementsAre(2, 2));
    EXPECT_EQ(type_, "float32");
  }
}

TEST_F(NpyTest, Types) {
  const auto read = [&](const std::string& descr, const std::string& element) {
    return Floats(Npy(Dictionary(descr, "(1,)"), element));
  };
  const std::string one = Bytes("\1\2\0\0\0\0\0\0", 8);
  EXPECT_THAT(read("|b1", one.substr(0, 1)), ElementsAre(1));
  EXPECT_EQ(type_, "bool");
  EXPECT_THAT(read("|i1", "\xff"), ElementsAre(-1));
  EXPECT_EQ(type_, "int8");
  EXPECT_THAT(read("|u1", "\xff"), ElementsAre(255));
  EXPECT_EQ(type_, "uint8");
  EXPECT_THAT(read("<u1", "\xff"), ElementsAre(255));
  EXPECT_THAT(read(">u1", "\xff"), ElementsAre(255));
  for (const std::string kind : {"i", "u"}) {
    for (const size_t bytes : {2, 4, 8}) {
      const std::string code = kind + std::to_string(bytes);
      EXPECT_THAT(read("<" + code, one.substr(0, bytes)), ElementsAre(0x201));
      EXPECT_EQ(type_,
                (kind == "u" ? "uint" : "int") + std::to_string(8 * bytes));
      const std::string big(one.rend() - bytes, one.rend());
      EXPECT_THAT(
          read(">" + code, Bytes("\0\0\0\0\0\0\2\1", 8).substr(8 - bytes)),
          ElementsAre(0x201));
    }
  }
  EXPECT_THAT(read("<f2", Bytes("\0\xc1", 2)), ElementsAre(-2.5));
  EXPECT_THAT(read(">f2", Bytes("\xc1\0", 2)), ElementsAre(-2.5));
  EXPECT_THAT(read("<f4", Bytes("\0\0\x20\xc0", 4)), ElementsAre(-2.5));
  EXPECT_THAT(read(">f4", Bytes("\xc0\x20\0\0", 4)), ElementsAre(-2.5));
  EXPECT_THAT(read("<f8", Bytes("\0\0\0\0\0\0\x04\xc0", 8)), ElementsAre(-2.5));
  EXPECT_THAT(read(">f8", Bytes("\xc0\x04\0\0\0\0\0\0", 8)), ElementsAre(-2.5));
  EXPECT_EQ(type_, "float64");
}

TEST_F(NpyTest, Versions) {
  for (const int version : {1, 2, 3}) {
    EXPECT_THAT(Floats(Npy(Dictionary("|u1", "(2,)"), "ab", version)),
                ElementsAre('a', 'b'));
  }
  EXPECT_EQ(MessageOf(Npy(Dictionary("|u1", "(2,)"), "ab", 4)),
            "NPY version 4.0 is none of 1.0, 2.0 and 3.0");
  EXPECT_EQ(MessageOf(Npy(Dictionary("|u1", "(2,)"), "ab", 0)),
            "NPY version 0.0 is none of 1.0, 2.0 and 3.0");
  EXPECT_EQ(MessageOf(Bytes("\x93NUMPY\1\1\0\0", 10)),
            "NPY version 1.1 is none of 1.0, 2.0 and 3.0");
}

TEST_F(NpyTest, HeadersThatMeanTheSame) {
  for (const char* header : {
           "{'shape': (2,), 'fortran_order': False, 'descr': '|u1'}",
           "{\"descr\":\"|u1\",\"fortran_order\":False,\"shape\":(2,)}",
           "  {  'descr' : '|u1' , 'fortran_order' : False , "
           "'shape' : ( 2 , ) , }  \n\n",
           // One dimension has no order.
           "{'descr': '|u1', 'fortran_order': True, 'shape': (2,), }",
       }) {
    EXPECT_THAT(Floats(Npy(header, "ab")), ElementsAre('a', 'b')) << header;
  }
}

TEST_F(NpyTest, Shapes) {
  EXPECT_THAT(Floats(Npy(Dictionary("|u1", "(0, 3)"), "")), ElementsAre());
  EXPECT_THAT(shape_, ElementsAre(0, 3));
  EXPECT_THAT(
      Floats(Npy(Dictionary("|u1", "(1, 1, 1, 1, 1, 1, 1, 1, 2,)"), "ab")),
      ElementsAre('a', 'b'));
  EXPECT_EQ(MessageOf(Npy(Dictionary("|u1", "()"), "a")),
            "the array has no dimensions");
  EXPECT_EQ(
      MessageOf(Npy(Dictionary("|u1", "(1, 1, 1, 1, 1, 1, 1, 1, 1, 2)"), "ab")),
      "NPY header, byte 79: more than 9 dimensions");
  EXPECT_EQ(MessageOf(Npy(Dictionary("|u1", "(4294967296, 0)"), "")),
            "NPY header, byte 52: a dimension of more than 4294967295");
  EXPECT_EQ(MessageOf(Npy(Dictionary("|u1", "(99999999999999999999,)"), "")),
            "NPY header, byte 52: a dimension of more than 4294967295");
}

TEST_F(NpyTest, HeadersThatClaimTooMuch) {
  EXPECT_EQ(MessageOf(Npy(Dictionary("<f8", "(4294967295, 4294967295)"), "")),
            "its header says (4294967295, 4294967295) of float64, more than a "
            "file of this size can hold");
  // 2^66 bytes: zero when counted in 64 bits.
  EXPECT_EQ(
      MessageOf(Npy(Dictionary("<f4", "(2147483648, 2147483648, 4)"), "")),
      "its header says (2147483648, 2147483648, 4) of float32, more than a "
      "file of this size can hold");
  EXPECT_EQ(MessageOf(Gzip(Npy(Dictionary("<i2", "(1000,)"), "abc"))),
            "its header says (1000,) of int16, 2000 bytes, but only 3 follow");
  EXPECT_EQ(MessageOf(Npy(Dictionary("<i2", "(2,)"), "abcde")),
            "bytes follow the (2,) of int16 that its header says");
}

TEST_F(NpyTest, ArraysThatAreNotRead) {
  EXPECT_EQ(MessageOfHeader(
                "{'descr': '|u1', 'fortran_order': True, 'shape': (1, 2)}"),
            "the array is in Fortran's order; save np.ascontiguousarray(a)");
  EXPECT_EQ(MessageOfHeader(Dictionary("|O", "(2,)")),
            "its elements are Python objects ('|O'); save an array of numbers: "
            "a.astype('float32')");
  for (const std::string descr : {"<c8", "<U5", "|S2", "<f16", "<M8[ns]", "|V8",
                                  "u1", "=f4", "|f4", "<b8", "<", ""}) {
    EXPECT_EQ(MessageOfHeader(Dictionary(descr, "(2,)")),
              "element type '" + descr +
                  "' is none of bool, int8 to int64, uint8 to uint64, float16, "
                  "float32 and float64");
  }
  EXPECT_EQ(MessageOfHeader("{'descr': [('x', '<f4')], 'fortran_order': False, "
                            "'shape': (2,)}"),
            "NPY header, byte 11: records are not supported");
}

TEST_F(NpyTest, HeadersThatAreNoDictionary) {
  const std::pair<const char*, const char*> headers[] = {
      {"", "55: expected '{'"},  // only blanks
      {"[1]", "1: expected '{'"},
      {"{", "55: expected a text in quotes"},
      {"{descr: '|u1'}", "2: expected a text in quotes"},
      {"{'descr: |u1}", "2: the quote is not closed"},
      {"{'descr' '|u1'}", "10: expected ':'"},
      {"{'descr': |u1}", "11: expected a text in quotes"},
      {"{'descr': '|\\u1'}", "11: a text with escapes"},
      {"{'descr': '|u1' 'shape': (2,)}", "17: expected ',' or '}'"},
      {"{'fortran_order': 0}", "19: expected True or False"},
      {"{'fortran_order': Falsehood}", "24: expected ',' or '}'"},
      {"{'shape': 2}", "11: expected '('"},
      {"{'shape': (2)}", "13: expected ','"},
      {"{'shape': (2 3)}", "14: expected ','"},
      {"{'shape': (2, 3 4)}", "17: expected ',' or ')'"},
      {"{'shape': (-2,)}", "12: expected a number"},
      {"{'shape': (2L,)}", "13: expected ','"},
      {"{'shape': (02,)}", "12: a leading zero"},
      {"{'shape': (,)}", "12: expected a number"},
      {"{'shape': (2,,)}", "14: expected a number"},
      {"{'shape': (2,", "55: expected a number"},
      {"{'order': 'C'}", "10: unknown key 'order'"},
      {"{'shape': (2,), 'shape': (2,)}", "25: 'shape' comes twice"},
      {"{,}", "2: expected a text in quotes"},
  };
  for (const auto& [header, message] : headers) {
    std::string padded = header;
    EXPECT_EQ(MessageOfHeader(padded),
              std::string("NPY header, byte ") + message)
        << header;
  }
}

TEST_F(NpyTest, KeysThatAreMissing) {
  EXPECT_EQ(MessageOfHeader("{'fortran_order': False, 'shape': (2,)}"),
            "NPY header, byte 55: there is no 'descr'");
}

TEST_F(NpyTest, CutOffAnywhere) {
  const std::string content = Npy(Dictionary("<i2", "(1,)"), "ab");
  for (size_t length = 0; length < content.size(); ++length) {
    EXPECT_NE(MessageOf(content.substr(0, length)), "no error") << length;
  }
  EXPECT_EQ(MessageOf(content.substr(0, 7)),
            "the file ends within the NPY header");
  EXPECT_EQ(MessageOf(content.substr(0, 9)),
            "the file ends within the NPY header");
  EXPECT_EQ(MessageOf(content.substr(0, 127)),
            "the file ends within the NPY header");
  const std::string packed = Gzip(content);
  for (size_t length = 0; length < packed.size(); ++length) {
    EXPECT_NE(MessageOf(packed.substr(0, length)), "no error") << length;
  }
}

TEST_F(NpyTest, LongHeaders) {
  EXPECT_EQ(MessageOf(Bytes("\x93NUMPY\2\0\xff\xff\xff\xff", 12)),
            "an NPY header of 4294967295 bytes is longer than the 10000 that "
            "are read");
  EXPECT_EQ(
      MessageOf(Npy(Dictionary("|u1", "(2,)") + std::string(9000, ' '), "ab")),
      "no error");
}

TEST_F(NpyTest, LabelsOfInt64) {
  const std::string dictionary = Dictionary("<i8", "(2,)");
  const std::string labels = Bytes("\7\0\0\0\0\0\0\0\xff\0\0\0\0\0\0\0", 16);
  const StatusOr<ByteBuffer> read =
      Read(Npy(dictionary, labels), ElementType::kUint8);
  ASSERT_TRUE(read.ok()) << read.status().message();
  EXPECT_THAT(read->bytes(), ElementsAre(std::byte{7}, std::byte{255}));
  std::string large = labels;
  large[9] = 1;
  EXPECT_EQ(MessageOf(Npy(dictionary, large), ElementType::kUint8),
            "element (1,) is 511, not 0 to 255");
  EXPECT_EQ(
      MessageOf(Npy(Dictionary("<f8", "(2,)"), labels), ElementType::kUint8),
      "the elements are float64; uint8 is read from integers only");
}

TEST_F(NpyTest, Float64BeyondFloat32) {
  const std::string huge = Bytes("\0\0\0\0\0\0\xf0\x7e", 8);  // 2^1008
  EXPECT_EQ(
      MessageOf(Npy(Dictionary("<f8", "(1, 2)"), std::string(8, '\0') + huge)),
      "element (0, 1) is 2.7430620343968443e+303, beyond the range of "
      "float32");
}

}  // namespace
}  // namespace sinter::runtime
