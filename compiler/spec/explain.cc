#include "compiler/spec/explain.h"

#include <type_traits>

#include "compiler/spec/fields.h"
#include "compiler/spec/graph.h"
#include "compiler/spec/layer_type.h"
#include "compiler/spec/names.h"
#include "compiler/spec/numbers.h"
#include "compiler/spec/shapes.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/SHA256.h"

namespace sinter {
namespace {

// Words that YAML 1.1 or 1.2 reads as something other than a string.
constexpr std::string_view kSpecialWords[] = {
    "null", "true", "false", "yes", "no", "on", "off", "y", "n"};

// `text` holds only characters of names and file names (names.h).
std::string QuoteIfNeeded(const std::string& text) {
  const std::string lower = llvm::StringRef(text).lower();
  const bool is_special = llvm::is_contained(kSpecialWords, lower);
  return is_special || !llvm::isAlpha(text[0]) ? "\"" + text + "\"" : text;
}

// Writes maps from the table of fields. Small maps stand in one line, as people
// write them.
class SpecWriter {
 public:
  // "{key: value, ...}"; `type` goes first for sections that a type chose.
  std::string Inline(const Section& section, void* object) const {
    return "{" + Entries(section, object) + "}";
  }

  std::string Layer(const std::vector<LayerSpec>& layers, size_t index) const {
    LayerSpec layer = layers[index];
    if (TakesTheLayerBefore(layers, index)) layer.inputs.clear();
    return Typed(layer.kind->type().section,
                 Entries(LayerCommonSection(), &layer), layer.kind->options());
  }

  std::string Optimizer(OptimizerSpec optimizer) const {
    return Typed(OptimizerSections()[optimizer.index()], "",
                 AddressOfAlternative(optimizer));
  }

  std::string Block(const Section& section, void* object,
                    const std::string& indent) const {
    std::string text;
    for (const SpecField& field : section.fields) {
      const FieldReference reference = field.reference(object);
      if (std::holds_alternative<Blocks>(reference)) continue;
      if (IsNone(reference)) continue;
      text +=
          indent + std::string(field.key) + ":" + BlockValue(reference, indent);
    }
    return text;
  }

 private:
  std::string Typed(const Section& section, const std::string& common,
                    void* object) const {
    std::string text = "{type: " + std::string(section.name);
    for (const std::string& part : {common, Entries(section, object)}) {
      if (!part.empty()) text += ", " + part;
    }
    return text + "}";
  }

  std::string Entries(const Section& section, void* object) const {
    std::string text;
    for (const SpecField& field : section.fields) {
      const FieldReference reference = field.reference(object);
      if (std::holds_alternative<TypeWord>(reference)) continue;
      if (IsNone(reference)) continue;
      text += (text.empty() ? "" : ", ") + std::string(field.key) + ": " +
              InlineValue(reference);
    }
    return text;
  }

  // Whether the spec has to name them.
  static bool HasNames(const std::vector<Named<InputSpec>>& inputs) {
    return inputs.size() != 1 || inputs.front().name != kInputName;
  }

  // Of a key that needs none and has no value.
  static bool IsNone(const FieldReference& reference) {
    if (const auto* inputs = std::get_if<LayerInputs>(&reference))
      return inputs->names->empty();
    if (const auto* layer = std::get_if<LayerReference>(&reference))
      return layer->name->empty();
    if (const auto* table = std::get_if<Table>(&reference))
      return !table->table->has_value();
    if (const auto* columns = std::get_if<ColumnNames>(&reference))
      return columns->names->empty();
    if (const auto* weights = std::get_if<LossWeights>(&reference))
      return weights->weights->empty();
    if (const auto* inputs = std::get_if<ModelInputs>(&reference))
      return inputs->by_name != HasNames(*inputs->inputs);
    if (const auto* outputs = std::get_if<OutputNames>(&reference))
      return outputs->names->empty();
    if (const auto* number = std::get_if<std::optional<double>*>(&reference))
      return !**number;
    if (const auto* number = std::get_if<std::optional<int64_t>*>(&reference))
      return !**number;
    if (const auto* factor = std::get_if<std::optional<Interval>*>(&reference))
      return !**factor;
    if (const auto* shape = std::get_if<Shape>(&reference))
      return shape->dimensions->empty();
    if (const auto* truth = std::get_if<std::optional<bool>*>(&reference))
      return !**truth;
    if (const auto* regularizer = std::get_if<Regularizer*>(&reference))
      return (*regularizer)->kind == Regularizer::Kind::kNone;
    return false;
  }

  // What follows the colon, with the end of the line.
  std::string BlockValue(const FieldReference& reference,
                         const std::string& indent) const {
    if (const auto* layers = std::get_if<std::vector<LayerSpec>*>(&reference)) {
      std::string text = "\n";
      for (size_t i = 0; i < (*layers)->size(); ++i) {
        text += indent + "  - " + Layer(**layers, i) + "\n";
      }
      return text;
    }
    const auto* subsection = std::get_if<Subsection>(&reference);
    if (subsection == nullptr) return " " + InlineValue(reference) + "\n";
    if (!IsNested(*subsection)) {
      return " " + Inline(*subsection->section, subsection->object) + "\n";
    }
    return "\n" +
           Block(*subsection->section, subsection->object, indent + "  ");
  }

  // Whether a section holds maps or lists of maps itself, so that one line
  // would be too much for it.
  static bool IsNested(const Subsection& subsection) {
    for (const SpecField& field : subsection.section->fields) {
      const FieldReference reference = field.reference(subsection.object);
      if (std::holds_alternative<Subsection>(reference) ||
          std::holds_alternative<ModelInputs>(reference) ||
          std::holds_alternative<SetFiles>(reference) ||
          std::holds_alternative<OptimizerSpec*>(reference)) {
        return true;
      }
    }
    return false;
  }

  std::string InlineValue(const FieldReference& reference) const {
    return std::visit([this](const auto& value) { return Value(value); },
                      reference);
  }

  std::string Value(FixedWord fixed) const { return std::string(fixed.word); }
  std::string Value(TypeWord) const { return ""; }
  std::string Value(Blocks) const { return ""; }
  std::string Value(ModelName name) const { return QuoteIfNeeded(*name.text); }
  std::string Value(LayerName name) const { return QuoteIfNeeded(*name.text); }
  std::string Value(LayerInputs inputs) const {
    std::string text;
    for (const std::string& name : *inputs.names) {
      text += (text.empty() ? "" : ", ") + QuoteIfNeeded(name);
    }
    return inputs.names->size() == 1 ? text : "[" + text + "]";
  }
  std::string Value(LayerReference layer) const {
    return QuoteIfNeeded(*layer.name);
  }
  std::string Value(FileNames names) const {
    return ByName(*names.files, QuoteIfNeeded);
  }
  std::string Value(Shape shape) const { return ShapeText(*shape.dimensions); }
  std::string Value(SizePair pair) const {
    return ShapeText({(*pair.sizes)[0], (*pair.sizes)[1]});
  }
  std::string Value(const Interval* interval) const {
    return "[" + FormatReal(interval->low) + ", " + FormatReal(interval->high) +
           "]";
  }
  std::string Value(Borders borders) const {
    const auto& [rows, cols] = *borders.sizes;
    if (rows[0] == rows[1] && cols[0] == cols[1])
      return ShapeText({rows[0], cols[0]});
    return "[" + ShapeText({rows[0], rows[1]}) + ", " +
           ShapeText({cols[0], cols[1]}) + "]";
  }
  std::string Value(Subsection subsection) const {
    return Inline(*subsection.section, subsection.object);
  }
  std::string Value(SetFiles set) const {
    return set.files->table.empty() ? Inline(*set.section, set.files)
                                    : QuoteIfNeeded(set.files->table);
  }
  std::string Value(Table table) const {
    return Inline(*table.section, &**table.table);
  }
  // Of any characters that WhyNotColumnName lets pass.
  std::string Value(ColumnNames columns) const {
    return "[\"" + llvm::join(*columns.names, "\", \"") + "\"]";
  }
  std::string Value(MetricLists metrics) const {
    return ByName(*metrics.lists, [](const MetricTypes& types) {
      std::string text;
      for (const MetricType* type : types) {
        text += (text.empty() ? "" : ", ") + std::string(type->name);
      }
      return "[" + text + "]";
    });
  }
  std::string Value(LossChoices choices) const {
    return ByName(*choices.losses, [this](LossSpec& loss) {
      return Typed(loss.type->section, "", &loss);
    });
  }
  std::string Value(LossWeights weights) const {
    return ByName(*weights.weights, FormatReal);
  }
  std::string Value(ModelInputs inputs) const {
    return ByName(*inputs.inputs, [&](InputSpec& input) {
      return Inline(*inputs.section, &input);
    });
  }
  std::string Value(OutputNames outputs) const {
    return "[" + llvm::join(*outputs.names, ", ") + "]";
  }

  // The only value, or a map. An input that is called `input` needs no name.
  template <typename T, typename Write>
  static std::string ByName(std::vector<Named<T>>& values, Write write) {
    const bool is_only =
        values.size() == 1 &&
        (values.front().name.empty() || values.front().name == kInputName);
    if (is_only) return write(values.front().value);
    std::string text;
    for (auto& [name, value] : values) {
      text += (text.empty() ? "" : ", ") + QuoteIfNeeded(name) + ": " +
              write(value);
    }
    return "{" + text + "}";
  }
  std::string Value(const Activation* activation) const {
    return std::string(activation->name);
  }
  std::string Value(const int64_t* value) const {
    return std::to_string(*value);
  }
  std::string Value(const uint32_t* value) const {
    return std::to_string(*value);
  }
  std::string Value(const double* value) const { return FormatReal(*value); }
  template <typename Number>
  std::string Value(const std::optional<Number>* value) const {
    return Value(&**value);
  }
  std::string Value(const bool* value) const {
    return *value ? "true" : "false";
  }
  std::string Value(Regularizer* regularizer) const {
    const size_t index = static_cast<size_t>(regularizer->kind) - 1;
    return Typed(RegularizerSections()[index], "", regularizer);
  }
  std::string Value(const OptimizerSpec* optimizer) const {
    return Optimizer(*optimizer);
  }
  std::string Value(const std::vector<LayerSpec>* layers) const {
    std::string text;
    for (size_t i = 0; i < layers->size(); ++i) {
      text += (text.empty() ? "" : ", ") + Layer(*layers, i);
    }
    return "[" + text + "]";
  }
  template <typename Enum>
    requires std::is_enum_v<Enum>
  std::string Value(const Enum* value) const {
    return std::string(NameOf(*value));
  }
};

}  // namespace

std::string ExplainSpec(const ModelSpec& spec) {
  ModelSpec copy = spec;  // the table gives pointers to change values through
  const bool is_last = copy.outputs.size() == 1 && !copy.layers.empty() &&
                       copy.outputs.front() == copy.layers.back().name;
  if (is_last) copy.outputs.clear();
  return SpecWriter().Block(RootSection(), &copy, "");
}

std::string ExplainLayer(const ModelSpec& spec, size_t index) {
  return SpecWriter().Layer(spec.layers, index);
}

std::string ExplainOptimizer(const OptimizerSpec& optimizer) {
  return SpecWriter().Optimizer(optimizer);
}

std::string SpecHash(const ModelSpec& spec) {
  const std::string text = ExplainSpec(spec);
  const auto hash = llvm::SHA256::hash(llvm::arrayRefFromStringRef(text));
  return llvm::toHex(hash, /*LowerCase=*/true);
}

}  // namespace sinter
