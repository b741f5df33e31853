#include "compiler/layers/activations.h"

#include <algorithm>
#include <cassert>

#include "compiler/ir/nn_dialect.h"

namespace sinter {
namespace {

struct ActivationRow {
  std::string_view name;
  mlir::Value (*apply)(LayerBuilder& builder, mlir::Value x);
};

template <typename Op>
mlir::Value Apply(LayerBuilder& builder, mlir::Value x) {
  return builder.Create<Op>(x);
}

mlir::Value Keep(LayerBuilder&, mlir::Value x) { return x; }

constexpr std::string_view kSoftmax = "softmax";
constexpr std::string_view kSigmoid = "sigmoid";

constexpr ActivationRow kActivations[] = {
    {"linear", Keep},
    {"relu", Apply<nn::ReluOp>},
    {"relu6", Apply<nn::ClippedReluOp>},
    {"leaky_relu", Apply<nn::LeakyReluOp>},
    {"elu", Apply<nn::EluOp>},
    {"selu", Apply<nn::SeluOp>},
    {kSigmoid, Apply<nn::SigmoidOp>},
    {"hard_sigmoid", Apply<nn::HardSigmoidOp>},
    {"tanh", Apply<nn::TanhOp>},
    {"gelu", Apply<nn::GeluOp>},
    {"silu", Apply<nn::SiluOp>},
    {"hard_silu", Apply<nn::HardSiluOp>},
    {"mish", Apply<nn::MishOp>},
    {"softplus", Apply<nn::SoftplusOp>},
    {"softsign", Apply<nn::SoftsignOp>},
    {"exponential", Apply<nn::ExponentialOp>},
    {kSoftmax, Apply<nn::SoftmaxOp>},
    {"log_softmax", Apply<nn::LogSoftmaxOp>},
};

}  // namespace

std::vector<std::string_view> ActivationNames() {
  std::vector<std::string_view> names;
  for (const ActivationRow& row : kActivations) names.push_back(row.name);
  return names;
}

mlir::Value Activate(LayerBuilder& builder, Activation activation,
                     mlir::Value x) {
  const auto* row =
      std::ranges::find(kActivations, activation.name, &ActivationRow::name);
  assert(row != std::end(kActivations) && "the reader knows all names");
  return row->apply(builder, x);
}

OutputFunction FunctionOf(Activation activation) {
  if (activation.name == kSoftmax) return OutputFunction::kSoftmax;
  return activation.name == kSigmoid ? OutputFunction::kSigmoid
                                     : OutputFunction::kOther;
}

}  // namespace sinter
