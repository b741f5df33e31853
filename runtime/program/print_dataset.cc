#include "runtime/program/print_dataset.h"

#include <span>
#include <string>

#include "runtime/data/array_header.h"

namespace sinter::runtime {
namespace {

// "[5 0 4 ... 5 6 8]", as NumPy shows a long array.
template <typename T>
std::string ArrayText(std::span<const T> elements) {
  constexpr size_t kShown = 3;
  std::string text = "[";
  for (size_t i = 0; i < elements.size(); ++i) {
    const bool left_out = elements.size() > 2 * kShown && i == kShown;
    if (left_out) {
      text += "... ";
      i = elements.size() - kShown;
    }
    text +=
        fmt::format("{}{}", elements[i], i + 1 == elements.size() ? "" : " ");
  }
  return text + "]";
}

template <typename T>
std::span<const T> As(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const T*>(bytes.data()), bytes.size() / sizeof(T)};
}

std::string NameOf(const InputInfo& input, const std::vector<uint32_t>& shape,
                   bool is_only) {
  if (!is_only) return input.name;
  return shape.size() > 2 ? "images" : "samples";
}

std::string NameOf(const OutputInfo& output, bool is_only) {
  if (!is_only) return output.name;
  return output.target == TargetKind::kLabels ? "labels" : "targets";
}

void PrintTargets(const std::string& name, const OutputInfo& output,
                  std::span<const std::byte> targets, Results& results) {
  if (output.target == TargetKind::kLabels) {
    results.Print("{}: {}\n", name, ArrayText(As<uint8_t>(targets)));
  } else if (output.elements == 1) {
    results.Print("{}: {}\n", name, ArrayText(As<float>(targets)));
  } else {
    const size_t samples = targets.size() / sizeof(float) / output.elements;
    results.Print("{}.shape: {}\n", name,
                  ShapeText({static_cast<uint32_t>(samples), output.elements}));
  }
}

}  // namespace

void PrintDataset(const Model& model, const char* set,
                  const DatasetFiles& files, Results& results) {
  for (size_t i = 0; i < model.inputs.size(); ++i) {
    const std::string name =
        NameOf(model.inputs[i], files.shape(i), model.inputs.size() == 1);
    results.Print("{}_{}.shape: {}\n", set, name, ShapeText(files.shape(i)));
  }
  for (size_t i = 0; i < model.outputs.size(); ++i) {
    const OutputInfo& output = model.outputs[i];
    const std::string name = NameOf(output, model.outputs.size() == 1);
    PrintTargets(fmt::format("{}_{}", set, name), output, files.targets(i),
                 results);
  }
}

}  // namespace sinter::runtime
