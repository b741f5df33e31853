#include "compiler/spec/names.h"

#include <algorithm>

#include "compiler/spec/c_library_names.h"
#include "compiler/spec/layer_type.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

namespace sinter {
namespace {

// In the order of the variant's alternatives.
constexpr std::array<std::string_view, std::variant_size_v<OptimizerSpec>>
    kOptimizerTypes = {"rmsprop", "sgd", "adam", "adamw", "adamax", "adadelta"};

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

// Names that generated code already has at its outermost level, and beginnings
// of those whose header's guard would be another header's.
constexpr std::string_view kReservedModelNames[] = {"hwy", "main", "sinter",
                                                    "std"};
constexpr std::string_view kReservedBeginnings[] = {"highway_hwy_",
                                                    "sinter_runtime_"};

bool IsIdentifierCharacter(char c) { return llvm::isAlnum(c) || c == '_'; }

bool IsReservedForGeneratedCode(std::string_view name) {
  const std::string lower = llvm::StringRef(name).lower();
  return llvm::is_contained(kReservedModelNames, name) ||
         llvm::any_of(kReservedBeginnings, [&](std::string_view beginning) {
           return lower.starts_with(beginning);
         });
}

bool IsFileNameCharacter(char c) {
  return llvm::isAlnum(c) ||
         std::string_view("._+-/").find(c) != std::string_view::npos;
}

}  // namespace

std::string_view TypeName(const AnyLayer& layer) {
  return layer->type().section.name;
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
  const std::string_view objection = WhyNotIdentifier(name);
  if (!objection.empty()) return objection;
  if (IsReservedForGeneratedCode(name)) {
    return "is a name that generated code needs itself";
  }
  if (LooksLikeMacro(name)) {
    return "has no small letter before its first underscore, as a macro";
  }
  if (IsCLibraryName(name)) return "is a name of the C library";
  return "";
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

std::string CloseIdentifier(std::string_view text) {
  std::string close;
  for (char c : text) {
    const bool separates =
        std::string_view("-. ").find(c) != std::string_view::npos;
    if (!separates && !IsIdentifierCharacter(c)) return "";
    const char letter = separates ? '_' : c;
    const bool may_follow = !close.empty() && close.back() != '_';
    if (letter != '_' || may_follow) close += letter;
  }
  return close;
}

std::string_view WhyNotColumnName(std::string_view name) {
  constexpr size_t kLongest = 128;
  if (name.empty()) return "is empty";
  if (name.size() > kLongest) return "is longer than 128 characters";
  const auto is_plain = [](char c) {
    return c >= ' ' && c <= '~' && c != '"' && c != '\\';
  };
  return std::ranges::all_of(name, is_plain)
             ? ""
             : "has other characters than printable ASCII without quotes and "
               "backslashes";
}

}  // namespace sinter
