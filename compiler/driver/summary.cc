#include "compiler/driver/summary.h"

#include <algorithm>
#include <array>
#include <variant>
#include <vector>

#include "compiler/spec/names.h"
#include "compiler/spec/shapes.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/MathExtras.h"

namespace sinter {
namespace {

constexpr uint64_t kFloatBytes = 4;

struct SlotCounter {
  uint64_t operator()(const RmspropOptimizer& rmsprop) const {
    return 1 + (rmsprop.momentum != 0 ? 1 : 0) + (rmsprop.centered ? 1 : 0);
  }
  uint64_t operator()(const SgdOptimizer& sgd) const {
    return sgd.momentum != 0 ? 1 : 0;
  }
  uint64_t operator()(const AdamOptimizer& adam) const {
    return adam.amsgrad ? 3 : 2;
  }
};

// The layer's output is its input, seen in another shape.
bool IsView(const LayerKind& kind) {
  return std::holds_alternative<FlattenLayer>(kind) ||
         std::holds_alternative<ReshapeLayer>(kind);
}

// No layer before this one has parameters, so the gradient of its input is of
// no use.
bool IsFirstTrainable(const ModelSpec& spec, size_t index) {
  return std::none_of(spec.layers.begin(),
                      spec.layers.begin() + static_cast<std::ptrdiff_t>(index),
                      [](const LayerSpec& layer) {
                        return std::holds_alternative<DenseLayer>(layer.kind);
                      });
}

// "407,050"
std::string WithCommas(uint64_t number) {
  std::string text = std::to_string(number);
  for (size_t end = text.size(); end > 3; end -= 3) text.insert(end - 3, ",");
  return text;
}

// "(128, 28, 28)"
std::string BatchShape(int64_t batch, const std::vector<int64_t>& shape) {
  std::string text = "(" + std::to_string(batch);
  for (int64_t dimension : shape) text += ", " + std::to_string(dimension);
  return text + ")";
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
  return {.bytes = static_cast<uint64_t>(elements) * element};
}

LayerCost Add(const LayerCost& a, const LayerCost& b) {
  return {llvm::SaturatingAdd(a.parameters, b.parameters),
          llvm::SaturatingAdd(a.flop, b.flop),
          llvm::SaturatingAdd(a.bytes, b.bytes)};
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

uint64_t CountOptimizerSlots(const OptimizerSpec& optimizer) {
  return std::visit(SlotCounter(), optimizer);
}

LayerCost CostOfLayer(const ModelSpec& spec, size_t index) {
  const LayerSpec& layer = spec.layers[index];
  const auto batch = static_cast<uint64_t>(spec.fit.batch_size);
  LayerCost cost;
  if (!IsView(layer.kind)) {
    const auto elements =
        static_cast<uint64_t>(CountElements(layer.output_shape));
    cost.bytes = 2 * kFloatBytes * batch * elements;
  }
  if (const auto* dense = std::get_if<DenseLayer>(&layer.kind)) {
    const auto inputs = static_cast<uint64_t>(layer.input_shape[0]);
    const auto units = static_cast<uint64_t>(dense->units);
    const uint64_t product = 2 * batch * inputs * units;
    cost.parameters = inputs * units + (dense->use_bias ? units : 0);
    cost.flop = product * (IsFirstTrainable(spec, index) ? 2 : 3);
    cost.bytes += 2 * kFloatBytes * cost.parameters *
                  (1 + CountOptimizerSlots(spec.compile.optimizer));
  }
  return cost;
}

std::string FormatSummary(const ModelSpec& spec) {
  return llvm::formatv("Model: {0}, optimizer {1}\n{2}\n{3}\n", spec.name,
                       TypeName(spec.compile.optimizer),
                       AlignRows(TableRows(spec)), kSummaryDefinitions);
}

}  // namespace sinter
