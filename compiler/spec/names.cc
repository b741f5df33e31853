#include "compiler/spec/names.h"

#include <algorithm>

#include "llvm/ADT/StringExtras.h"

namespace sinter {
namespace {

// In the order of the variants' alternatives.
constexpr std::array<std::string_view, std::variant_size_v<LayerKind>>
    kLayerTypes = {"Rescaling", "Flatten",    "Reshape",
                   "Dense",     "Activation", "Dropout"};
constexpr std::array<std::string_view, std::variant_size_v<OptimizerSpec>>
    kOptimizerTypes = {"rmsprop", "sgd", "adam", "adamw"};

// [lex.key] of C++20 with the alternative tokens, sorted.
constexpr std::string_view kKeywords[] = {
    "alignas",       "alignof",     "and",
    "and_eq",        "asm",         "auto",
    "bitand",        "bitor",       "bool",
    "break",         "case",        "catch",
    "char",          "char16_t",    "char32_t",
    "char8_t",       "class",       "co_await",
    "co_return",     "co_yield",    "compl",
    "concept",       "const",       "const_cast",
    "consteval",     "constexpr",   "constinit",
    "continue",      "decltype",    "default",
    "delete",        "do",          "double",
    "dynamic_cast",  "else",        "enum",
    "explicit",      "export",      "extern",
    "false",         "float",       "for",
    "friend",        "goto",        "if",
    "inline",        "int",         "long",
    "mutable",       "namespace",   "new",
    "noexcept",      "not",         "not_eq",
    "nullptr",       "operator",    "or",
    "or_eq",         "private",     "protected",
    "public",        "register",    "reinterpret_cast",
    "requires",      "return",      "short",
    "signed",        "sizeof",      "static",
    "static_assert", "static_cast", "struct",
    "switch",        "template",    "this",
    "thread_local",  "throw",       "true",
    "try",           "typedef",     "typeid",
    "typename",      "union",       "unsigned",
    "using",         "virtual",     "void",
    "volatile",      "wchar_t",     "while",
    "xor",           "xor_eq",
};
static_assert(std::ranges::is_sorted(kKeywords));

// Names that generated code already has at its outermost level.
constexpr std::string_view kReservedModelNames[] = {"hwy", "main", "sinter",
                                                    "std"};

bool IsIdentifierCharacter(char c) { return llvm::isAlnum(c) || c == '_'; }

bool IsFileNameCharacter(char c) {
  return llvm::isAlnum(c) ||
         std::string_view("._+-/").find(c) != std::string_view::npos;
}

}  // namespace

std::string_view TypeName(const LayerKind& kind) {
  return kLayerTypes[kind.index()];
}
std::string_view TypeName(const OptimizerSpec& optimizer) {
  return kOptimizerTypes[optimizer.index()];
}

std::string_view WhyNotIdentifier(std::string_view name) {
  if (name.empty()) return "is empty";
  if (name.size() > kLongestName) return "is longer than 64 characters";
  if (!std::ranges::all_of(name, IsIdentifierCharacter)) {
    return "is not a C++ identifier";
  }
  if (llvm::isDigit(name[0])) return "begins with a digit";
  if (name[0] == '_') return "begins with an underscore";
  if (name.find("__") != std::string_view::npos) {
    return "has a double underscore, which C++ reserves";
  }
  if (std::ranges::binary_search(kKeywords, name)) return "is a C++ keyword";
  return "";
}

std::string_view WhyNotModelName(std::string_view name) {
  if (std::ranges::find(kReservedModelNames, name) !=
      std::end(kReservedModelNames)) {
    return "is a name that generated code needs itself";
  }
  return WhyNotIdentifier(name);
}

std::string_view WhyNotFileName(std::string_view name) {
  if (name.empty()) return "is empty";
  if (name.size() > 255) return "is longer than 255 characters";
  if (!std::ranges::all_of(name, IsFileNameCharacter)) {
    return "has a character other than letters, digits and . _ + - /";
  }
  if (name.starts_with('/')) return "is an absolute path";
  if (name.ends_with('/')) return "ends with a slash";
  llvm::SmallVector<llvm::StringRef> parts;
  llvm::StringRef(name).split(parts, '/');
  if (llvm::is_contained(parts, "..")) {
    return "leaves the data folder with '..'";
  }
  if (llvm::is_contained(parts, "") || llvm::is_contained(parts, ".")) {
    return "has an empty part";
  }
  return "";
}

std::string SnakeCase(std::string_view type_name) {
  std::string snake;
  for (char c : type_name) {
    if (llvm::isUpper(c) && !snake.empty()) snake += '_';
    snake += llvm::toLower(c);
  }
  return snake;
}

}  // namespace sinter
