// The middle of the compiler as the command line sees it: a checked spec goes
// in, generated files or the text of a stage come out.
#ifndef SINTER_COMPILER_DRIVER_COMPILER_H_
#define SINTER_COMPILER_DRIVER_COMPILER_H_

#include <string>
#include <vector>

#include "compiler/codegen/generated_file.h"
#include "compiler/planning/passes.h"
#include "compiler/spec/model_spec.h"
#include "llvm/Support/Error.h"

namespace sinter {

// Where to stop, in the order of the pipeline; then pictures of the plan.
enum class Stage {
  kSpec,
  kNn,
  kTrain,
  kFused,
  kPlan,
  kCpp,
  kReference,
  kDot,
  kSvg
};

struct CompileOptions {
  Stage stage = Stage::kCpp;
  // A numbered file for each stage goes here; empty: none.
  std::string dump_ir_directory;
  std::vector<std::string> disabled_passes;  // names from PassNames()
  TileLimits tiles;                          // in place of select-tiles' choice
  bool fusion_report = false;                // remarks on stderr
  bool timing = false;                       // time by pass on stderr
};

struct CompileResult {
  // kCpp and kReference: NAME.h, NAME.cc, main.cc, CMakeLists.txt. The first
  // line of each holds kGeneratedMark.
  std::vector<GeneratedFile> files;
  // The other stages: YAML or IR.
  std::string text;
};

// Diagnostics and remarks go to stderr. An error is a pass name that is not in
// PassNames(), a dump directory that cannot be written, or a failure of the
// compiler itself.
llvm::Expected<CompileResult> CompileModel(const ModelSpec& spec,
                                           const CompileOptions& options);

// The passes that --disable-pass knows, in the order of the pipeline.
std::vector<std::string> PassNames();

}  // namespace sinter

#endif  // SINTER_COMPILER_DRIVER_COMPILER_H_
