#include "compiler/layers/conv1d.h"

#include "compiler/ir/nn_dialect.h"
#include "compiler/layers/grouped_convolution.h"
#include "compiler/layers/layer_builder.h"
#include "compiler/layers/sequence.h"
#include "compiler/spec/field_members.h"
#include "compiler/spec/limits.h"
#include "compiler/spec/shapes.h"

namespace sinter {
namespace {

constexpr auto kConv1DFields = WithKernelAndBiasFields<Conv1DOptions, 6>({{
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
    {"groups", "1", FromTo(1, kMostWindow),
     "of channels, each with its share of the filters and its own kernel",
     Member<Conv1DOptions, &Conv1DOptions::groups>},
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
  if (!steps || !CheckGroups(options_.groups, inputs.front().back(),
                             options_.filters, report)) {
    return std::nullopt;
  }
  if (!CheckKernel(Variables(inputs).front().shape, report))
    return std::nullopt;
  const SampleShape output = {*steps, options_.filters};
  if (!report.CheckBatch(output, "filters")) return std::nullopt;
  return output;
}

std::vector<Variable> Conv1DLayer::Variables(
    std::span<const SampleShape> inputs) const {
  const int64_t steps = options_.kernel_size;
  const int64_t channels = inputs.front().back() / options_.groups;
  return KernelAndBias(options_, {steps, channels, options_.filters},
                       options_.filters, FanOf({steps, channels}),
                       FanOf({steps, options_.filters}));
}

// Those with padding are counted, too.
uint64_t Conv1DLayer::MultiplyAdds(std::span<const SampleShape> inputs) const {
  const int64_t steps = Window().Outputs({inputs.front().front(), 1})[0];
  const SampleShape kernel = Variables(inputs).front().shape;
  return static_cast<uint64_t>(steps) *
         static_cast<uint64_t>(CountElements(kernel));
}

// A convolution of images of one column, by a kernel of one column. Where each
// channel is a group the kernel has its column already.
void Conv1DLayer::Build(LayerBuilder& builder) const {
  mlir::Value kernel = builder.variable("kernel");
  const auto shape = TypeOf(kernel).getShape();
  const mlir::RankedTensorType y = builder.output_type();
  if (options_.groups == 1 || shape[1] > 1) {
    kernel = builder.Create<nn::ReshapeOp>(
        y.clone({shape[0], 1, shape[1], shape[2]}), kernel);
  }
  const mlir::Value products =
      ConvolveGroups(builder, AsImages(builder, builder.input()), kernel,
                     Window(), options_.groups);
  builder.SetOutput(AddBiasAndActivate(
      builder, options_, builder.Create<nn::ReshapeOp>(y, products)));
}

}  // namespace sinter
