#include "compiler/layers/random_rotation.h"

#include <array>

#include "compiler/spec/field_members.h"

namespace sinter {
namespace {

constexpr auto kRandomRotationOwn = std::to_array<SpecField>({
    {"factor", kRequired, FromTo(-1, 1),
     "the angle, counterclockwise, as a fraction of a turn",
     Member<RandomRotationOptions, &RandomRotationOptions::factor>},
});
constexpr auto kRandomRotationFields =
    JoinFields(kRandomRotationOwn, WarpFields<RandomRotationOptions>());

}  // namespace

constinit const LayerType RandomRotationLayer::kType = {
    .section =
        {"RandomRotation",
         "While training, turns each image [rows, columns, channels] around "
         "its middle by a random angle.",
         kRandomRotationFields},
    .base_name = "random_rotation",
    .create = NewLayer<RandomRotationLayer>};

std::optional<SampleShape> RandomRotationLayer::InferOutput(
    std::span<const SampleShape> inputs, LayerReport& report) {
  if (!CheckWarpedImages(inputs.front(), "RandomRotation", report))
    return std::nullopt;
  return inputs.front();
}

void RandomRotationLayer::Build(LayerBuilder& builder) const {
  BuildRandomWarp(builder, {.angle = options_.factor}, options_);
}

}  // namespace sinter
