// What layers that move the pixels of images at random have in common.
#ifndef SINTER_COMPILER_LAYERS_RANDOM_WARP_H_
#define SINTER_COMPILER_LAYERS_RANDOM_WARP_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "compiler/layers/layer_builder.h"
#include "compiler/spec/field_members.h"
#include "compiler/spec/layer.h"
#include "compiler/spec/layer_report.h"

namespace sinter {

// What stands between pixels and behind an image's edges.
struct WarpOptions {
  FillMode fill_mode = FillMode::kReflect;
  Interpolation interpolation = Interpolation::kBilinear;
  double fill_value = 0.0;
  bool operator==(const WarpOptions&) const = default;
};

// Their keys, read into `Options`, which is a WarpOptions.
template <typename Options>
constexpr std::array<SpecField, 3> WarpFields() {
  return {{
      {"fill_mode", "reflect", kAny,
       "what stands behind an image's edges: `fill_value`, the image mirrored, "
       "the image once more, or its edge",
       Member<Options, &Options::fill_mode>},
      {"interpolation", "bilinear", kAny,
       "whether a value between pixels is made of the four around or is the "
       "nearest one's",
       Member<Options, &Options::interpolation>},
      {"fill_value", "0.0", kAny, "with `fill_mode` constant",
       Member<Options, &Options::fill_value>},
  }};
}

// Whether the layer's input is images of at most so many rows and columns; if
// not, it reports that. Twice as far behind an edge, a float32 still tells
// pixels apart.
inline constexpr int64_t kMostWarpedSize = int64_t{1} << 20;
bool CheckWarpedImages(const SampleShape& input, std::string_view layer,
                       LayerReport& report);

// What is drawn for each image (nn.random_warp).
struct RandomMoves {
  bool flips_rows = false;
  bool flips_columns = false;
  std::optional<Interval> row_shift = {};  // fractions of the image
  std::optional<Interval> column_shift = {};
  std::optional<Interval> angle = {};  // a fraction of a turn
  std::optional<Interval> row_zoom = {};
  std::optional<Interval> column_zoom = {};  // none: as rows
};

// Sets the layer's output: moved while training, its input in inference.
void BuildRandomWarp(LayerBuilder& builder, const RandomMoves& moves,
                     const WarpOptions& options);

}  // namespace sinter

#endif  // SINTER_COMPILER_LAYERS_RANDOM_WARP_H_
