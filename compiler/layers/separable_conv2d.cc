#include "compiler/layers/separable_conv2d.h"

#include "compiler/ir/nn_dialect.h"
#include "compiler/layers/depthwise.h"
#include "compiler/layers/layer_builder.h"
#include "compiler/spec/field_members.h"
#include "compiler/spec/limits.h"
#include "compiler/spec/shapes.h"

namespace sinter {
namespace {

using Options = SeparableConv2DOptions;

constexpr auto kFilters = std::to_array<SpecField>({
    {"filters", kRequired, FromTo(1, kMostElements), "channels of the output",
     Member<Options, &Options::filters>},
});
constexpr auto kDepthwise = std::to_array<SpecField>({
    {"depthwise_initializer", "glorot_uniform", kAny,
     "first values of the kernel of each channel",
     Member<Options, &Options::depthwise_initializer>},
    {"depthwise_regularizer", kNone, kAny, "what that kernel adds to the loss",
     Member<Options, &Options::depthwise_regularizer>},
});
constexpr auto kSeparableConv2DFields = WithKernelAndBiasFields<Options>(
    JoinFields(kFilters, DepthwiseWindowFields<Options>(), kDepthwise),
    {"pointwise_initializer", "pointwise_regularizer"});

}  // namespace

constinit const LayerType SeparableConv2DLayer::kType = {
    .section = {"SeparableConv2D",
                "y = activation(each channel of x convolved by itself, then "
                "all mixed pixel by pixel, + bias), on images [rows, columns, "
                "channels].",
                kSeparableConv2DFields},
    .base_name = "separable_conv2d",
    .create = NewLayer<SeparableConv2DLayer>};

ImageWindow SeparableConv2DLayer::Window() const {
  return {options_.kernel_size, options_.strides, options_.dilation_rate,
          options_.padding};
}

std::optional<SampleShape> SeparableConv2DLayer::InferOutput(
    std::span<const SampleShape> inputs, LayerReport& report) {
  if (!CheckStridesAndDilation(Window(), report)) return std::nullopt;
  const auto image = InferImage(inputs.front(), Window(), "SeparableConv2D",
                                "kernel_size", report);
  if (!image) return std::nullopt;
  const std::vector<Variable> variables = Variables(inputs);
  const SampleShape between = {
      (*image)[0], (*image)[1],
      inputs.front().back() * options_.depth_multiplier};
  const SampleShape output = {(*image)[0], (*image)[1], options_.filters};
  if (!CheckKernel(variables[0].shape, report, "depth_multiplier") ||
      !CheckKernel(variables[1].shape, report) ||
      !report.CheckBatch(between, "depth_multiplier") ||
      !report.CheckBatch(output, "filters")) {
    return std::nullopt;
  }
  return output;
}

// In Keras' order.
std::vector<Variable> SeparableConv2DLayer::Variables(
    std::span<const SampleShape> inputs) const {
  const int64_t channels = inputs.front().back();
  const int64_t between = channels * options_.depth_multiplier;
  std::vector<Variable> variables = {
      DepthwiseKernel("depthwise_kernel", Window(), channels,
                      options_.depth_multiplier, options_.depthwise_initializer,
                      options_.depthwise_regularizer),
      {.name = "pointwise_kernel",
       .shape = {1, 1, between, options_.filters},
       .initializer = options_.kernel_initializer,
       .fan_in = between,
       .fan_out = options_.filters,
       .regularizer = options_.kernel_regularizer}};
  AppendBias(options_, options_.filters, variables);
  return variables;
}

uint64_t SeparableConv2DLayer::MultiplyAdds(
    std::span<const SampleShape> inputs) const {
  const SampleShape& image = inputs.front();
  const auto [rows, cols] = Window().Outputs(ImageSizes(image));
  return DepthwiseMultiplyAdds(image, Window(), options_.depth_multiplier) +
         static_cast<uint64_t>(rows) * static_cast<uint64_t>(cols) *
             static_cast<uint64_t>(CountElements(Variables(inputs)[1].shape));
}

void SeparableConv2DLayer::Build(LayerBuilder& builder) const {
  constexpr SizesOfImage kOne = {1, 1};
  const mlir::Value between = ConvolveDepthwise(
      builder, builder.input(), builder.variable("depthwise_kernel"), Window(),
      options_.depth_multiplier);
  const mlir::Value products = builder.Create<nn::Conv2DOp>(
      builder.output_type(), between, builder.variable("pointwise_kernel"),
      kOne, kOne, SizesOfImage{0, 0});
  builder.SetOutput(AddBiasAndActivate(builder, options_, products));
}

}  // namespace sinter
