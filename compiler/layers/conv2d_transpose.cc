#include "compiler/layers/conv2d_transpose.h"

#include <algorithm>

#include "compiler/ir/nn_dialect.h"
#include "compiler/layers/layer_builder.h"
#include "compiler/spec/field_members.h"
#include "compiler/spec/limits.h"
#include "compiler/spec/shapes.h"

namespace sinter {
namespace {

constexpr auto kConv2DTransposeFields = WithKernelAndBiasFields<
    Conv2DTransposeOptions, 4>({{
    {"filters", kRequired, FromTo(1, kMostElements), "channels of the output",
     Member<Conv2DTransposeOptions, &Conv2DTransposeOptions::filters>},
    {"kernel_size", kRequired, FromTo(1, kMostWindow),
     "rows and columns of the window",
     PairMember<Conv2DTransposeOptions, &Conv2DTransposeOptions::kernel_size>},
    {"strides", "1", FromTo(1, kMostWindow),
     "rows and columns from one window to the next",
     PairMember<Conv2DTransposeOptions, &Conv2DTransposeOptions::strides>},
    {"padding", "valid", kAny,
     "`same`: the output is strides times as large as the input",
     Member<Conv2DTransposeOptions, &Conv2DTransposeOptions::padding>},
}});

}  // namespace

constinit const LayerType Conv2DTransposeLayer::kType = {
    .section = {"Conv2DTranspose",
                "y = activation(transposed convolution of x with kernel + "
                "bias), on images [rows, columns, channels]: each pixel of x "
                "adds a window to y.",
                kConv2DTransposeFields},
    .base_name = "conv2d_transpose",
    .create = NewLayer<Conv2DTransposeLayer>};

ImageWindow Conv2DTransposeLayer::Window() const {
  return {options_.kernel_size, options_.strides, {1, 1}, options_.padding};
}

std::optional<SampleShape> Conv2DTransposeLayer::InferOutput(
    std::span<const SampleShape> inputs, LayerReport& report) {
  if (!CheckImages(inputs.front(), "Conv2DTranspose", report))
    return std::nullopt;
  if (!CheckKernel(Variables(inputs).front().shape, report))
    return std::nullopt;
  const SizesOfImage image = ImageSizes(inputs.front());
  SampleShape output = {0, 0, options_.filters};
  for (int axis = 0; axis < 2; ++axis) {
    const int64_t stride = options_.strides[axis];
    const int64_t beyond = options_.padding == Padding::kSame
                               ? 0
                               : options_.kernel_size[axis] - stride;
    output[axis] = image[axis] * stride + std::max<int64_t>(beyond, 0);
  }
  if (!report.CheckBatch(output, "filters")) return std::nullopt;
  return output;
}

// Keras' fans, which take the last two dimensions as they are in a convolution.
std::vector<Variable> Conv2DTransposeLayer::Variables(
    std::span<const SampleShape> inputs) const {
  const int64_t channels = inputs.front().back();
  const auto [rows, columns] = options_.kernel_size;
  return KernelAndBias(options_, {rows, columns, options_.filters, channels},
                       options_.filters,
                       FanOf({rows, columns, options_.filters}),
                       FanOf({rows, columns, channels}));
}

// Those that fall outside the output are counted, too.
uint64_t Conv2DTransposeLayer::MultiplyAdds(
    std::span<const SampleShape> inputs) const {
  const SizesOfImage image = ImageSizes(inputs.front());
  const SampleShape kernel = Variables(inputs).front().shape;
  return static_cast<uint64_t>(image[0]) * static_cast<uint64_t>(image[1]) *
         static_cast<uint64_t>(CountElements(kernel));
}

// The gradient of a convolution's images, of images that are as large as the
// output.
void Conv2DTransposeLayer::Build(LayerBuilder& builder) const {
  const mlir::RankedTensorType output = builder.output_type();
  const SizesOfImage padding =
      Window().PaddingBefore({output.getDimSize(1), output.getDimSize(2)});
  const mlir::Value products = builder.Create<nn::Conv2DInputGradOp>(
      output, builder.input(), builder.variable("kernel"), options_.strides,
      SizesOfImage{1, 1}, padding);
  builder.SetOutput(AddBiasAndActivate(builder, options_, products));
}

}  // namespace sinter
