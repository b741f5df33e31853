// Every file in errors/ holds one mistake (or a few that must come together);
// the errors it gives are compared letter by letter with the file beside it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/spec/test_spec.h"

namespace sinter {
namespace {

const char kFolder[] = SINTER_SOURCE_ROOT "/tests/spec/errors";

// Names without their endings, sorted.
std::vector<std::string> FilesEndingIn(const std::string& ending) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
    if (entry.path().extension() == ending) {
      names.push_back(entry.path().stem().string());
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

class SpecErrorsTest : public testing::TestWithParam<std::string> {};

TEST_P(SpecErrorsTest, GivesTheExpectedText) {
  const std::string path = std::string(kFolder) + "/" + GetParam();
  Diagnostics diagnostics;
  const std::optional<ModelSpec> spec =
      ParseSpec(ReadTestFile(path + ".yaml"), GetParam() + ".yaml", AllLayers(),
                diagnostics);
  EXPECT_FALSE(spec.has_value());
  EXPECT_NE(diagnostics.Text(), "");
  EXPECT_EQ(diagnostics.Text(), ReadTestFile(path + ".expected"));
}

INSTANTIATE_TEST_SUITE_P(Files, SpecErrorsTest,
                         testing::ValuesIn(FilesEndingIn(".yaml")),
                         [](const auto& info) { return info.param; });

TEST(SpecErrorsFolderTest, HasAnExpectedTextForEverySpec) {
  EXPECT_GE(FilesEndingIn(".yaml").size(), 100u);
  EXPECT_EQ(FilesEndingIn(".yaml"), FilesEndingIn(".expected"));
}

// A mistake nobody has a file for may have lost its message unnoticed.
TEST(SpecErrorsFolderTest, CoversEverySlug) {
  std::string all;
  for (const std::string& name : FilesEndingIn(".expected")) {
    all += ReadTestFile(std::string(kFolder) + "/" + name + ".expected");
  }
  for (const char* slug : {"alias-cycle",
                           "bad-file-name",
                           "bad-name",
                           "duplicate-key",
                           "duplicate-name",
                           "empty",
                           "inputs",
                           "later-layer",
                           "loss-and-last-layer",
                           "metric-and-last-layer",
                           "missing-key",
                           "nothing-to-train",
                           "out-of-range",
                           "output-shape",
                           "rank",
                           "several-documents",
                           "shape",
                           "tag",
                           "too-deep",
                           "too-large",
                           "unknown-key",
                           "unknown-name",
                           "unused-block",
                           "unused-layer",
                           "wrong-type",
                           "yaml-syntax"}) {
    EXPECT_THAT(all, testing::HasSubstr("[" + std::string(slug) + "]\n"));
  }
}

}  // namespace
}  // namespace sinter
