#include "compiler/spec/names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sinter {
namespace {

TEST(WhyNotIdentifierTest, TakesIdentifiers) {
  for (const char* name : {"a", "dense_1", "Dense", "x9", "trailing_", "main",
                           "final", "override", "import"}) {
    EXPECT_EQ(WhyNotIdentifier(name), "") << name;
  }
  EXPECT_EQ(WhyNotIdentifier(std::string(kLongestName, 'a')), "");
}

TEST(WhyNotIdentifierTest, RefusesOthers) {
  for (const char* name :
       {"", "1a", "_a", "a__b", "a-b", "a b", "a.b", "a;", "naïve", "class",
        "and", "co_await", "char8_t", "requires", "a\n", "a\"", "true"}) {
    EXPECT_NE(WhyNotIdentifier(name), "") << name;
  }
  EXPECT_NE(WhyNotIdentifier(std::string(kLongestName + 1, 'a')), "");
}

TEST(WhyNotModelNameTest, RefusesWhatGeneratedCodeNeeds) {
  EXPECT_EQ(WhyNotModelName("net"), "");
  for (const char* name : {"main", "std", "hwy", "sinter", "int",
                           "sinter_runtime_model", "Highway_hwy_base"}) {
    EXPECT_NE(WhyNotModelName(name), "") << name;
  }
}

// Functions, variables, types, macros and headers: each would break the
// compilation of a generated program.
TEST(WhyNotModelNameTest, RefusesNamesOfTheCLibrary) {
  for (const char* name :
       {"log",    "exp",      "sin",      "j0",       "y1",     "gamma",
        "index",  "time",     "read",     "link",     "clone",  "printf",
        "malloc", "environ",  "timezone", "daylight", "stdin",  "stderr",
        "tm",     "timex",    "size_t",   "int8_t",   "div_t",  "lconv",
        "errno",  "assert",   "offsetof", "alloca",   "isnan",  "isfinite",
        "linux",  "unix",     "math",     "string",   "limits", "features",
        "unistd", "immintrin"}) {
    EXPECT_EQ(WhyNotModelName(name), "is a name of the C library") << name;
  }
}

TEST(WhyNotModelNameTest, RefusesWhatLooksLikeAMacro) {
  for (const char* name : {"NULL", "EOF", "INT_MAX", "M_PI", "M_PIf", "E2BIG",
                           "SYS_read", "HWY_API", "N", "MLP"}) {
    EXPECT_THAT(WhyNotModelName(name), testing::EndsWith("as a macro")) << name;
  }
}

TEST(WhyNotModelNameTest, TakesNamesNearThem) {
  for (const char* name :
       {"logs", "Log", "time_series", "mlp", "Mlp", "mlp_NULL", "stdin_net",
        "my_tm", "t", "model", "runtime", "net_2", "sinter_demo"}) {
    EXPECT_EQ(WhyNotModelName(name), "") << name;
  }
}

// Layers are inside of the model's namespace.
TEST(WhyNotModelNameTest, IsStricterThanForLayers) {
  for (const char* name : {"log", "NULL", "main"}) {
    EXPECT_EQ(WhyNotIdentifier(name), "") << name;
  }
}

TEST(WhyNotFileNameTest, TakesRelativeNames) {
  for (const char* name :
       {"a", "a.gz", "a/b/c.idx3", "...", ".hidden", "a..b", "x+y", "1"}) {
    EXPECT_EQ(WhyNotFileName(name), "") << name;
  }
}

TEST(WhyNotFileNameTest, RefusesOthers) {
  for (const char* name :
       {"", "/", "/a", "..", "../a", "a/..", "a/../b", "a/", "a//b", "./a",
        "a b", "a\\b", "a\"", "a\n", "ä", "$(x)", "a:b", "%s", "a'"}) {
    EXPECT_NE(WhyNotFileName(name), "") << name;
  }
  EXPECT_NE(WhyNotFileName(std::string(256, 'a')), "");
}

TEST(NameOfTest, FollowsTheEnumerators) {
  EXPECT_EQ(NameOf(Initializer::kHeNormal), "he_normal");
  EXPECT_EQ(NameOf(Initializer::kOnes), "ones");
  EXPECT_EQ(NameOf(ElementType::kFloat32), "float32");
}

TEST(TypeNameTest, FollowsTheAlternatives) {
  EXPECT_EQ(TypeName(OptimizerSpec(RmspropOptimizer())), "rmsprop");
  EXPECT_EQ(TypeName(OptimizerSpec(SgdOptimizer())), "sgd");
  EXPECT_EQ(TypeName(OptimizerSpec(AdamOptimizer())), "adam");
  EXPECT_EQ(TypeName(OptimizerSpec(AdamwOptimizer())), "adamw");
  EXPECT_EQ(TypeName(OptimizerSpec(AdamaxOptimizer())), "adamax");
  EXPECT_EQ(TypeName(OptimizerSpec(AdadeltaOptimizer())), "adadelta");
}

}  // namespace
}  // namespace sinter
