// kernel.rows -> a few loops over the columns of each row.
//
// Every reduction ends a loop, since what follows needs the whole row. An op
// runs in loop L = the largest of its operands' loops, one more after a
// reduction. A vector needed by a later loop goes through a buffer of one row.
// Scalars of a row are kept broadcast.
//
// Columns beyond the row's end in its last vector are left out of reductions
// and stored as zeros, which keeps the padding of panels zero.
#include <algorithm>

#include "compiler/codegen/expression_emitter.h"
#include "compiler/codegen/highway_math.h"
#include "compiler/codegen/nest_emitter.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/StringExtras.h"

namespace sinter {
namespace {

using mlir::Operation;
using mlir::Value;

bool IsRow(Value value) { return mlir::isa<mlir::VectorType>(value.getType()); }

struct Reduction {
  llvm::StringRef start;    // neutral element
  llvm::StringRef combine;  // Highway's op on two vectors
  llvm::StringRef finish;   // Highway's op over lanes
  llvm::StringRef name;
};

Reduction GetReduction(mlir::vector::ReductionOp op) {
  switch (op.getKind()) {
    case mlir::vector::CombiningKind::ADD:
      return {"hn::Zero(d)", "hn::Add", "hn::SumOfLanes", "sum"};
    case mlir::vector::CombiningKind::MAXIMUMF:
      return {"hn::Set(d, -std::numeric_limits<float>::infinity())", kMaximum,
              kMaximumOfLanes, "maximum"};
    case mlir::vector::CombiningKind::MINIMUMF:
      return {"hn::Set(d, std::numeric_limits<float>::infinity())", kMinimum,
              kMinimumOfLanes, "minimum"};
    default:
      llvm_unreachable("lowering makes add, max and min only");
  }
}

class RowsEmitter {
 public:
  RowsEmitter(CodeWriter& writer, kernel::RowsOp rows,
              const KernelFields& fields)
      : writer_(writer),
        rows_(rows),
        fields_(fields),
        body_(rows.getBody().front()),
        expressions_(writer, Spelling::kVector) {
    for (Value value : body_.getArguments()) FindWidth(value);
    for (Operation& op : body_) {
      if (!op.hasTrait<mlir::OpTrait::IsTerminator>()) loop_[&op] = LoopOf(op);
      for (Value result : op.getResults()) FindWidth(result);
    }
    buffered_ = FindBuffered();
  }

  void Emit() {
    fields_.Emit(writer_);
    writer_.Line();
    writer_.Open("void Run(Range rows) const");
    writer_.Line("const auto d = kFloats;");
    writer_.Line("const size_t N = hn::Lanes(d);");
    for (Value value : buffered_)
      writer_.Line("HWY_ALIGN float " + Buffer(value) + "[" +
                   llvm::itostr(RoundUpToLanes(cols_)) + "];");
    writer_.Open("for (size_t row = rows.begin; row < rows.end; ++row)");
    EmitRowPointers();
    EmitLeaves();
    for (int loop = 0; loop <= LastLoop(); ++loop) EmitLoop(loop);
    EmitRowResults();
    writer_.Close();
    writer_.Close();
  }

 private:
  void FindWidth(Value value) {
    if (auto type = mlir::dyn_cast<mlir::VectorType>(value.getType()))
      cols_ = type.getDimSize(0);
  }

  // The loop whose end makes `value` known: -1 for arguments and constants.
  int LoopOfValue(Value value) const {
    Operation* op = value.getDefiningOp();
    if (!op || op->hasTrait<mlir::OpTrait::ConstantLike>()) return 0;
    return loop_.lookup(op) +
           (mlir::isa<mlir::vector::ReductionOp>(op) ? 1 : 0);
  }

  int LoopOf(Operation& op) const {
    int loop = 0;
    for (Value operand : op.getOperands())
      loop = std::max(loop, LoopOfValue(operand));
    return loop;
  }

  int LastLoop() const {
    int last = 0;
    for (const auto& [op, loop] : loop_) last = std::max(last, loop);
    for (Value yielded : body_.getTerminator()->getOperands())
      if (IsRow(yielded)) last = std::max(last, LoopOfValue(yielded));
    return last;
  }

  // Costly rows that a later loop reads are computed once; cheap ones again.
  bool IsBuffered(Value value) const {
    Operation* op = value.getDefiningOp();
    if (!op || !IsRow(value) ||
        !mlir::isa<mlir::math::MathDialect>(op->getDialect()))
      return false;
    return llvm::any_of(value.getUsers(), [&](Operation* user) {
      return LastLoopUsing(user) > loop_.lookup(op);
    });
  }

  // The last loop in which `user`'s value is computed again.
  int LastLoopUsing(Operation* user) const {
    auto known = loop_.find(user);
    if (known == loop_.end()) return LastLoop();  // the terminator
    int last = known->second;
    if (user->getNumResults() == 1 && IsRow(user->getResult(0)) &&
        !IsBuffered(user->getResult(0)))
      for (Operation* next : user->getResult(0).getUsers())
        last = std::max(last, LastLoopUsing(next));
    return last;
  }

  llvm::SmallVector<Value> FindBuffered() const {
    llvm::SmallVector<Value> values;
    for (Operation& op : body_)
      for (Value result : op.getResults())
        if (IsBuffered(result)) values.push_back(result);
    return values;
  }

  std::string Buffer(Value value) const {
    const auto* at = llvm::find(buffered_, value);
    const std::string stem =
        value.getDefiningOp()->getName().stripDialect().str() + "_row";
    return at == buffered_.begin()
               ? stem
               : stem + "_" + llvm::itostr(at - buffered_.begin() + 1);
  }

  void EmitRowPointers() {
    auto emit = [&](Value tensor) {
      if (!IsMatrix(tensor)) return;
      const Layout layout = Layout::Of(tensor.getType());
      if (!layout.IsOnePanel()) return;
      const std::string& name = fields_.Name(tensor);
      if (!pointers_.insert({name, name + "_row"}).second) return;
      const bool written =
          mlir::isa<mlir::OpResult>(tensor) && tensor.getDefiningOp() == rows_;
      writer_.Line(llvm::Twine(written ? "" : "const ") + "float* " + name +
                   "_row = " + name + " + " +
                   OffsetExpression(tensor, "row", "0") + ";");
    };
    for (Value input : rows_.getInputs()) emit(input);
    for (auto [result, yielded] : YieldedPairs())
      if (IsRow(yielded)) emit(result);
  }

  static bool IsMatrix(Value value) {
    auto type = mlir::dyn_cast<mlir::RankedTensorType>(value.getType());
    return type && type.getRank() == 2 && !IsData(value);
  }

  // Address of the vector at `col`.
  std::string Address(Value tensor) const {
    auto known = pointers_.find(fields_.Name(tensor));
    if (known != pointers_.end()) return known->second + " + col";
    return fields_.Name(tensor) + " + " +
           OffsetExpression(tensor, "row", "col");
  }

  llvm::SmallVector<std::pair<Value, Value>> YieldedPairs() {
    llvm::SmallVector<std::pair<Value, Value>> pairs;
    for (auto [result, yielded] :
         llvm::zip(rows_.getResults(), body_.getTerminator()->getOperands()))
      pairs.push_back({result, yielded});
    return pairs;
  }

  // Leaves that hold for the whole row.
  void EmitLeaves() {
    for (auto [input, argument] :
         llvm::zip(rows_.getInputs(), body_.getArguments())) {
      if (IsRow(argument)) continue;
      const std::string& name = fields_.Name(input);
      if (IsData(input))
        expressions_.SetLeaf(argument, name + "[SampleRow(indices, row)]");
      else
        expressions_.SetLeaf(argument, input.getType().isF32()
                                           ? "hn::Set(d, " + name + ")"
                                           : name);
    }
  }

  llvm::SmallVector<mlir::vector::ReductionOp> ReductionsOf(int loop) {
    llvm::SmallVector<mlir::vector::ReductionOp> reductions;
    for (auto op : body_.getOps<mlir::vector::ReductionOp>())
      if (loop_.lookup(op) == loop) reductions.push_back(op);
    return reductions;
  }

  // Scalars that are known before loop `loop` and needed in it or later.
  void EmitScalars(int loop) {
    for (Operation& op : body_) {
      if (op.getNumResults() != 1 || IsRow(op.getResult(0)) ||
          op.hasTrait<mlir::OpTrait::ConstantLike>() ||
          mlir::isa<mlir::vector::ReductionOp>(op) || loop_.lookup(&op) != loop)
        continue;
      expressions_.EmitNamed(op.getResult(0), "row_scalar");
    }
  }

  void EmitLoop(int loop) {
    EmitScalars(loop);
    const auto reductions = ReductionsOf(loop);
    const auto stores = StoresOf(loop);
    const auto buffers = BuffersOf(loop);
    if (reductions.empty() && stores.empty() && buffers.empty()) return;
    llvm::SmallVector<std::string> accumulators;
    for (mlir::vector::ReductionOp op : reductions) {
      const Reduction reduction = GetReduction(op);
      accumulators.push_back(names_.Take(reduction.name));
      writer_.Line("auto " + accumulators.back() + " = " + reduction.start +
                   ";");
    }
    EmitColumnLoop(loop, reductions, accumulators, stores, buffers);
    for (auto [const_op, accumulator] : llvm::zip(reductions, accumulators)) {
      mlir::vector::ReductionOp op = const_op;  // accessors are not const
      const std::string whole = names_.Take("row_" + accumulator);
      writer_.Line("const auto " + whole + " = " + GetReduction(op).finish +
                   "(d, " + accumulator + ");");
      expressions_.SetLeaf(op.getResult(), whole);
    }
  }

  llvm::SmallVector<std::pair<Value, Value>> StoresOf(int loop) {
    llvm::SmallVector<std::pair<Value, Value>> stores;
    for (auto [result, yielded] : YieldedPairs())
      if (IsRow(yielded) && LoopOfValue(yielded) == loop)
        stores.push_back({result, yielded});
    return stores;
  }

  llvm::SmallVector<Value> BuffersOf(int loop) {
    llvm::SmallVector<Value> values;
    for (Value value : buffered_)
      if (loop_.lookup(value.getDefiningOp()) == loop) values.push_back(value);
    return values;
  }

  void EmitColumnLoop(int loop,
                      llvm::ArrayRef<mlir::vector::ReductionOp> reductions,
                      llvm::ArrayRef<std::string> accumulators,
                      llvm::ArrayRef<std::pair<Value, Value>> stores,
                      llvm::ArrayRef<Value> buffers) {
    const std::string cols = llvm::itostr(cols_);
    const bool partial = cols_ % kLaneMultiple != 0;
    writer_.Open("for (size_t col = 0; col < " + cols + "; col += N)");
    if (partial && !(reductions.empty() && stores.empty()))
      writer_.Line("const auto inside = hn::FirstN(d, " + cols + " - col);");
    ExpressionEmitter local = LoopExpressions(loop);
    for (Value value : buffers)
      writer_.Line("hn::Store(" + local.EmitNamed(value, "value") + ", d, " +
                   Buffer(value) + " + col);");
    for (auto [const_op, accumulator] : llvm::zip(reductions, accumulators)) {
      mlir::vector::ReductionOp op = const_op;  // accessors are not const
      const Reduction reduction = GetReduction(op);
      const std::string vector = local.Emit(op.getVector());
      const std::string masked = !partial
                                     ? vector
                                     : ("hn::IfThenElse(inside, " + vector +
                                        ", " + reduction.start + ")")
                                           .str();
      writer_.Line(accumulator + " = " + reduction.combine + "(" + accumulator +
                   ", " + masked + ");");
    }
    for (auto [result, yielded] : stores) {
      const std::string vector = local.Emit(yielded);
      writer_.Line(
          "hn::Store(" +
          (partial ? "hn::IfThenElseZero(inside, " + vector + ")" : vector) +
          ", d, " + Address(result) + ");");
    }
    writer_.Close();
  }

  // Leaves that depend on the column: rows read and rows from the buffer.
  ExpressionEmitter LoopExpressions(int loop) {
    ExpressionEmitter local = expressions_;
    for (auto [input, argument] :
         llvm::zip(rows_.getInputs(), body_.getArguments()))
      if (IsRow(argument))
        local.SetLeaf(argument, "hn::Load(d, " + Address(input) + ")");
    for (auto iota : body_.getOps<kernel::IotaOp>())
      local.SetLeaf(iota, "hn::Iota(d, static_cast<float>(col))");
    for (Value value : buffered_)
      if (loop_.lookup(value.getDefiningOp()) < loop)
        local.SetLeaf(value, "hn::Load(d, " + Buffer(value) + " + col)");
    return local;
  }

  // One scalar a row, at the start of its row of the result.
  void EmitRowResults() {
    for (auto [result, yielded] : YieldedPairs())
      if (!IsRow(yielded))
        writer_.Line(fields_.Name(result) + "[" +
                     OffsetExpression(result, "row", "0") + "] = hn::GetLane(" +
                     expressions_.Emit(yielded) + ");");
  }

  CodeWriter& writer_;
  kernel::RowsOp rows_;
  const KernelFields& fields_;
  mlir::Block& body_;
  ExpressionEmitter expressions_;
  UniqueNames names_;
  int64_t cols_ = 1;
  llvm::MapVector<Operation*, int> loop_;
  llvm::SmallVector<Value> buffered_;
  llvm::StringMap<std::string> pointers_;
};

}  // namespace

void EmitRows(CodeWriter& writer, kernel::RowsOp rows,
              const KernelFields& fields) {
  RowsEmitter(writer, rows, fields).Emit();
}

}  // namespace sinter
