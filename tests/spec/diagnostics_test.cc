#include "compiler/spec/diagnostics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sinter {
namespace {

using ::testing::HasSubstr;

Diagnostics Over(const std::string& text) {
  Diagnostics diagnostics;
  diagnostics.SetSource("a.yaml", text);
  return diagnostics;
}

TEST(DiagnosticsTest, ShowsLineCaretAndHint) {
  Diagnostics diagnostics = Over("one\ntwo three\n");
  diagnostics.Error({{2, 5}, 5}, "number", "odd number", "try 4");
  EXPECT_EQ(diagnostics.Text(),
            "a.yaml:2:5: error: odd number [number]\n"
            "    2 | two three\n"
            "      |     ^~~~~ try 4\n");
}

TEST(DiagnosticsTest, SortsByPlaceAndKeepsOrderWithinOne) {
  Diagnostics diagnostics = Over("aa\nbb\n");
  diagnostics.Error({{2, 1}}, "s", "third");
  diagnostics.Error({{1, 2}}, "s", "first");
  diagnostics.Error({{1, 2}}, "s", "second");
  const std::string text = diagnostics.Text();
  EXPECT_LT(text.find("first"), text.find("second"));
  EXPECT_LT(text.find("second"), text.find("third"));
}

TEST(DiagnosticsTest, CountsTheSameErrorOnce) {
  Diagnostics diagnostics = Over("aa\n");
  diagnostics.Error({{1, 1}}, "s", "m");
  const std::string once = diagnostics.Text();
  diagnostics.Error({{1, 1}}, "s", "m");
  EXPECT_EQ(diagnostics.Text(), once);
}

TEST(DiagnosticsTest, SaysHowManyErrorsAreNotShown) {
  Diagnostics diagnostics = Over(std::string(200, '\n'));
  for (unsigned line = 1; line <= Diagnostics::kMostErrors + 7; ++line) {
    diagnostics.Error({{line, 1}}, "s", "m");
  }
  EXPECT_THAT(diagnostics.Text(), HasSubstr("a.yaml: 7 more errors\n"));
}

TEST(DiagnosticsTest, DropsTheCarriageReturn) {
  Diagnostics diagnostics = Over("aa\r\nbb\r\n");
  diagnostics.Error({{2, 2}}, "s", "m");
  EXPECT_THAT(diagnostics.Text(), HasSubstr("    2 | bb\n"));
}

TEST(DiagnosticsTest, UnderlineEndsWithTheLine) {
  Diagnostics diagnostics = Over("aéé\n");
  diagnostics.Error({{1, 2}, 50}, "s", "m");
  EXPECT_THAT(diagnostics.Text(), HasSubstr("\n      |  ^~\n"));
}

TEST(DiagnosticsTest, CaretMayStandBehindTheLine) {
  Diagnostics diagnostics = Over("ab");
  diagnostics.Error({{1, 3}}, "s", "m");
  EXPECT_THAT(diagnostics.Text(), HasSubstr("\n      |   ^\n"));
}

TEST(DiagnosticsTest, ShowsPartOfALongLine) {
  Diagnostics diagnostics = Over(std::string(1 << 20, 'x'));
  diagnostics.Error({{1, 1 << 19}, 1 << 10}, "s", "m");
  EXPECT_LT(diagnostics.Text().size(), 1000u);
}

TEST(DiagnosticsTest, TellsFileErrorsApart) {
  Diagnostics diagnostics = Over("");
  diagnostics.ErrorInText("empty", "nothing here");
  EXPECT_FALSE(diagnostics.has_file_error());
  diagnostics.ErrorInFile("gone");
  EXPECT_TRUE(diagnostics.has_file_error());
  EXPECT_EQ(diagnostics.Text(),
            "a.yaml: error: nothing here [empty]\n"
            "a.yaml: error: gone [file]\n");
}

TEST(QuoteTest, HidesControlCharacters) {
  EXPECT_EQ(Quote("a\x1b[31m\x7f\n"), "'a\\x1B[31m\\x7F\\x0A'");
  EXPECT_EQ(Quote("\xC2\x9B"
                  "31m"),
            "'\\x9B31m'");
  EXPECT_EQ(Quote("größe"), "'größe'");
}

TEST(QuoteTest, CutsLongText) {
  EXPECT_EQ(Quote(std::string(61, 'a')), "'" + std::string(60, 'a') + "...'");
  EXPECT_EQ(Quote(std::string(60, 'a')), "'" + std::string(60, 'a') + "'");
}

}  // namespace
}  // namespace sinter
