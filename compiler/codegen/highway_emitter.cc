#include "compiler/codegen/highway_emitter.h"

#include "compiler/codegen/contract_parts.h"
#include "compiler/codegen/export_emitter.h"
#include "compiler/codegen/highway_prelude.h"
#include "compiler/codegen/kernel_library.h"
#include "compiler/codegen/names.h"
#include "compiler/codegen/nest_emitter.h"
#include "compiler/codegen/step_emitter.h"
#include "compiler/ir/nn_roles.h"
#include "compiler/planning/plan.h"
#include "compiler/spec/explain.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"

namespace sinter {
namespace {

using mlir::func::FuncOp;

FuncOp GetFunction(mlir::ModuleOp module, llvm::StringRef name) {
  auto function = module.lookupSymbol<FuncOp>(name);
  assert(function && "training makes every step function");
  return function;
}

// Where planning put each state tensor.
void PlaceStateTensors(mlir::ModuleOp module,
                       std::vector<StateTensor>& tensors) {
  FuncOp train = GetFunction(module, nn::kTrainStep);
  llvm::StringMap<mlir::BlockArgument> arguments;
  for (mlir::BlockArgument argument : train.getArguments())
    arguments[nn::GetArgumentName(train, argument.getArgNumber())] = argument;
  for (StateTensor& tensor : tensors) {
    mlir::BlockArgument argument = arguments.lookup(tensor.name);
    tensor.offset = GetStorage(argument).offset;
    tensor.panel = Layout::Of(argument.getType()).panel;
  }
}

std::vector<int64_t> OutputStrides(mlir::ModuleOp module) {
  FuncOp predict = GetFunction(module, nn::kPredict);
  std::vector<int64_t> strides;
  for (const unsigned index : nn::FindResults(predict, nn::Role::kOutput))
    strides.push_back(Layout::Of(predict.getResultTypes()[index]).panel);
  return strides;
}

// How the batch is cut on each kind of processor.
void EmitBatchTiles(CodeWriter& writer, mlir::ModuleOp module) {
  FuncOp step = GetFunction(module, nn::kTrainStep);
  writer.Comment("The batch's rows as register tiles: {rows, count, longer}.");
  writer.Line("constexpr RowTiles kBatchTiles = " +
              TilesByRegisters([&](int64_t registers) {
                return RowTiles::Cut(GetBatch(step),
                                     GetBatchTileRows(step, registers));
              }) +
              ";");
  writer.Line();
}

// The module's step functions in the order of the generated text.
llvm::SmallVector<FuncOp> ListSteps(mlir::ModuleOp module) {
  llvm::SmallVector<FuncOp> steps;
  for (llvm::StringRef suffix :
       {llvm::StringRef(), llvm::StringRef(nn::kSparseSuffix)})
    for (llvm::StringRef name :
         {nn::kTrainStep, nn::kAccumulateStep, nn::kEvaluateStep, nn::kPredict,
          nn::kPredictOne})
      if (auto step = module.lookupSymbol<FuncOp>((name + suffix).str()))
        steps.push_back(step);
  return steps;
}

std::string StepName(FuncOp step) { return ToCamelCase(step.getName()); }

// The functions whose names end with `suffix`; what there is no function of its
// own for runs as part of a batch.
EntryPoints FindEntryPoints(mlir::ModuleOp module, llvm::StringRef suffix) {
  EntryPoints found;
  auto find = [&](llvm::StringRef name, std::string& entry) {
    auto step = module.lookupSymbol<FuncOp>((name + suffix).str());
    if (step) entry = StepName(step);
  };
  find(nn::kTrainStep, found.train_step);
  find(nn::kAccumulateStep, found.accumulate_step);
  find(nn::kEvaluateStep, found.evaluate_step);
  find(nn::kPredict, found.predict);
  found.predict_one = found.predict;
  find(nn::kPredictOne, found.predict_one);
  return found;
}

// Each layer as the spec has it, with every default: no line numbers, so that a
// spec and its explained form compile to the same bytes.
llvm::StringMap<std::string> DescribeLayers(const ModelSpec& spec) {
  llvm::StringMap<std::string> layers;
  for (size_t i = 0; i < spec.layers.size(); ++i)
    layers[spec.layers[i].name] = ExplainLayer(spec, i);
  return layers;
}

// What a part without the target's code knows of it (target_parts.h).
void EmitDeclarations(CodeWriter& writer, const ModelSpec& spec,
                      llvm::ArrayRef<FuncOp> steps) {
  writer.Line("#else");
  writer.Line("namespace " + spec.name + "::HWY_NAMESPACE {");
  for (FuncOp step : steps)
    writer.Line("void " + StepName(step) +
                "(const sinter::runtime::StepArguments&, "
                "const sinter::runtime::Worker&);");
  writer.Line("}  // namespace " + spec.name + "::HWY_NAMESPACE");
  writer.Line("#endif  // SINTER_TARGET_IS_HERE");
}

// Everything that is compiled once for each SIMD target.
void EmitTargetCode(CodeWriter& writer, const ModelSpec& spec,
                    mlir::ModuleOp module) {
  KernelLibrary kernels(DescribeLayers(spec));
  std::string steps;
  for (FuncOp step : ListSteps(module))
    steps += EmitStep(step, StepName(step), kernels) + "\n";
  writer.Line("#if SINTER_TARGET_IS_HERE");
  writer.Line("HWY_BEFORE_NAMESPACE();");
  writer.Line("namespace " + spec.name + " {");
  writer.Line("namespace HWY_NAMESPACE {");
  writer.Line("namespace {");
  writer.Line();
  EmitTargetPrelude(writer);
  EmitBatchTiles(writer, module);
  writer.Append(kernels.Text());
  writer.Line("}  // namespace");
  writer.Line();
  writer.Append(steps);
  writer.Line("}  // namespace HWY_NAMESPACE");
  writer.Line("}  // namespace " + spec.name);
  writer.Line("HWY_AFTER_NAMESPACE();");
  EmitDeclarations(writer, spec, ListSteps(module));
}

void EmitExports(CodeWriter& writer, const ModelSpec& spec,
                 llvm::ArrayRef<FuncOp> steps) {
  writer.Line();
  writer.Line("#if SINTER_ONCE");
  writer.Line("namespace " + spec.name + " {");
  writer.Line();
  for (llvm::StringRef name :
       {"kernels::ChosenTarget", "kernels::CompiledTargets",
        "kernels::SelectTarget", "runtime::StepArguments", "runtime::Worker"})
    writer.Line("using sinter::" + name + ";");
  writer.Line();
  for (FuncOp step : steps) writer.Line("HWY_EXPORT(" + StepName(step) + ");");
  writer.Line();
  for (FuncOp step : steps) {
    const std::string name = StepName(step);
    EmitExport(writer, step, name,
               "HWY_DYNAMIC_DISPATCH(" + name + ")(WithAtMost(" +
                   llvm::itostr(MostSamples(step)) + ", arguments), worker);");
    writer.Line();
  }
  writer.Line("}  // namespace " + spec.name);
  writer.Line("#endif  // SINTER_ONCE");
}

}  // namespace

Backend EmitHighwayBackend(const ModelSpec& spec, mlir::ModuleOp module) {
  Backend backend;
  backend.name = "highway";
  backend.tensors = ListStateTensors(module);
  PlaceStateTensors(module, backend.tensors);
  backend.state_floats = GetStateFloats(module);
  backend.arena_bytes = GetArenaBytes(module);
  backend.output_strides = OutputStrides(module);
  for (FuncOp step : ListSteps(module))
    backend.exports.push_back(StepName(step));
  backend.steps = FindEntryPoints(module, "");
  backend.sparse_steps = FindEntryPoints(module, nn::kSparseSuffix);
  backend.libraries = {"hwy"};
  backend.wraps_namespace = true;
  backend.descriptor_guard = "SINTER_ONCE";
  CodeWriter includes;
  EmitIncludes(includes, spec.name, module);
  backend.includes = includes.Take();
  CodeWriter code;
  EmitTargetCode(code, spec, module);
  EmitExports(code, spec, ListSteps(module));
  backend.step_functions = code.Take();
  return backend;
}

}  // namespace sinter
