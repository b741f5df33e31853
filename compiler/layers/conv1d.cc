#include "compiler/layers/conv1d.h"

#include "compiler/ir/nn_dialect.h"
#include "compiler/layers/layer_builder.h"
#include "compiler/layers/sequence.h"
#include "compiler/spec/field_members.h"
#include "compiler/spec/limits.h"
#include "compiler/spec/shapes.h"

namespace sinter {
namespace {

constexpr auto kConv1DFields = WithKernelAndBiasFields<Conv1DOptions, 5>({{
    {"filters", kRequired, FromTo(1, kMostElements), "channels of the output",
     Member<Conv1DOptions, &Conv1DOptions::filters>},
    {"kernel_size", kRequired, FromTo(1, kMostWindow), "steps of the window",
     Member<Conv1DOptions, &Conv1DOptions::kernel_size>},
    {"strides", "1", FromTo(1, kMostWindow),
     "steps from one window to the next",
     Member<Conv1DOptions, &Conv1DOptions::strides>},
    {"padding", "valid", kAny,
     "`same`: zeros around the sequence, so that stride 1 keeps its length",
     Member<Conv1DOptions, &Conv1DOptions::padding>},
    {"dilation_rate", "1", FromTo(1, kMostWindow),
     "steps between those of a window; only with strides of 1",
     Member<Conv1DOptions, &Conv1DOptions::dilation_rate>},
}});

}  // namespace

constinit const LayerType Conv1DLayer::kType = {
    .section = {"Conv1D",
                "y = activation(convolution of x with kernel + bias), on "
                "sequences [steps, channels].",
                kConv1DFields},
    .base_name = "conv1d",
    .create = NewLayer<Conv1DLayer>};

ImageWindow Conv1DLayer::Window() const {
  return {{options_.kernel_size, 1},
          {options_.strides, 1},
          {options_.dilation_rate, 1},
          options_.padding};
}

std::optional<SampleShape> Conv1DLayer::InferOutput(
    std::span<const SampleShape> inputs, LayerReport& report) {
  if (!CheckStridesAndDilation(Window(), report)) return std::nullopt;
  const auto steps =
      InferSteps(inputs.front(), Window(), "Conv1D", "kernel_size", report);
  if (!steps) return std::nullopt;
  if (!CheckKernel(Variables(inputs).front().shape, report))
    return std::nullopt;
  const SampleShape output = {*steps, options_.filters};
  if (!report.CheckBatch(output, "filters")) return std::nullopt;
  return output;
}

std::vector<Variable> Conv1DLayer::Variables(
    std::span<const SampleShape> inputs) const {
  const int64_t steps = options_.kernel_size;
  const int64_t channels = inputs.front().back();
  return KernelAndBias(options_, {steps, channels, options_.filters},
                       options_.filters, steps * channels,
                       steps * options_.filters);
}

// Those with padding are counted, too.
uint64_t Conv1DLayer::MultiplyAdds(std::span<const SampleShape> inputs) const {
  const int64_t steps = Window().Outputs({inputs.front().front(), 1})[0];
  const SampleShape kernel = Variables(inputs).front().shape;
  return static_cast<uint64_t>(steps) *
         static_cast<uint64_t>(CountElements(kernel));
}

// A convolution of images of one column, by a kernel of one column.
void Conv1DLayer::Build(LayerBuilder& builder) const {
  const mlir::Value x = AsImages(builder, builder.input());
  const int64_t steps =
      mlir::cast<mlir::RankedTensorType>(x.getType()).getDimSize(1);
  const mlir::RankedTensorType y = builder.output_type();
  const mlir::Value kernel = builder.variable("kernel");
  const auto shape =
      mlir::cast<mlir::RankedTensorType>(kernel.getType()).getShape();
  const mlir::Value column = builder.Create<nn::ReshapeOp>(
      y.clone({shape[0], 1, shape[1], shape[2]}), kernel);
  const mlir::Value products = builder.Create<nn::Conv2DOp>(
      y.clone({y.getDimSize(0), y.getDimSize(1), 1, y.getDimSize(2)}), x,
      column, Window().strides, Window().dilations,
      Window().PaddingBefore({steps, 1}));
  builder.SetOutput(AddBiasAndActivate(
      builder, options_, builder.Create<nn::ReshapeOp>(y, products)));
}

}  // namespace sinter
