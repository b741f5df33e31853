#include "compiler/spec/key_hints.h"

#include <algorithm>
#include <span>
#include <variant>

#include "compiler/spec/fields.h"
#include "compiler/spec/keras_words.h"
#include "compiler/spec/model_spec.h"
#include "compiler/spec/suggestion.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FormatVariadic.h"

namespace sinter {
namespace {

// A key as Squeeze gives it, under the name that other frameworks have for it.
struct Alias {
  std::string_view word;
  std::string_view key;
};
constexpr Alias kAliases[] = {
    {"batch", "batch_size"},
    {"bias", "use_bias"},
    {"initializer", "kernel_initializer"},
    {"lossfunction", "loss"},
    {"lr", "learning_rate"},
    {"neurons", "units"},
    {"outfeatures", "units"},
    {"outputdim", "units"},
    {"outputs", "units"},
    {"p", "rate"},
    {"validation", "validation_split"},
    {"weightinitializer", "kernel_initializer"},
};

std::string_view ResolveAlias(std::string_view key) {
  const auto* alias = std::ranges::find(kAliases, Squeeze(key), &Alias::word);
  return alias == std::end(kAliases) ? key : alias->key;
}

const SpecField* FindSqueezed(const Section& section, std::string_view key) {
  const std::string squeezed = Squeeze(key);
  for (const SpecField& field : section.fields) {
    if (Squeeze(field.key) == squeezed) return &field;
  }
  return nullptr;
}

// The section with the key among `section` and those inside it; or null.
const Section* FindOwner(const Section& section, void* object,
                         std::string_view key) {
  if (FindSqueezed(section, key) != nullptr) return &section;
  for (const SpecField& field : section.fields) {
    const FieldReference reference = field.reference(object);
    if (const auto* inputs = std::get_if<ModelInputs>(&reference)) {
      if (FindSqueezed(*inputs->section, key) != nullptr)
        return inputs->section;
    }
    if (const auto* set = std::get_if<SetFiles>(&reference)) {
      if (FindSqueezed(*set->section, key) != nullptr) return set->section;
    }
    const auto* inner = std::get_if<Subsection>(&reference);
    if (inner == nullptr) continue;
    if (const Section* owner = FindOwner(*inner->section, inner->object, key)) {
      return owner;
    }
  }
  return nullptr;
}

const Section* FindOwner(std::span<const Section> family,
                         std::string_view key) {
  const auto found = llvm::find_if(family, [&](const Section& section) {
    return FindSqueezed(section, key) != nullptr;
  });
  return found == family.end() ? nullptr : &*found;
}

// "an optimizer has learning_rate: {type: rmsprop, learning_rate: ...}"
std::string InMapOf(std::string_view noun, const Section& section,
                    std::string_view key) {
  const std::string_view spelled = FindSqueezed(section, key)->key;
  return llvm::formatv("{0} has {1}: {{type: {2}, {1}: ...}", noun, spelled,
                       section.name);
}

// Which part of the spec has the key; "" if none.
std::string WhereItStands(std::string_view key, const LayerCatalog& catalog) {
  ModelSpec spec;
  if (const Section* owner = FindOwner(RootSection(), &spec, key)) {
    return llvm::formatv("{0} has {1}", owner->name,
                         FindSqueezed(*owner, key)->key);
  }
  if (const Section* owner = FindOwner(OptimizerSections(), key)) {
    return InMapOf("an optimizer", *owner, key);
  }
  if (const Section* owner = FindOwner(RegularizerSections(), key)) {
    return InMapOf("a regularizer", *owner, key);
  }
  if (const Section* owner = FindOwner(catalog.loss_sections(), key)) {
    return InMapOf("a loss", *owner, key);
  }
  if (const Section* owner = FindOwner(catalog.sections(), key)) {
    return InMapOf("a layer", *owner, key);
  }
  return "";
}

}  // namespace

std::string HintForUnknownKey(std::string_view key,
                              const std::vector<std::string_view>& keys,
                              const LayerCatalog& catalog) {
  const std::string_view meant = ResolveAlias(key);
  if (meant != key && llvm::is_contained(keys, meant)) {
    return "write " + std::string(meant);
  }
  const auto is_same = [&](std::string_view known) {
    return Squeeze(known) == Squeeze(key);
  };
  if (llvm::any_of(keys, is_same)) return SuggestName(key, keys);
  if (const KerasWord* word = FindKerasWord("key", key)) {
    return std::string(word->instead);
  }
  std::string place = WhereItStands(meant, catalog);
  return place.empty() ? SuggestName(key, keys) : place;
}

}  // namespace sinter
