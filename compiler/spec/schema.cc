#include "compiler/spec/schema.h"

#include <span>
#include <string_view>
#include <type_traits>
#include <variant>

#include "compiler/spec/fields.h"
#include "compiler/spec/names.h"
#include "llvm/Support/FormatVariadic.h"

namespace sinter {
namespace {

std::string Code(std::string_view text) {
  return "`" + std::string(text) + "`";
}

std::string OneOf(std::span<const std::string_view> names) {
  std::string text;
  for (std::string_view name : names) {
    text += (text.empty() ? "" : ", ") + Code(name);
  }
  return text;
}

// What may stand after the key, in words.
struct ValueText {
  const LayerCatalog& catalog;
  const Range& range;

  std::string WithRange(const std::string& text) const {
    const std::string bounds = range.Text();
    return bounds.empty() ? text : text + " " + bounds;
  }

  std::string operator()(FixedWord fixed) const { return Code(fixed.word); }
  std::string operator()(TypeWord) const { return "name"; }
  std::string operator()(ModelName) const { return "name"; }
  std::string operator()(LayerName) const { return "name"; }
  std::string operator()(LayerInputs) const { return "name or list of names"; }
  std::string operator()(LayerReference) const { return "name"; }
  std::string operator()(Blocks) const { return "map of blocks"; }
  std::string operator()(FileNames) const { return "file name"; }
  std::string operator()(Shape) const { return "list of 1 to 8 integers"; }
  std::string operator()(SizePair) const {
    return WithRange("integer") + ", or a list of two";
  }
  std::string operator()(Borders) const {
    return WithRange("integer") +
           ", a list of two for rows and columns, or of two lists of two for "
           "before and after";
  }
  std::string operator()(const Interval*) const {
    return WithRange("number") +
           " that stands for both signs of it, or a list of two";
  }
  std::string operator()(const std::optional<Interval>*) const {
    return (*this)(static_cast<const Interval*>(nullptr));
  }
  std::string operator()(Subsection) const { return "map"; }
  std::string operator()(SetFiles) const { return "map or file name"; }
  std::string operator()(Table) const { return "map"; }
  std::string operator()(ColumnNames) const { return "name or list of names"; }
  std::string operator()(LossChoices) const { return "loss"; }
  std::string operator()(LossWeights) const {
    return "map of numbers " + range.Text();
  }
  std::string operator()(MetricLists) const { return "list of metrics"; }
  std::string operator()(ModelInputs inputs) const {
    return inputs.by_name ? "map of maps" : "map";
  }
  std::string operator()(OutputNames) const { return "name or list of names"; }
  std::string operator()(const int64_t*) const { return WithRange("integer"); }
  std::string operator()(const uint32_t*) const { return WithRange("integer"); }
  std::string operator()(const double*) const { return WithRange("number"); }
  std::string operator()(const std::optional<int64_t>*) const {
    return WithRange("integer");
  }
  std::string operator()(const std::optional<double>*) const {
    return WithRange("number");
  }
  std::string operator()(const std::optional<bool>*) const {
    return "`true`, `false`";
  }
  std::string operator()(const bool*) const { return "`true`, `false`"; }
  std::string operator()(const Regularizer*) const { return "regularizer"; }
  std::string operator()(const OptimizerSpec*) const { return "optimizer"; }
  std::string operator()(const std::vector<LayerSpec>*) const {
    return "list of layers";
  }
  std::string operator()(const Activation*) const {
    return OneOf(catalog.activations());
  }
  template <typename Enum>
    requires std::is_enum_v<Enum>
  std::string operator()(const Enum*) const {
    return OneOf(NamesOf(Enum()));
  }
};

std::string DefaultText(const SpecField& field) {
  if (field.IsRequired()) return "required";
  return field.IsAutomatic() ? std::string(field.default_text)
                             : Code(field.default_text);
}

class SchemaWriter {
 public:
  explicit SchemaWriter(const LayerCatalog& catalog) : catalog_(catalog) {}

  std::string Table(const Section& section, void* object) const {
    if (section.fields.empty()) return "";
    std::string text =
        "\n| key | value | default | meaning |\n|---|---|---|---|\n";
    for (const SpecField& field : section.fields) {
      const std::string value =
          std::visit(ValueText{catalog_, field.range}, field.reference(object));
      text += llvm::formatv("| `{0}` | {1} | {2} | {3} |\n", field.key, value,
                            DefaultText(field), field.meaning);
    }
    return text;
  }

  std::string Describe(const Section& section, void* object,
                       std::string_view heading) const {
    return llvm::formatv("\n{0} {1}\n\n{2}\n{3}", heading, section.name,
                         section.meaning, Table(section, object));
  }

  // A section and those inside it, outermost first.
  std::string DescribeTree(const Section& section, void* object) const {
    std::string text = Describe(section, object, "###");
    for (const SpecField& field : section.fields) {
      const FieldReference reference = field.reference(object);
      if (const auto* inner = std::get_if<Subsection>(&reference)) {
        text += DescribeTree(*inner->section, inner->object);
      } else if (const auto* set = std::get_if<SetFiles>(&reference)) {
        text += DescribeTree(*set->section, set->files);
      } else if (const auto* table = std::get_if<sinter::Table>(&reference)) {
        TableSpec columns;
        text += Describe(*table->section, &columns, "###");
      } else if (const auto* inputs = std::get_if<ModelInputs>(&reference);
                 inputs != nullptr && !inputs->by_name) {
        InputSpec input;
        text += Describe(*inputs->section, &input, "###");
      }
    }
    return text;
  }

  std::string DescribeLayers() const {
    std::string text;
    for (const LayerType* type : catalog_.types()) {
      text += Describe(type->section, type->create()->options(), "####");
    }
    return text;
  }

  std::string DescribeOptimizers() const {
    std::string text;
    for (size_t i = 0; i < OptimizerSections().size(); ++i) {
      OptimizerSpec optimizer;
      text += Describe(OptimizerSections()[i], EmplaceAlternative(optimizer, i),
                       "####");
    }
    return text;
  }

  std::string DescribeMetrics() const {
    std::string text = "\n| metric | meaning |\n|---|---|\n";
    for (const MetricType& type : catalog_.metrics()) {
      text += llvm::formatv("| `{0}` | {1} |\n", type.name, type.meaning);
    }
    return text;
  }

 private:
  const LayerCatalog& catalog_;
};

}  // namespace

std::string SchemaMarkdown(const LayerCatalog& catalog) {
  const SchemaWriter schema(catalog);
  ModelSpec spec;
  LayerSpec layer;
  std::string text = schema.DescribeTree(RootSection(), &spec);
  text += "\n### Layers\n\n" + std::string(LayerCommonSection().meaning) +
          "\n" + schema.Table(LayerCommonSection(), &layer);
  text += schema.DescribeLayers();
  text +=
      "\n### Optimizers\n\nWritten as a name or as a map: `rmsprop`, `{type: "
      "rmsprop, rho: 0.95}`.\n";
  text += schema.DescribeOptimizers();
  text +=
      "\n### Regularizers\n\nWritten as a name or as a map: `l2`, `{type: l2, "
      "l2: 0.002}`.\n";
  Regularizer regularizer;
  for (const Section& section : RegularizerSections()) {
    text += schema.Describe(section, &regularizer, "####");
  }
  text +=
      "\n### Losses\n\nWritten as a name or as a map: `{type: "
      "sparse_categorical_crossentropy, from_logits: true}`.\n";
  LossSpec loss;
  for (const Section& section : catalog.loss_sections()) {
    text += schema.Describe(section, &loss, "####");
  }
  text += "\n### Metrics\n\nEach at most once, and shown under its name.\n" +
          schema.DescribeMetrics();
  return text;
}

}  // namespace sinter
