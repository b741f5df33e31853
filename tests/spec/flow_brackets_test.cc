#include "compiler/spec/flow_brackets.h"

#include <gtest/gtest.h>

namespace sinter {
namespace {

TEST(FindUnclosedBracketTest, FindsTheInnermost) {
  EXPECT_EQ(FindUnclosedBracket("a: {b: [1, 2"), 7u);
  EXPECT_EQ(FindUnclosedBracket("a: {b: [1, 2]"), 3u);
  EXPECT_EQ(FindUnclosedBracket("a: {b: 1\nc: {d: 2}\n"), 3u);
}

TEST(FindUnclosedBracketTest, FindsOneClosedByTheOtherKind) {
  EXPECT_EQ(FindUnclosedBracket("a: {b: [1, 2}"), 7u);
}

TEST(FindUnclosedBracketTest, FindsNothingInWhatIsClosed) {
  EXPECT_EQ(FindUnclosedBracket("a: {b: [1, 2], c: {}}"), std::nullopt);
  EXPECT_EQ(FindUnclosedBracket("{}}"), std::nullopt);
  EXPECT_EQ(FindUnclosedBracket(""), std::nullopt);
}

TEST(FindUnclosedBracketTest, LooksIntoNoCommentQuoteOrWord) {
  EXPECT_EQ(FindUnclosedBracket("a: 1 # {\n# [\nb: 2"), std::nullopt);
  EXPECT_EQ(FindUnclosedBracket("a: '{ it''s {'"), std::nullopt);
  EXPECT_EQ(FindUnclosedBracket(R"(a: "{ \" {")"), std::nullopt);
  EXPECT_EQ(FindUnclosedBracket("a: b{\nc: don't\nd: e["), std::nullopt);
  EXPECT_EQ(FindUnclosedBracket("a: \"unclosed {"), std::nullopt);
}

}  // namespace
}  // namespace sinter
