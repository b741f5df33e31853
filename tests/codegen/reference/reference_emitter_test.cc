// What the reference emitter decides, and its text.
#include "compiler/codegen/reference/reference_emitter.h"

#include <set>
#include <sstream>

#include "compiler/codegen/reference/function_library.h"
#include "compiler/layers/all_layers.h"
#include "compiler/spec/load_spec.h"
#include "compiler/training/build_forward.h"
#include "compiler/training/passes.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "mlir/Pass/PassManager.h"

namespace sinter {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Backend EmitSpec(const std::string& name) {
  Diagnostics diagnostics;
  const std::optional<ModelSpec> spec = LoadSpec(
      SINTER_TEST_SPECS "/" + name + ".yaml", AllLayers(), diagnostics);
  EXPECT_TRUE(spec) << diagnostics.Text();
  if (!spec) return {};
  mlir::MLIRContext context;
  auto module = BuildForward(*spec, context);
  mlir::PassManager manager(&context);
  BuildTrainingPipeline(manager, *spec);
  EXPECT_TRUE(mlir::succeeded(manager.run(*module)));
  return EmitReferenceBackend(*module);
}

TEST(ReferenceEmitter, PlacesTensorsOneAfterTheOther) {
  const Backend backend = EmitSpec("relu_rmsprop");
  EXPECT_EQ(backend.name, "reference");
  ASSERT_EQ(backend.tensors.size(), 8u);
  int64_t next = 0;
  for (const StateTensor& tensor : backend.tensors) {
    EXPECT_EQ(tensor.offset, next) << tensor.name;
    EXPECT_EQ(tensor.panel, tensor.cols == 17 ? 32 : 16) << tensor.name;
    next += tensor.rows * tensor.panel;
  }
  EXPECT_EQ(backend.state_floats, next);
  EXPECT_EQ(backend.output_strides, std::vector<int64_t>{10});
}

TEST(ReferenceEmitter, CountsTheBuffersOfTheArena) {
  const Backend backend = EmitSpec("linear_sgd");
  // Batch 5: x [5, 3], y [5], matmul and bias_add [5, 2], the losses [5] and
  // their gradients [5], the gradient [5, 2], of the kernel [3, 2], of the bias
  // [2], and the correct ones [5]; each in whole cache lines.
  EXPECT_EQ(backend.arena_bytes, 10 * 64);
}

TEST(ReferenceEmitter, GivesTheSameTextTwice) {
  EXPECT_EQ(EmitSpec("gelu_adamw").step_functions,
            EmitSpec("gelu_adamw").step_functions);
}

TEST(ReferenceEmitter, NamesStepsAfterTheModel) {
  const std::string text = EmitSpec("relu_rmsprop").step_functions;
  EXPECT_THAT(text, HasSubstr("  // dense: matmul 8x25, 25x17 -> 8x17\n"
                              "  const Matrix dense_matmul = "
                              "arena.TakeMatrix(samples, 17);\n"
                              "  Matmul(flatten_reshape, dense_kernel, "
                              "dense_matmul);\n"));
  EXPECT_THAT(text, HasSubstr("  Rmsprop(dense_1_bias, dense_1_bias_gradient, "
                              "arguments.learning_rate,\n"
                              "          dense_1_bias_velocity, /*rho=*/0.9, "
                              "/*epsilon=*/0.001f);\n"));
}

TEST(ReferenceEmitter, DefinesOnlyWhatIsCalled) {
  const std::string text = EmitSpec("linear_sgd").step_functions;
  EXPECT_THAT(text, HasSubstr("void Sgd("));
  EXPECT_THAT(text, Not(HasSubstr("void Relu(")));
  EXPECT_THAT(text, Not(HasSubstr("void Cast(")));
}

TEST(ReferenceEmitter, KeepsTheUpdatesLast) {
  const std::string text = EmitSpec("sigmoid_nesterov").step_functions;
  const std::string step = text.substr(
      text.find("void RunTrainStep("),
      text.find("void RunEvaluateStep(") - text.find("void RunTrainStep("));
  const size_t first_update = step.find("  SgdNesterov(");
  ASSERT_NE(first_update, std::string::npos);
  EXPECT_EQ(step.find("Matmul", first_update), std::string::npos);
}

// The functions that no spec of these leads to: Keras' layers have no such
// graphs, but the dialect has the ops.
const std::set<std::string> kBeyondSpecs = {"Broadcast", "MatmulTransposeAB"};

// Without what stands in functions and classes.
std::string OuterLines(const std::string& text) {
  std::istringstream lines(text);
  std::string outer;
  for (std::string line; std::getline(lines, line);)
    if (!line.starts_with(' ')) outer += line + "\n";
  return outer;
}

// So the comparison of these specs' programs with the interpreter checks every
// function.
TEST(ReferenceEmitter, SpecsUseTheWholeLibrary) {
  std::string definitions;
  for (const char* spec : {"amsgrad_adam",      "autoencoder_rmsprop",
                           "sequences_adam",    "batch_normalization_adam",
                           "clipnorm_adam",     "clipvalue_sgd",
                           "convnet_rmsprop",   "dropout_adam",
                           "eight_losses_adam", "elu_rmsprop",
                           "gelu_adamw",        "global_clipnorm_rmsprop",
                           "linear_sgd",        "relu_rmsprop",
                           "reshape_rmsprop",   "separable_momentum",
                           "sigmoid_adadelta",  "sigmoid_nesterov",
                           "tanh_adamax",       "softmax_momentum",
                           "two_inputs_sgd",    "wide_rmsprop"})
    definitions += OuterLines(EmitSpec(spec).step_functions);
  for (const auto& family :
       {LinearFunctions(), PairwiseFunctions(), ActivationFunctions(),
        ArrangeFunctions(), WarpFunctions(), ConvolutionFunctions(),
        NormalizationFunctions(), LossFunctions(), GradientFunctions(),
        UpdateFunctions()}) {
    for (const LibraryFunction& function : family) {
      const std::string name = function.name.str();
      const bool is_used =
          definitions.find(" " + name + "(") != std::string::npos ||
          definitions.find("struct " + name + " {") != std::string::npos;
      EXPECT_EQ(is_used, !kBeyondSpecs.contains(function.name.str()))
          << function.name.str();
    }
  }
}

}  // namespace
}  // namespace sinter
