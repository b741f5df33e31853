#include "compiler/layers/random_zoom.h"

#include <array>

#include "compiler/spec/field_members.h"

namespace sinter {
namespace {

// Not -1: an image of one row.
constexpr Range kZoomRange = {.low = -1, .high = 1, .low_is_open = true};

constexpr auto kRandomZoomOwn = std::to_array<SpecField>({
    {"height_factor", kRequired, kZoomRange,
     "how much more of the rows is seen, as a fraction; below 0: less",
     Member<RandomZoomOptions, &RandomZoomOptions::height_factor>},
    {"width_factor", kSameAsHeight, kZoomRange,
     "the same of the columns, drawn by itself",
     Member<RandomZoomOptions, &RandomZoomOptions::width_factor>},
});
constexpr auto kRandomZoomFields =
    JoinFields(kRandomZoomOwn, WarpFields<RandomZoomOptions>());

}  // namespace

constinit const LayerType RandomZoomLayer::kType = {
    .section = {"RandomZoom",
                "While training, zooms each image [rows, columns, channels] by "
                "random numbers.",
                kRandomZoomFields},
    .base_name = "random_zoom",
    .create = NewLayer<RandomZoomLayer>};

std::optional<SampleShape> RandomZoomLayer::InferOutput(
    std::span<const SampleShape> inputs, LayerReport& report) {
  if (!CheckWarpedImages(inputs.front(), "RandomZoom", report))
    return std::nullopt;
  return inputs.front();
}

void RandomZoomLayer::Build(LayerBuilder& builder) const {
  const auto zoom = [](Interval factor) -> Interval {
    return {1.0 + factor.low, 1.0 + factor.high};
  };
  RandomMoves moves = {.row_zoom = zoom(options_.height_factor)};
  if (options_.width_factor) moves.column_zoom = zoom(*options_.width_factor);
  BuildRandomWarp(builder, moves, options_);
}

}  // namespace sinter
