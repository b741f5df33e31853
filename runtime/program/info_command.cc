#include <algorithm>
#include <string>
#include <string_view>

#include "runtime/data/array_header.h"
#include "runtime/program/commands.h"

namespace sinter::runtime {
namespace {

// "407,050"
std::string Grouped(uint64_t number) {
  if (number < 1000) return fmt::format("{}", number);
  return fmt::format("{},{:03}", Grouped(number / 1000), number % 1000);
}

std::string_view OutputKindName(OutputKind kind) {
  switch (kind) {
    case OutputKind::kProbabilities:
      return "probabilities";
    case OutputKind::kLogits:
    case OutputKind::kBinaryLogits:
      return "logits";
    case OutputKind::kValues:
      break;
  }
  return "values";
}

// Of several inputs or outputs, with their names.
void PrintInputs(const Model& model, Results& results) {
  const bool has_names = model.inputs.size() > 1;
  for (const InputInfo& input : model.inputs) {
    results.Print("input:        {}{} of {}\n",
                  has_names ? fmt::format("{}, ", input.name) : "",
                  ShapeText({input.shape.begin(), input.shape.end()}),
                  NameOf(input.type));
  }
}

void PrintOutputs(const Model& model, Results& results) {
  const bool has_names = model.outputs.size() > 1;
  for (const OutputInfo& output : model.outputs) {
    if (has_names) results.Print("output:       {}\n", output.name);
    const bool has_labels = output.target == TargetKind::kLabels;
    results.Print("{}      {}\n",
                  has_labels ? "classes:" : "values: ", output.elements);
    results.Print("outputs:      {}\n", OutputKindName(output.kind));
  }
}

uint64_t ParameterCount(const Model& model) {
  uint64_t count = 0;
  for (const LayerInfo& layer : model.layers) count += layer.parameters;
  return count;
}

void PrintLayers(const Model& model, Results& results) {
  size_t widest = 5;
  for (const LayerInfo& layer : model.layers) {
    const size_t width = fmt::formatted_size("{} ({})", layer.name, layer.type);
    widest = std::max(widest, width);
  }
  const auto line = [&](std::string_view layer, std::string_view shape,
                        std::string_view parameters) {
    results.Print("  {:<{}}  {:<16}  {:>12}\n", layer, widest, shape,
                  parameters);
  };
  line("layer", "output shape", "parameters");
  for (const LayerInfo& layer : model.layers) {
    line(fmt::format("{} ({})", layer.name, layer.type), layer.output_shape,
         Grouped(layer.parameters));
  }
}

}  // namespace

Status Info(const Model& model, Results& results) {
  results.Print("model:        {}\n", model.name);
  results.Print("compiled by:  sinter {}, {} backend\n", model.sinter_version,
                model.backend);
  results.Print("spec:         sha256 {}\n", model.spec_hash);
  PrintInputs(model, results);
  PrintOutputs(model, results);
  results.Print("batch size:   {}\n", model.batch);
  results.Print("layers:\n");
  PrintLayers(model, results);
  results.Print("parameters:   {}\n", Grouped(ParameterCount(model)));
  results.Print(
      "memory:       {} bytes of parameters and optimizer state, {} "
      "bytes of arena\n",
      Grouped(model.state_floats * sizeof(float)), Grouped(model.arena_bytes));
  results.Print("train step:   {} FLOP\n", Grouped(model.train_flop));
  results.Print("predict step: {} FLOP\n", Grouped(model.predict_flop));
  results.Print("SIMD:         {} of {}\n", model.simd.chosen(),
                model.simd.compiled());
  return results.Flush();
}

}  // namespace sinter::runtime
