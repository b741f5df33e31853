#include "tests/differential/reduce_spec.h"

#include <algorithm>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "compiler/spec/explain.h"
#include "compiler/spec/fields.h"
#include "compiler/spec/layer_type.h"
#include "compiler/spec/limits.h"
#include "compiler/spec/names.h"
#include "compiler/spec/shapes.h"
#include "tests/differential/random_spec.h"

namespace sinter::differential {
namespace {

std::vector<int64_t> SmallerSizes(int64_t size) {
  std::vector<int64_t> sizes;
  for (const int64_t smaller : {int64_t{1}, size / 2, size - 1})
    if (smaller >= 1 && smaller < size) sizes.push_back(smaller);
  return sizes;
}

// Every spec that is one change smaller than `spec_`, larger changes first.
// Some are not valid.
class Candidates {
 public:
  explicit Candidates(const ModelSpec& spec) : spec_(spec) {}

  std::vector<ModelSpec> List() {
    DropOutputs();
    RemoveLayers();
    ShrinkInput();
    ShrinkSizes();
    ResetOptimizer();
    ResetFields(RootSection(), [](ModelSpec& spec) -> void* { return &spec; });
    ResetLayers();
    return std::move(candidates_);
  }

 private:
  template <typename Change>
  void Add(Change change) {
    ModelSpec candidate = spec_;
    change(candidate);
    candidates_.push_back(std::move(candidate));
  }

  // Whoever takes a layer's output takes one of its inputs instead.
  void RemoveLayers() {
    for (size_t i = 0; i < spec_.layers.size(); ++i)
      for (const std::string& input : spec_.layers[i].inputs)
        Add([&](ModelSpec& spec) { Remove(spec, i, input); });
    RemovePairs();
  }

  // A layer and the next one that takes it: a Reshape and what needs it.
  void RemovePairs() {
    for (size_t i = 0; i + 1 < spec_.layers.size(); ++i) {
      const std::string& name = spec_.layers[i].name;
      const std::string& input = spec_.layers[i].inputs.front();
      if (spec_.layers[i + 1].inputs != std::vector{name}) continue;
      Add([&](ModelSpec& spec) {
        Remove(spec, i + 1, name);
        if (i < spec.layers.size() && spec.layers[i].name == name)
          Remove(spec, i, input);
      });
    }
  }

  static void Remove(ModelSpec& spec, size_t layer, const std::string& input) {
    const std::string name = spec.layers[layer].name;
    spec.layers.erase(spec.layers.begin() + layer);
    for (LayerSpec& other : spec.layers)
      std::replace(other.inputs.begin(), other.inputs.end(), name, input);
    RenameOutput(spec, name, input);
    RemoveUnused(spec);
    AllowAsLast(spec);
  }

  static void RenameOutput(ModelSpec& spec, const std::string& from,
                           const std::string& to) {
    std::ranges::replace(spec.outputs, from, to);
    const auto rename = [&](auto& list) {
      for (auto& [name, value] : list)
        if (name == from) name = to;
    };
    rename(spec.data.train.y);
    rename(spec.data.test.y);
    rename(spec.compile.loss);
    rename(spec.compile.loss_weights);
    rename(spec.compile.metrics);
  }

  // What only the removed layer took.
  static void RemoveUnused(ModelSpec& spec) {
    std::set<std::string> used;
    used.insert(spec.outputs.begin(), spec.outputs.end());
    for (size_t i = spec.layers.size(); i-- > 0;) {
      const LayerSpec& layer = spec.layers[i];
      if (used.contains(layer.name))
        used.insert(layer.inputs.begin(), layer.inputs.end());
      else
        spec.layers.erase(spec.layers.begin() + i);
    }
    for (size_t i = spec.inputs.size(); i-- > 0;) {
      if (used.contains(spec.inputs[i].name)) continue;
      spec.inputs.erase(spec.inputs.begin() + i);
      spec.data.train.x.erase(spec.data.train.x.begin() + i);
      spec.data.test.x.erase(spec.data.test.x.begin() + i);
    }
  }

  // A Dense that has become the last layer has a unit for each class.
  static void AllowAsLast(ModelSpec& spec) {
    if (spec.layers.empty()) return;
    for (int64_t& units : FindSizes(spec.layers.back(), "units"))
      units = std::max(units, kFewestClasses);
  }

  // One of several outputs less.
  void DropOutputs() {
    if (spec_.outputs.size() < 2) return;
    for (size_t i = 0; i < spec_.outputs.size(); ++i)
      Add([&](ModelSpec& spec) {
        const auto drop = [&](auto& list) {
          if (!list.empty()) list.erase(list.begin() + i);
        };
        drop(spec.outputs);
        drop(spec.data.train.y);
        drop(spec.data.test.y);
        drop(spec.compile.loss);
        drop(spec.compile.loss_weights);
        drop(spec.compile.metrics);
        RemoveUnused(spec);
      });
  }

  void ShrinkInput() {
    if (spec_.inputs.front().value.shape.size() > 1) {
      Add([](ModelSpec& spec) { spec.inputs.front().value.shape.pop_back(); });
      Add([](ModelSpec& spec) {
        spec.inputs.front().value.shape = {
            CountElements(spec.inputs.front().value.shape)};
      });
    }
    for (size_t i = 0; i < spec_.inputs.front().value.shape.size(); ++i)
      for (const int64_t size :
           SmallerSizes(spec_.inputs.front().value.shape[i]))
        Add([&](ModelSpec& spec) {
          spec.inputs.front().value.shape[i] = size;
        });
  }

  void ShrinkSizes() {
    for (const int64_t size : SmallerSizes(spec_.fit.batch_size))
      Add([&](ModelSpec& spec) { spec.fit.batch_size = size; });
    for (size_t i = 0; i < spec_.layers.size(); ++i)
      for (const SpecField& field : spec_.layers[i].kind->type().section.fields)
        ShrinkSize(i, field.key);
  }

  void ShrinkSize(size_t layer, std::string_view key) {
    LayerSpec copy = spec_.layers[layer];
    const std::span<int64_t> sizes = FindSizes(copy, key);
    for (size_t i = 0; i < sizes.size(); ++i)
      for (const int64_t smaller : SmallerSizes(sizes[i]))
        Add([&](ModelSpec& spec) {
          FindSizes(spec.layers[layer], key)[i] = smaller;
        });
  }

  // The integer, or the two, that the key of a layer has; none of other keys.
  static std::span<int64_t> FindSizes(LayerSpec& layer, std::string_view key) {
    const SpecField* field = layer.kind->type().section.Find(key);
    if (field == nullptr) return {};
    const FieldReference reference = field->reference(layer.kind->options());
    if (const auto* size = std::get_if<int64_t*>(&reference)) return {*size, 1};
    if (const auto* pair = std::get_if<SizePair>(&reference))
      return *pair->sizes;
    return {};
  }

  void ResetOptimizer() {
    Add([](ModelSpec& spec) { spec.compile.optimizer = SgdOptimizer(); });
    ResetFields(OptimizerSections()[spec_.compile.optimizer.index()],
                [](ModelSpec& spec) {
                  return AddressOfAlternative(spec.compile.optimizer);
                });
  }

  void ResetLayers() {
    for (size_t i = 0; i < spec_.layers.size(); ++i)
      ResetFields(spec_.layers[i].kind->type().section, [i](ModelSpec& spec) {
        return spec.layers[i].kind->options();
      });
  }

  // `object` finds the section's struct in a spec; a new one has the defaults.
  using Find = std::function<void*(ModelSpec&)>;
  void ResetFields(const Section& section, const Find& object) {
    for (const SpecField& field : section.fields) {
      ModelSpec candidate = spec_;
      if (Reset(field, field.reference(object(candidate))))
        candidates_.push_back(std::move(candidate));
      ModelSpec probe = spec_;
      const FieldReference inner = field.reference(object(probe));
      if (const auto* subsection = std::get_if<Subsection>(&inner))
        ResetFields(*subsection->section, [&, &field = field](ModelSpec& spec) {
          return std::get<Subsection>(field.reference(object(spec))).object;
        });
    }
  }

  // Sets a number, a flag or a word to what its default text says.
  static bool Reset(const SpecField& field, const FieldReference& reference) {
    if (field.IsRequired() || field.IsAutomatic()) return false;
    return std::visit(
        [&](const auto& value) { return SetToText(value, field.default_text); },
        reference);
  }

  template <typename T>
  static bool Set(T& value, const T& to) {
    if (value == to) return false;
    value = to;
    return true;
  }
  static bool SetToText(bool* value, std::string_view text) {
    return Set(*value, text == "true");
  }
  static bool SetToText(double* value, std::string_view text) {
    return Set(*value, std::stod(std::string(text)));
  }
  static bool SetToText(uint32_t* value, std::string_view text) {
    return Set(*value, static_cast<uint32_t>(std::stoul(std::string(text))));
  }
  static bool SetToText(Activation* value, std::string_view text) {
    return Set(*value, Activation{text});
  }
  // Sizes are made small instead.
  static bool SetToText(int64_t*, std::string_view) { return false; }
  template <typename Enum>
    requires std::is_enum_v<Enum>
  static bool SetToText(Enum* value, std::string_view text) {
    for (size_t i = 0; i < NamesOf(Enum()).size(); ++i)
      if (NamesOf(Enum())[i] == text) return Set(*value, static_cast<Enum>(i));
    return false;
  }
  template <typename Other>
  static bool SetToText(const Other&, std::string_view) {
    return false;
  }

  const ModelSpec& spec_;
  std::vector<ModelSpec> candidates_;
};

}  // namespace

ModelSpec ReduceSpec(ModelSpec spec,
                     const std::function<bool(const ModelSpec&)>& fails,
                     size_t most_attempts) {
  bool is_smaller = true;
  while (is_smaller) {
    is_smaller = false;
    for (const ModelSpec& candidate : Candidates(spec).List()) {
      const std::optional<ModelSpec> valid = Checked(candidate);
      if (!valid || ExplainSpec(*valid) == ExplainSpec(spec)) continue;
      if (most_attempts-- == 0) return spec;
      if (!fails(*valid)) continue;
      spec = *valid;
      is_smaller = true;
      break;
    }
  }
  return spec;
}

}  // namespace sinter::differential
