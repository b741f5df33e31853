#include "compiler/spec/yaml_tree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sinter {
namespace {

using ::testing::HasSubstr;

std::optional<YamlDocument> Parse(const std::string& text) {
  Diagnostics diagnostics;
  diagnostics.SetSource("a.yaml", text);
  std::optional<YamlDocument> document = ParseYaml(text, diagnostics);
  EXPECT_EQ(diagnostics.Text(), "");
  return document;
}

std::string ErrorsOf(const std::string& text) {
  Diagnostics diagnostics;
  diagnostics.SetSource("a.yaml", text);
  EXPECT_FALSE(ParseYaml(text, diagnostics).has_value());
  return diagnostics.Text();
}

std::string Repeat(const std::string& text, size_t times) {
  std::string all;
  for (size_t i = 0; i < times; ++i) all += text;
  return all;
}

TEST(ParseYamlTest, KeepsPlacesAndQuotes) {
  const auto document = Parse("a: 1\nbb: \"two\"\n");
  ASSERT_TRUE(document);
  const YamlNode& root = *document->root;
  ASSERT_EQ(root.entries.size(), 2u);
  EXPECT_FALSE(root.Find("a")->quoted);
  EXPECT_TRUE(root.Find("bb")->quoted);
  EXPECT_EQ(root.Find("bb")->text, "two");
  EXPECT_EQ(root.Find("bb")->span, (SourceSpan{{2, 5}, 5}));
  EXPECT_EQ(root.Find("c"), nullptr);
}

TEST(ParseYamlTest, ColumnsCountCodePoints) {
  const auto document = Parse("{größe: ä, b: ü}");
  EXPECT_EQ(document->root->Find("b")->span, (SourceSpan{{1, 15}, 1}));
}

TEST(ParseYamlTest, SpanOfAQuotedScalarIncludesEscapes) {
  EXPECT_EQ(Parse(R"(a: "x\"y")")->root->Find("a")->span.length, 6u);
  EXPECT_EQ(Parse("a: 'x''y'")->root->Find("a")->span.length, 6u);
  EXPECT_EQ(Parse("a: \"x\n  y\"")->root->Find("a")->span.length, 2u);
}

TEST(ParseYamlTest, BlockScalarsMayHoldQuotes) {
  EXPECT_EQ(Parse("a: |\n  \"open\nb: 1\n")->root->Find("a")->text, "\"open\n");
}

TEST(ParseYamlTest, KeepsDuplicates) {
  const auto document = Parse("a: 1\na: 2\n");
  EXPECT_EQ(document->root->entries.size(), 2u);
  EXPECT_EQ(document->root->Find("a")->text, "1");
}

TEST(ParseYamlTest, FollowsAliases) {
  const auto document = Parse("a: &x [1, 2]\nb: *x\n");
  EXPECT_EQ(document->root->Find("a"), document->root->Find("b"));
  EXPECT_EQ(document->root->size, 9u);
  EXPECT_EQ(document->root->height, 3u);
}

TEST(ParseYamlTest, BoundsWhatAliasesStandFor) {
  std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 30; ++i) {
    const std::string last = "*a" + std::to_string(i - 1);
    text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + last +
            Repeat(", " + last, 9) + "]\n";
  }
  EXPECT_THAT(ErrorsOf(text), HasSubstr("[too-many-nodes]"));
}

TEST(ParseYamlTest, CountsNestingThroughAliases) {
  const std::string forty = Repeat("[", 40) + Repeat("]", 40);
  EXPECT_THAT(ErrorsOf("a: &a " + forty + "\nb: " + Repeat("[", 30) + "*a" +
                       Repeat("]", 30)),
              HasSubstr("[too-deep]"));
}

TEST(ParseYamlTest, BoundsNesting) {
  EXPECT_TRUE(Parse(Repeat("[", 64) + Repeat("]", 64)));
  EXPECT_THAT(ErrorsOf(Repeat("[", 65) + Repeat("]", 65)),
              HasSubstr("[too-deep]"));
}

// Each of these is a megabyte, or would take more than one to expand.
TEST(ParseYamlTest, EndsSoonOnHostileText) {
  constexpr size_t kMegabyte = size_t{1} << 20;
  for (const char* piece : {"[",  "{",    "{a: ", "[a: ",  "[{",  "[? ", "- ",
                            "? ", "a: ",  ":",    ":\n",   "&a ", "\"",  "a, ",
                            "!",  "!!a ", "*a ",  "---\n", "|\n", "'"}) {
    const std::string text =
        Repeat(piece, kMegabyte / std::string(piece).size());
    Diagnostics diagnostics;
    diagnostics.SetSource("a.yaml", text);
    const bool parsed = ParseYaml(text, diagnostics).has_value();
    EXPECT_NE(parsed, diagnostics.has_errors()) << piece;
  }
}

TEST(ParseYamlTest, BoundsTheNumberOfNodes) {
  EXPECT_THAT(ErrorsOf("[" + Repeat("a,", 200000) + "]"),
              HasSubstr("[too-many-nodes]"));
  EXPECT_TRUE(Parse("[" + Repeat("a,", 90000) + "]"));
}

TEST(ParseYamlTest, TakesDirectivesAndDocumentMarks) {
  EXPECT_TRUE(Parse("%YAML 1.2\n---\na: 1\n...\n"));
}

}  // namespace
}  // namespace sinter
