#include "compiler/driver/summary.h"

#include <algorithm>
#include <array>
#include <variant>
#include <vector>

#include "compiler/spec/cost.h"
#include "compiler/spec/names.h"
#include "compiler/spec/shapes.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/MathExtras.h"

namespace sinter {
namespace {

constexpr uint64_t kFloatBytes = 4;

// "407,050"
std::string WithCommas(uint64_t number) {
  std::string text = std::to_string(number);
  for (size_t end = text.size(); end > 3; end -= 3) text.insert(end - 3, ",");
  return text;
}

using Row = std::array<std::string, 5>;

Row CostRow(std::string name, std::string shape, const LayerCost& cost) {
  return {std::move(name), std::move(shape), WithCommas(cost.parameters),
          WithCommas(cost.flop), WithCommas(cost.bytes)};
}

// The input batch, read once.
LayerCost CostOfInput(const ModelSpec& spec) {
  const uint64_t element =
      spec.input.dtype == ElementType::kUint8 ? 1 : kFloatBytes;
  const int64_t elements =
      spec.fit.batch_size * CountElements(spec.input.shape);
  LayerCost cost;
  cost.bytes = static_cast<uint64_t>(elements) * element;
  return cost;
}

// Stops at the largest number instead of wrapping around.
LayerCost Add(const LayerCost& a, const LayerCost& b) {
  return {.parameters = llvm::SaturatingAdd(a.parameters, b.parameters),
          .flop = llvm::SaturatingAdd(a.flop, b.flop),
          .forward_flop = llvm::SaturatingAdd(a.forward_flop, b.forward_flop),
          .bytes = llvm::SaturatingAdd(a.bytes, b.bytes)};
}

std::vector<Row> TableRows(const ModelSpec& spec) {
  const int64_t batch = spec.fit.batch_size;
  LayerCost total = CostOfInput(spec);
  std::vector<Row> rows = {
      {"Layer (type)", "Output shape", "Parameters", "FLOP a step",
       "Bytes a step"},
      CostRow("input (Input)", BatchShape(batch, spec.input.shape), total)};
  for (size_t i = 0; i < spec.layers.size(); ++i) {
    const LayerSpec& layer = spec.layers[i];
    const LayerCost cost = CostOfLayer(spec, i);
    total = Add(total, cost);
    rows.push_back(
        CostRow(layer.name + " (" + std::string(TypeName(layer.kind)) + ")",
                BatchShape(batch, layer.output_shape), cost));
  }
  rows.push_back(CostRow("Total", "", total));
  return rows;
}

// Names to the left, numbers to the right.
std::string AlignRow(const Row& row, const std::array<size_t, 5>& widths) {
  std::string text;
  for (size_t i = 0; i < row.size(); ++i) {
    const std::string blanks(widths[i] - row[i].size(), ' ');
    text += (i == 0 ? "" : "  ") + (i < 2 ? row[i] + blanks : blanks + row[i]);
  }
  return text + "\n";
}

// With rules below the head and above the total.
std::string AlignRows(const std::vector<Row>& rows) {
  std::array<size_t, 5> widths{};
  for (const Row& row : rows) {
    for (size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], row[i].size());
    }
  }
  std::string text;
  for (size_t i = 0; i < rows.size(); ++i) {
    const std::string line = AlignRow(rows[i], widths);
    const bool ruled = i == 1 || i + 1 == rows.size();
    if (ruled) text += std::string(line.size() - 1, '-') + "\n";
    text += line;
  }
  return text;
}

}  // namespace

std::string FormatSummary(const ModelSpec& spec) {
  return llvm::formatv("Model: {0}, optimizer {1}\n{2}\n{3}\n", spec.name,
                       TypeName(spec.compile.optimizer),
                       AlignRows(TableRows(spec)), kSummaryDefinitions);
}

}  // namespace sinter
