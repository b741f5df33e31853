#include "compiler/codegen/step_emitter.h"

#include <algorithm>

#include "compiler/codegen/expression_emitter.h"
#include "compiler/codegen/nest_emitter.h"
#include "compiler/codegen/program.h"
#include "compiler/codegen/value_names.h"
#include "compiler/ir/provenance.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"

namespace sinter {
namespace {

using mlir::func::FuncOp;

class StepEmitter {
 public:
  StepEmitter(FuncOp function, KernelLibrary& kernels)
      : function_(function),
        kernels_(kernels),
        names_(NameTensors(function)),
        constants_(
            NameStateConstants(function->getParentOfType<mlir::ModuleOp>())),
        scalars_(writer_, Spelling::kScalar) {
    for (const auto& name : names_) scalars_.TakeName(name.second);
  }

  std::string Emit(llvm::StringRef name) {
    writer_.Open(
        ("void " + name + "(const StepArguments& s, const Worker& worker)")
            .str());
    EmitScalars();
    EmitPointers();
    EmitRanges();
    EmitPhases();
    writer_.Close();
    return writer_.Take();
  }

 private:
  // What the nests read, in the order of the function's arguments and ops.
  bool IsUsedByNest(mlir::Value value) {
    return llvm::any_of(value.getUsers(), HasPhase);
  }

  void EmitScalars() {
    for (mlir::BlockArgument argument : function_.getArguments()) {
      if (mlir::isa<mlir::RankedTensorType>(argument.getType())) continue;
      const std::string& name = names_.at(argument);
      scalars_.SetLeaf(argument, name);
      if (argument.use_empty() && name != "samples") continue;
      writer_.Line("const " + ScalarType(argument.getType()) + " " + name +
                   " = s." + name + ";");
    }
    for (mlir::Operation& op : function_.getBody().front()) {
      if (op.getNumResults() != 1 || HasPhase(&op)) continue;
      mlir::Value value = op.getResult(0);
      if (IsUsedByNest(value))
        names_[value] = scalars_.EmitNamed(value, ScalarName(&op));
    }
  }

  static llvm::StringRef ScalarType(mlir::Type type) {
    return type.isF32()         ? "float"
           : type.isInteger(64) ? "uint64_t"
                                : "uint32_t";
  }

  static std::string ScalarName(mlir::Operation* op) {
    const llvm::StringRef name = GetScalarName(op);
    return name.empty() ? "scalar" : name.str();
  }

  void EmitPointers() {
    for (mlir::BlockArgument argument : function_.getArguments())
      if (mlir::isa<mlir::RankedTensorType>(argument.getType()) &&
          !argument.use_empty())
        EmitArgumentPointer(argument);
    for (mlir::Operation* nest : GetNests(function_))
      for (mlir::Value result : nest->getResults()) EmitResultPointer(result);
  }

  void EmitArgumentPointer(mlir::BlockArgument argument) {
    const std::string& name = names_.at(argument);
    declared_.insert(name);
    switch (GetStorage(argument).space) {
      case Space::kInput:
        EmitDataPointer(argument, name, "x");
        break;
      case Space::kTargets:
        EmitDataPointer(argument, name, "y");
        break;
      default:
        EmitStatePointer(argument, name);
    }
  }

  void EmitDataPointer(mlir::BlockArgument argument, const std::string& name,
                       const std::string& arrays) {
    writer_.Line("const auto* const " + name + " = static_cast<const " +
                 CppElementType(argument.getType()) + "*>(s." + arrays + "[" +
                 llvm::itostr(GetStorage(argument).offset) + "]);");
    if (declared_.insert("indices").second)
      writer_.Line("const uint32_t* const indices = s.indices;");
  }

  void EmitStatePointer(mlir::BlockArgument argument, const std::string& name) {
    const llvm::StringRef tensor =
        nn::GetArgumentName(function_, argument.getArgNumber());
    writer_.Line("float* const " + name + " = s.state + " +
                 constants_.lookup(tensor) + ";");
  }

  void EmitResultPointer(mlir::Value result) {
    const std::string& name = names_.at(result);
    if (!declared_.insert(name).second) return;
    const Storage storage = GetStorage(result);
    const std::string offset = llvm::itostr(storage.offset);
    switch (storage.space) {
      case Space::kArena:
        EmitArenaPointer(result.getType(), name, offset);
        break;
      case Space::kMetrics:
        writer_.Line("float* const " + name + " = s.metrics + " + offset + ";");
        break;
      default:
        writer_.Line("float* const " + name + " = s.output[" + offset + "];");
    }
  }

  void EmitArenaPointer(mlir::Type type, const std::string& name,
                        const std::string& offset) {
    const std::string declaration =
        IsNonzeros(type)
            ? "const " + NonzerosClass(type) + " " + name + "(s.arena + " +
                  offset + ");"
            : "float* const " + name +
                  " = reinterpret_cast<float*>(s.arena + " + offset + ");";
    writer_.LineWithComment(declaration,
                            llvm::itostr(StoredBytes(type)) + " bytes");
  }

  void EmitRanges() {
    const auto nests = GetNests(function_);
    const auto is_cut = [](kernel::LoopNest nest, bool has_tiles) {
      return GetSplit(nest) == Split::kBatch && nest.hasTiles() == has_tiles;
    };
    const bool tiles = llvm::any_of(
        nests, [&](kernel::LoopNest nest) { return is_cut(nest, true); });
    const bool rows = llvm::any_of(
        nests, [&](kernel::LoopNest nest) { return is_cut(nest, false); });
    if (!tiles && !rows) return;
    writer_.Comment(
        "This worker's part of the batch: the same in every "
        "kernel, so rows stay with the worker that wrote them.");
    const std::string cut =
        GetBatch(function_) == 1 ? "kOneRow" : "kBatchTiles";
    writer_.Line("const Range tiles = worker.Share(" + cut +
                 ".Covering(samples));");
    if (rows)
      writer_.Line("const Range rows = SampleRows(" + cut +
                   ", tiles, samples);");
  }

  void EmitPhases() {
    auto nests = GetNests(function_);
    std::stable_sort(nests.begin(), nests.end(),
                     [](kernel::LoopNest a, kernel::LoopNest b) {
                       return GetPhase(a) < GetPhase(b);
                     });
    int64_t phase = -1;
    for (kernel::LoopNest nest : nests) {
      if (GetPhase(nest) != phase) {
        if (phase >= 0) writer_.Line("worker.Wait();");
        phase = GetPhase(nest);
        writer_.Line();
        writer_.Line("// Phase " + llvm::itostr(phase + 1) + ".");
      }
      EmitCall(nest);
    }
    writer_.Line("worker.Wait();");
  }

  void EmitCall(kernel::LoopNest nest) {
    const KernelFields fields(nest, names_);
    const std::string kernel = kernels_.Add(nest, fields);
    llvm::SmallVector<std::string> values;
    for (const Field& field : fields.fields()) values.push_back(field.name);
    writer_.Line(kernel + "{" + llvm::join(values, ", ") + "}.Run(" +
                 ShareOf(nest, kernel) + ");");
  }

  static std::string ShareOf(kernel::LoopNest nest, const std::string& kernel) {
    if (GetSplit(nest) == Split::kBatch)
      return nest.hasTiles() ? "tiles" : "rows";
    const std::optional<int64_t> tasks = nest.countTasks(GetSplit(nest));
    if (tasks) return "worker.Share(" + llvm::itostr(*tasks) + ")";
    const std::string tiles = kernel + "::kTiles.count";
    return "worker.Share(" +
           (nest.countCuts() == 1
                ? tiles
                : llvm::itostr(nest.countCuts()) + " * " + tiles) +
           ")";
  }

  FuncOp function_;
  KernelLibrary& kernels_;
  CodeWriter writer_;
  llvm::DenseMap<mlir::Value, std::string> names_;
  llvm::StringMap<std::string> constants_;
  ExpressionEmitter scalars_;
  llvm::StringSet<> declared_;
};

}  // namespace

std::string EmitStep(FuncOp function, llvm::StringRef name,
                     KernelLibrary& kernels) {
  return StepEmitter(function, kernels).Emit(name);
}

}  // namespace sinter
