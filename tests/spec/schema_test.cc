#include "compiler/spec/schema.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/spec/test_spec.h"

namespace sinter {
namespace {

constexpr char kBegin[] = "<!-- Begin of `sinter schema`; do not edit. -->\n";
constexpr char kEnd[] = "\n<!-- End of `sinter schema`. -->\n";

TEST(SchemaTest, StandsInTheModelsReadme) {
  const std::string readme =
      ReadTestFile(SINTER_SOURCE_ROOT "/models/README.md");
  const size_t begin = readme.find(kBegin);
  const size_t end = readme.find(kEnd);
  ASSERT_NE(begin, std::string::npos);
  ASSERT_NE(end, std::string::npos);
  const size_t first = begin + sizeof(kBegin) - 1;
  EXPECT_EQ(readme.substr(first, end - first), SchemaMarkdown(AllLayers()))
      << "put the output of `sinter schema` between the markers";
}

TEST(SchemaTest, HasEveryLayerAndOptimizer) {
  const std::string schema = SchemaMarkdown(AllLayers());
  for (const char* heading :
       {"### the spec\n", "### fit\n", "#### Dense\n", "#### Dropout\n",
        "#### adamw\n", "#### mean_squared_error\n"}) {
    EXPECT_THAT(schema, testing::HasSubstr(heading));
  }
}

}  // namespace
}  // namespace sinter
