// Reads single values of a spec: each function fills `value` or reports why it
// cannot and returns false.
#ifndef SINTER_COMPILER_SPEC_SCALAR_READER_H_
#define SINTER_COMPILER_SPEC_SCALAR_READER_H_

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/spec/diagnostics.h"
#include "compiler/spec/fields.h"
#include "compiler/spec/yaml_tree.h"

namespace sinter {

// How a message names what stands at a node: "a map", "a quoted string",
// "'relu'".
std::string Describe(const YamlNode& node);

// `subject` is what a message says must be otherwise: "'units'", "a layer".
class ScalarReader {
 public:
  explicit ScalarReader(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  bool ReadInteger(const YamlNode& node, std::string_view subject,
                   const Range& range, int64_t& value);
  // Finite, and in range after rounding to float32 too.
  bool ReadReal(const YamlNode& node, std::string_view subject,
                const Range& range, double& value);
  bool ReadBoolean(const YamlNode& node, std::string_view subject, bool& value);
  // Any scalar that is not null.
  bool ReadText(const YamlNode& node, std::string_view subject,
                std::string& value);
  // One of `names`; `noun` says what they are: "activation". `index` is its
  // place in `names`.
  bool ReadChoice(const YamlNode& node, std::string_view noun,
                  std::span<const std::string_view> names, size_t& index);
  // One number for both, or a list of two.
  bool ReadPair(const YamlNode& node, std::string_view subject,
                const Range& range, std::array<int64_t, 2>& sizes);
  // The same before and after an image's rows, and its columns.
  bool ReadBorders(const YamlNode& node, std::string_view subject,
                   const Range& range,
                   std::array<std::array<int64_t, 2>, 2>& sizes);
  // A number for both signs of it, or a list of two in any order.
  bool ReadInterval(const YamlNode& node, std::string_view subject,
                    const Range& range, Interval& interval);
  bool ReadShape(const YamlNode& node, std::string_view subject, bool may_infer,
                 std::vector<int64_t>& dimensions);

  // Reports "SUBJECT must be WANTED, not ..."; returns false.
  bool WrongType(const YamlNode& node, std::string_view subject,
                 std::string_view wanted, std::string hint = "");

 private:
  bool OutOfRange(const YamlNode& node, std::string_view subject,
                  std::string_view wanted);
  bool ReadDimension(const YamlNode& node, std::string_view subject,
                     bool may_infer, int64_t& value);

  Diagnostics& diagnostics_;
};

}  // namespace sinter

#endif  // SINTER_COMPILER_SPEC_SCALAR_READER_H_
