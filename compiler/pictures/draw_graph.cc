#include "compiler/pictures/draw_graph.h"

#include "compiler/codegen/value_names.h"
#include "compiler/ir/provenance.h"
#include "compiler/pictures/drawn_step.h"
#include "compiler/planning/plan.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

namespace sinter {
namespace {

using mlir::Value;

class GraphDrawer {
 public:
  explicit GraphDrawer(mlir::func::FuncOp step)
      : step_(step), names_(NameTensors(step)), stream_(text_) {}

  std::string Draw() {
    stream_ << "digraph training_step {\n"
               "  node [fontname=\"sans-serif\", fontsize=11];\n"
               "  edge [fontname=\"sans-serif\", fontsize=9];\n";
    DrawArguments();
    int64_t number = 0;
    for (kernel::LoopNest nest : GetNests(step_)) numbers_[nest] = number++;
    for (kernel::LoopNest nest : GetNests(step_)) DrawNest(nest);
    for (kernel::LoopNest nest : GetNests(step_)) DrawEdges(nest);
    stream_ << "}\n";
    return text_;
  }

 private:
  static bool IsTensor(Value value) {
    return mlir::isa<mlir::RankedTensorType>(value.getType());
  }

  // Those that a kernel reads.
  void DrawArguments() {
    for (mlir::BlockArgument argument : step_.getArguments())
      if (IsTensor(argument) && !argument.use_empty())
        stream_ << "  \"" << names_.at(argument)
                << "\" [shape=ellipse, label=\"" << names_.at(argument) << "\\n"
                << DescribeShape(argument) << "\"];\n";
  }

  // A record: one field for each op that is fused into the kernel.
  void DrawNest(kernel::LoopNest nest) {
    llvm::SmallVector<std::string> fields;
    for (llvm::StringRef op : GetOps(nest)) fields.push_back(op.str());
    if (fields.empty()) fields.push_back(nest.getRole().str());
    const llvm::StringRef layer = GetLayerName(nest->getLoc());
    stream_ << "  " << NodeOf(nest) << " [shape=record, label=\"{"
            << (layer.empty() ? "" : layer.str() + " | ")
            << llvm::join(fields, " | ") << " | phase " << GetPhase(nest) + 1
            << "}\"];\n";
  }

  void DrawEdges(kernel::LoopNest nest) {
    // Once, however often it is read.
    llvm::SmallSetVector<Value, 8> read;
    for (Value operand : nest->getOperands())
      if (IsTensor(operand)) read.insert(operand);
    for (Value tensor : read) {
      auto producer = tensor.getDefiningOp<kernel::LoopNest>();
      const std::string from =
          producer ? NodeOf(producer) : "\"" + names_.at(tensor) + "\"";
      stream_ << "  " << from << " -> " << NodeOf(nest);
      if (producer)
        stream_ << " [label=\"" << names_.at(tensor) << "\\n"
                << DescribeShape(tensor) << "\"]";
      stream_ << ";\n";
    }
  }

  std::string NodeOf(kernel::LoopNest nest) const {
    return "kernel_" + llvm::itostr(numbers_.lookup(nest));
  }

  mlir::func::FuncOp step_;
  llvm::DenseMap<Value, std::string> names_;
  llvm::DenseMap<mlir::Operation*, int64_t> numbers_;
  std::string text_;
  llvm::raw_string_ostream stream_;
};

}  // namespace

std::string DrawGraph(mlir::ModuleOp module) {
  return GraphDrawer(StepToDraw(module)).Draw();
}

}  // namespace sinter
