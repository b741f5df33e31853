#include "compiler/codegen/reference/reference_step.h"

#include "compiler/codegen/code_writer.h"
#include "compiler/codegen/expression_emitter.h"
#include "compiler/codegen/names.h"
#include "compiler/codegen/program.h"
#include "compiler/codegen/reference/function_library.h"
#include "compiler/codegen/reference/reference_call.h"
#include "compiler/codegen/reference/reference_values.h"
#include "compiler/ir/nn_dialect.h"
#include "compiler/ir/nn_roles.h"
#include "compiler/ir/provenance.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MathExtras.h"

namespace sinter {
namespace {

using mlir::Operation;
using mlir::RankedTensorType;
using mlir::Value;
using mlir::func::FuncOp;
using nn::Role;

using Items = llvm::SmallVector<std::string>;

constexpr int64_t kLanes = 16;  // of the widest SIMD target
constexpr size_t kColumns = 80;
constexpr size_t kBodyIndent = 2;

// `lead`, the items with commas between them and `tail`, in a function's body;
// a line that gets too long goes on below the first item.
void WriteList(CodeWriter& writer, const std::string& lead, const Items& items,
               llvm::StringRef tail) {
  const std::string margin(lead.size(), ' ');
  std::string line = lead;
  for (size_t i = 0; i < items.size(); ++i) {
    const bool is_last = i + 1 == items.size();
    const std::string item = items[i] + (is_last ? tail.str() : ",");
    const bool is_first_of_line = line.size() == lead.size();
    if (!is_first_of_line &&
        kBodyIndent + line.size() + 1 + item.size() > kColumns) {
      writer.Line(line);
      line = margin + item;
    } else {
      line += (is_first_of_line ? "" : " ") + item;
    }
  }
  writer.Line(line);
}

RankedTensorType TypeOf(Value value) {
  return llvm::cast<RankedTensorType>(value.getType());
}

// 128x300; nothing for a scalar.
std::string ShapeText(Value value) {
  std::string text;
  for (const int64_t size : TypeOf(value).getShape())
    text += (text.empty() ? "" : "x") + llvm::itostr(size);
  return text;
}

bool IsTensor(Value value) {
  return llvm::isa<RankedTensorType>(value.getType());
}

bool IsFloat(Value value) { return mlir::getElementTypeOrSelf(value).isF32(); }

class ReferenceStepEmitter {
 public:
  ReferenceStepEmitter(FuncOp function, llvm::StringSet<>& functions)
      : function_(function),
        functions_(functions),
        values_(function),
        constants_(
            NameStateConstants(function->getParentOfType<mlir::ModuleOp>())) {}

  ReferenceStep Emit(llvm::StringRef name);

 private:
  // Before the ops: what the arguments of the function are.
  void EmitBatch();
  void EmitData(Role role, const std::string& what, const std::string& arrays);
  void EmitState();

  // Each op.
  void EmitOp(Operation* op);
  void EmitComment(Operation* op);
  void EmitReshape(nn::ReshapeOp op);
  void EmitConstant(nn::ConstantOp op);
  void EmitUpdate(nn::UpdateOpInterface op);
  void EmitCall(Operation* op);

  // After the ops: what does not stand where the caller wants it.
  void EmitResults();

  // Declares the variable of `value` in the arena.
  void Declare(Value value);
  std::string RowsText(Value value) const;
  std::string TensorText(Operation* op, Value value) const;
  Items Operands(Operation* op) const;

  FuncOp function_;
  llvm::StringSet<>& functions_;
  ReferenceValues values_;
  llvm::StringMap<std::string> constants_;  // of state offsets, by tensor
  CodeWriter writer_;
  int64_t arena_bytes_ = 0;
};

ReferenceStep ReferenceStepEmitter::Emit(llvm::StringRef name) {
  writer_.Open("void " + name + "(const StepArguments& arguments)");
  writer_.Line("const size_t samples = arguments.samples;");
  writer_.Line("Arena arena(arguments.arena);");
  EmitBatch();
  EmitState();
  for (Operation& op : function_.getBody().front().without_terminator())
    EmitOp(&op);
  EmitResults();
  writer_.Close();
  return {writer_.Take(), arena_bytes_};
}

void ReferenceStepEmitter::EmitBatch() {
  functions_.insert("GatherSamples");
  writer_.Line();
  EmitData(Role::kX, "The batch: ", "x");
  EmitData(Role::kY, "Compared with: ", "y");
}

void ReferenceStepEmitter::EmitData(Role role, const std::string& what,
                                    const std::string& arrays) {
  for (const auto& [i, index] :
       llvm::enumerate(nn::FindArguments(function_, role))) {
    const Value data = function_.getArgument(index);
    writer_.Comment(what + ShapeText(data) +
                    ", of which the first `samples` rows count.");
    Declare(data);
    WriteList(writer_, "GatherSamples(",
              {"arguments", "arguments." + arrays + "[" + llvm::utostr(i) + "]",
               llvm::itostr(values_.Cols(data)),
               values_.Name(data) + (IsFloat(data) ? ".data" : "")},
              ");");
  }
}

void ReferenceStepEmitter::EmitState() {
  bool is_first = true;
  for (mlir::BlockArgument argument : function_.getArguments()) {
    const llvm::StringRef tensor =
        nn::GetArgumentName(function_, argument.getArgNumber());
    if (tensor.empty() || argument.use_empty()) continue;
    if (is_first) {
      writer_.Line();
      writer_.Comment("Parameters and optimizer state, where they stay.");
      writer_.Line("float* const state = arguments.state;");
    }
    is_first = false;
    const int64_t cols = values_.Cols(argument);
    WriteList(writer_, "const Matrix " + values_.Name(argument) + " = {",
              {"state + " + constants_.lookup(tensor),
               llvm::itostr(values_.Rows(argument)), llvm::itostr(cols),
               llvm::itostr(StateStride(cols))},
              "};");
  }
}

void ReferenceStepEmitter::EmitOp(Operation* op) {
  EmitComment(op);
  if (auto reshape = llvm::dyn_cast<nn::ReshapeOp>(op)) {
    EmitReshape(reshape);
  } else if (auto constant = llvm::dyn_cast<nn::ConstantOp>(op)) {
    EmitConstant(constant);
  } else if (auto update = llvm::dyn_cast<nn::UpdateOpInterface>(op)) {
    EmitUpdate(update);
  } else {
    EmitCall(op);
  }
}

// dense: matmul 128x300, 300x200 -> 128x200
void ReferenceStepEmitter::EmitComment(Operation* op) {
  std::string text = GetLayerName(op->getLoc()).str();
  text += ": " + op->getName().stripDialect().str();
  const char* separator = " ";
  for (const Value operand : op->getOperands()) {
    if (!IsTensor(operand)) continue;
    text += separator + ShapeText(operand);
    separator = ", ";
  }
  const std::string result = ShapeText(op->getResult(0));
  if (!result.empty()) text += " -> " + result;
  writer_.Line();
  writer_.Comment(text);
}

// The same floats, seen as another matrix.
void ReferenceStepEmitter::EmitReshape(nn::ReshapeOp op) {
  const Value y = op.getY();
  if (!IsFloat(y)) {
    writer_.Line("uint8_t* const " + values_.Name(y) + " = " +
                 values_.Name(op.getX()) + ";");
    return;
  }
  const Value x = op.getX();
  const std::string cols = llvm::itostr(values_.Cols(y));
  // Rows of the state have room behind them.
  const std::string stride =
      values_.Cols(x) == values_.Cols(y) ? values_.Name(x) + ".stride" : cols;
  WriteList(writer_, "const Matrix " + values_.Name(y) + " = {",
            {values_.Name(x) + ".data", RowsText(y), cols, stride}, "};");
}

void ReferenceStepEmitter::EmitConstant(nn::ConstantOp op) {
  writer_.Line("const float " + values_.Name(op.getY()) + " = " +
               FloatLiteral(op.getValue()) + ";");
}

// In place, which is right because nothing reads the old values any more.
void ReferenceStepEmitter::EmitUpdate(nn::UpdateOpInterface op) {
  [[maybe_unused]] const auto is_last_use = [&](Value value) {
    return llvm::all_of(value.getUsers(), [&](Operation* user) {
      return user == op || user->isBeforeInBlock(op);
    });
  };
  assert(is_last_use(op.getWeight()) &&
         llvm::all_of(op.getSlots(), is_last_use) &&
         "updates stand at the end of the step");
  if (op.getWeightDecay() != 0.0) {
    functions_.insert("DecayWeights");
    WriteList(writer_, "DecayWeights(",
              {values_.Name(op.getWeight()),
               "/*weight_decay=*/" + FloatLiteral(op.getWeightDecay()),
               values_.Name(op->getOperand(2))},
              ");");
  }
  const ReferenceCall call = GetReferenceCall(op);
  functions_.insert(call.function);
  Items items = Operands(op);
  items.append(call.constants);
  WriteList(writer_, call.function + "(", items, ");");
}

void ReferenceStepEmitter::EmitCall(Operation* op) {
  const ReferenceCall call = GetReferenceCall(op);
  functions_.insert(call.function);
  if (!call.formula.empty()) functions_.insert(call.formula);
  Items items = Operands(op);
  items.append(call.constants);
  std::string lead = call.function + "(";
  if (TypeOf(op->getResult(0)).getRank() == 0) {
    lead = "const float " + values_.Name(op->getResult(0)) + " = " + lead;
  } else {
    for (const Value result : op->getResults()) {
      Declare(result);
      items.push_back(TensorText(op, result));
    }
  }
  WriteList(writer_, lead, items, ");");
}

void ReferenceStepEmitter::EmitResults() {
  Operation* terminator = function_.getBody().front().getTerminator();
  int64_t metrics = 1;  // behind the loss, in their order
  int64_t outputs = 0;
  writer_.Line();
  for (const auto& [i, value] : llvm::enumerate(terminator->getOperands())) {
    const std::string& name = values_.Name(value);
    switch (*nn::GetResultRole(function_, i)) {
      case Role::kLoss:
        writer_.Line("arguments.metrics[0] = " + name + ";");
        break;
      case Role::kMetric:
        writer_.Line("arguments.metrics[" + llvm::itostr(metrics++) +
                     "] = " + name + ";");
        break;
      case Role::kOutput:
        functions_.insert("CopyOutput");
        writer_.Line("CopyOutput(" + name + ", arguments.output[" +
                     llvm::itostr(outputs++) + "]);");
        break;
      default:
        break;  // updated in place
    }
  }
}

void ReferenceStepEmitter::Declare(Value value) {
  const int64_t elements = values_.Rows(value) * values_.Cols(value);
  const std::string cols = llvm::itostr(values_.Cols(value));
  const std::string& name = values_.Name(value);
  arena_bytes_ +=
      llvm::alignTo(elements * (IsFloat(value) ? 4 : 1), kArenaAlignment);
  if (IsFloat(value)) {
    writer_.Line("const Matrix " + name + " = arena.TakeMatrix(" +
                 RowsText(value) + ", " + cols + ");");
  } else {
    writer_.Line("uint8_t* const " + name + " = arena.TakeBytes(" +
                 (cols == "1" ? "samples" : "samples * " + cols) + ");");
  }
}

// `value` as an operand or a result of `op`'s function.
std::string ReferenceStepEmitter::TensorText(Operation* op, Value value) const {
  const bool has_rows_of_its_own = WorksOnRows(op) &&
                                   values_.IsBatched(value) &&
                                   TypeOf(value).getRank() > 2;
  if (!has_rows_of_its_own) return values_.Name(value);
  return values_.Name(value) + ".InRowsOf(" +
         llvm::itostr(TypeOf(value).getShape().back()) + ")";
}

std::string ReferenceStepEmitter::RowsText(Value value) const {
  return values_.IsBatched(value) ? "samples"
                                  : llvm::itostr(values_.Rows(value));
}

// The functions know the number of samples from the rows of their matrices.
Items ReferenceStepEmitter::Operands(Operation* op) const {
  Items items;
  for (const Value operand : op->getOperands())
    if (operand != nn::FindArgument(function_, Role::kSamples))
      items.push_back(TensorText(op, operand));
  return items;
}

}  // namespace

int64_t StateStride(int64_t cols) { return llvm::alignTo(cols, kLanes); }

ReferenceStep EmitReferenceStep(FuncOp function, llvm::StringRef name,
                                llvm::StringSet<>& functions) {
  return ReferenceStepEmitter(function, functions).Emit(name);
}

}  // namespace sinter
