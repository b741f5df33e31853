#include "compiler/layers/random_translation.h"

#include <array>

#include "compiler/spec/field_members.h"

namespace sinter {
namespace {

constexpr auto kRandomTranslationOwn = std::to_array<SpecField>({
    {"height_factor", kRequired, FromTo(-1, 1),
     "how far down, as a fraction of the rows",
     Member<RandomTranslationOptions,
            &RandomTranslationOptions::height_factor>},
    {"width_factor", kRequired, FromTo(-1, 1),
     "how far to the right, as a fraction of the columns",
     Member<RandomTranslationOptions, &RandomTranslationOptions::width_factor>},
});
constexpr auto kRandomTranslationFields =
    JoinFields(kRandomTranslationOwn, WarpFields<RandomTranslationOptions>());

}  // namespace

constinit const LayerType RandomTranslationLayer::kType = {
    .section =
        {"RandomTranslation",
         "While training, moves each image [rows, columns, channels] by a "
         "random part of its size.",
         kRandomTranslationFields},
    .base_name = "random_translation",
    .create = NewLayer<RandomTranslationLayer>};

std::optional<SampleShape> RandomTranslationLayer::InferOutput(
    std::span<const SampleShape> inputs, LayerReport& report) {
  if (!CheckWarpedImages(inputs.front(), "RandomTranslation", report))
    return std::nullopt;
  return inputs.front();
}

void RandomTranslationLayer::Build(LayerBuilder& builder) const {
  BuildRandomWarp(builder,
                  {.row_shift = options_.height_factor,
                   .column_shift = options_.width_factor},
                  options_);
}

}  // namespace sinter
