#include "tests/oracle/gradient_check.h"

#include <cmath>

#include "compiler/ir/nn_roles.h"
#include "tests/oracle/interpreter.h"

namespace sinter::oracle {
namespace {

using mlir::func::FuncOp;
using ::testing::AssertionFailure;
using ::testing::AssertionResult;
using ::testing::AssertionSuccess;

// Which argument a gradient belongs to.
struct Parameter {
  std::string name;
  unsigned argument;
  unsigned gradient;  // index of the result
};

std::vector<Parameter> FindParameters(FuncOp function) {
  std::vector<Parameter> parameters;
  for (const unsigned i : nn::FindResults(function, nn::Role::kGradient)) {
    const llvm::StringRef name = nn::GetResultName(function, i);
    for (const unsigned j : nn::FindArguments(function, nn::Role::kParameter)) {
      if (nn::GetArgumentName(function, j) == name)
        parameters.push_back({name.str(), j, i});
    }
  }
  return parameters;
}

double LossAt(const Interpreter& interpreter, unsigned loss,
              const std::vector<Tensor>& arguments) {
  return interpreter.Run(arguments)[loss].scalar();
}

// dL/d(element i of this argument).
double Difference(const Interpreter& interpreter, unsigned loss,
                  std::vector<Tensor>& arguments, unsigned argument, size_t i) {
  double& element = arguments[argument].data[i];
  const double middle = element;
  element = middle + kDifferenceStep;
  const double above = LossAt(interpreter, loss, arguments);
  element = middle - kDifferenceStep;
  const double below = LossAt(interpreter, loss, arguments);
  element = middle;
  return (above - below) / (2 * kDifferenceStep);
}

bool IsZero(const Tensor& tensor) {
  for (const double value : tensor.data)
    if (value != 0) return false;
  return true;
}

// How far apart two numbers are, where 1 is what is still allowed.
double Distance(double actual, double expected) {
  const double distance =
      std::abs(actual - expected) /
      (kAbsoluteTolerance + kRelativeTolerance * std::abs(expected));
  return std::isnan(distance) ? INFINITY : distance;
}

AssertionResult CheckGradient(const Parameter& parameter,
                              const Tensor& gradient,
                              const Tensor& differences) {
  if (IsZero(gradient))
    return AssertionFailure() << parameter.name << ": the gradient is zero";
  size_t worst = 0;
  for (size_t i = 0; i < gradient.data.size(); ++i) {
    if (Distance(gradient.data[i], differences.data[i]) >
        Distance(gradient.data[worst], differences.data[worst]))
      worst = i;
  }
  if (Distance(gradient.data[worst], differences.data[worst]) <= 1)
    return AssertionSuccess();
  return AssertionFailure()
         << parameter.name << ": element " << worst << " of the gradient is "
         << gradient.data[worst] << ", the difference quotient "
         << differences.data[worst];
}

}  // namespace

AssertionResult CheckGradients(FuncOp function, std::vector<Tensor> arguments) {
  const Interpreter interpreter(function);
  const unsigned loss = nn::FindResults(function, nn::Role::kLoss).front();
  const std::vector<Tensor> results = interpreter.Run(arguments);
  const std::vector<Parameter> parameters = FindParameters(function);
  if (parameters.empty()) return AssertionFailure() << "no gradients";
  for (const Parameter& parameter : parameters) {
    Tensor differences = Tensor::Zeros(arguments[parameter.argument].shape);
    for (size_t i = 0; i < differences.data.size(); ++i)
      differences.data[i] =
          Difference(interpreter, loss, arguments, parameter.argument, i);
    AssertionResult result =
        CheckGradient(parameter, results[parameter.gradient], differences);
    if (!result) return result;
  }
  return AssertionSuccess();
}

}  // namespace sinter::oracle
