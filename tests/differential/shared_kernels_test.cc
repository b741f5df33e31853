#include "tests/differential/shared_kernels.h"

#include <gtest/gtest.h>

#include <string>

#include "fmt/format.h"

namespace sinter::differential {
namespace {

// As the compiler lays a program out.
std::string Source(const std::string& name, const std::string& tiles,
                   const std::string& kernels) {
  return fmt::format(
      "#include \"hwy/highway.h\"\n"
      "HWY_BEFORE_NAMESPACE();\nnamespace {0} {{\n"
      "constexpr RowTiles kBatchTiles = {{{1}}};\n\n{2}\n"
      "void TrainStep() {{\n}}\n",
      name, tiles, kernels);
}

std::string Kernel(const std::string& name, const std::string& body) {
  return "struct " + name + " {\n  void Run() { " + body + "; }\n};\n";
}

// Comments make no difference before a kernel.
TEST(SharedKernelsTest, TheSecondProgramUsesTheFirstOnes) {
  SharedKernels kernels;
  const std::string first =
      Source("m1_v0", "8", "// Doubles.\n" + Kernel("Double", "x * 2"));
  EXPECT_EQ(kernels.Share("m1_v0", first), first);
  EXPECT_EQ(kernels.Share("m1_v1",
                          Source("m1_v1", "8",
                                 "// Doubles.\n" + Kernel("Double", "x * 2") +
                                     Kernel("Triple", "x * 3"))),
            Source("m1_v1", "8",
                   "// Doubles.\nusing m1_v0::HWY_NAMESPACE::Double;\n" +
                       Kernel("Triple", "x * 3")));
  EXPECT_EQ(
      kernels.Share("m1_v2", Source("m1_v2", "8", Kernel("Triple", "x * 3"))),
      Source("m1_v2", "8", "using m1_v1::HWY_NAMESPACE::Triple;\n"));
}

// Each of these as a second program stays what it is.
class NotSharedTest : public ::testing::TestWithParam<std::string> {};

const std::string kUsesOther = Kernel("Sum", "Double().Run()");

TEST_P(NotSharedTest, IsKept) {
  SharedKernels kernels;
  kernels.Share("m1_v0", Source("m1_v0", "8",
                                Kernel("Double", "x * 2") + kUsesOther +
                                    "int x;\n" + Kernel("Behind", "x")));
  EXPECT_EQ(kernels.Share("m1_v1", GetParam()), GetParam());
}

INSTANTIATE_TEST_SUITE_P(
    All, NotSharedTest,
    ::testing::Values("", "void TrainStep() {\n}\n",
                      // Another body, another name.
                      Source("m1_v1", "8", Kernel("Double", "x + x")),
                      Source("m1_v1", "8", Kernel("Twice", "x * 2")),
                      // The same text, which means something else.
                      Source("m1_v1", "4", Kernel("Double", "x * 2")),
                      Source("m1_v1", "8", kUsesOther),
                      // Behind what is no kernel.
                      Source("m1_v1", "8", Kernel("Behind", "x")),
                      Source("m1_v1", "8",
                             "int x;\n" + Kernel("Double", "x * 2"))));

}  // namespace
}  // namespace sinter::differential
