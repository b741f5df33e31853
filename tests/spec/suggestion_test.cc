#include "compiler/spec/suggestion.h"

#include <gtest/gtest.h>

namespace sinter {
namespace {

TEST(SuggestNameTest, FindsTheNearest) {
  EXPECT_EQ(SuggestName("activaton", {"units", "activation"}),
            "did you mean 'activation'?");
  EXPECT_EQ(SuggestName("DENSE", {"Dense", "Dropout"}),
            "did you mean 'Dense'?");
}

TEST(SuggestNameTest, DoesNotGuess) {
  EXPECT_EQ(SuggestName("colour", {"units", "name"}), "");
  EXPECT_EQ(SuggestName("2", {"1"}), "");
  EXPECT_EQ(SuggestName("", {"x"}), "");
}

TEST(SuggestNameTest, AnExchangeOfNeighboursIsOneMistake) {
  EXPECT_EQ(SuggestName("biuld", {"check", "build"}), "did you mean 'build'?");
}

TEST(SuggestNameTest, TakesABeginning) {
  EXPECT_EQ(SuggestName("drop", {"Dense", "Dropout"}),
            "did you mean 'Dropout'?");
  EXPECT_EQ(SuggestName("dr", {"Dense", "Dropout"}), "");
}

TEST(SuggestNameTest, HyphensAndUnderscoresAreNoDifference) {
  EXPECT_EQ(SuggestName("batch-size", {"epochs", "batch_size"}),
            "did you mean 'batch_size'?");
  EXPECT_EQ(SuggestName("SparseCategoricalCrossentropy",
                        {"sparse_categorical_crossentropy"}),
            "did you mean 'sparse_categorical_crossentropy'?");
}

TEST(SuggestNameTest, ALongWordIsNoSlip) {
  const std::string word(61, 'a');
  EXPECT_EQ(SuggestName(word, {word + "b"}), "");
}

}  // namespace
}  // namespace sinter
