#include "compiler/layers/up_sampling2d.h"

#include "compiler/ir/nn_dialect.h"
#include "compiler/layers/layer_builder.h"
#include "compiler/spec/field_members.h"
#include "compiler/spec/limits.h"

namespace sinter {
namespace {

constexpr SpecField kUpSampling2DFields[] = {
    {"size", "2", FromTo(1, kMostWindow),
     "how often each row and each column is repeated",
     PairMember<UpSampling2DOptions, &UpSampling2DOptions::size>},
};

}  // namespace

constinit const LayerType UpSampling2DLayer::kType = {
    .section = {"UpSampling2D",
                "Images [rows, columns, channels] whose pixels are repeated, "
                "below and beside themselves.",
                kUpSampling2DFields},
    .base_name = "up_sampling2d",
    .create = NewLayer<UpSampling2DLayer>};

std::optional<SampleShape> UpSampling2DLayer::InferOutput(
    std::span<const SampleShape> inputs, LayerReport& report) {
  if (!CheckImages(inputs.front(), "UpSampling2D", report)) return std::nullopt;
  const auto [rows, cols] = ImageSizes(inputs.front());
  const SampleShape output = {rows * options_.size[0], cols * options_.size[1],
                              inputs.front().back()};
  if (!report.CheckBatch(output, "size")) return std::nullopt;
  return output;
}

// Each pixel of the output is in one window, which is a pixel of the input.
void UpSampling2DLayer::Build(LayerBuilder& builder) const {
  builder.SetOutput(builder.Create<nn::SpreadOp>(
      builder.output_type(), builder.input(), options_.size, options_.size,
      SizesOfImage{0, 0}));
}

}  // namespace sinter
