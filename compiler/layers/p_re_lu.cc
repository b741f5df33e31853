#include "compiler/layers/p_re_lu.h"

#include <algorithm>

#include "compiler/ir/nn_dialect.h"
#include "compiler/layers/kernel_and_bias.h"
#include "compiler/layers/layer_builder.h"
#include "compiler/spec/field_members.h"
#include "compiler/spec/layer_report.h"
#include "compiler/spec/shapes.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FormatVariadic.h"

namespace sinter {
namespace {

constexpr SpecField kPReluFields[] = {
    {"alpha_initializer", "zeros", kAny, "first values of alpha",
     Member<PReluOptions, &PReluOptions::alpha_initializer>},
    {"alpha_regularizer", kNone, kAny, "what alpha adds to the loss",
     Member<PReluOptions, &PReluOptions::alpha_regularizer>},
    {"shared_axes", kNone, kAny,
     "dimensions, 1 the first, along which alpha is one number: none, or all "
     "but the last, as [1, 2] for one alpha a channel of images",
     ShapeMember<PReluOptions, &PReluOptions::shared_axes, false>},
};

// Keras' fans of a shape are of a kernel [window..., fan in, fan out].
// `without`: which of the last two dimensions does not count, from the end.
int64_t Fan(SampleShape shape, size_t without) {
  if (shape.size() > 1)
    shape.erase(shape.end() - static_cast<std::ptrdiff_t>(without));
  return FanOf(shape);
}

}  // namespace

constinit const LayerType PReluLayer::kType = {
    .section = {"PReLU",
                "y = x where x > 0, else alpha * x, with alphas that are "
                "trained.",
                kPReluFields},
    .base_name = "p_re_lu",
    .create = NewLayer<PReluLayer>};

std::optional<SampleShape> PReluLayer::InferOutput(
    std::span<const SampleShape> inputs, LayerReport& report) {
  const SampleShape& input = inputs.front();
  std::vector<int64_t> axes = options_.shared_axes;
  std::ranges::sort(axes);
  const auto last = static_cast<int64_t>(input.size());
  if (!axes.empty() && !llvm::equal(axes, llvm::seq<int64_t>(1, last))) {
    report.ErrorIn(
        "shared_axes", "shape",
        llvm::formatv("alpha of samples of shape {0} is shared along "
                      "no dimension, or along all but the last",
                      ShapeText(input)));
    return std::nullopt;
  }
  return input;
}

std::vector<Variable> PReluLayer::Variables(
    std::span<const SampleShape> inputs) const {
  SampleShape shape = inputs.front();
  for (const int64_t axis : options_.shared_axes) shape[axis - 1] = 1;
  const int64_t elements = CountElements(shape);
  return {{.name = "alpha",
           .shape = shape,
           .initializer = options_.alpha_initializer,
           .fan_in = Fan(shape, 1),
           .fan_out = Fan(shape, 2),
           .regularizer = options_.alpha_regularizer,
           .seen_as = {elements}}};
}

// relu(x) + alpha * min(x, 0), the second of samples as vectors that are as
// long as alpha. No gradient goes through a zero, as in Keras.
void PReluLayer::Build(LayerBuilder& builder) const {
  const mlir::Value x = builder.input();
  const auto type = builder.output_type();
  const mlir::Value alpha = builder.variable("alpha");
  const int64_t elements = TypeOf(alpha).getDimSize(0);
  const auto negative = [&](mlir::Value value) {
    return builder.Create<nn::RescaleOp>(value, /*scale=*/-1.0,
                                         /*offset=*/0.0);
  };
  const mlir::Value below = negative(builder.Create<nn::ReluOp>(negative(x)));
  const int64_t batch = type.getDimSize(0);
  const mlir::Value vectors = builder.Create<nn::ReshapeOp>(
      type.clone({batch, type.getNumElements() / batch / elements, elements}),
      below);
  const mlir::Value scaled = builder.Create<nn::ReshapeOp>(
      type, builder.Create<nn::ScaleOp>(vectors, alpha));
  builder.SetOutput(
      builder.Create<nn::AddOp>(builder.Create<nn::ReluOp>(x), scaled));
}

}  // namespace sinter
