#include "compiler/layers/depthwise_conv2d.h"

#include "compiler/layers/depthwise.h"
#include "compiler/layers/layer_builder.h"

namespace sinter {
namespace {

using Options = DepthwiseConv2DOptions;

constexpr auto kDepthwiseConv2DFields = WithKernelAndBiasFields<Options>(
    DepthwiseWindowFields<Options>(),
    {"depthwise_initializer", "depthwise_regularizer"});

}  // namespace

constinit const LayerType DepthwiseConv2DLayer::kType = {
    .section = {"DepthwiseConv2D",
                "y = activation(each channel of x convolved by itself + bias), "
                "on images [rows, columns, channels].",
                kDepthwiseConv2DFields},
    .base_name = "depthwise_conv2d",
    .create = NewLayer<DepthwiseConv2DLayer>};

ImageWindow DepthwiseConv2DLayer::Window() const {
  return {options_.kernel_size, options_.strides, options_.dilation_rate,
          options_.padding};
}

std::optional<SampleShape> DepthwiseConv2DLayer::InferOutput(
    std::span<const SampleShape> inputs, LayerReport& report) {
  if (!CheckStridesAndDilation(Window(), report)) return std::nullopt;
  const auto image = InferImage(inputs.front(), Window(), "DepthwiseConv2D",
                                "kernel_size", report);
  if (!image || !CheckKernel(Variables(inputs).front().shape, report,
                             "depth_multiplier")) {
    return std::nullopt;
  }
  const SampleShape output = {
      (*image)[0], (*image)[1],
      inputs.front().back() * options_.depth_multiplier};
  if (!report.CheckBatch(output, "depth_multiplier")) return std::nullopt;
  return output;
}

std::vector<Variable> DepthwiseConv2DLayer::Variables(
    std::span<const SampleShape> inputs) const {
  const int64_t channels = inputs.front().back();
  std::vector<Variable> variables = {DepthwiseKernel(
      "kernel", Window(), channels, options_.depth_multiplier,
      options_.kernel_initializer, options_.kernel_regularizer)};
  AppendBias(options_, channels * options_.depth_multiplier, variables);
  return variables;
}

uint64_t DepthwiseConv2DLayer::MultiplyAdds(
    std::span<const SampleShape> inputs) const {
  return DepthwiseMultiplyAdds(inputs.front(), Window(),
                               options_.depth_multiplier);
}

void DepthwiseConv2DLayer::Build(LayerBuilder& builder) const {
  const mlir::Value products =
      ConvolveDepthwise(builder, builder.input(), builder.variable("kernel"),
                        Window(), options_.depth_multiplier);
  builder.SetOutput(AddBiasAndActivate(builder, options_, products));
}

}  // namespace sinter
