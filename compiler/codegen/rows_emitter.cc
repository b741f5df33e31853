// kernel.rows -> a few loops over the columns of each row.
//
// Every reduction ends a loop, since what follows needs the whole row. An op
// runs in loop L = the largest of its operands' loops, one more after a
// reduction. A vector needed by a later loop waits in a row of the results.
// Scalars of a row are kept broadcast.
//
// Columns beyond the row's end in its last vector are left out of reductions
// and stored as zeros, which keeps the padding of panels zero.
#include <algorithm>
#include <optional>

#include "compiler/codegen/expression_emitter.h"
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
      return {"hn::Set(d, -std::numeric_limits<float>::infinity())", "Maximum",
              "MaximumOfLanes", "maximum"};
    case mlir::vector::CombiningKind::MINIMUMF:
      return {"hn::Set(d, std::numeric_limits<float>::infinity())", "Minimum",
              "MinimumOfLanes", "minimum"};
    default:
      llvm_unreachable("lowering makes add, max and min only");
  }
}

// Vectors of a row that are added up in one chain; the chains of more are added
// up as a tree (runtime/kernels/sums-inl.h).
constexpr int64_t kVectorsOfChain = 128;

// Whether a row has more than one chain with some target.
bool IsLong(int64_t cols) { return cols > kVectorsOfChain * kLaneMultiple; }

bool HasLongRow(mlir::Operation* nest) {
  return IsLong(mlir::cast<kernel::RowsOp>(nest).getChannels());
}

class RowsEmitter {
 public:
  RowsEmitter(CodeWriter& writer, kernel::RowsOp rows,
              const KernelFields& fields)
      : writer_(writer),
        rows_(rows),
        fields_(fields),
        body_(rows.getBody().front()),
        expressions_(writer, Spelling::kVector),
        pixels_(rows.CountPixels()) {
    fields_.Reserve(expressions_);
    for (Value value : body_.getArguments()) FindWidth(value);
    for (Operation& op : body_) {
      if (!op.hasTrait<mlir::OpTrait::IsTerminator>()) loop_[&op] = LoopOf(op);
      for (Value result : op.getResults()) FindWidth(result);
    }
    FindKept();
  }

  void Emit() {
    fields_.Emit(writer_);
    writer_.Line();
    writer_.Open("void Run(Range rows) const");
    writer_.Line("const auto d = kFloats;");
    writer_.Line("const size_t N = hn::Lanes(d);");
    writer_.Open("for (size_t row = rows.begin; row < rows.end; ++row)");
    if (pixels_ > 1)
      writer_.Open("for (size_t pixel = 0; pixel < " +
                   llvm::itostr(pixels_ * cols_) +
                   "; pixel += " + llvm::itostr(cols_) + ")");
    EmitRowPointers();
    EmitLeaves();
    for (int loop = 0; loop <= LastLoop(); ++loop) EmitLoop(loop);
    EmitRowResults();
    if (pixels_ > 1) writer_.Close();
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

  // A costly row that later loops read is computed once and kept in a row of
  // the results until that gets its own values: no memory is needed for it,
  // however wide it is. Cheap rows are computed again, and those without such a
  // result.
  void FindKept() {
    for (Operation& op : llvm::reverse(body_))  // users come first
      for (Value value : op.getResults())
        if (IsCostlyRow(value) && LastLoopReading(value) > loop_.lookup(&op))
          if (Value result = FindHost(value)) kept_in_[value] = result;
  }

  static bool IsCostlyRow(Value value) {
    return IsRow(value) && mlir::isa<mlir::math::MathDialect>(
                               value.getDefiningOp()->getDialect());
  }

  // The last loop that reads `value` or computes what is made of it again.
  int LastLoopReading(Value value) const {
    int last = loop_.lookup(value.getDefiningOp());
    for (Operation* user : value.getUsers()) {
      if (user->hasTrait<mlir::OpTrait::IsTerminator>()) continue;
      last = std::max(last, loop_.lookup(user));
      Value made = user->getResult(0);
      if (IsRow(made) && !kept_in_.contains(made))
        last = std::max(last, LastLoopReading(made));
    }
    return last;
  }

  // A row that is written after `value` was read for the last time, or none.
  Value FindHost(Value value) {
    for (auto [result, yielded] : YieldedPairs())
      if (IsRow(yielded) && LoopOfValue(yielded) >= LastLoopReading(value) &&
          llvm::none_of(kept_in_, [&](const auto& kept) {
            return kept.second == result;
          }))
        return result;
    return {};
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
      writer_.Line(
          llvm::Twine(written ? "" : "const ") + "float* " + name +
          "_row = " + name + " + " +
          OffsetExpression(tensor, "row", pixels_ > 1 ? "pixel" : "0") + ";");
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
    const auto kept = KeptFrom(loop);
    if (reductions.empty() && stores.empty() && kept.empty()) return;
    llvm::SmallVector<std::string> accumulators;
    for (mlir::vector::ReductionOp op : reductions) {
      const Reduction reduction = GetReduction(op);
      accumulators.push_back(expressions_.TakeName(reduction.name));
      writer_.Line("auto " + accumulators.back() + " = " + reduction.start +
                   ";");
      if (NeedsTree(op))
        writer_.Line("HWY_ALIGN float " + BlocksOf(accumulators.back()) + "[" +
                     Levels() + " * " + llvm::itostr(kLaneMultiple) +
                     "] = {};");
    }
    EmitColumnLoop(loop, reductions, accumulators, stores, kept);
    for (auto [const_op, accumulator] : llvm::zip(reductions, accumulators)) {
      mlir::vector::ReductionOp op = const_op;  // accessors are not const
      const std::string whole = expressions_.TakeName("row_" + accumulator);
      if (NeedsTree(op)) EmitSumOfBlocks(accumulator);
      writer_.Line("const auto " + whole + " = " + GetReduction(op).finish +
                   "(d, " + accumulator + ");");
      expressions_.SetLeaf(op.getResult(), whole);
    }
  }

  // Of a sum that is too long for one chain a lane.
  bool NeedsTree(mlir::vector::ReductionOp op) const {
    return op.getKind() == mlir::vector::CombiningKind::ADD && IsLong(cols_);
  }

  // Of the tree, with the most chains that any target has: one lane.
  std::string Levels() const {
    return "SumLevels(" + llvm::itostr(cols_) + ", " +
           llvm::itostr(kVectorsOfChain) + ")";
  }

  static std::string BlocksOf(const std::string& accumulator) {
    return accumulator + "_blocks";
  }

  void EmitEndOfBlock(const std::string& accumulator) {
    const std::string block = llvm::itostr(kVectorsOfChain);
    writer_.Open("if (col / N % " + block + " == " + block + " - 1)");
    writer_.Line("AddTo(d, " + accumulator + ", " + BlocksOf(accumulator) +
                 ");");
    writer_.Line(accumulator + " = hn::Zero(d);");
    writer_.Line("CarrySums(" + Levels() + ", 1, col / N / " + block +
                 " + 1, " + BlocksOf(accumulator) + ");");
    writer_.Close();
  }

  void EmitSumOfBlocks(const std::string& accumulator) {
    const std::string blocks = BlocksOf(accumulator);
    writer_.Line("AddTo(d, " + accumulator + ", " + blocks + ");");
    writer_.Line("FinishSums(" + Levels() + ", 1, " + blocks + ");");
    writer_.Line(accumulator + " = hn::Load(d, " + blocks + ");");
  }

  llvm::SmallVector<std::pair<Value, Value>> StoresOf(int loop) {
    llvm::SmallVector<std::pair<Value, Value>> stores;
    for (auto [result, yielded] : YieldedPairs())
      if (IsRow(yielded) && LoopOfValue(yielded) == loop)
        stores.push_back({result, yielded});
    return stores;
  }

  // Those that are computed in loop `loop`, in the order of the body.
  llvm::SmallVector<Value> KeptFrom(int loop) {
    llvm::SmallVector<Value> values;
    for (Operation& op : body_)
      for (Value value : op.getResults())
        if (kept_in_.contains(value) && loop_.lookup(&op) == loop)
          values.push_back(value);
    return values;
  }

  void EmitColumnLoop(int loop,
                      llvm::ArrayRef<mlir::vector::ReductionOp> reductions,
                      llvm::ArrayRef<std::string> accumulators,
                      llvm::ArrayRef<std::pair<Value, Value>> stores,
                      llvm::ArrayRef<Value> kept) {
    const std::string cols = llvm::itostr(cols_);
    const bool partial = cols_ % kLaneMultiple != 0;
    writer_.Open("for (size_t col = 0; col < " + cols + "; col += N)");
    if (partial &&
        (!reductions.empty() || (!stores.empty() && !HasLoosePixels())))
      writer_.Line("const auto inside = hn::FirstN(d, " + cols + " - col);");
    ExpressionEmitter local = LoopExpressions(loop);
    for (Value value : kept)
      EmitStore(local.EmitNamed(value, "value"), kept_in_.lookup(value));
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
      if (NeedsTree(op)) EmitEndOfBlock(accumulator);
    }
    for (auto [result, yielded] : stores) {
      const std::string vector = local.Emit(yielded);
      EmitStore(partial && !HasLoosePixels()
                    ? "hn::IfThenElseZero(inside, " + vector + ")"
                    : vector,
                result);
    }
    writer_.Close();
  }

  // Whether a row holds pixels that are not whole vectors: the next one begins
  // within the last vector.
  bool HasLoosePixels() const {
    return pixels_ > 1 && cols_ % kLaneMultiple != 0;
  }

  std::string Load(Value tensor) const {
    return (HasLoosePixels() ? "hn::LoadU(d, " : "hn::Load(d, ") +
           Address(tensor) + ")";
  }

  void EmitStore(const std::string& vector, Value tensor) {
    if (HasLoosePixels())
      writer_.Line("StoreFirst(d, " + vector + ", " + Address(tensor) + ", " +
                   llvm::itostr(cols_) + " - col);");
    else
      writer_.Line("hn::Store(" + vector + ", d, " + Address(tensor) + ");");
  }

  // Leaves that depend on the column: rows read and rows that were kept.
  ExpressionEmitter LoopExpressions(int loop) {
    ExpressionEmitter local = expressions_;
    for (auto [input, argument] :
         llvm::zip(rows_.getInputs(), body_.getArguments()))
      if (IsRow(argument)) local.SetLeaf(argument, Load(input));
    for (auto iota : body_.getOps<kernel::IotaOp>())
      local.SetLeaf(iota, "hn::Iota(d, static_cast<float>(col))");
    for (auto [value, result] : kept_in_)
      if (loop_.lookup(value.getDefiningOp()) < loop &&
          loop <= LastLoopReading(value))
        local.SetLeaf(value, LoadKept(value, result, loop, local));
    return local;
  }

  // Where the result gets its own values, the kept one is read before.
  std::string LoadKept(Value value, Value result, int loop,
                       ExpressionEmitter& local) {
    const std::string load = Load(result);
    if (!llvm::is_contained(llvm::make_first_range(StoresOf(loop)), result))
      return load;
    const std::string name = local.TakeName(
        value.getDefiningOp()->getName().stripDialect().str() + "_value");
    writer_.Line("const auto " + name + " = " + load + ";");
    return name;
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
  const int64_t pixels_;  // of a row; cols_ are those of one
  int64_t cols_ = 1;
  llvm::MapVector<Operation*, int> loop_;
  llvm::MapVector<Value, Value> kept_in_;  // the result that hosts a row
  llvm::StringMap<std::string> pointers_;
};

}  // namespace

const NestEmitter kRowsEmitter = {
    [](CodeWriter& writer, mlir::Operation* nest, const KernelFields& fields) {
      RowsEmitter(writer, mlir::cast<kernel::RowsOp>(nest), fields).Emit();
    },
    [](mlir::Operation* nest) {
      llvm::SmallVector<llvm::StringRef> headers;
      if (HasLongRow(nest)) headers.push_back("sums-inl.h");
      return headers;
    },
    RowsAreTasks, NoFormula};

}  // namespace sinter
