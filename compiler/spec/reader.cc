#include "compiler/spec/reader.h"

#include <algorithm>
#include <cassert>
#include <initializer_list>
#include <unordered_map>
#include <utility>

#include "compiler/spec/fields.h"
#include "compiler/spec/key_hints.h"
#include "compiler/spec/layer_type.h"
#include "compiler/spec/limits.h"
#include "compiler/spec/names.h"
#include "compiler/spec/numbers.h"
#include "compiler/spec/scalar_reader.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FormatVariadic.h"

namespace sinter {
namespace {

// A section with the struct that its values go into.
struct Part {
  const Section* section;
  void* object;
};

// A map made of `parts`; the last one names it. `family` are the sections that
// its `type` chose among.
struct MapDescription {
  std::vector<Part> parts;
  std::span<const Section> family;

  const Section& section() const { return *parts.back().section; }

  const SpecField* Find(std::string_view key) const {
    for (const Part& part : parts) {
      if (const SpecField* field = part.section->Find(key)) return field;
    }
    return nullptr;
  }

  std::vector<std::string_view> Keys() const {
    std::vector<std::string_view> keys;
    for (const Part& part : parts) {
      for (const SpecField& field : part.section->fields)
        keys.push_back(field.key);
    }
    return keys;
  }
};

std::vector<std::string_view> NamesOfSections(
    std::span<const Section> sections) {
  std::vector<std::string_view> names;
  for (const Section& section : sections) names.push_back(section.name);
  return names;
}

class SpecReader {
 public:
  SpecReader(RawSpec& raw, const LayerCatalog& catalog,
             Diagnostics& diagnostics)
      : raw_(raw),
        catalog_(catalog),
        diagnostics_(diagnostics),
        scalars_(diagnostics) {}

  bool ReadMap(const YamlNode& node, std::string_view subject,
               const MapDescription& description) {
    if (!node.IsMap()) {
      return Mark(node, scalars_.WrongType(node, subject, "a map"));
    }
    bool sound = CheckKeys(node, description);
    for (const Part& part : description.parts) {
      for (const SpecField& field : part.section->fields) {
        sound &= ReadField(node, field, part, description.section());
      }
    }
    return Mark(node, sound);
  }

  // ---- One overload for each alternative of FieldReference ----

  bool Read(const YamlNode& node, const SpecField& field, FixedWord fixed) {
    size_t index = 0;
    const std::string_view names[] = {fixed.word};
    if (node.IsScalar() && node.quoted && node.text == fixed.word &&
        field.key == "version") {
      return scalars_.WrongType(node, Quote(field.key), "an integer",
                                "remove the quotes");
    }
    return scalars_.ReadChoice(node, field.key, names, index);
  }

  bool Read(const YamlNode&, const SpecField&, TypeWord) { return true; }
  bool Read(const YamlNode&, const SpecField&, Blocks) { return true; }

  bool Read(const YamlNode& node, const SpecField& field, ModelName name) {
    return scalars_.ReadText(node, Quote(field.key), *name.text) &&
           CheckName(node, WhyNotModelName);
  }

  bool Read(const YamlNode& node, const SpecField& field, LayerName name) {
    return scalars_.ReadText(node, Quote(field.key), *name.text) &&
           CheckName(node, WhyNotIdentifier);
  }

  bool Read(const YamlNode& node, const SpecField& field, LayerInputs inputs) {
    return ReadNames(node, field, kMostLayerInputs, *inputs.names);
  }

  bool Read(const YamlNode& node, const SpecField& field,
            LayerReference layer) {
    return scalars_.ReadText(node, Quote(field.key), *layer.name);
  }

  bool Read(const YamlNode& node, const SpecField& field, FileNames names) {
    return ReadByName(node, field, *names.files, node.IsMap(),
                      [&](const YamlNode& value, std::string_view subject,
                          std::string& file) {
                        return scalars_.ReadText(value, subject, file) &&
                               CheckWord(value, "file name",
                                         WhyNotFileName(file), "");
                      });
  }

  bool Read(const YamlNode& node, const SpecField& field, Shape shape) {
    return scalars_.ReadShape(node, Quote(field.key), shape.may_infer,
                              *shape.dimensions);
  }

  bool Read(const YamlNode& node, const SpecField& field, SizePair pair) {
    return scalars_.ReadPair(node, Quote(field.key), field.range, *pair.sizes);
  }

  bool Read(const YamlNode& node, const SpecField& field, Borders borders) {
    return scalars_.ReadBorders(node, Quote(field.key), field.range,
                                *borders.sizes);
  }

  bool Read(const YamlNode& node, const SpecField& field,
            Subsection subsection) {
    return ReadMap(node, Quote(field.key),
                   {{{subsection.section, subsection.object}}, {}});
  }

  bool Read(const YamlNode& node, const SpecField& field, int64_t* value) {
    return scalars_.ReadInteger(node, Quote(field.key), field.range, *value);
  }

  bool Read(const YamlNode& node, const SpecField& field, uint32_t* value) {
    int64_t wide = 0;
    const bool sound =
        scalars_.ReadInteger(node, Quote(field.key), field.range, wide);
    *value = static_cast<uint32_t>(wide);
    return sound;
  }

  bool Read(const YamlNode& node, const SpecField& field, double* value) {
    return scalars_.ReadReal(node, Quote(field.key), field.range, *value);
  }

  template <typename Number>
  bool Read(const YamlNode& node, const SpecField& field,
            std::optional<Number>* value) {
    return Read(node, field, &value->emplace());
  }

  bool Read(const YamlNode& node, const SpecField& field, bool* value) {
    return scalars_.ReadBoolean(node, Quote(field.key), *value);
  }

  bool Read(const YamlNode& node, const SpecField&, Activation* value) {
    const std::span<const std::string_view> names = catalog_.activations();
    size_t index = 0;
    if (!scalars_.ReadChoice(node, "activation", names, index)) return false;
    value->name = names[index];
    return true;
  }
  bool Read(const YamlNode& node, const SpecField&, Initializer* value) {
    return ReadEnum(node, "initializer", *value);
  }
  bool Read(const YamlNode& node, const SpecField&, ElementType* value) {
    return ReadEnum(node, "dtype", *value);
  }
  bool Read(const YamlNode& node, const SpecField&, DataFormat* value) {
    return ReadEnum(node, "format", *value);
  }
  bool Read(const YamlNode& node, const SpecField&, Separator* value) {
    return ReadEnum(node, "separator", *value);
  }
  bool Read(const YamlNode& node, const SpecField&, Sparsity* value) {
    return ReadEnum(node, "sparsity", *value);
  }
  bool Read(const YamlNode& node, const SpecField&, Padding* value) {
    return ReadEnum(node, "padding", *value);
  }

  bool Read(const YamlNode& node, const SpecField&, FlipMode* value) {
    return ReadEnum(node, "mode", *value);
  }
  bool Read(const YamlNode& node, const SpecField&, FillMode* value) {
    return ReadEnum(node, "fill_mode", *value);
  }
  bool Read(const YamlNode& node, const SpecField&, Interpolation* value) {
    return ReadEnum(node, "interpolation", *value);
  }
  bool Read(const YamlNode& node, const SpecField& field, Interval* interval) {
    return scalars_.ReadInterval(node, Quote(field.key), field.range,
                                 *interval);
  }

  bool Read(const YamlNode& node, const SpecField&, OptimizerSpec* optimizer) {
    const std::span<const Section> family = OptimizerSections();
    const std::optional<size_t> index = ReadType(node, "optimizer", family);
    if (!index) return false;
    return ReadChosen(node, "optimizer", family, *index,
                      EmplaceAlternative(*optimizer, *index));
  }

  bool Read(const YamlNode& node, const SpecField&, Regularizer* regularizer) {
    const std::span<const Section> family = RegularizerSections();
    const std::optional<size_t> index = ReadType(node, "regularizer", family);
    if (!index) return false;
    regularizer->kind = static_cast<Regularizer::Kind>(*index + 1);
    return ReadChosen(node, "regularizer", family, *index, regularizer);
  }

  bool Read(const YamlNode& node, const SpecField& field, SetFiles set) {
    if (!node.IsScalar()) {
      return ReadMap(node, Quote(field.key), {{{set.section, set.files}}, {}});
    }
    std::string& file = set.files->table;
    return scalars_.ReadText(node, Quote(field.key), file) &&
           CheckWord(node, "file name", WhyNotFileName(file), "");
  }

  bool Read(const YamlNode& node, const SpecField& field, Table table) {
    return ReadMap(node, Quote(field.key),
                   {{{table.section, &table.table->emplace()}}, {}});
  }

  bool Read(const YamlNode& node, const SpecField& field, ColumnNames columns) {
    std::vector<std::string>& names = *columns.names;
    if (!ReadNames(node, field, kMostColumns, names)) return false;
    bool sound = true;
    for (size_t i = 0; i < names.size(); ++i) {
      const YamlNode& item = node.IsSequence() ? *node.items[i] : node;
      sound &= CheckWord(item, "name", WhyNotColumnName(names[i]), "");
      const bool is_new = llvm::find(names, names[i]) == names.begin() + i;
      if (is_new) continue;
      diagnostics_.Error(item.span, "duplicate-name",
                         llvm::formatv("{0} is given twice", Quote(names[i])));
      sound = false;
    }
    return sound;
  }

  bool Read(const YamlNode& node, const SpecField& field, LossChoices choices) {
    const std::span<const Section> family = catalog_.loss_sections();
    const bool by_name = node.IsMap() && !IsOfFamily(node, family);
    return ReadByName(
        node, field, *choices.losses, by_name,
        [&](const YamlNode& value, std::string_view, LossSpec& loss) {
          const std::optional<size_t> index = ReadType(value, "loss", family);
          if (!index) return false;
          loss.type = &catalog_.losses()[*index];
          return ReadChosen(value, "loss", family, *index, &loss);
        });
  }

  bool Read(const YamlNode& node, const SpecField& field, LossWeights weights) {
    if (!node.IsMap()) {
      return scalars_.WrongType(node, Quote(field.key), "a map of the outputs");
    }
    return ReadByName(
        node, field, *weights.weights, /*by_name=*/true,
        [&](const YamlNode& value, std::string_view subject, double& weight) {
          return scalars_.ReadReal(value, subject, field.range, weight);
        });
  }

  bool Read(const YamlNode& node, const SpecField& field, MetricLists metrics) {
    return ReadByName(
        node, field, *metrics.lists, node.IsMap(),
        [&](const YamlNode& value, std::string_view subject,
            MetricTypes& types) { return ReadMetrics(value, subject, types); });
  }

  bool Read(const YamlNode& node, const SpecField& field, ModelInputs inputs) {
    const auto read = [&](const YamlNode& value, std::string_view subject,
                          InputSpec& input) {
      return ReadMap(value, subject, {{{inputs.section, &input}}, {}});
    };
    inputs.inputs->clear();
    if (!inputs.by_name) {
      return read(node, Quote(field.key),
                  inputs.inputs->emplace_back(std::string(kInputName)).value);
    }
    const bool is_one =
        node.Find("shape") != nullptr && !node.Find("shape")->IsMap();
    if (!node.IsMap()) {
      return scalars_.WrongType(node, Quote(field.key),
                                "a map of inputs by their names");
    }
    if (is_one) {
      diagnostics_.Error(node.span, "wrong-type",
                         llvm::formatv("{0} has the names of inputs, not the "
                                       "keys of one",
                                       Quote(field.key)),
                         "write input: {shape: [...]}");
      return false;
    }
    bool sound = true;
    for (const auto& [key, value] : node.entries) {
      if (key->IsScalar()) sound &= CheckName(*key, WhyNotIdentifier);
    }
    return ReadByName(node, field, *inputs.inputs, /*by_name=*/true, read) &&
           sound;
  }

  bool Read(const YamlNode& node, const SpecField& field, OutputNames outputs) {
    return ReadNames(node, field, kMostModelArrays, *outputs.names);
  }

  bool Read(const YamlNode& node, const SpecField& field,
            std::vector<LayerSpec>* layers) {
    if (!node.IsSequence()) {
      return scalars_.WrongType(node, Quote(field.key), "a list of layers");
    }
    bool sound = CheckLayerCount(node);
    for (const YamlNode* item : node.items) {
      raw_.layer_nodes.push_back(item);
      sound &= Mark(*item, ReadLayer(*item, layers->emplace_back()));
    }
    return sound;
  }

 private:
  // A name, or a list of at most `most`.
  bool ReadNames(const YamlNode& node, const SpecField& field, size_t most,
                 std::vector<std::string>& names) {
    if (node.IsScalar()) {
      names.push_back(node.text);
      return true;
    }
    if (!node.IsSequence()) {
      return scalars_.WrongType(node, Quote(field.key),
                                "a name or a list of names");
    }
    if (node.items.empty() || node.items.size() > most) {
      diagnostics_.Error(
          node.span, "out-of-range",
          llvm::formatv("{0} must have from 1 to {1} names, not {2}",
                        Quote(field.key), most, node.items.size()));
      return false;
    }
    bool sound = true;
    for (const YamlNode* item : node.items) {
      sound &= scalars_.ReadText(*item, "a name of " + Quote(field.key),
                                 names.emplace_back());
    }
    return sound;
  }

  // One value without a name, or a map of values by the names of inputs or
  // outputs, which the checker knows.
  template <typename T, typename ReadOne>
  bool ReadByName(const YamlNode& node, const SpecField& field,
                  std::vector<Named<T>>& values, bool by_name,
                  ReadOne read_one) {
    values.clear();
    if (!by_name) {
      return read_one(node, Quote(field.key), values.emplace_back().value);
    }
    bool sound = CheckNamesOf(node, field);
    for (const auto& [key, value] : node.entries) {
      if (!key->IsScalar()) continue;
      const bool is_sound =
          read_one(*value, Quote(field.key) + " of " + Quote(key->text),
                   values.emplace_back(key->text).value);
      sound &= Mark(*value, is_sound);
    }
    return sound;
  }

  // The keys of a map by names: words, each once, not too many.
  bool CheckNamesOf(const YamlNode& node, const SpecField& field) {
    if (node.entries.empty() || node.entries.size() > kMostModelArrays) {
      diagnostics_.Error(
          node.span, "out-of-range",
          llvm::formatv("{0} must have from 1 to {1} names, not {2}",
                        Quote(field.key), kMostModelArrays,
                        node.entries.size()));
      return false;
    }
    bool sound = true;
    std::unordered_map<std::string_view, const YamlNode*> seen;
    for (const auto& [key, value] : node.entries) {
      sound &= CheckKey(*key, field.key, seen);
    }
    return sound;
  }

  // Whether a map is one of the family, not a map of some by name.
  static bool IsOfFamily(const YamlNode& node,
                         std::span<const Section> family) {
    return llvm::any_of(node.entries, [&](const YamlNode::Entry& entry) {
      return entry.key->text == "type" ||
             llvm::any_of(family, [&](const Section& section) {
               return section.Find(entry.key->text) != nullptr;
             });
    });
  }

  bool ReadMetrics(const YamlNode& node, std::string_view subject,
                   MetricTypes& types) {
    if (!node.IsSequence()) {
      const bool is_name =
          node.IsScalar() && llvm::is_contained(MetricNames(), node.text);
      return scalars_.WrongType(node, subject, "a list",
                                is_name ? "write [" + node.text + "]" : "");
    }
    bool sound = true;
    for (const YamlNode* item : node.items) {
      sound &= ReadMetric(*item, types);
    }
    return sound;
  }

  bool Mark(const YamlNode& node, bool sound) {
    if (!sound) raw_.mistaken.insert(&node);
    return sound;
  }

  std::vector<std::string_view> MetricNames() const {
    std::vector<std::string_view> names;
    for (const MetricType& type : catalog_.metrics())
      names.push_back(type.name);
    return names;
  }

  bool ReadMetric(const YamlNode& node, MetricTypes& metrics) {
    size_t index = 0;
    if (!scalars_.ReadChoice(node, "metric", MetricNames(), index)) {
      return false;
    }
    const MetricType& type = catalog_.metrics()[index];
    if (!llvm::is_contained(metrics, &type)) {
      metrics.push_back(&type);
      return true;
    }
    diagnostics_.Error(
        node.span, "duplicate-name",
        llvm::formatv("metric {0} is given twice", Quote(type.name)));
    return false;
  }

  bool CheckLayerCount(const YamlNode& layers) {
    const size_t count = layers.items.size();
    if (count > 0 && count <= kMostLayers) return true;
    if (count == 0) {
      diagnostics_.Error(layers.span, "out-of-range",
                         "a model needs at least one layer");
    } else {
      diagnostics_.Error(
          layers.items[kMostLayers]->span, "out-of-range",
          llvm::formatv("a model has at most {0} layers, not {1}", kMostLayers,
                        count));
    }
    return false;
  }

  // How a layer that stands there as Dense or as Dense(512) is written.
  std::string LayerAsMap(const YamlNode& node) const {
    const size_t bracket = node.text.find('(');
    const std::string_view type =
        std::string_view(node.text).substr(0, bracket);
    for (const Section& section : catalog_.sections()) {
      if (!node.IsScalar() || section.name != type) continue;
      std::string keys;
      std::string argument = FirstArgument(node.text);
      for (const SpecField& field : section.fields) {
        if (!field.IsRequired()) continue;
        keys += llvm::formatv(", {0}: {1}", field.key,
                              std::exchange(argument, "..."));
      }
      return llvm::formatv("write {{type: {0}{1}}", type, keys);
    }
    return "";
  }

  // "512" of "Dense(512, activation='relu')"; "..." if there is no number.
  static std::string FirstArgument(std::string_view call) {
    const size_t bracket = call.find('(');
    if (bracket == std::string_view::npos) return "...";
    const std::string_view arguments = call.substr(bracket + 1);
    const std::string_view first =
        arguments.substr(0, arguments.find_first_of(",)"));
    const bool is_number = ParseReal(first).error == NumberError::kNone;
    return is_number ? std::string(first) : "...";
  }

  bool ReadLayer(const YamlNode& node, LayerSpec& layer) {
    layer.location = node.span.location;
    if (node.is_reported) {
      TakeName(node, layer);
      return false;
    }
    if (!node.IsMap()) {
      return scalars_.WrongType(node, "a layer", "a map", LayerAsMap(node));
    }
    const std::span<const Section> family = catalog_.sections();
    const std::optional<size_t> index = ReadType(node, "layer", family);
    if (!index) {
      TakeName(node, layer);
      return false;
    }
    layer.kind = catalog_.types()[*index]->create();
    return ReadMap(node, "layer",
                   {{{&LayerCommonSection(), &layer},
                     {&family[*index], layer.kind->options()}},
                    family});
  }

  // Of a layer that is not read on: others may take its output all the same.
  static void TakeName(const YamlNode& node, LayerSpec& layer) {
    const YamlNode* name = node.Find("name");
    if (name != nullptr && name->IsScalar()) layer.name = name->text;
  }

  // Which section of `family` the node chooses: by its text, or by the key
  // `type` of a map.
  std::optional<size_t> ReadType(const YamlNode& node, std::string_view noun,
                                 std::span<const Section> family) {
    const YamlNode* type = node.IsMap() ? node.Find("type") : &node;
    if (type == nullptr) {
      MissingKey(node, "type", noun);
      return std::nullopt;
    }
    size_t index = 0;
    if (!scalars_.ReadChoice(*type, noun, NamesOfSections(family), index)) {
      return std::nullopt;
    }
    return index;
  }

  // Reads the rest of a node whose type is known. A bare name is a map with
  // nothing but its type.
  bool ReadChosen(const YamlNode& node, std::string_view noun,
                  std::span<const Section> family, size_t index, void* object) {
    if (node.IsMap()) {
      return ReadMap(
          node, noun,
          {{{&TypeSection(), object}, {&family[index], object}}, family});
    }
    for (const SpecField& field : family[index].fields) {
      ReadDefault(field, {&family[index], object});
    }
    return true;
  }

  bool CheckKeys(const YamlNode& node, const MapDescription& description) {
    std::unordered_map<std::string_view, const YamlNode*> seen;
    bool sound = true;
    for (const auto& [key, value] : node.entries) {
      if (key->IsScalar() && description.Find(key->text) == nullptr) {
        UnknownKey(*key, description);
        sound = false;
      } else {
        sound &= CheckKey(*key, description.section().name, seen);
      }
    }
    return sound;
  }

  // A word that `seen` has not.
  bool CheckKey(const YamlNode& key, std::string_view owner,
                std::unordered_map<std::string_view, const YamlNode*>& seen) {
    if (!key.IsScalar()) {
      diagnostics_.Error(key.span, "wrong-type",
                         "a key must be a word, not " + Describe(key));
      return false;
    }
    const auto [first, is_new] = seen.emplace(key.text, &key);
    if (is_new) return true;
    diagnostics_.Error(
        key.span, "duplicate-key",
        llvm::formatv("duplicate key {0} for {1}", Quote(key.text), owner),
        llvm::formatv("the first is in line {0}",
                      first->second->span.location.line));
    return false;
  }

  void UnknownKey(const YamlNode& key, const MapDescription& description) {
    for (const Section& other : description.family) {
      if (other.Find(key.text) == nullptr) continue;
      diagnostics_.Error(
          key.span, "unknown-key",
          llvm::formatv("{0} has no key {1}", description.section().name,
                        Quote(key.text)),
          llvm::formatv("{0} has it", other.name));
      return;
    }
    diagnostics_.Error(
        key.span, "unknown-key",
        llvm::formatv("unknown key {0} for {1}", Quote(key.text),
                      description.section().name),
        HintForUnknownKey(key.text, description.Keys(), catalog_));
  }

  void MissingKey(const YamlNode& node, std::string_view key,
                  std::string_view owner) {
    diagnostics_.Error(node.span, "missing-key",
                       llvm::formatv("missing key '{0}' for {1}", key, owner));
  }

  bool ReadField(const YamlNode& map, const SpecField& field, const Part& part,
                 const Section& owner) {
    if (const YamlNode* value = map.Find(field.key)) {
      return Mark(*value, ReadValue(*value, field, part));
    }
    if (field.IsRequired()) {
      MissingKey(map, field.key, owner.name);
      return false;
    }
    ReadDefault(field, part);
    return true;
  }

  bool ReadValue(const YamlNode& value, const SpecField& field,
                 const Part& part) {
    return std::visit(
        [&](const auto& reference) { return Read(value, field, reference); },
        field.reference(part.object));
  }

  void ReadDefault(const SpecField& field, const Part& part) {
    if (field.IsAutomatic()) return;
    const std::optional<YamlDocument> value =
        ParseYaml(std::string(field.default_text), diagnostics_);
    const bool sound = value && ReadValue(*value->root, field, part);
    assert(sound && "a default breaks the rules of its own field");
    (void)sound;
  }

  using Objection = std::string_view (*)(std::string_view name);

  bool CheckName(const YamlNode& node, Objection why_not) {
    const std::string close = CloseIdentifier(node.text);
    const bool helps = close != node.text && why_not(close).empty();
    return CheckWord(node, "name", why_not(node.text),
                     helps ? "write " + close : "");
  }

  bool CheckWord(const YamlNode& node, std::string_view noun,
                 std::string_view objection, const std::string& hint) {
    if (objection.empty()) return true;
    const std::string_view slug = noun == "name" ? "bad-name" : "bad-file-name";
    diagnostics_.Error(
        node.span, slug,
        llvm::formatv("the {0} {1} {2}", noun, Quote(node.text), objection),
        hint);
    return false;
  }

  template <typename Enum>
  bool ReadEnum(const YamlNode& node, std::string_view noun, Enum& value) {
    size_t index = 0;
    if (!scalars_.ReadChoice(node, noun, NamesOf(Enum()), index)) return false;
    value = static_cast<Enum>(index);
    return true;
  }

  RawSpec& raw_;
  const LayerCatalog& catalog_;
  Diagnostics& diagnostics_;
  ScalarReader scalars_;
};

}  // namespace

RawSpec ReadSpec(const YamlDocument& document, const LayerCatalog& catalog,
                 Diagnostics& diagnostics) {
  RawSpec raw;
  raw.root = document.root;
  SpecReader(raw, catalog, diagnostics)
      .ReadMap(*document.root, "the spec", {{{&RootSection(), &raw.spec}}, {}});
  return raw;
}

}  // namespace sinter
