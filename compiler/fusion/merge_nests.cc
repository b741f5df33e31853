#include "compiler/fusion/merge_nests.h"

#include "compiler/ir/kernel_dialect.h"
#include "compiler/ir/provenance.h"
#include "llvm/ADT/STLExtras.h"
#include "mlir/IR/Dominance.h"
#include "mlir/Transforms/CSE.h"

namespace sinter {
namespace {

using mlir::Operation;
using mlir::Value;

bool IsBetween(Operation* op, Operation* first, Operation* last) {
  return first->isBeforeInBlock(op) && op->isBeforeInBlock(last);
}

// Whether every operand of `consumer` that `producer` does not compute itself
// is there before `producer`.
bool CanHoist(Operation* producer, Operation* consumer) {
  return llvm::all_of(consumer->getOperands(), [&](Value operand) {
    Operation* source = operand.getDefiningOp();
    return !source || source == producer || source->isBeforeInBlock(producer);
  });
}

// Whether `op` overwrites a tensor that `reader` reads: both take the same
// parameter or slot, and `op` returns its new value.
bool Overwrites(Operation* op, Operation* reader) {
  return IsUpdate(op) && llvm::any_of(op->getOperands(), [&](Value operand) {
           return mlir::isa<mlir::BlockArgument>(operand) &&
                  mlir::isa<mlir::RankedTensorType>(operand.getType()) &&
                  llvm::is_contained(reader->getOperands(), operand);
         });
}

bool CanSink(Operation* producer, Operation* consumer) {
  const bool read_between =
      llvm::any_of(producer->getUsers(), [&](Operation* user) {
        return user != consumer && user->isBeforeInBlock(consumer);
      });
  if (read_between) return false;
  for (Operation& op : *producer->getBlock())
    if (IsBetween(&op, producer, consumer) && Overwrites(&op, producer))
      return false;
  return true;
}

// What `nest`'s body sees of `operand`, which it takes as a further input
// unless it has it already. `like` is another body's argument for it.
Value SeeInput(kernel::LoopNest nest, Value operand, Value like) {
  const mlir::OperandRange inputs = kernel::GetBodyInputs(nest);
  const auto found = llvm::find(inputs, operand);
  if (found != inputs.end())
    return GetInputArgument(nest, found - inputs.begin());
  nest.getBodyInputsMutable().append(operand);
  return nest.getNestBody()->addArgument(like.getType(), like.getLoc());
}

// `value` as the type that a consumer sees: kernel.rows yields a float a row,
// and reads it back as a vector of one.
Value Adapt(mlir::OpBuilder& builder, Value value, mlir::Type type) {
  if (value.getType() == type) return value;
  return builder.create<mlir::vector::BroadcastOp>(value.getLoc(), type, value);
}

// What each argument of the consumer's body becomes in the producer's.
llvm::SmallVector<Value> MapArguments(mlir::OpBuilder& builder,
                                      kernel::LoopNest producer,
                                      kernel::LoopNest consumer) {
  Operation* yield = producer.getNestBody()->front().getTerminator();
  builder.setInsertionPoint(yield);
  llvm::SmallVector<Value> values;
  for (auto [index, operand] :
       llvm::enumerate(kernel::GetBodyInputs(consumer))) {
    Value argument = GetInputArgument(consumer, index);
    if (operand.getDefiningOp() == producer.getOperation()) {
      const unsigned result =
          mlir::cast<mlir::OpResult>(operand).getResultNumber();
      values.push_back(
          Adapt(builder, yield->getOperand(result), argument.getType()));
    } else {
      values.push_back(SeeInput(producer, operand, argument));
    }
  }
  return values;
}

bool IsReadOutside(Value result, Operation* consumer) {
  return llvm::any_of(result.getUsers(),
                      [&](Operation* user) { return user != consumer; });
}

// Results of the merged op: the producer's that stay, the consumer's, then the
// producer's staged lhs. `yielded` are the body's values for them.
struct MergedResults {
  llvm::SmallVector<Value> old;
  llvm::SmallVector<Value> yielded;
};

MergedResults CollectResults(kernel::LoopNest producer,
                             kernel::LoopNest consumer, Operation* yield,
                             mlir::ValueRange appended) {
  MergedResults results;
  const mlir::ResultRange computed = producer.getBodyResults();
  for (auto [result, value] : llvm::zip(computed, yield->getOperands())) {
    if (!IsReadOutside(result, consumer)) continue;
    results.old.push_back(result);
    results.yielded.push_back(value);
  }
  llvm::append_range(results.old, consumer->getResults());
  llvm::append_range(results.yielded, appended);
  llvm::append_range(results.old,
                     producer->getResults().drop_front(computed.size()));
  return results;
}

// Moves the consumer's ops to the end of the producer's body and makes the
// body yield what the merged op will return.
MergedResults JoinBodies(mlir::RewriterBase& rewriter,
                         kernel::LoopNest producer, kernel::LoopNest consumer) {
  const auto arguments = MapArguments(rewriter, producer, consumer);
  mlir::Block& body = consumer.getNestBody()->front();
  Operation* yield = producer.getNestBody()->front().getTerminator();
  Operation* consumer_yield = body.getTerminator();
  rewriter.inlineBlockBefore(&body, yield, arguments);
  MergedResults results =
      CollectResults(producer, consumer, yield, consumer_yield->getOperands());
  rewriter.eraseOp(consumer_yield);
  yield->setOperands(results.yielded);
  return results;
}

}  // namespace

std::optional<Place> FindPlace(Operation* producer, Operation* consumer) {
  if (CanHoist(producer, consumer)) return Place::kAtProducer;
  if (CanSink(producer, consumer)) return Place::kAtConsumer;
  return std::nullopt;
}

Operation* CloneWithResults(mlir::RewriterBase& rewriter, Operation* nest,
                            mlir::TypeRange results) {
  rewriter.setInsertionPoint(nest);
  Operation* clone = Operation::create(
      nest->getLoc(), nest->getName(), results, nest->getOperands(),
      nest->getDiscardableAttrDictionary(), nest->getPropertiesStorage(),
      /*successors=*/{}, nest->getNumRegions());
  for (auto [from, to] : llvm::zip(nest->getRegions(), clone->getRegions()))
    to.takeBody(from);
  rewriter.insert(clone);
  return clone;
}

void CleanBodies(mlir::RewriterBase& rewriter, Operation* nest) {
  mlir::DominanceInfo dominance(nest);
  mlir::eliminateCommonSubExpressions(rewriter, dominance, nest);
}

Operation* MergeNests(mlir::RewriterBase& rewriter, kernel::LoopNest producer,
                      kernel::LoopNest consumer, Place place,
                      llvm::StringRef pass) {
  const MergedResults results = JoinBodies(rewriter, producer, consumer);
  AppendOps(producer, consumer, pass);
  Operation* merged = CloneWithResults(
      rewriter, producer, mlir::ValueRange(results.old).getTypes());
  CopyValueNames(merged, results.old);
  if (place == Place::kAtConsumer) merged->moveBefore(consumer);
  for (auto [old, result] : llvm::zip(results.old, merged->getResults()))
    rewriter.replaceAllUsesWith(old, result);
  rewriter.eraseOp(consumer);
  rewriter.eraseOp(producer);
  CleanBodies(rewriter, merged);
  return merged;
}

int64_t GetBytes(Value value) {
  auto tensor = mlir::dyn_cast<mlir::RankedTensorType>(value.getType());
  return tensor ? tensor.getNumElements() * tensor.getElementTypeBitWidth() / 8
                : 0;
}

int64_t GetSavedBytes(Operation* producer, Operation* consumer) {
  int64_t bytes = 0;
  for (Value result : producer->getResults()) {
    if (!llvm::is_contained(consumer->getOperands(), result)) continue;
    bytes += GetBytes(result) * (IsReadOutside(result, consumer) ? 1 : 2);
  }
  return bytes;
}

Operation* GetFirstReader(Value value) {
  Operation* first = nullptr;
  for (Operation* user : value.getUsers())
    if (!first || user->isBeforeInBlock(first)) first = user;
  return first;
}

}  // namespace sinter
