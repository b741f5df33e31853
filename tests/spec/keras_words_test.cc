#include "compiler/spec/keras_words.h"

#include <gtest/gtest.h>

namespace sinter {
namespace {

TEST(FindKerasWordTest, FindsAWordHoweverItIsSpelled) {
  for (const char* word : {"activity_regularizer", "activity-regularizer",
                           "ActivityRegularizer"}) {
    const KerasWord* found = FindKerasWord("key", word);
    ASSERT_NE(found, nullptr) << word;
    EXPECT_EQ(found->instead, "not supported yet");
  }
}

TEST(FindKerasWordTest, AWordIsOfOneKind) {
  ASSERT_NE(FindKerasWord("loss", "mse"), nullptr);
  EXPECT_EQ(FindKerasWord("loss", "mse")->instead, "write mean_squared_error");
  EXPECT_EQ(FindKerasWord("activation", "mse"), nullptr);
}

TEST(FindKerasWordTest, SaysNothingOfOtherWords) {
  EXPECT_EQ(FindKerasWord("activation", "rellu"), nullptr);
  EXPECT_EQ(FindKerasWord("key", ""), nullptr);
}

TEST(FindKerasWordTest, OneHasNothingInItsPlace) {
  ASSERT_NE(FindKerasWord("layer", "Conv3D"), nullptr);
  EXPECT_EQ(FindKerasWord("layer", "Conv3D")->instead, "");
}

}  // namespace
}  // namespace sinter
