#include "compiler/driver/summary.h"

#include <algorithm>
#include <numeric>
#include <variant>
#include <vector>

#include "compiler/spec/cost.h"
#include "compiler/spec/graph.h"
#include "compiler/spec/names.h"
#include "compiler/spec/shapes.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/MathExtras.h"

namespace sinter {
namespace {

constexpr uint64_t kFloatBytes = 4;
// Names stand to the left, numbers to the right.
constexpr size_t kFirstNumber = 2;
constexpr size_t kLastNumber = 4;

// "407,050"
std::string WithCommas(uint64_t number) {
  std::string text = std::to_string(number);
  for (size_t end = text.size(); end > 3; end -= 3) text.insert(end - 3, ",");
  return text;
}

using Row = std::vector<std::string>;

Row CostRow(std::string name, std::string shape, const LayerCost& cost) {
  return {std::move(name), std::move(shape), WithCommas(cost.parameters),
          WithCommas(cost.flop), WithCommas(cost.bytes)};
}

// An input's batch, read once.
LayerCost CostOfInput(const ModelSpec& spec, const InputSpec& input) {
  const uint64_t element = input.dtype == ElementType::kUint8 ? 1 : kFloatBytes;
  const int64_t elements = spec.fit.batch_size * CountElements(input.shape);
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

// "dense, dense_1": where a layer's inputs come from.
std::string Names(const std::vector<std::string>& inputs) {
  return llvm::join(inputs, ", ");
}

// A chain needs nobody to say which layer is connected to which.
void AddConnections(const ModelSpec& spec, std::vector<Row>& rows) {
  if (IsChain(spec)) return;
  for (Row& row : rows) row.emplace_back();
  rows[0].back() = "Connected to";
  for (size_t i = 0; i < spec.layers.size(); ++i) {
    rows[i + 1 + spec.inputs.size()].back() = Names(spec.layers[i].inputs);
  }
}

std::vector<Row> TableRows(const ModelSpec& spec) {
  const int64_t batch = spec.fit.batch_size;
  LayerCost total;
  std::vector<Row> rows = {{"Layer (type)", "Output shape", "Parameters",
                            "FLOP a step", "Bytes a step"}};
  for (const auto& [name, input] : spec.inputs) {
    const LayerCost cost = CostOfInput(spec, input);
    total = Add(total, cost);
    rows.push_back(
        CostRow(name + " (Input)", BatchShape(batch, input.shape), cost));
  }
  for (size_t i = 0; i < spec.layers.size(); ++i) {
    const LayerSpec& layer = spec.layers[i];
    const LayerCost cost = CostOfLayer(spec, i);
    total = Add(total, cost);
    rows.push_back(
        CostRow(layer.name + " (" + std::string(TypeName(layer.kind)) + ")",
                BatchShape(batch, layer.output_shape), cost));
  }
  rows.push_back(CostRow("Total", "", total));
  AddConnections(spec, rows);
  return rows;
}

std::string AlignRow(const Row& row, const std::vector<size_t>& widths) {
  std::string text;
  for (size_t i = 0; i < row.size(); ++i) {
    const std::string blanks(widths[i] - row[i].size(), ' ');
    const bool is_number = i >= kFirstNumber && i <= kLastNumber;
    text +=
        (i == 0 ? "" : "  ") + (is_number ? blanks + row[i] : row[i] + blanks);
  }
  return text.substr(0, text.find_last_not_of(' ') + 1) + "\n";
}

// With rules below the head and above the total.
std::string AlignRows(const std::vector<Row>& rows) {
  std::vector<size_t> widths(rows.front().size());
  for (const Row& row : rows) {
    for (size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], row[i].size());
    }
  }
  std::string text;
  const size_t gaps = 2 * (widths.size() - 1);
  const size_t width = std::accumulate(widths.begin(), widths.end(), gaps);
  for (size_t i = 0; i < rows.size(); ++i) {
    const bool ruled = i == 1 || i + 1 == rows.size();
    if (ruled) text += std::string(width, '-') + "\n";
    text += AlignRow(rows[i], widths);
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
