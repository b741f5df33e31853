// The rules of a model's data: files for each input and output, or a table and
// its columns.
#ifndef SINTER_COMPILER_SPEC_DATA_CHECKER_H_
#define SINTER_COMPILER_SPEC_DATA_CHECKER_H_

#include <initializer_list>
#include <string>
#include <string_view>

#include "compiler/spec/diagnostics.h"
#include "compiler/spec/reader.h"

namespace sinter {

class DataChecker {
 public:
  DataChecker(RawSpec& raw, Diagnostics& diagnostics)
      : raw_(raw), spec_(raw.spec), diagnostics_(diagnostics) {}

  // Puts files into the order of inputs and outputs. After the outputs and
  // their losses are known.
  void Check();

 private:
  const YamlNode* Find(std::initializer_list<std::string_view> keys) const {
    return raw_.Find(keys);
  }

  bool HasSoundFormat() const;
  bool HasTables() const;

  // Tables are of one format, and of models that learn one thing of one.
  void CheckTables();

  void CheckTableInput(const InputSpec& input);

  // As many as the only input has elements, and none that is learned.
  void CheckTableSamples(const YamlNode& table);

  // Against what the only output is compared with.
  void CheckTableColumns(const YamlNode& table);

  // One table, or arrays, as the format says.
  bool CheckKindOfFiles(std::string_view set, const DataFiles& files);

  // A file of each set for each input and output, each another one.
  void CheckFiles(std::string_view set, DataFiles& files);

  // Samples have a dimension more than labels; but what is learned of samples
  // may be the samples themselves.
  void CheckThatFilesDiffer(const YamlNode& x, const YamlNode& y,
                            const DataFiles& files);

  void ReportFile(const YamlNode& list, const std::string& name,
                  std::string_view what, const std::string& file);

  RawSpec& raw_;
  ModelSpec& spec_;
  Diagnostics& diagnostics_;
};

}  // namespace sinter

#endif  // SINTER_COMPILER_SPEC_DATA_CHECKER_H_
