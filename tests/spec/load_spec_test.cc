#include "compiler/spec/load_spec.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "compiler/layers/activation.h"
#include "compiler/layers/dense.h"
#include "compiler/layers/dropout.h"
#include "compiler/layers/losses.h"
#include "compiler/layers/metrics.h"
#include "compiler/layers/rescaling.h"
#include "compiler/layers/reshape.h"
#include "compiler/spec/explain.h"
#include "compiler/spec/spec_file.h"
#include "tests/spec/test_spec.h"

namespace sinter {
namespace {

using ::testing::HasSubstr;

class LoadSpecTest : public testing::Test {
 protected:
  LoadSpecTest() : folder_(testing::TempDir() + "load_spec_test") {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directory(folder_);
  }
  ~LoadSpecTest() override { std::filesystem::remove_all(folder_); }

  std::string Write(const std::string& text) const {
    const std::string path = folder_ + "/spec.yaml";
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }

  // The errors of the file; they must be errors in the file itself.
  static std::string FileErrorsOf(const std::string& path) {
    Diagnostics diagnostics;
    EXPECT_FALSE(LoadSpec(path, AllLayers(), diagnostics).has_value());
    EXPECT_TRUE(diagnostics.has_file_error());
    return diagnostics.Text();
  }

  const std::string folder_;
};

TEST_F(LoadSpecTest, ReadsAFile) {
  const std::string path = Write(SpecText(kTwoLayers));
  Diagnostics diagnostics;
  const std::optional<ModelSpec> spec =
      LoadSpec(path, AllLayers(), diagnostics);
  ASSERT_TRUE(spec) << diagnostics.Text();
  EXPECT_EQ(spec->path, path);
  EXPECT_EQ(spec->name, "net");
}

TEST_F(LoadSpecTest, ReportsWhatIsNoFile) {
  EXPECT_THAT(FileErrorsOf(folder_ + "/none.yaml"),
              HasSubstr("No such file or directory [file]"));
  EXPECT_THAT(FileErrorsOf(folder_), HasSubstr("this is a directory"));
  EXPECT_THAT(FileErrorsOf("/dev/zero"), HasSubstr("not a regular file"));
  EXPECT_THAT(FileErrorsOf(""), HasSubstr("cannot open the file"));
}

TEST_F(LoadSpecTest, DoesNotWaitForANamedPipe) {
  const std::string path = folder_ + "/pipe";
  ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
  EXPECT_THAT(FileErrorsOf(path), HasSubstr("not a regular file"));
}

TEST_F(LoadSpecTest, ReportsAFileThatMayNotBeRead) {
  if (geteuid() == 0) GTEST_SKIP() << "root may read every file";
  const std::string path = Write("version: 1\n");
  chmod(path.c_str(), 0);
  EXPECT_THAT(FileErrorsOf(path), HasSubstr("Permission denied"));
}

TEST_F(LoadSpecTest, BoundsTheSize) {
  const std::string spec = SpecText(kTwoLayers);
  const std::string fitting =
      spec + "#" + std::string(kLargestSpecBytes - spec.size() - 1, 'x');
  Diagnostics good;
  EXPECT_TRUE(LoadSpec(Write(fitting), AllLayers(), good).has_value())
      << good.Text();
  Diagnostics bad;
  EXPECT_FALSE(LoadSpec(Write(fitting + "x"), AllLayers(), bad).has_value());
  EXPECT_FALSE(bad.has_file_error());
  EXPECT_THAT(bad.Text(), HasSubstr("larger than 1 MiB [too-large]"));
}

TEST(ParseSpecTest, TakesByteOrderMarkAndCrlf) {
  std::string text = SpecText(kTwoLayers);
  const ModelSpec plain = ParseGood(text);
  for (size_t i = 0; (i = text.find('\n', i)) != std::string::npos; i += 2) {
    text.replace(i, 1, "\r\n");
  }
  EXPECT_EQ(WithoutPlaces(ParseGood("\xEF\xBB\xBF" + text)),
            WithoutPlaces(plain));
  EXPECT_EQ(ParseGood("\xEF\xBB\xBF" + text).layers[0].location,
            plain.layers[0].location);
}

TEST(ParseSpecTest, RefusesInvalidUtf8) {
  for (const char* bad :
       {"\xFF", "\xC3", "\xC0\xAF", "\xED\xA0\x80", "\xF5\x80\x80\x80"}) {
    EXPECT_THAT(ParseBad("name: net\n# " + std::string(bad) + "\n"),
                HasSubstr("in line 2, column 3 [invalid-utf-8]"));
  }
}

TEST(ParseSpecTest, RefusesControlCharacters) {
  for (const std::string& bad :
       {std::string("\0", 1), std::string("\x1b"), std::string("\x7f"),
        std::string("\r"), std::string("\xC2\x9B")}) {
    EXPECT_THAT(ParseBad("version: 1\nname: n" + bad + "t\n"),
                HasSubstr("in line 2, column 8 [control-character]"));
  }
}

TEST(ParseSpecTest, RefusesNothing) {
  for (const char* text : {"", "\n\n", "# only a comment\n", "\xEF\xBB\xBF"}) {
    EXPECT_THAT(ParseBad(text), HasSubstr("the spec is empty [empty]"));
  }
}

TEST(ParseSpecTest, FillsKerasDefaults) {
  const ModelSpec spec = ParseGood(
      SpecText("[{type: Flatten}, {type: Dense, units: 3, activation: softmax},"
               " {type: Rescaling, scale: 1}, {type: Activation, activation: "
               "softmax}]",
               "{loss: sparse_categorical_crossentropy}", "{}"));
  EXPECT_EQ(spec.seed, 0u);
  EXPECT_EQ(spec.inputs.front().value.dtype, ElementType::kFloat32);
  EXPECT_EQ(spec.fit, FitSpec());
  EXPECT_EQ(spec.compile.optimizer, OptimizerSpec(RmspropOptimizer()));
  EXPECT_EQ(spec.compile.metrics, (std::vector<Named<MetricTypes>>{{"", {}}}));
  EXPECT_TRUE(spec.compile.loss_weights.empty());
  EXPECT_EQ(spec.compile.loss,
            (std::vector<Named<LossSpec>>{
                {"", {FindLoss("sparse_categorical_crossentropy")}}}));
  EXPECT_EQ(spec.outputs, std::vector<std::string>{"activation"});
  EXPECT_EQ(spec.layers[1].kind,
            Make<DenseLayer>({{.activation = {"softmax"}}, 3}));
  EXPECT_EQ(spec.layers[2].kind, Make<RescalingLayer>({.scale = 1}));
}

// The structs' own defaults and the table's are the same.
TEST(ParseSpecTest, FillsOptimizerDefaults) {
  const std::pair<const char*, OptimizerSpec> cases[] = {
      {"rmsprop", RmspropOptimizer()}, {"sgd", SgdOptimizer()},
      {"adam", AdamOptimizer()},       {"adamw", AdamwOptimizer()},
      {"adamax", AdamaxOptimizer()},   {"adadelta", AdadeltaOptimizer()}};
  for (const auto& [name, optimizer] : cases) {
    for (const std::string& form :
         {std::string(name), "{type: " + std::string(name) + "}"}) {
      const ModelSpec spec = ParseGood(SpecText(
          kTwoLayers,
          "{optimizer: " + form + ", loss: sparse_categorical_crossentropy}"));
      EXPECT_EQ(spec.compile.optimizer, optimizer) << form;
    }
  }
}

TEST(ParseSpecTest, ReadsEveryField) {
  const ModelSpec spec = ParseGood(
      "version: 1\nname: \"null\"\nseed: 4294967295\n"
      "data: {format: idx, train: {x: a/b.gz, y: c}, test: {x: d, y: e}}\n"
      "model:\n  input: {shape: [2, 3], dtype: uint8}\n  layers:\n"
      "    - {type: Rescaling, name: r, scale: 1/255, offset: -0.5}\n"
      "    - {type: Reshape, target_shape: [3, -1]}\n"
      "    - {type: Flatten}\n"
      "    - {type: Dense, units: 4, activation: gelu, use_bias: false,\n"
      "       kernel_initializer: he_normal, bias_initializer: ones,\n"
      "       kernel_regularizer: {type: l1_l2, l2: 0.5}, bias_regularizer: "
      "l1}\n"
      "    - {type: Dropout, rate: 0.25}\n"
      "    - {type: Activation, activation: leaky_relu}\n"
      "compile:\n"
      "  optimizer: {type: adamw, learning_rate: 0.01, beta_1: 0.8, beta_2: "
      "0.99,\n    epsilon: 1e-8, amsgrad: true, weight_decay: 0.1,\n    "
      "clipnorm: 2}\n"
      "  loss: {type: mean_squared_error, one_hot: true}\n"
      "  metrics: [mean_squared_error, sparse_categorical_accuracy]\n"
      "fit: {epochs: 7, batch_size: 5, shuffle: false, validation_split: "
      "1/8}\n");
  EXPECT_EQ(spec.name, "null");
  EXPECT_EQ(spec.seed, 4294967295u);
  EXPECT_EQ(spec.data.train, (DataFiles{{{"", "a/b.gz"}}, {{"", "c"}}}));
  EXPECT_EQ(spec.data.test, (DataFiles{{{"", "d"}}, {{"", "e"}}}));
  EXPECT_EQ(spec.inputs, (std::vector<Named<InputSpec>>{
                             {"input", {{2, 3}, ElementType::kUint8}}}));
  EXPECT_EQ(spec.layers[0].name, "r");
  EXPECT_EQ(spec.layers[0].location, (SourceLocation{8, 7}));
  EXPECT_EQ(spec.layers[0].kind, Make<RescalingLayer>({1.0 / 255, -0.5}));
  EXPECT_EQ(spec.layers[1].kind, Make<ReshapeLayer>({{3, 2}}));
  EXPECT_EQ(spec.layers[3].kind,
            Make<DenseLayer>({{{"gelu"},
                               false,
                               Initializer::kHeNormal,
                               Initializer::kOnes,
                               {Regularizer::Kind::kL1L2, 0.0, 0.5},
                               {Regularizer::Kind::kL1, 0.01, 0.0}},
                              4}));
  EXPECT_EQ(spec.layers[4].kind, Make<DropoutLayer>({0.25}));
  EXPECT_EQ(spec.layers[5].kind, Make<ActivationLayer>({{"leaky_relu"}}));
  EXPECT_EQ(
      spec.compile.optimizer,
      OptimizerSpec(AdamwOptimizer(
          {0.01,
           0.8,
           0.99,
           1e-8,
           true,
           {0.1, {.clipnorm = 2, .clipvalue = {}, .global_clipnorm = {}}}})));
  EXPECT_EQ(spec.compile.loss,
            (std::vector<Named<LossSpec>>{
                {"", {FindLoss("mean_squared_error"), false, true}}}));
  EXPECT_EQ(spec.compile.metrics,
            (std::vector<Named<MetricTypes>>{
                {"",
                 {FindMetric("mean_squared_error"),
                  FindMetric("sparse_categorical_accuracy")}}}));
  EXPECT_EQ(spec.fit, (FitSpec{7, 5, false, 0.125}));
}

TEST(ParseSpecTest, LayersMayBeAliases) {
  const ModelSpec spec = ParseGood(SpecText(
      "[{type: Flatten}, &d {type: Dense, units: 9}, *d, {type: Dense, units: "
      "3, activation: softmax}]"));
  EXPECT_EQ(spec.layers[1].kind, spec.layers[2].kind);
  EXPECT_EQ(spec.layers[2].name, "dense_1");
}

TEST(LearningRateTest, IsTheOptimizers) {
  EXPECT_EQ(LearningRate(SgdOptimizer{.learning_rate = 0.5}), 0.5);
  EXPECT_EQ(LearningRate(AdamwOptimizer({.learning_rate = 0.25})), 0.25);
}

}  // namespace
}  // namespace sinter
