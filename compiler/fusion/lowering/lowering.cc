#include "compiler/fusion/lowering/lowering.h"

#include "compiler/ir/nn_roles.h"
#include "compiler/ir/provenance.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "mlir/IR/BuiltinTypes.h"

namespace sinter {
namespace {

using mlir::RankedTensorType;
using mlir::Type;
using mlir::Value;

// What a region of kernel.map or kernel.reduce sees of an operand.
Type ElementOf(Type operand) {
  auto tensor = mlir::dyn_cast<RankedTensorType>(operand);
  if (!tensor) return operand;
  if (tensor.getElementType().isF32()) return tensor.getElementType();
  return mlir::IntegerType::get(operand.getContext(),
                                tensor.getElementTypeBitWidth());
}

// What a region of kernel.rows sees of an operand: a row, or one pixel of a row
// with that many channels.
Type RowOf(Type operand, int64_t channels) {
  auto tensor = mlir::dyn_cast<RankedTensorType>(operand);
  if (!tensor) return operand;
  if (tensor.getRank() == 1)
    return mlir::IntegerType::get(operand.getContext(), 32);
  const int64_t cols = tensor.getDimSize(1);
  return mlir::VectorType::get({cols % channels == 0 ? channels : cols},
                               tensor.getElementType());
}

llvm::SmallVector<Type> Seen(mlir::ValueRange inputs,
                             llvm::function_ref<Type(Type)> view) {
  return llvm::map_to_vector(
      inputs, [&](Value input) { return view(input.getType()); });
}

// Moves `op` and what it needs of its block before `end`, operands first.
void PlaceBefore(mlir::Operation* op, mlir::Operation* end,
                 llvm::SmallPtrSetImpl<mlir::Operation*>& placed) {
  if (!op || op->getBlock() != end->getBlock() || !placed.insert(op).second)
    return;
  for (Value operand : op->getOperands())
    PlaceBefore(operand.getDefiningOp(), end, placed);
  op->moveBefore(end);
}

// Puts a body's ops into the order in which its results need them. C++ leaves
// open which operand of a formula's operator is written first.
void OrderOps(kernel::YieldOp yield) {
  llvm::SmallPtrSet<mlir::Operation*, 32> placed;
  for (Value value : yield->getOperands())
    PlaceBefore(value.getDefiningOp(), yield, placed);
}

}  // namespace

void RecordOp(mlir::Operation* kernel, mlir::Operation* op) {
  const llvm::StringRef name = op->getName().stripDialect();
  SetOps(kernel, name);
  const std::string index = (name + "_index").str();
  llvm::SmallVector<llvm::StringRef> values(kernel->getNumResults(), index);
  values.front() = name;
  NameValues(kernel, values);
}

Type LoweredType(Type type) {
  auto tensor = mlir::dyn_cast<RankedTensorType>(type);
  if (!tensor) return type;
  const int64_t rank = tensor.getRank();
  if (rank == 1 || rank == 2) return type;
  if (rank == 0) return RankedTensorType::get({1}, tensor.getElementType());
  const int64_t rows = tensor.getDimSize(0);
  return RankedTensorType::get({rows, tensor.getNumElements() / rows},
                               tensor.getElementType());
}

Type LoweredParameterType(Type type) {
  auto tensor = mlir::cast<RankedTensorType>(type);
  if (tensor.getRank() <= 2) return LoweredType(type);
  const int64_t cols = tensor.getShape().back();
  return RankedTensorType::get({tensor.getNumElements() / cols, cols},
                               tensor.getElementType());
}

void BuildRegion(mlir::Region& region, mlir::Location location,
                 mlir::TypeRange types, Lowering::Body body) {
  mlir::Block& block = region.emplaceBlock();
  auto builder = mlir::ImplicitLocOpBuilder::atBlockEnd(location, &block);
  Terms arguments;
  for (Type type : types)
    arguments.emplace_back(builder, block.addArgument(type, location));
  const llvm::SmallVector<Value> yielded = llvm::map_to_vector(
      body(arguments), [](Term term) { return term.value(); });
  OrderOps(builder.create<kernel::YieldOp>(yielded));
}

Lowering::Lowering(mlir::func::FuncOp function)
    : scalars_(function.getLoc(), function.getContext()),
      builder_(function.getLoc(), function.getContext()) {
  LowerArguments(function);
  samples_ = nn::FindArgument(function, nn::Role::kSamples);
  scalars_.setInsertionPoint(&function.front().front());
}

void Lowering::LowerArguments(mlir::func::FuncOp function) {
  const auto inputs = nn::FindArguments(function, nn::Role::kX);
  if (!inputs.empty() && !nn::FindArgument(function, nn::Role::kSamples))
    function.insertArgument(
        inputs.back() + 1, scalars_.getI32Type(),
        nn::MakeRoleAttributes(function.getContext(), nn::Role::kSamples),
        function.getLoc());
  for (mlir::BlockArgument argument : function.getArguments()) {
    argument_types_[argument] = argument.getType();
    const auto role = nn::GetArgumentRole(function, argument.getArgNumber());
    argument.setType(nn::IsKept(role) ? LoweredParameterType(argument.getType())
                                      : LoweredType(argument.getType()));
    if (nn::IsData(argument)) MarkBatch(argument);
  }
}

Value Lowering::Lowered(Value value) const {
  const auto found = lowered_.find(value);
  return found == lowered_.end() ? value : found->second;
}

RankedTensorType Lowering::TypeBefore(Value value) const {
  const Type argument = argument_types_.lookup(value);
  return mlir::cast<RankedTensorType>(argument ? argument : value.getType());
}

void Lowering::Replace(Value value, Value lowered) {
  lowered_[value] = lowered;
}

mlir::LogicalResult Lowering::CheckSamples(mlir::Operation* op,
                                           Value samples) const {
  if (samples == samples_) return mlir::success();
  return op->emitOpError(
      "must count the function's own argument of role samples");
}

Term Lowering::Number(double value) {
  return Scalar(scalars_.create<mlir::arith::ConstantOp>(
      scalars_.getF32FloatAttr(static_cast<float>(value))));
}

Value Lowering::RowBound(mlir::ValueRange lowered) const {
  return llvm::any_of(lowered, [&](Value v) { return IsBatch(v); }) ? samples_
                                                                    : Value();
}

void Lowering::StartAt(mlir::Operation* op) {
  // Behind the op, so that what goes to the function's begin, before its first
  // op, comes before every loop nest.
  builder_.setInsertionPointAfter(op);
  builder_.setLoc(op->getLoc());
  scalars_.setLoc(op->getLoc());
}

llvm::SmallVector<Value> Lowering::Inputs(mlir::ValueRange inputs,
                                          mlir::ValueRange scalars) const {
  auto lowered =
      llvm::map_to_vector(inputs, [&](Value input) { return Lowered(input); });
  lowered.append(scalars.begin(), scalars.end());
  return lowered;
}

// Elementwise results are as their inputs: samples, or parameters.
Type Lowering::ResultType(Type type, mlir::ValueRange lowered) const {
  auto tensor = mlir::cast<RankedTensorType>(type);
  for (Value input : lowered) {
    auto like = mlir::dyn_cast<RankedTensorType>(input.getType());
    if (like && like.getRank() == 2 &&
        like.getNumElements() == tensor.getNumElements())
      return RankedTensorType::get(like.getShape(), tensor.getElementType());
  }
  return LoweredType(type);
}

void Lowering::LowerToMap(mlir::Operation* op, mlir::ValueRange inputs,
                          Body body, mlir::ValueRange scalars) {
  const llvm::SmallVector<Value> operands = Inputs(inputs, scalars);
  // A value that is there several times is loaded once.
  const llvm::SetVector<Value> loaded(operands.begin(), operands.end());
  const auto types = llvm::map_to_vector(op->getResultTypes(), [&](Type type) {
    return ResultType(type, operands);
  });
  const Value bound = RowBound(operands);
  auto map = builder_.create<kernel::MapOp>(types, loaded.getArrayRef(), bound);
  BuildRegion(
      map.getBody(), op->getLoc(), Seen(loaded.getArrayRef(), ElementOf),
      [&](llvm::ArrayRef<Term> in) {
        Terms terms;
        for (Value operand : operands)
          terms.push_back(in[llvm::find(loaded, operand) - loaded.begin()]);
        return body(terms);
      });
  RecordOp(map, op);
  for (auto [result, lowered] : llvm::zip(op->getResults(), map.getResults())) {
    Replace(result, lowered);
    if (bound) MarkBatch(lowered);
  }
}

Value Lowering::CreateMap(Type type, mlir::ValueRange lowered,
                          llvm::StringRef name, Body body) {
  const Value bound = RowBound(lowered);
  auto map =
      builder_.create<kernel::MapOp>(mlir::TypeRange(type), lowered, bound);
  BuildRegion(map.getBody(), builder_.getLoc(), Seen(lowered, ElementOf), body);
  SetOps(map, name);
  NameValues(map, name);
  if (bound) MarkBatch(map.getResult(0));
  return map.getResult(0);
}

void Lowering::LowerToContract(mlir::Operation* op, const Product& product) {
  const Value lhs = Lowered(product.lhs);
  auto contract = builder_.create<kernel::ContractOp>(
      mlir::TypeRange(product.result), lhs, Lowered(product.rhs),
      mlir::ValueRange(), RowBound(lhs), product.transposes_lhs,
      product.transposes_rhs, /*stage_lhs=*/false, /*stage_rhs=*/false,
      /*sparse_lhs=*/false,
      /*skips_zero_sums=*/false, /*delays_stores=*/false,
      /*lists_gradient=*/false, product.window);
  BuildRegion(contract.getEpilogue(), op->getLoc(), builder_.getF32Type(),
              [](llvm::ArrayRef<Term> in) -> Terms { return {in.front()}; });
  RecordOp(contract, op);
  Replace(op->getResult(0), contract.getResult(0));
  if (IsBatch(lhs) && !product.transposes_lhs) MarkBatch(contract.getResult(0));
}

Value Lowering::CreateRows(mlir::Operation* op, Type type,
                           mlir::ValueRange inputs, Body body,
                           mlir::ValueRange scalars) {
  const int64_t channels = LastDimension(inputs.front());
  const llvm::SmallVector<Value> operands = Inputs(inputs, scalars);
  const Value bound = RowBound(operands);
  auto rows =
      builder_.create<kernel::RowsOp>(mlir::TypeRange(type), operands, bound);
  BuildRegion(rows.getBody(), op->getLoc(),
              Seen(operands, [&](Type seen) { return RowOf(seen, channels); }),
              body);
  RecordOp(rows, op);
  if (bound) MarkBatch(rows.getResult(0));
  return rows.getResult(0);
}

Value Lowering::CreateSum(Value input, int64_t channels, llvm::StringRef name,
                          Body body, mlir::ValueRange scalars, Body summand) {
  const Type type = RankedTensorType::get({channels}, builder_.getF32Type());
  auto sum = builder_.create<kernel::ReduceOp>(mlir::TypeRange(type), input,
                                               scalars, RowBound(input));
  llvm::SmallVector<Type> seen = {builder_.getF32Type()};
  if (summand) BuildRegion(sum.getPrologue(), builder_.getLoc(), seen, summand);
  seen.append(Seen(scalars, ElementOf));
  BuildRegion(sum.getEpilogue(), builder_.getLoc(), seen, body);
  SetOps(sum, name);
  NameValues(sum, name);
  return sum.getResult(0);
}

}  // namespace sinter
