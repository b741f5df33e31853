#include "runtime/data/idx.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <memory>

#include "runtime/data/array_file.h"
#include "tests/runtime/test_files.h"

namespace sinter::runtime {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class IdxTest : public ::testing::Test {
 protected:
  // Reads the file with this content to its end.
  StatusOr<ByteBuffer> Read(const std::string& content) {
    WriteFile(path_, content);
    StatusOr<std::unique_ptr<ArrayFile>> file = OpenArrayFile(path_);
    if (!file.ok()) return file.status();
    shape_ = (*file)->shape();
    type_ = (*file)->type_name();
    return (*file)->Read(type_ == "uint8" ? ElementType::kUint8
                                          : ElementType::kFloat32);
  }

  std::string MessageOf(const std::string& content) {
    const StatusOr<ByteBuffer> read = Read(content);
    if (read.ok()) return "no error";
    EXPECT_EQ(read.status().code(), ExitCode::kFiles);
    EXPECT_THAT(read.status().message(), HasSubstr(path_ + ": "));
    return read.status().message();
  }

  TemporaryFolder folder_;
  std::string path_ = folder_ / "array";
  std::vector<uint32_t> shape_;
  std::string type_;
};

std::string Text(const ByteBuffer& buffer) {
  return {reinterpret_cast<const char*>(buffer.data()), buffer.size()};
}

const std::string kArray = IdxHeader(kIdxUint8, {2, 3}) + "abcdef";

TEST_F(IdxTest, PlainAndGzipAreTheSame) {
  for (const std::string& content : {kArray, Gzip(kArray)}) {
    const StatusOr<ByteBuffer> elements = Read(content);
    ASSERT_TRUE(elements.ok()) << elements.status().message();
    EXPECT_EQ(Text(*elements), "abcdef");
    EXPECT_THAT(shape_, ElementsAre(2, 3));
    EXPECT_EQ(type_, "uint8");
  }
}

TEST_F(IdxTest, GzipInSeveralMembers) {
  const StatusOr<ByteBuffer> elements =
      Read(Gzip(kArray.substr(0, 5)) + Gzip("") + Gzip(kArray.substr(5)));
  ASSERT_TRUE(elements.ok()) << elements.status().message();
  EXPECT_EQ(Text(*elements), "abcdef");
}

TEST_F(IdxTest, Float32IsBigEndian) {
  const StatusOr<ByteBuffer> elements =
      Read(IdxHeader(kIdxFloat32, {2}) + std::string("\x3f\x80\0\0", 4) +
           std::string("\xc0\x20\0\0", 4));
  ASSERT_TRUE(elements.ok()) << elements.status().message();
  float values[2];
  ASSERT_EQ(elements->size(), sizeof(values));
  std::memcpy(values, elements->data(), sizeof(values));
  EXPECT_THAT(values, ElementsAre(1.0f, -2.5f));
  EXPECT_EQ(type_, "float32");
}

TEST_F(IdxTest, OtherTypesBecomeFloat32) {
  const auto first_of = [&](uint8_t code, const std::string& element) {
    const StatusOr<ByteBuffer> elements = Read(IdxHeader(code, {1}) + element);
    EXPECT_TRUE(elements.ok()) << elements.status().message();
    float value;
    std::memcpy(&value, elements->data(), sizeof(value));
    return value;
  };
  EXPECT_EQ(first_of(0x09, "\xfe"), -2);
  EXPECT_EQ(type_, "int8");
  EXPECT_EQ(first_of(0x0b, std::string("\1\0", 2)), 256);
  EXPECT_EQ(type_, "int16");
  EXPECT_EQ(first_of(0x0c, std::string("\xff\xff\xff\xfd", 4)), -3);
  EXPECT_EQ(type_, "int32");
  EXPECT_EQ(first_of(0x0e, std::string("\x3f\xf8\0\0\0\0\0\0", 8)), 1.5f);
  EXPECT_EQ(type_, "float64");
}

// More than one buffer of the reader and one growth of the memory.
TEST_F(IdxTest, LargeArrays) {
  std::string data(3'000'001, '\0');
  for (size_t i = 0; i < data.size(); ++i) {
    data[i] = static_cast<char>(i * 2654435761u >> 13);
  }
  const std::string array = IdxHeader(kIdxUint8, {3'000'001}) + data;
  for (const std::string& content : {array, Gzip(array)}) {
    const StatusOr<ByteBuffer> elements = Read(content);
    ASSERT_TRUE(elements.ok()) << elements.status().message();
    EXPECT_TRUE(Text(*elements) == data);
  }
}

TEST_F(IdxTest, EmptyArray) {
  const StatusOr<ByteBuffer> elements = Read(IdxHeader(kIdxUint8, {0, 3}));
  ASSERT_TRUE(elements.ok()) << elements.status().message();
  EXPECT_EQ(elements->size(), 0u);
}

TEST_F(IdxTest, CutOffAnywhere) {
  for (size_t length = 0; length < kArray.size(); ++length) {
    EXPECT_NE(MessageOf(kArray.substr(0, length)), "no error") << length;
  }
  const std::string packed = Gzip(kArray);
  for (size_t length = 0; length < packed.size(); ++length) {
    EXPECT_NE(MessageOf(packed.substr(0, length)), "no error") << length;
  }
}

TEST_F(IdxTest, BytesAfterTheEnd) {
  EXPECT_THAT(MessageOf(kArray + "x"), HasSubstr("bytes follow the (2, 3)"));
  EXPECT_THAT(MessageOf(Gzip(kArray + "x")), HasSubstr("bytes follow"));
  EXPECT_THAT(MessageOf(Gzip(kArray) + "x"), HasSubstr("no gzip follow"));
  EXPECT_THAT(MessageOf(Gzip(kArray) + std::string(100, '\0')),
              HasSubstr("no gzip follow"));
  EXPECT_THAT(MessageOf(Gzip(kArray) + Gzip("x")), HasSubstr("bytes follow"));
}

TEST_F(IdxTest, DamagedGzip) {
  std::string packed = Gzip(kArray);
  packed[packed.size() - 6] ^= 1;  // of the checksum
  EXPECT_THAT(MessageOf(packed), HasSubstr("damaged gzip stream"));
  EXPECT_THAT(MessageOf("\x1f\x8b garbage"), HasSubstr("damaged gzip stream"));
}

TEST_F(IdxTest, NotIdx) {
  EXPECT_THAT(MessageOf("PNG, say"), HasSubstr("not an IDX file"));
  EXPECT_EQ(MessageOf(IdxHeader(0x0a, {1}) + "ab"),
            path_ +
                ": element type 0x0a is none of uint8 (0x08), int8 (0x09), "
                "int16 (0x0b), int32 (0x0c), float32 (0x0d), float64 (0x0e)");
  EXPECT_THAT(MessageOf(IdxHeader(kIdxUint8, {})), HasSubstr("no dimensions"));
  EXPECT_THAT(MessageOf(std::string(3, '\0')),
              HasSubstr("ends within the IDX header"));
}

TEST_F(IdxTest, HeadersThatClaimTooMuch) {
  EXPECT_THAT(MessageOf(IdxHeader(kIdxUint8, {0xffffffff, 0xffffffff}) + "a"),
              HasSubstr("more than a file of this size"));
  // 2^64 and 2^66 bytes: zero when counted in 64 bits.
  const uint32_t half = 1u << 31;
  EXPECT_THAT(MessageOf(IdxHeader(kIdxUint8, {half, half, 4})),
              HasSubstr("more than a file of this size"));
  EXPECT_THAT(MessageOf(IdxHeader(kIdxFloat32, {half, half, 4})),
              HasSubstr("more than a file of this size"));
  EXPECT_THAT(MessageOf(Gzip(IdxHeader(kIdxUint8, {1u << 30}) + "a")),
              HasSubstr("more than a file of this size"));
  // A compressed file might hold it, but does not.
  EXPECT_THAT(MessageOf(Gzip(IdxHeader(kIdxUint8, {1000}) + "abc")),
              HasSubstr("1000 bytes, but only 3 follow"));
}

TEST_F(IdxTest, WhatIsNoFile) {
  EXPECT_THAT(OpenArrayFile(folder_ / "nothing").status().message(),
              HasSubstr("No such file"));
  EXPECT_THAT(OpenArrayFile(folder_.path()).status().message(),
              HasSubstr("not a regular file"));
  EXPECT_THAT(OpenArrayFile("/dev/zero").status().message(),
              HasSubstr("not a regular file"));
}

}  // namespace
}  // namespace sinter::runtime
