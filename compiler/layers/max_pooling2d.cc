#include "compiler/layers/max_pooling2d.h"

#include "compiler/ir/nn_dialect.h"
#include "compiler/layers/layer_builder.h"
#include "compiler/spec/field_members.h"
#include "compiler/spec/limits.h"
#include "llvm/Support/FormatVariadic.h"

namespace sinter {
namespace {

// The gradient finds a maximum by its pixel's number in the window, a float32.
constexpr int64_t kMostPixels = int64_t{1} << 24;

constexpr SpecField kMaxPooling2DFields[] = {
    {"pool_size", "2", FromTo(1, kMostWindow), "rows and columns of the window",
     PairMember<MaxPooling2DOptions, &MaxPooling2DOptions::pool_size>},
    {"strides", kAutomatic, FromTo(1, kMostWindow),
     "rows and columns from one window to the next; as pool_size if not given",
     PairMember<MaxPooling2DOptions, &MaxPooling2DOptions::strides>},
    {"padding", "valid", kAny,
     "`same`: windows may reach beyond the image, where nothing is",
     Member<MaxPooling2DOptions, &MaxPooling2DOptions::padding>},
};

}  // namespace

constinit const LayerType MaxPooling2DLayer::kType = {
    .section = {"MaxPooling2D",
                "The largest value of each window, channel by channel, on "
                "images [rows, columns, channels].",
                kMaxPooling2DFields},
    .base_name = "max_pooling2d",
    .create = NewLayer<MaxPooling2DLayer>};

ImageWindow MaxPooling2DLayer::Window() const {
  return {options_.pool_size, options_.strides, {1, 1}, options_.padding};
}

std::optional<SampleShape> MaxPooling2DLayer::InferOutput(
    std::span<const SampleShape> inputs, LayerReport& report) {
  if (options_.strides[0] == 0) options_.strides = options_.pool_size;
  const auto image =
      InferImage(inputs.front(), Window(), "MaxPooling2D", "pool_size", report);
  if (!image) return std::nullopt;
  const auto [rows, cols] = options_.pool_size;
  if (rows * cols > kMostPixels) {
    report.ErrorIn("pool_size", "too-large",
                   llvm::formatv("a window of {0} x {1} has more than 2^24 "
                                 "pixels",
                                 rows, cols));
    return std::nullopt;
  }
  return SampleShape{(*image)[0], (*image)[1], inputs.front().back()};
}

void MaxPooling2DLayer::Build(LayerBuilder& builder) const {
  const auto image =
      mlir::cast<mlir::RankedTensorType>(builder.input().getType())
          .getShape()
          .drop_front();
  const SizesOfImage padding = Window().PaddingBefore({image[0], image[1]});
  builder.SetOutput(builder.CreateMany<nn::MaxPoolOp>(
      builder.output_type(), builder.input(), options_.pool_size,
      options_.strides, padding)[0]);
}

}  // namespace sinter
