// Step functions of the reference backend against the interpreter, for nets
// that are IR text: the state after each step of a training, of full and
// partial batches, and predictions.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/ir/nn_roles.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "runtime/engine/compiled_features.h"
#include "runtime/engine/memory.h"
#include "runtime/engine/step_contract.h"
#include "tests/codegen/reference/net_module.h"
#include "tests/codegen/reference/nets.h"
#include "tests/oracle/interpreter.h"
// The nets themselves.
#include "nets/convnet.inc"

namespace sinter::oracle {
namespace {

using mlir::func::FuncOp;
using nn::Role;
using ::testing::ElementsAre;
using ::testing::IsNan;
using State = std::map<std::string, Tensor>;

constexpr uint32_t kSteps = 6;
constexpr float kLearningRate = 0.05f;

// Each op rounds its result to float32, 6e-8 of it; along the longest way of 40
// ops, and through the sums of the backward pass, that adds up to about 1e-6.
constexpr double kTolerance = 5e-6;

void ExpectNear(llvm::ArrayRef<double> actual, llvm::ArrayRef<double> expected,
                const std::string& what) {
  ASSERT_EQ(actual.size(), expected.size()) << what;
  for (size_t i = 0; i < actual.size(); ++i) {
    const double allowed = kTolerance * (1 + std::abs(expected[i]));
    ASSERT_NEAR(actual[i], expected[i], allowed) << what << ", element " << i;
  }
}

class NetTest : public ::testing::TestWithParam<Net> {
 protected:
  NetTest()
      : module_(LoadNet(
            std::string(SINTER_TEST_NETS "/") + GetParam().name + ".mlir",
            context_)),
        floats_(GetParam().state_floats),
        arena_(GetParam().arena_bytes) {
    DrawBatch();
    DrawState();
  }

  FuncOp Function(llvm::StringRef name) {
    return module_->lookupSymbol<FuncOp>(name);
  }

  uint32_t Batch() { return x_.shape[0]; }

  void DrawBatch() {
    FuncOp predict = Function(nn::kPredict);
    const auto type = llvm::cast<mlir::RankedTensorType>(
        nn::FindArgument(predict, Role::kX).getType());
    x_ = Tensor::Zeros(type.getShape().vec());
    for (double& value : x_.data) value = random_() % 256;
    const auto output = llvm::cast<mlir::RankedTensorType>(
        predict
            .getResultTypes()[nn::FindResults(predict, Role::kOutput).front()]);
    const auto classes = static_cast<uint32_t>(output.getDimSize(1));
    y_ = Tensor::Zeros({type.getDimSize(0)});
    for (double& label : y_.data) label = random_() % classes;
  }

  // All parameters between -0.5 and 0.5, in both states.
  void DrawState() {
    FuncOp train = Function(nn::kTrainStep);
    for (const unsigned i : nn::FindArguments(train, Role::kParameter)) {
      const auto type =
          llvm::cast<mlir::RankedTensorType>(train.getArgument(i).getType());
      Tensor tensor = Tensor::Zeros(type.getShape().vec());
      for (double& value : tensor.data)
        value = static_cast<float>(random_() / 4294967296.0 - 0.5);
      state_[nn::GetArgumentName(train, i).str()] = tensor;
    }
    for (const NetTensor& tensor : GetParam().tensors) {
      const Tensor& value = state_.at(tensor.name);
      ASSERT_EQ(value.data.size(), tensor.rows * tensor.cols) << tensor.name;
      for (size_t i = 0; i < tensor.rows; ++i)
        for (size_t j = 0; j < tensor.cols; ++j)
          At(tensor, i, j) = static_cast<float>(value(i, j));
    }
  }

  float& At(const NetTensor& tensor, size_t i, size_t j) {
    return floats_.data()[tensor.offset + i * tensor.stride + j];
  }

  std::vector<double> CompiledTensor(const NetTensor& tensor) {
    std::vector<double> values;
    for (size_t i = 0; i < tensor.rows; ++i)
      for (size_t j = 0; j < tensor.cols; ++j)
        values.push_back(At(tensor, i, j));
    return values;
  }

  runtime::StepArguments Arguments(uint32_t samples) {
    bytes_.assign(x_.data.begin(), x_.data.end());
    labels_.assign(y_.data.begin(), y_.data.end());
    runtime::StepArguments arguments = {};
    arguments.x[0] = bytes_.data();
    arguments.y[0] = labels_.data();
    arguments.samples = samples;
    arguments.learning_rate = kLearningRate;
    arguments.state = floats_.data();
    arguments.arena = arena_.data();
    arguments.metrics = metrics_;
    return arguments;
  }

  std::vector<Tensor> Interpret(FuncOp function, uint32_t samples) {
    std::vector<Tensor> arguments;
    for (unsigned i = 0; i < function.getNumArguments(); ++i) {
      switch (*nn::GetArgumentRole(function, i)) {
        case Role::kX:
          arguments.push_back(x_);
          break;
        case Role::kY:
          arguments.push_back(y_);
          break;
        case Role::kSamples:
          arguments.push_back(Tensor::Scalar(samples));
          break;
        case Role::kLearningRate:
          arguments.push_back(Tensor::Scalar(kLearningRate));
          break;
        case Role::kParameter:
          arguments.push_back(
              state_.at(nn::GetArgumentName(function, i).str()));
          break;
        default:
          arguments.push_back(Tensor::Scalar(0));
      }
    }
    return Interpreter(function).Run(arguments);
  }

  std::mt19937 random_{7};
  mlir::MLIRContext context_;
  mlir::OwningOpRef<mlir::ModuleOp> module_;
  Tensor x_;
  Tensor y_;
  State state_;
  runtime::AlignedArray<float> floats_;
  runtime::AlignedArray<std::byte> arena_;
  std::vector<uint8_t> bytes_;
  std::vector<uint8_t> labels_;
  float metrics_[2] = {};
};

TEST_P(NetTest, Trains) {
  FuncOp train = Function(nn::kTrainStep);
  for (uint32_t step = 0; step < kSteps; ++step) {
    SCOPED_TRACE(::testing::Message() << "step " << step);
    const uint32_t samples = Batch() - step % Batch();
    const std::vector<Tensor> expected = Interpret(train, samples);
    GetParam().train_step(Arguments(samples));
    const double loss =
        expected[nn::FindResults(train, Role::kLoss).front()].scalar();
    ASSERT_NEAR(metrics_[0], loss, kTolerance * loss);
    for (const unsigned i : nn::FindResults(train, Role::kParameter)) {
      Tensor& tensor = state_.at(nn::GetResultName(train, i).str());
      ASSERT_NE(tensor.data, expected[i].data)
          << nn::GetResultName(train, i).str() << " has not moved";
      tensor = expected[i];
    }
    for (const NetTensor& tensor : GetParam().tensors) {
      ExpectNear(CompiledTensor(tensor), state_.at(tensor.name).data,
                 tensor.name);
      if (HasFatalFailure()) return;
    }
  }
}

TEST_P(NetTest, EvaluatesAndPredictsAnyNumberOfSamples) {
  FuncOp evaluate = Function(nn::kEvaluateStep);
  FuncOp predict = Function(nn::kPredict);
  for (uint32_t samples = 1; samples <= Batch(); ++samples) {
    SCOPED_TRACE(::testing::Message() << samples << " samples");
    runtime::StepArguments arguments = Arguments(samples);
    GetParam().evaluate_step(arguments);
    const double loss =
        Interpret(evaluate,
                  samples)[nn::FindResults(evaluate, Role::kLoss).front()]
            .scalar();
    EXPECT_NEAR(metrics_[0], loss, kTolerance * loss);

    runtime::AlignedArray<float> output(Batch() * GetParam().output_stride);
    arguments.output[0] = output.data();
    GetParam().predict(arguments);
    const Tensor expected = Interpret(predict, samples)[0];
    for (uint32_t i = 0; i < samples; ++i)
      for (int64_t j = 0; j < expected.cols(); ++j)
        EXPECT_NEAR(output.data()[i * GetParam().output_stride + j],
                    expected(i, j), kTolerance)
            << "sample " << i << ", class " << j;
  }
}

// Maxima of random numbers are never equal. The function alone: windows of
// 2 x 3 that hold columns -1 to 1 and 1 to 3.
TEST(ReferenceMaxPool, TakesTheFirstOfEqualMaximaAndTheFirstNan) {
  const convnet::Windows windows = {.images = {2, 4},
                                    .results = {2, 2},
                                    .window = {2, 3},
                                    .strides = {1, 2},
                                    .dilations = {1, 1},
                                    .padding = {1, 1}};
  float y[4];
  float index[4];
  float equal[8] = {2, 2, 2, 2, 2, 2, 2, 2};
  convnet::MaxPool({equal, 1, 8, 8}, windows, {y, 1, 4, 4}, {index, 1, 4, 4});
  EXPECT_THAT(y, ElementsAre(2, 2, 2, 2));
  EXPECT_THAT(index, ElementsAre(4, 3, 1, 0));
  float with_nan[8] = {1, 2, 3, 4, 9, NAN, NAN, 8};
  convnet::MaxPool({with_nan, 1, 8, 8}, windows, {y, 1, 4, 4},
                   {index, 1, 4, 4});
  EXPECT_THAT(y, ElementsAre(2, 4, IsNan(), IsNan()));
  EXPECT_THAT(index, ElementsAre(5, 5, 5, 3));
}

INSTANTIATE_TEST_SUITE_P(All, NetTest, ::testing::Values(convnet::kNet),
                         [](const auto& info) {
                           return std::string(info.param.name);
                         });

}  // namespace
}  // namespace sinter::oracle
