#include "compiler/layers/conv2d.h"

#include "compiler/layers/grouped_convolution.h"
#include "compiler/layers/layer_builder.h"
#include "compiler/spec/field_members.h"
#include "compiler/spec/limits.h"
#include "compiler/spec/shapes.h"

namespace sinter {
namespace {

constexpr auto kConv2DFields = WithKernelAndBiasFields<Conv2DOptions, 6>({{
    {"filters", kRequired, FromTo(1, kMostElements), "channels of the output",
     Member<Conv2DOptions, &Conv2DOptions::filters>},
    {"kernel_size", kRequired, FromTo(1, kMostWindow),
     "rows and columns of the window",
     PairMember<Conv2DOptions, &Conv2DOptions::kernel_size>},
    {"strides", "1", FromTo(1, kMostWindow),
     "rows and columns from one window to the next",
     PairMember<Conv2DOptions, &Conv2DOptions::strides>},
    {"padding", "valid", kAny,
     "`same`: zeros around the image, so that stride 1 keeps its size",
     Member<Conv2DOptions, &Conv2DOptions::padding>},
    {"dilation_rate", "1", FromTo(1, kMostWindow),
     "rows and columns between the pixels of a window; only with strides of 1",
     PairMember<Conv2DOptions, &Conv2DOptions::dilation_rate>},
    {"groups", "1", FromTo(1, kMostWindow),
     "of channels, each with its share of the filters and its own kernel",
     Member<Conv2DOptions, &Conv2DOptions::groups>},
}});

}  // namespace

constinit const LayerType Conv2DLayer::kType = {
    .section = {"Conv2D",
                "y = activation(convolution of x with kernel + bias), on "
                "images [rows, columns, channels].",
                kConv2DFields},
    .base_name = "conv2d",
    .create = NewLayer<Conv2DLayer>};

ImageWindow Conv2DLayer::Window() const {
  return {options_.kernel_size, options_.strides, options_.dilation_rate,
          options_.padding};
}

std::optional<SampleShape> Conv2DLayer::InferOutput(
    std::span<const SampleShape> inputs, LayerReport& report) {
  if (!CheckStridesAndDilation(Window(), report)) return std::nullopt;
  const auto image =
      InferImage(inputs.front(), Window(), "Conv2D", "kernel_size", report);
  if (!image || !CheckGroups(options_.groups, inputs.front().back(),
                             options_.filters, report)) {
    return std::nullopt;
  }
  if (!CheckKernel(Variables(inputs).front().shape, report)) {
    return std::nullopt;
  }
  const SampleShape output = {(*image)[0], (*image)[1], options_.filters};
  if (!report.CheckBatch(output, "filters")) return std::nullopt;
  return output;
}

// Keras' fans: the window's pixels, times the channels on either side.
std::vector<Variable> Conv2DLayer::Variables(
    std::span<const SampleShape> inputs) const {
  const int64_t channels = inputs.front().back() / options_.groups;
  const auto [rows, columns] = options_.kernel_size;
  std::vector<Variable> variables =
      KernelAndBias(options_, {rows, columns, channels, options_.filters},
                    options_.filters, FanOf({rows, columns, channels}),
                    FanOf({rows, columns, options_.filters}));
  if (options_.groups > 1 && channels == 1)
    variables.front().seen_as = {rows, columns, options_.filters};
  return variables;
}

// Those with padding are counted, too.
uint64_t Conv2DLayer::MultiplyAdds(std::span<const SampleShape> inputs) const {
  const SizesOfImage pixels = Window().Outputs(ImageSizes(inputs.front()));
  const SampleShape kernel = Variables(inputs).front().shape;
  return static_cast<uint64_t>(pixels[0]) * static_cast<uint64_t>(pixels[1]) *
         static_cast<uint64_t>(CountElements(kernel));
}

void Conv2DLayer::Build(LayerBuilder& builder) const {
  const mlir::Value products =
      ConvolveGroups(builder, builder.input(), builder.variable("kernel"),
                     Window(), options_.groups);
  builder.SetOutput(AddBiasAndActivate(builder, options_, products));
}

}  // namespace sinter
