#include "runtime/data/array_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>

#include "runtime/data/array_elements.h"
#include "tests/runtime/test_files.h"

namespace sinter::runtime {
namespace {

using ::testing::ElementsAre;

class ArrayFileTest : public ::testing::Test {
 protected:
  // "no error", or the message without the path.
  std::string MessageOf(const std::string& content,
                        ElementType wanted = ElementType::kFloat32) {
    WriteFile(path_, content);
    const StatusOr<std::unique_ptr<ArrayFile>> file = OpenArrayFile(path_);
    if (!file.ok()) return WithoutPath(file.status());
    const StatusOr<ByteBuffer> read = (*file)->Read(wanted);
    return read.ok() ? "no error" : WithoutPath(read.status());
  }

  std::string WithoutPath(const Status& status) {
    EXPECT_EQ(status.code(), ExitCode::kFiles);
    EXPECT_TRUE(status.message().starts_with(path_ + ": "));
    return status.message().substr(path_.size() + 2);
  }

  TemporaryFolder folder_;
  std::string path_ = folder_ / "array.npy";  // the name says nothing
};

const std::string kIdx = IdxHeader(kIdxUint8, {2, 3}) + "abcdef";

const std::string kNpyText =
    "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3), }\n";
const std::string kNpy = std::string("\x93NUMPY\1\0", 8) +
                         static_cast<char>(kNpyText.size()) + '\0' + kNpyText +
                         "abcdef";

TEST_F(ArrayFileTest, KnowsFormatsByContent) {
  for (const std::string& content : {kIdx, kNpy, Gzip(kIdx), Gzip(kNpy)}) {
    WriteFile(path_, content);
    StatusOr<std::unique_ptr<ArrayFile>> file = OpenArrayFile(path_);
    ASSERT_TRUE(file.ok()) << file.status().message();
    EXPECT_EQ((*file)->path(), path_);
    EXPECT_THAT((*file)->shape(), ElementsAre(2, 3));
    EXPECT_STREQ((*file)->type_name(), "uint8");
    const StatusOr<ByteBuffer> elements = (*file)->Read(ElementType::kUint8);
    ASSERT_TRUE(elements.ok()) << elements.status().message();
    EXPECT_EQ(std::string(reinterpret_cast<const char*>(elements->data()),
                          elements->size()),
              "abcdef");
  }
}

TEST_F(ArrayFileTest, OtherFiles) {
  const std::string neither =
      "not an IDX file, which begins with two zero bytes, nor an NPY file, "
      "which begins with \\x93NUMPY";
  EXPECT_EQ(MessageOf("PNG, say"), neither);
  EXPECT_EQ(MessageOf(Gzip(Gzip(kIdx))), neither);
  EXPECT_EQ(MessageOf("\x93NUMPZ"), neither);
  EXPECT_EQ(MessageOf("\x93N"), neither);
  EXPECT_EQ(MessageOf(std::string("\0\1\x08", 3)), neither);
  EXPECT_EQ(MessageOf(std::string(1, '\0')), neither);
  EXPECT_EQ(MessageOf(""), "the file is empty");
  EXPECT_EQ(MessageOf(Gzip("")), "the file is empty");
}

TEST_F(ArrayFileTest, TypesAreCheckedBeforeElementsAreRead) {
  // One element is missing.
  WriteFile(path_, Gzip(IdxHeader(kIdxFloat32, {2}) + "abcd"));
  StatusOr<std::unique_ptr<ArrayFile>> file = OpenArrayFile(path_);
  ASSERT_TRUE(file.ok()) << file.status().message();
  EXPECT_TRUE((*file)->CheckReadableAs(ElementType::kFloat32).ok());
  const Status status = (*file)->CheckReadableAs(ElementType::kUint8);
  EXPECT_EQ(
      status.message(),
      path_ + ": the elements are float32; uint8 is read from integers only");
  EXPECT_EQ((*file)->Read(ElementType::kUint8).status().message(),
            status.message());
}

TEST_F(ArrayFileTest, PlaceOfAnElementOutOfRange) {
  EXPECT_EQ(MessageOf(IdxHeader(0x0c, {2, 3}) + BigEndian(0) + BigEndian(255) +
                          BigEndian(1) + BigEndian(2) + BigEndian(256) +
                          BigEndian(257),
                      ElementType::kUint8),
            "element (1, 1) is 256, not 0 to 255");
  EXPECT_EQ(MessageOf(IdxHeader(0x09, {2}) + "\1\xff", ElementType::kUint8),
            "element (1,) is -1, not 0 to 255");
}

// More than one buffer of converted elements and one growth of the memory.
TEST_F(ArrayFileTest, PlaceFarFromTheBeginning) {
  const uint32_t columns = 1'000'003;
  std::string content = IdxHeader(0x0b, {3, columns});
  std::string elements(size_t{3} * columns * 2, '\0');
  elements[2 * (size_t{2} * columns + 999'999)] = 1;
  EXPECT_EQ(MessageOf(content + elements, ElementType::kUint8),
            "element (2, 999999) is 256, not 0 to 255");
  EXPECT_EQ(MessageOf(Gzip(content + elements), ElementType::kUint8),
            "element (2, 999999) is 256, not 0 to 255");
  EXPECT_EQ(MessageOf(Gzip(content + elements)), "no error");
}

TEST_F(ArrayFileTest, ConvertedFilesAreReadToTheEnd) {
  const std::string content = IdxHeader(0x0b, {2}) + "abcd";
  EXPECT_EQ(MessageOf(content), "no error");
  EXPECT_EQ(MessageOf(content + "e"),
            "bytes follow the (2,) of int16 that its header says");
  EXPECT_EQ(MessageOf(Gzip(content.substr(0, content.size() - 1))),
            "its header says (2,) of int16, 4 bytes, but only 3 follow");
  EXPECT_EQ(MessageOf(IdxHeader(0x0b, {7}) + "abcd"),
            "its header says (7,) of int16, more than a file of this size can "
            "hold");
}

TEST_F(ArrayFileTest, MoreThanCanBeCounted) {
  const uint32_t most = 0xffffffff;
  // 2^62 bytes in a file that may be as long, 2^64 of float32.
  EXPECT_EQ(MessageOf(IdxHeader(0x08, {1u << 31, 1u << 31})),
            "its header says (2147483648, 2147483648) of uint8, more than a "
            "file of this size can hold");
  EXPECT_EQ(MessageOf(IdxHeader(0x0e, {most, most, most})),
            "its header says (4294967295, 4294967295, 4294967295) of float64, "
            "more than a file of this size can hold");
}

template <typename T>
StoredElements Stored(StoredType type, const T& element, bool big = false) {
  return {type, big, reinterpret_cast<const std::byte*>(&element)};
}

// `element` as float32; NaN-free inputs that cannot be converted are an error.
template <typename T>
float ToFloat(StoredType type, const T& element) {
  float value = -1;
  EXPECT_EQ(ConvertElements(Stored(type, element), 1, ElementType::kFloat32,
                            reinterpret_cast<std::byte*>(&value)),
            1u);
  return value;
}

// The element as uint8; -1 if it is none.
template <typename T>
int ToUint8(StoredType type, const T& element) {
  std::byte value{77};
  if (ConvertElements(Stored(type, element), 1, ElementType::kUint8, &value) ==
      0) {
    EXPECT_EQ(value, std::byte{77});
    return -1;
  }
  return int(value);
}

TEST(ArrayElements, IntegersToFloat32) {
  EXPECT_EQ(ToFloat(StoredType::kInt8, int8_t{-128}), -128);
  EXPECT_EQ(ToFloat(StoredType::kUint8, uint8_t{255}), 255);
  EXPECT_EQ(ToFloat(StoredType::kInt16, int16_t{-32768}), -32768);
  EXPECT_EQ(ToFloat(StoredType::kUint16, uint16_t{65535}), 65535);
  EXPECT_EQ(ToFloat(StoredType::kInt32, int32_t{-(1 << 24) - 1}), -0x1p24f);
  EXPECT_EQ(ToFloat(StoredType::kUint32, uint32_t{0xffffffff}), 0x1p32f);
  EXPECT_EQ(ToFloat(StoredType::kInt64, INT64_MIN), -0x1p63f);
  EXPECT_EQ(ToFloat(StoredType::kUint64, UINT64_MAX), 0x1p64f);
  EXPECT_EQ(ToFloat(StoredType::kBool, uint8_t{1}), 1);
}

TEST(ArrayElements, IntegersToUint8) {
  for (const int value : {0, 1, 127}) {
    EXPECT_EQ(ToUint8(StoredType::kInt8, static_cast<int8_t>(value)), value);
  }
  for (const int value : {0, 128, 255}) {
    EXPECT_EQ(ToUint8(StoredType::kInt16, static_cast<int16_t>(value)), value);
    EXPECT_EQ(ToUint8(StoredType::kUint16, static_cast<uint16_t>(value)),
              value);
    EXPECT_EQ(ToUint8(StoredType::kInt32, int32_t{value}), value);
    EXPECT_EQ(ToUint8(StoredType::kUint32, static_cast<uint32_t>(value)),
              value);
    EXPECT_EQ(ToUint8(StoredType::kInt64, int64_t{value}), value);
    EXPECT_EQ(ToUint8(StoredType::kUint64, static_cast<uint64_t>(value)),
              value);
  }
  EXPECT_EQ(ToUint8(StoredType::kInt8, int8_t{-1}), -1);
  EXPECT_EQ(ToUint8(StoredType::kInt16, int16_t{-1}), -1);
  EXPECT_EQ(ToUint8(StoredType::kUint16, uint16_t{256}), -1);
  EXPECT_EQ(ToUint8(StoredType::kInt32, INT32_MIN), -1);
  EXPECT_EQ(ToUint8(StoredType::kUint32, uint32_t{256}), -1);
  EXPECT_EQ(ToUint8(StoredType::kInt64, int64_t{1} << 32), -1);
  EXPECT_EQ(ToUint8(StoredType::kUint64, UINT64_MAX), -1);
  EXPECT_EQ(ToUint8(StoredType::kBool, uint8_t{1}), 1);
}

TEST(ArrayElements, BoolIsZeroOrOne) {
  const uint8_t two = 2;
  EXPECT_EQ(ToUint8(StoredType::kBool, two), -1);
  const StoredElements stored = Stored(StoredType::kBool, two);
  float value = 5;
  EXPECT_EQ(ConvertElements(stored, 1, ElementType::kFloat32,
                            reinterpret_cast<std::byte*>(&value)),
            0u);
  EXPECT_EQ(RangeError(stored, ElementType::kFloat32), "2, not 0 or 1");
}

TEST(ArrayElements, Float64IsRounded) {
  EXPECT_EQ(ToFloat(StoredType::kFloat64, 0.1), 0.1f);
  EXPECT_EQ(ToFloat(StoredType::kFloat64, 1e-300), 0.0f);
  EXPECT_EQ(ToFloat(StoredType::kFloat64, -1e-300), 0.0f);
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(ToFloat(StoredType::kFloat64, -kInfinity), -INFINITY);
  EXPECT_TRUE(std::isnan(ToFloat(StoredType::kFloat64, std::nan(""))));
  // Half a place above the largest float32 and no more.
  const double last = std::nextafter(0x1.ffffffp127, 0);
  EXPECT_EQ(ToFloat(StoredType::kFloat64, last), 0x1.fffffep127f);
  for (const double beyond : {0x1.ffffffp127, -0x1.ffffffp127, 1e300}) {
    const StoredElements stored = Stored(StoredType::kFloat64, beyond);
    float value = 5;
    EXPECT_EQ(ConvertElements(stored, 1, ElementType::kFloat32,
                              reinterpret_cast<std::byte*>(&value)),
              0u);
  }
  const double large = -1e300;
  EXPECT_EQ(
      RangeError(Stored(StoredType::kFloat64, large), ElementType::kFloat32),
      "-1e+300, beyond the range of float32");
}

TEST(ArrayElements, Float16) {
  const std::pair<uint16_t, float> values[] = {
      {0x0000, 0.0f},      {0x0001, 0x1p-24f}, {0x03ff, 0x3ffp-24f},
      {0x0400, 0x1p-14f},  {0x3c00, 1.0f},     {0x3555, 0x1.554p-2f},
      {0xc100, -2.5f},     {0x7bff, 65504.0f}, {0x7c00, INFINITY},
      {0xfc00, -INFINITY}, {0x8001, -0x1p-24f}};
  for (const auto& [half, value] : values) {
    EXPECT_EQ(ToFloat(StoredType::kFloat16, half), value);
  }
  EXPECT_TRUE(std::signbit(ToFloat(StoredType::kFloat16, uint16_t{0x8000})));
  EXPECT_TRUE(std::isnan(ToFloat(StoredType::kFloat16, uint16_t{0x7c01})));
}

TEST(ArrayElements, EitherByteOrderAtAnyPlace) {
  const char bytes[] = "\0\1\2\3\4";
  const auto* data = reinterpret_cast<const std::byte*>(bytes);
  float value;
  auto* const out = reinterpret_cast<std::byte*>(&value);
  ConvertElements({StoredType::kUint32, true, data + 1}, 1,
                  ElementType::kFloat32, out);
  EXPECT_EQ(value, 0x01020304);
  ConvertElements({StoredType::kUint32, false, data + 1}, 1,
                  ElementType::kFloat32, out);
  EXPECT_EQ(value, 0x04030201);
  ConvertElements({StoredType::kInt16, false, data + 1}, 1,
                  ElementType::kFloat32, out);
  EXPECT_EQ(value, 0x0201);
}

TEST(ShapeText, IsPythons) {
  EXPECT_EQ(ShapeText({60000, 28, 28}), "(60000, 28, 28)");
  EXPECT_EQ(ShapeText({5}), "(5,)");
}

TEST(ElementPlace, CountsTheLastDimensionFirst) {
  const uint32_t shape[] = {2, 3, 4};
  EXPECT_EQ(ElementPlace(shape, 0), "(0, 0, 0)");
  EXPECT_EQ(ElementPlace(shape, 23), "(1, 2, 3)");
  EXPECT_EQ(ElementPlace(shape, 5), "(0, 1, 1)");
}

}  // namespace
}  // namespace sinter::runtime
