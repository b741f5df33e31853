// The list of what the compiler does between the first IR and code generation.
#ifndef SINTER_COMPILER_DRIVER_PIPELINE_H_
#define SINTER_COMPILER_DRIVER_PIPELINE_H_

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "compiler/driver/compiler.h"
#include "compiler/planning/passes.h"
#include "mlir/Pass/PassManager.h"

namespace sinter {

struct PipelineStep {
  std::string pass;  // as --disable-pass and --dump-ir name it
  // Code generation or a later pass cannot do without it.
  bool required = false;
  std::function<void(mlir::OpPassManager&)> add;
  // A pass that does no more than it must, for when this one is switched off;
  // empty: nothing takes its place.
  std::function<void(mlir::OpPassManager&)> add_plain;
  // The stage that is complete after this step.
  std::optional<Stage> completes;
};

std::vector<PipelineStep> BuildPipeline(const ModelSpec& spec,
                                        const TileLimits& tiles);

}  // namespace sinter

#endif  // SINTER_COMPILER_DRIVER_PIPELINE_H_
