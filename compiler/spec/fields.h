// The table of a spec's keys. The reader, the checker of ranges, the defaults,
// `sinter explain` and the schema in models/README.md all come from it: a new
// key is one line in fields.cc and one member of a struct in model_spec.h, or,
// for a layer, both in its file in compiler/layers.
#ifndef SINTER_COMPILER_SPEC_FIELDS_H_
#define SINTER_COMPILER_SPEC_FIELDS_H_

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "compiler/spec/model_spec.h"

namespace sinter {

struct Section;

// What a key's value is and where it is kept. The pointers go into the struct
// that the section describes.
struct FixedWord {  // the only value allowed: `version: 1`
  std::string_view word;
};
struct TypeWord {};  // `type`, which chose the section
struct ModelName {
  std::string* text;
};
struct LayerName {
  std::string* text;
};
struct LayerInputs {  // none: not given
  std::vector<std::string>* names;
};
struct LayerReference {  // "": not given
  std::string* name;
};
struct Blocks {};  // what ExpandBlocks has put in the place of its uses
struct Shape {
  std::vector<int64_t>* dimensions;
  bool may_infer;  // one dimension may be -1
};
// Of an image's rows and columns: one number stands for both.
struct SizePair {
  std::array<int64_t, 2>* sizes;
};
// Rows and columns before and after an image's: one number stands for all, one
// of a pair for both sides.
struct Borders {
  std::array<std::array<int64_t, 2>, 2>* sizes;
};
struct Subsection {
  const Section* section;
  void* object;
};
// Of each input or output: a value where there is one, else a map by name.
struct FileNames {
  std::vector<Named<std::string>>* files;
};
// A table, or a map of `section`.
struct SetFiles {
  const Section* section;
  DataFiles* files;
};
struct Table {  // nothing: not given
  const Section* section;
  std::optional<TableSpec>* table;
};
struct ColumnNames {  // of columns or classes; none: not given
  std::vector<std::string>* names;
};
struct LossChoices {
  std::vector<Named<LossSpec>>* losses;
};
struct LossWeights {  // none: not given
  std::vector<Named<double>>* weights;
};
struct MetricLists {
  std::vector<Named<MetricTypes>>* lists;
};
// The model's inputs: the only one, or a map by name.
struct ModelInputs {
  const Section* section;
  std::vector<Named<InputSpec>>* inputs;
  bool by_name;
};
struct OutputNames {  // none: not given
  std::vector<std::string>* names;
};
using FieldReference = std::variant<
    FixedWord, TypeWord, Blocks, ModelName, LayerName, LayerInputs,
    LayerReference, FileNames, SetFiles, Table, ColumnNames, Shape, SizePair,
    Borders, Subsection, LossChoices, LossWeights, MetricLists, ModelInputs,
    OutputNames, int64_t*, uint32_t*, double*, std::optional<bool>*,
    std::optional<int64_t>*, std::optional<double>*, Regularizer*, bool*,
    Activation*, Initializer*, ElementType*, Sparsity*, Padding*, DataFormat*,
    Separator*, FlipMode*, FillMode*, Interpolation*, Interval*,
    std::optional<Interval>*, OptimizerSpec*, std::vector<LayerSpec>*>;

struct Range {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  bool low_is_open = false;  // low itself is outside
  bool high_is_open = false;

  bool Contains(double value) const;
  // "from 1 to 65536", "at least 0 and less than 1"; "" without bounds.
  std::string Text() const;
};

struct SpecField {
  std::string_view key;
  std::string_view default_text;  // the default as YAML, or one of those below
  Range range;                    // of a number
  std::string_view meaning;
  FieldReference (*reference)(
      void* object);  // `object` is the struct of the field's section

  bool IsRequired() const;
  bool IsAutomatic() const;
};

// In place of a default: the key must be given; the value is chosen after
// reading, which words for people say how, or there is none.
inline constexpr std::string_view kRequired = "";
inline constexpr std::string_view kAutomatic = "automatic";
inline constexpr std::string_view kLayerBefore = "the layer before";
inline constexpr std::string_view kOfItsOwn = "its own";
inline constexpr std::string_view kLearns = "true: it learns";
inline constexpr std::string_view kNone = "none";
inline constexpr std::string_view kLastLayer = "the last layer";
inline constexpr std::string_view kOtherColumns = "all but those of `y`";
inline constexpr std::string_view kNumbers = "numbers from 0";
inline constexpr std::string_view kSameAsHeight = "as `height_factor`";
inline constexpr std::string_view kThisOrInputs = "this or `inputs`";
inline constexpr std::string_view kThisOrInput = "this or `input`";

// One map of the spec.
struct Section {
  std::string_view name;     // as messages name it: "Dense", "fit"
  std::string_view meaning;  // for the schema
  std::span<const SpecField> fields;

  const SpecField* Find(std::string_view key) const;
};

const Section& RootSection();         // of a ModelSpec
const Section& LayerCommonSection();  // of a LayerSpec: the keys of every layer
const Section& TypeSection();         // of anything: the key `type` alone
std::span<const Section>
OptimizerSections();  // of each alternative of OptimizerSpec, in its order
std::span<const Section>
RegularizerSections();  // of a Regularizer, of each kind but kNone

// Makes `variant` hold its alternative number `index`, default-constructed, and
// returns its address.
template <typename Variant, size_t kIndex = 0>
void* EmplaceAlternative(Variant& variant, size_t index) {
  if constexpr (kIndex < std::variant_size_v<Variant>) {
    if (index == kIndex) return &variant.template emplace<kIndex>();
    return EmplaceAlternative<Variant, kIndex + 1>(variant, index);
  }
  return nullptr;
}

// The address of the alternative that `variant` holds.
template <typename Variant>
void* AddressOfAlternative(Variant& variant) {
  return std::visit([](auto& alternative) -> void* { return &alternative; },
                    variant);
}

}  // namespace sinter

#endif  // SINTER_COMPILER_SPEC_FIELDS_H_
