#include "compiler/codegen/reference/reference_emitter.h"

#include <algorithm>

#include "compiler/codegen/export_emitter.h"
#include "compiler/codegen/reference/function_library.h"
#include "compiler/codegen/reference/reference_step.h"
#include "compiler/ir/nn_roles.h"
#include "llvm/ADT/StringExtras.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace sinter {
namespace {

using mlir::func::FuncOp;

struct StepName {
  llvm::StringLiteral function;
  llvm::StringLiteral cpp;
};
constexpr StepName kSteps[] = {{nn::kTrainStep, "TrainStep"},
                               {nn::kAccumulateStep, "AccumulateStep"},
                               {nn::kEvaluateStep, "EvaluateStep"},
                               {nn::kPredict, "Predict"}};

// Those that the module has.
llvm::SmallVector<StepName> ListSteps(mlir::ModuleOp module) {
  llvm::SmallVector<StepName> steps;
  for (const StepName& step : kSteps)
    if (module.lookupSymbol(step.function)) steps.push_back(step);
  return steps;
}

std::string Includes(llvm::StringRef model) {
  CodeWriter writer;
  writer.Line("#include \"" + model + ".h\"");
  writer.Line();
  for (llvm::StringRef header :
       {"algorithm", "cmath", "cstddef", "cstdint", "string_view", "vector"})
    writer.Line("#include <" + header + ">");
  writer.Line();
  EmitRuntimeIncludes(writer);
  return writer.Take();
}

// One tensor after the other, each row-major.
int64_t PlaceStateTensors(std::vector<StateTensor>& tensors) {
  int64_t next = 0;
  for (StateTensor& tensor : tensors) {
    tensor.offset = next;
    tensor.panel = StateStride(tensor.cols);
    next += tensor.rows * tensor.panel;
  }
  return next;
}

// What the runtime calls: `step` with a team.
void EmitTeamStep(CodeWriter& writer, FuncOp step, llvm::StringRef name) {
  writer.Line();
  EmitExport(writer, step, name,
             {"if (worker.index == 0) Run" + name.str() + "(WithAtMost(" +
                  llvm::itostr(MostSamples(step)) + ", arguments));",
              "worker.Wait();"});
}

void EmitTargets(CodeWriter& writer) {
  writer.Append(R"(
const char* CompiledTargets() { return "SCALAR"; }

const char* ChosenTarget() { return "SCALAR"; }

bool SelectTarget(const char* name) {
  return std::string_view(name) == "SCALAR";
}
)");
}

}  // namespace

Backend EmitReferenceBackend(mlir::ModuleOp nn_module) {
  Backend backend;
  backend.name = "reference";
  backend.tensors = ListStateTensors(nn_module);
  backend.state_floats = PlaceStateTensors(backend.tensors);
  FuncOp predict = nn_module.lookupSymbol<FuncOp>(nn::kPredict);
  for (const unsigned index : nn::FindResults(predict, nn::Role::kOutput)) {
    const auto type =
        llvm::cast<mlir::RankedTensorType>(predict.getResultTypes()[index]);
    backend.output_strides.push_back(type.getDimSize(1));
  }
  backend.includes =
      Includes(nn_module->getAttrOfType<mlir::StringAttr>(nn::kModelAttribute));

  const llvm::SmallVector<StepName> list = ListSteps(nn_module);
  llvm::StringSet<> functions;
  std::string steps;
  for (const StepName& step : list) {
    const ReferenceStep text =
        EmitReferenceStep(nn_module.lookupSymbol<FuncOp>(step.function),
                          ("Run" + step.cpp).str(), functions);
    steps += "\n" + text.text;
    backend.arena_bytes = std::max(backend.arena_bytes, text.arena_bytes);
  }
  CodeWriter writer;
  writer.Line("using sinter::runtime::StepArguments;");
  writer.Line("using sinter::runtime::Worker;");
  writer.Line();
  writer.Line("namespace {");
  EmitReferenceTypes(writer);
  EmitReferenceFunctions(writer, functions);
  writer.Append(steps);
  writer.Line();
  writer.Line("}  // namespace");
  writer.Line();
  writer.Comment("Worker 0 does all the work; the others wait for it.");
  for (const StepName& step : list)
    EmitTeamStep(writer, nn_module.lookupSymbol<FuncOp>(step.function),
                 step.cpp);
  EmitTargets(writer);
  backend.step_functions = writer.Take();
  for (const StepName& step : list) backend.exports.push_back(step.cpp.str());
  backend.steps = {"TrainStep", "EvaluateStep", "Predict", "Predict"};
  if (nn_module.lookupSymbol(nn::kAccumulateStep))
    backend.steps.accumulate_step = "AccumulateStep";
  return backend;
}

}  // namespace sinter
