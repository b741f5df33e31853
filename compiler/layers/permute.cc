#include "compiler/layers/permute.h"

#include <algorithm>

#include "compiler/ir/nn_dialect.h"
#include "compiler/layers/layer_builder.h"
#include "compiler/spec/field_members.h"
#include "compiler/spec/layer_report.h"
#include "compiler/spec/shapes.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FormatVariadic.h"

namespace sinter {
namespace {

constexpr SpecField kPermuteFields[] = {
    {"dims", kRequired, kAny,
     "the dimensions, 1 the first behind the batch, in their new order",
     ShapeMember<PermuteOptions, &PermuteOptions::dims, false>},
};

}  // namespace

constinit const LayerType PermuteLayer::kType = {
    .section = {"Permute", "The dimensions of a sample in another order.",
                kPermuteFields},
    .base_name = "permute",
    .create = NewLayer<PermuteLayer>};

std::optional<SampleShape> PermuteLayer::InferOutput(
    std::span<const SampleShape> inputs, LayerReport& report) {
  const SampleShape& input = inputs.front();
  std::vector<int64_t> sorted = options_.dims;
  std::ranges::sort(sorted);
  const auto count = static_cast<int64_t>(input.size());
  if (!llvm::equal(sorted, llvm::seq_inclusive<int64_t>(1, count))) {
    report.ErrorIn("dims", "shape",
                   llvm::formatv("samples of shape {0} have dimensions 1 to "
                                 "{1}; each must be there once",
                                 ShapeText(input), count));
    return std::nullopt;
  }
  SampleShape output;
  for (const int64_t dim : options_.dims) output.push_back(input[dim - 1]);
  return output;
}

void PermuteLayer::Build(LayerBuilder& builder) const {
  llvm::SmallVector<int64_t> dims = {0};
  llvm::append_range(dims, options_.dims);
  builder.SetOutput(builder.Create<nn::PermuteOp>(builder.output_type(),
                                                  builder.input(), dims));
}

}  // namespace sinter
