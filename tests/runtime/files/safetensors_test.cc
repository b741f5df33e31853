#include "runtime/files/safetensors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>

#include "tests/runtime/test_files.h"

namespace sinter::runtime {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

class SafetensorsTest : public ::testing::Test {
 protected:
  StatusOr<SafetensorsHeader> Read(const std::string& content) {
    WriteFile(path_, content);
    const StatusOr<InputFile> file = OpenInputFile(path_);
    if (!file.ok()) return file.status();
    return ReadSafetensorsHeader(*file);
  }

  // Of a file with this JSON and this much data.
  std::string MessageOf(const std::string& json, size_t data_bytes = 8) {
    const uint64_t length = json.size();
    std::string content(sizeof(length), '\0');
    std::memcpy(content.data(), &length, sizeof(length));
    const StatusOr<SafetensorsHeader> header =
        Read(content + json + std::string(data_bytes, '\0'));
    if (header.ok()) return "no error";
    EXPECT_EQ(header.status().code(), ExitCode::kFiles);
    EXPECT_THAT(header.status().message(), HasSubstr(path_ + ": "));
    return header.status().message();
  }

  TemporaryFolder folder_;
  std::string path_ = folder_ / "weights";
};

constexpr const char* kTensor =
    R"("t":{"dtype":"F32","shape":[2],"data_offsets":[0,8]})";

TEST_F(SafetensorsTest, WhatIsWrittenIsRead) {
  const std::string text =
      FormatSafetensorsHeader({{"format", "x"}, {"model", "m"}},
                              {{"a.kernel", {2, 3}}, {"a.bias", {3}}});
  EXPECT_EQ(text.size() % 8, 0u);
  const auto header = Read(text + std::string(36, '\0'));
  ASSERT_TRUE(header.ok()) << header.status().message();
  EXPECT_THAT(header->metadata,
              ElementsAre(Pair("format", "x"), Pair("model", "m")));
  EXPECT_EQ(header->data_offset, text.size());
  ASSERT_EQ(header->entries.size(), 2u);
  EXPECT_EQ(header->entries[0].name, "a.kernel");
  EXPECT_THAT(header->entries[0].shape, ElementsAre(2, 3));
  EXPECT_EQ(header->entries[1].begin, 24u);
  EXPECT_EQ(header->entries[1].end, 36u);
}

TEST_F(SafetensorsTest, SpacesAndAnyOrder) {
  EXPECT_EQ(MessageOf(R"( { "b" : {"shape": [], "data_offsets": [4, 8],
      "dtype": "F32"}, "__metadata__": {"k": "v"},
      "a": {"data_offsets": [0, 4], "dtype": "F32", "shape": [1, 1]} }   )"),
            "no error");
  EXPECT_EQ(MessageOf("{}", 0), "no error");
}

TEST_F(SafetensorsTest, Lengths) {
  for (const char* content : {"", "short"}) {
    EXPECT_THAT(Read(content).status().message(), HasSubstr("too short"));
  }
  EXPECT_THAT(Read(std::string(8, '\xff') + "{}").status().message(),
              HasSubstr("would have 18446744073709551615 bytes"));
  EXPECT_THAT(Read(std::string("\3\0\0\0\0\0\0\0{}", 10)).status().message(),
              HasSubstr("would have 3 bytes"));
}

TEST_F(SafetensorsTest, NotJson) {
  for (const char* json :
       {"", "{", "{]", "{\"a\":}", "{} x", "{\"\xff\": 1}", "{'a': 1}"}) {
    EXPECT_THAT(MessageOf(json), HasSubstr("not valid JSON")) << json;
  }
  EXPECT_THAT(MessageOf(std::string(100000, '[')), HasSubstr("not an object"));
  EXPECT_THAT(MessageOf("3"), HasSubstr("not an object"));
}

TEST_F(SafetensorsTest, OtherJson) {
  const std::pair<const char*, const char*> cases[] = {
      {R"({"t": 1})", "'t': a number where none belongs"},
      {R"({"t": []})", "'t': an array where none belongs"},
      {R"({"t": "x"})", "'t': a text where none belongs"},
      {R"({"t": null})", "'t': null where none belongs"},
      {R"({"t": {"dtype": "F16"}})", "dtype is F16"},
      {R"({"t": {"dtype": 32}})", "a number where none belongs"},
      {R"({"t": {"dtype": []}})", "an array where none belongs"},
      {R"({"t": {"shape": {}}})", "an object where none belongs"},
      {R"({"t": {"shape": "2"}})", "a text where none belongs"},
      {R"({"t": {"shape": [true]}})", "a truth value where none belongs"},
      {R"({"t": {"shape": [-2]}})", "a negative number"},
      {R"({"t": {"shape": [2.0]}})", "no integer"},
      {R"({"t": {"shape": [18446744073709551616]}})", "no integer"},
      {R"({"t": {"shape": [[2]]}})", "an array where none belongs"},
      {R"({"t": {"shape": [1,1,1,1,1,1,1,1,1]}})", "'shape' is too long"},
      {R"({"t": {"data_offsets": [0]}})", "not two numbers"},
      {R"({"t": {"data_offsets": [0, 1, 2]}})", "not two numbers"},
      {R"({"t": {"place": 1}})", "unknown field 'place'"},
      {R"({"t": {"dtype": "F32", "dtype": "F32"}})", "'dtype' comes twice"},
      {R"({"t": {"dtype": "F32", "shape": [2]}})", "lacks"},
      {R"({"t": {}})", "lacks"},
      {R"({"__metadata__": {"k": 1}})", "a number where none belongs"},
      {R"({"__metadata__": {"k": {}}})", "an object where none belongs"},
      {R"({"__metadata__": {"k": "", "k": ""}})", "'k' comes twice"},
      {R"({"__metadata__": {}, "__metadata__": {}})", "comes twice"}};
  for (const auto& [json, message] : cases) {
    EXPECT_THAT(MessageOf(json), HasSubstr(message)) << json;
  }
}

TEST_F(SafetensorsTest, DuplicateTensor) {
  EXPECT_THAT(MessageOf(std::string("{") + kTensor + "," + kTensor + "}"),
              HasSubstr("'t' comes twice"));
}

TEST_F(SafetensorsTest, OffsetsAndShapes) {
  const auto message = [&](const std::string& shape,
                           const std::string& offsets) {
    return MessageOf(R"({"t":{"dtype":"F32","shape":)" + shape +
                     R"(,"data_offsets":)" + offsets + "}}");
  };
  EXPECT_EQ(message("[2]", "[0,8]"), "no error");
  EXPECT_THAT(message("[3]", "[0,8]"), HasSubstr("do not fit shape [3]"));
  EXPECT_THAT(message("[2]", "[8,0]"), HasSubstr("do not fit"));
  // 2^64 bytes: zero when counted in 64 bits.
  EXPECT_THAT(message("[4294967296,1073741824]", "[0,0]"),
              HasSubstr("do not fit"));
  EXPECT_THAT(message("[1]", "[4,8]"), HasSubstr("there is a gap"));
  EXPECT_THAT(message("[1]", "[0,4]"), HasSubstr("need 4 bytes"));
  EXPECT_THAT(message("[3]", "[0,12]"), HasSubstr("the file has 8"));
  EXPECT_THAT(message("[2]", "[18446744073709551608,18446744073709551615]"),
              HasSubstr("do not fit"));
}

TEST_F(SafetensorsTest, Overlap) {
  EXPECT_THAT(
      MessageOf(std::string("{") + kTensor +
                R"(,"u":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})"),
      HasSubstr("tensors overlap"));
}

}  // namespace
}  // namespace sinter::runtime
