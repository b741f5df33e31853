#include "compiler/layers/random_warp.h"

#include "compiler/ir/nn_dialect.h"
#include "compiler/layers/image_window.h"
#include "compiler/spec/names.h"
#include "compiler/spec/shapes.h"
#include "llvm/Support/FormatVariadic.h"

namespace sinter {

bool CheckWarpedImages(const SampleShape& input, std::string_view layer,
                       LayerReport& report) {
  if (!CheckImages(input, layer, report)) return false;
  const auto [rows, columns] = ImageSizes(input);
  if (rows <= kMostWarpedSize && columns <= kMostWarpedSize) return true;
  report.Error("out-of-range",
               llvm::formatv("{0} needs images of at most {1} rows and "
                             "columns, not shape {2}",
                             layer, kMostWarpedSize, ShapeText(input)));
  return false;
}

void BuildRandomWarp(LayerBuilder& builder, const RandomMoves& moves,
                     const WarpOptions& options) {
  const mlir::Value x = builder.input();
  mlir::Builder make(x.getContext());
  llvm::SmallVector<mlir::NamedAttribute> attributes;
  const auto add = [&](llvm::StringRef name, mlir::Attribute value) {
    attributes.push_back(make.getNamedAttr(name, value));
  };
  const auto add_if = [&](llvm::StringRef name, bool is_so) {
    if (is_so) add(name, make.getUnitAttr());
  };
  const auto add_interval = [&](llvm::StringRef name,
                                const std::optional<Interval>& interval) {
    if (interval)
      add(name, make.getDenseF64ArrayAttr({interval->low, interval->high}));
  };
  const RandomNumbers random = builder.DrawRandomNumbers();
  add("stream", make.getI32IntegerAttr(static_cast<int32_t>(random.stream)));
  add("fill", make.getStringAttr(NameOf(options.fill_mode)));
  add("fill_value", make.getF64FloatAttr(options.fill_value));
  add_if("nearest", options.interpolation == Interpolation::kNearest);
  add_if("flips_rows", moves.flips_rows);
  add_if("flips_columns", moves.flips_columns);
  add_interval("row_shift", moves.row_shift);
  add_interval("column_shift", moves.column_shift);
  add_interval("angle", moves.angle);
  add_interval("row_zoom", moves.row_zoom);
  add_interval("column_zoom", moves.column_zoom);
  const mlir::Value moved = builder.Create<nn::RandomWarpOp>(
      mlir::TypeRange{x.getType()},
      mlir::ValueRange{x, random.seed, random.iteration}, attributes);
  builder.SetOutput(builder.Create<nn::ByModeOp>(moved, x));
}

}  // namespace sinter
