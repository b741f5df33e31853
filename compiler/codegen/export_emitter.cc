#include "compiler/codegen/export_emitter.h"

#include "compiler/ir/nn_roles.h"
#include "llvm/ADT/StringExtras.h"

namespace sinter {
namespace {

std::string StepKind(mlir::func::FuncOp step) {
  const llvm::StringRef name = step.getName();
  if (name.starts_with(nn::kTrainStep) || name.starts_with(nn::kAccumulateStep))
    return "kTrain";
  if (name.starts_with(nn::kEvaluateStep)) return "kEvaluate";
  return "kPredict";
}

}  // namespace

void EmitRuntimeIncludes(CodeWriter& writer) {
  for (llvm::StringRef header : {"compiled_features.h", "step_contract.h"})
    writer.Line("#include \"runtime/engine/" + header + "\"");
}

int64_t MostSamples(mlir::func::FuncOp step) {
  const mlir::Value x = nn::FindArgument(step, nn::Role::kX);
  return llvm::cast<mlir::ShapedType>(x.getType()).getDimSize(0);
}

void EmitExport(CodeWriter& writer, mlir::func::FuncOp step,
                llvm::StringRef name, llvm::ArrayRef<std::string> body) {
  writer.Open("void " + name +
              "(const StepArguments& arguments, const Worker& worker)");
  writer.Line("if constexpr (sinter::runtime::kChecksSteps)");
  writer.Line("  CheckStep(Model(), {\"" + name +
              "\", sinter::runtime::StepKind::" + StepKind(step) + ", " +
              llvm::itostr(MostSamples(step)) + "}, arguments, worker);");
  writer.Line("if (arguments.samples == 0) return;");
  for (const std::string& line : body) writer.Line(line);
  writer.Close();
}

}  // namespace sinter
