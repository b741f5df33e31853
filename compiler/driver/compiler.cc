#include "compiler/driver/compiler.h"

#include <algorithm>

#include "compiler/codegen/highway_emitter.h"
#include "compiler/codegen/reference/reference_emitter.h"
#include "compiler/driver/output_directory.h"
#include "compiler/driver/pipeline.h"
#include "compiler/pictures/draw_graph.h"
#include "compiler/pictures/draw_plan.h"
#include "compiler/spec/explain.h"
#include "compiler/training/build_forward.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Support/Timing.h"

namespace sinter {
namespace {

// The name of the file that a crash in a pass leaves: input and pipeline for
// sinter-opt.
constexpr char kReproducer[] = "sinter-reproducer.mlir";

std::string ToText(mlir::ModuleOp module) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  module.print(stream);
  stream << "\n";
  return stream.str();
}

llvm::StringRef SeverityName(mlir::DiagnosticSeverity severity) {
  switch (severity) {
    case mlir::DiagnosticSeverity::Error:
      return "error";
    case mlir::DiagnosticSeverity::Warning:
      return "warning";
    case mlir::DiagnosticSeverity::Remark:
      return "remark";
    case mlir::DiagnosticSeverity::Note:
      return "note";
  }
  llvm_unreachable("all severities are named");
}

// "mnist.yaml:14:7: remark: ..."
void Print(const mlir::Diagnostic& diagnostic) {
  if (auto at =
          diagnostic.getLocation()->findInstanceOf<mlir::FileLineColLoc>())
    llvm::errs() << at.getFilename().getValue() << ":" << at.getLine() << ":"
                 << at.getColumn() << ": ";
  llvm::errs() << SeverityName(diagnostic.getSeverity()) << ": " << diagnostic
               << "\n";
}

// Writes numbered files: 00-spec.yaml, 01-nn.mlir, 02-append-loss.mlir, ...
class Dumper {
 public:
  explicit Dumper(std::string directory) : directory_(std::move(directory)) {}

  llvm::Error Dump(llvm::StringRef name, llvm::StringRef text) {
    if (directory_.empty()) return llvm::Error::success();
    if (std::error_code error = llvm::sys::fs::create_directories(directory_))
      return llvm::createStringError(error, "cannot create %s: %s",
                                     directory_.c_str(),
                                     error.message().c_str());
    llvm::SmallString<128> path(directory_);
    llvm::sys::path::append(
        path, llvm::formatv("{0,0+2}-{1}", number_++, name).str());
    return WriteOutputFile(path.str().str(), text);
  }

 private:
  std::string directory_;
  int number_ = 0;
};

class Compilation {
 public:
  Compilation(const ModelSpec& spec, const CompileOptions& options)
      : spec_(spec), options_(options), dumper_(options.dump_ir_directory) {
    context_.disableMultithreading();
    context_.getDiagEngine().registerHandler([this](mlir::Diagnostic& d) {
      const bool remark = d.getSeverity() == mlir::DiagnosticSeverity::Remark;
      if (!remark || options_.fusion_report) Print(d);
      return mlir::success();
    });
    if (options.timing) timing_.setEnabled(true);
  }

  llvm::Expected<CompileResult> Run() {
    if (llvm::Error error = CheckPassNames()) return error;
    const std::string yaml = ExplainSpec(spec_);
    if (llvm::Error error = dumper_.Dump("spec.yaml", yaml)) return error;
    if (options_.stage == Stage::kSpec) return CompileResult{{}, yaml};
    module_ = BuildForward(spec_, context_);
    stage_text_ = ToText(*module_);
    if (llvm::Error error = dumper_.Dump("nn.mlir", stage_text_)) return error;
    if (options_.stage != Stage::kNn)
      if (llvm::Error error = RunPipeline()) return error;
    return Emit();
  }

 private:
  llvm::Error CheckPassNames() const {
    const auto names = PassNames();
    for (const std::string& pass : options_.disabled_passes)
      if (!llvm::is_contained(names, pass))
        return llvm::createStringError(
            "there is no pass '%s' that can be switched off", pass.c_str());
    return llvm::Error::success();
  }

  // The reference backend needs nothing beyond the training stage. The report
  // of fusions is complete when planning is.
  Stage LastStage() const {
    if (options_.stage == Stage::kReference) return Stage::kTrain;
    if (options_.stage == Stage::kFused && options_.fusion_report)
      return Stage::kPlan;
    const bool needs_plan = options_.stage == Stage::kCpp ||
                            options_.stage == Stage::kDot ||
                            options_.stage == Stage::kSvg;
    return needs_plan ? Stage::kPlan : options_.stage;
  }

  llvm::Error RunPipeline() {
    mlir::TimingScope scope = timing_.getRootScope();
    for (const PipelineStep& step : BuildPipeline(spec_, options_.tiles)) {
      const bool off = llvm::is_contained(options_.disabled_passes, step.pass);
      const auto& add = off ? step.add_plain : step.add;
      if (add)
        if (llvm::Error error = RunStep(step.pass, add, scope)) return error;
      if (step.completes == options_.stage) stage_text_ = ToText(*module_);
      if (step.completes == LastStage()) break;
    }
    return llvm::Error::success();
  }

  // One pass manager a step, so that the whole module can be dumped after it.
  llvm::Error RunStep(const std::string& pass,
                      const std::function<void(mlir::OpPassManager&)>& add,
                      mlir::TimingScope& scope) {
    mlir::PassManager manager(&context_);
    manager.enableVerifier(true);
    manager.enableTiming(scope);
    manager.enableCrashReproducerGeneration(kReproducer);
    add(manager);
    if (mlir::failed(manager.run(*module_)))
      return llvm::createStringError("internal error: pass %s failed",
                                     pass.c_str());
    return dumper_.Dump(pass + ".mlir", ToText(*module_));
  }

  CompileResult Emit() {
    switch (options_.stage) {
      case Stage::kCpp:
        return {EmitProgram(spec_, EmitHighwayBackend(spec_, *module_)), ""};
      case Stage::kReference:
        return {EmitProgram(spec_, EmitReferenceBackend(*module_)), ""};
      case Stage::kDot:
        return {{}, DrawGraph(*module_)};
      case Stage::kSvg:
        return {{}, DrawPlan(*module_)};
      default:
        return {{}, stage_text_};
    }
  }

  const ModelSpec& spec_;
  const CompileOptions& options_;
  Dumper dumper_;
  // One thread: a model is too small for more, and where threads or memory are
  // short, LLVM's thread pool ends the process.
  mlir::MLIRContext context_{mlir::MLIRContext::Threading::DISABLED};
  mlir::DefaultTimingManager timing_;
  mlir::OwningOpRef<mlir::ModuleOp> module_;
  std::string stage_text_;  // the module when the asked stage was complete
};

}  // namespace

llvm::Expected<CompileResult> CompileModel(const ModelSpec& spec,
                                           const CompileOptions& options) {
  return Compilation(spec, options).Run();
}

std::vector<std::string> PassNames() {
  std::vector<std::string> names;
  for (const PipelineStep& step : BuildPipeline(ModelSpec(), TileLimits()))
    if (!step.required && !llvm::is_contained(names, step.pass))
      names.push_back(step.pass);
  return names;
}

}  // namespace sinter
