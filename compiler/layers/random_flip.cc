#include "compiler/layers/random_flip.h"

#include "compiler/layers/random_warp.h"
#include "compiler/spec/field_members.h"

namespace sinter {
namespace {

constexpr SpecField kRandomFlipFields[] = {
    {"mode", "horizontal_and_vertical", kAny,
     "whether left and right change places, above and below, or both at once",
     Member<RandomFlipOptions, &RandomFlipOptions::mode>},
};

}  // namespace

constinit const LayerType RandomFlipLayer::kType = {
    .section = {"RandomFlip",
                "While training, flips images [rows, columns, channels] with "
                "probability 1/2 each.",
                kRandomFlipFields},
    .base_name = "random_flip",
    .create = NewLayer<RandomFlipLayer>};

std::optional<SampleShape> RandomFlipLayer::InferOutput(
    std::span<const SampleShape> inputs, LayerReport& report) {
  if (!CheckWarpedImages(inputs.front(), "RandomFlip", report))
    return std::nullopt;
  return inputs.front();
}

void RandomFlipLayer::Build(LayerBuilder& builder) const {
  const RandomMoves moves = {
      .flips_rows = options_.mode != FlipMode::kHorizontal,
      .flips_columns = options_.mode != FlipMode::kVertical};
  BuildRandomWarp(builder, moves, WarpOptions());
}

}  // namespace sinter
