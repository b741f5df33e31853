#include "compiler/driver/runtime_sources.h"

#include <string>
#include <string_view>

#include "compiler/version.h"

namespace sinter {

std::vector<GeneratedFile> RuntimeFiles() {
  const std::string mark =
      " " + std::string(kGeneratedMark) + " " + kSinterVersion +
      ": its runtime, under the Apache License 2.0; do not edit.\n";
  std::vector<GeneratedFile> files;
  for (const auto& [name, text] : RuntimeSources()) {
    const bool is_cmake = std::string_view(name).ends_with(".txt");
    files.push_back({name, (is_cmake ? "#" : "//") + mark + text});
  }
  return files;
}

}  // namespace sinter
