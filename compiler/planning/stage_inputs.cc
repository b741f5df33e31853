#include "compiler/planning/stage_inputs.h"

#include "compiler/ir/nn_roles.h"
#include "compiler/ir/provenance.h"
#include "mlir/IR/Builders.h"

namespace sinter {
namespace {

using mlir::func::FuncOp;

// A new op with the operands, attributes and regions of `contract`, which is
// left without regions.
kernel::ContractOp CloneWithResults(kernel::ContractOp contract,
                                    llvm::ArrayRef<mlir::Type> types) {
  mlir::OpBuilder builder(contract);
  mlir::OperationState state(
      contract.getLoc(), kernel::ContractOp::getOperationName(),
      contract->getOperands(), types, contract->getAttrs());
  for (unsigned i = 0; i < contract->getNumRegions(); ++i) state.addRegion();
  auto clone = mlir::cast<kernel::ContractOp>(builder.create(state));
  clone.getPrologue().takeBody(contract.getPrologue());
  clone.getEpilogue().takeBody(contract.getEpilogue());
  return clone;
}

// `contract` with one more result, which nothing reads yet. The old op is gone.
kernel::ContractOp AddResult(kernel::ContractOp contract, mlir::Type type) {
  llvm::SmallVector<mlir::Type> types(contract.getResultTypes());
  types.push_back(type);
  kernel::ContractOp clone = CloneWithResults(contract, types);
  contract->replaceAllUsesWith(clone.getResults().drop_back());
  contract.erase();
  return clone;
}

void MoveOpsOfPrologue(kernel::ContractOp from, kernel::MapOp to) {
  llvm::SmallVector<llvm::StringRef> kept = GetOps(from);
  if (kept.empty()) return;  // none are recorded
  llvm::SmallVector<llvm::StringRef> moved = GetPrologueOps(from);
  llvm::erase_if(
      kept, [&](llvm::StringRef op) { return llvm::is_contained(moved, op); });
  SetPrologueOps(from, {});
  if (moved.empty()) moved.push_back("copy");
  SetOps(from, kept);
  SetOps(to, moved);
  NameValues(to, moved.back().split(' ').first);
}

mlir::Value StagePrologue(kernel::ContractOp contract) {
  auto lhs = mlir::cast<mlir::RankedTensorType>(contract.getLhs().getType());
  const auto staged = mlir::RankedTensorType::get(
      lhs.getShape(), mlir::Float32Type::get(contract.getContext()));
  return AddStagedResult(contract, staged).GetStagedLhs();
}

void AddCopyingPrologue(kernel::ContractOp contract) {
  mlir::OpBuilder builder(contract.getContext());
  mlir::Block* block = builder.createBlock(
      &contract.getPrologue(), {}, builder.getF32Type(), contract.getLoc());
  builder.create<kernel::YieldOp>(contract.getLoc(), block->getArguments());
}

mlir::Value CopyBefore(kernel::LoopNest nest, mlir::Value input,
                       mlir::Value samples) {
  mlir::OpBuilder builder(nest);
  auto copy = builder.create<kernel::MapOp>(nest.getLoc(), input.getType(),
                                            input, samples);
  SetOps(copy, {"copy"});
  NameValues(copy, {"copy"});
  mlir::Block* block = builder.createBlock(&copy.getBody(), {},
                                           builder.getF32Type(), nest.getLoc());
  builder.create<kernel::YieldOp>(nest.getLoc(), block->getArguments());
  return copy.getResult(0);
}

// An input is in the data set's own memory: rows without padding, reached
// through the sample indices.
void StageRawInput(FuncOp function, mlir::Value input) {
  mlir::Value staged;
  for (auto contract : llvm::make_early_inc_range(
           function.getBody().front().getOps<kernel::ContractOp>())) {
    if (contract.getLhs() != input || !contract.getPrologue().empty()) continue;
    if (staged) {
      contract.getLhsMutable().assign(staged);
      continue;
    }
    AddCopyingPrologue(contract);
    staged = StagePrologue(contract);
  }
}

// Whether `nest` reads `input` by rows or otherwise than element by element. A
// product's lhs is staged, and a transposition finds its samples itself.
bool ReadsByVectors(kernel::LoopNest nest, mlir::Value input) {
  if (auto contract = mlir::dyn_cast<kernel::ContractOp>(*nest))
    return contract.getRhs() == input;
  if (mlir::isa<kernel::TransposeOp>(*nest)) return false;
  return llvm::any_of(nest->getOpOperands(), [&](mlir::OpOperand& operand) {
    return operand.get() == input &&
           (nest.hasRowBody() || nest.readsWhole(operand));
  });
}

// Sums, rows and windows are read by whole vectors, which the data set has no
// room for, and so is the rhs of a product: a map copies its rows first.
void CopyDataOfVectors(FuncOp function, mlir::Value input) {
  mlir::Value samples = nn::FindArgument(function, nn::Role::kSamples);
  mlir::Value copy;
  for (auto nest : function.getBody().front().getOps<kernel::LoopNest>()) {
    if (!ReadsByVectors(nest, input)) continue;
    if (!copy) copy = CopyBefore(nest, input, samples);
    nest->replaceUsesOfWith(input, copy);
  }
}

}  // namespace

kernel::ContractOp AddStagedResult(kernel::ContractOp contract,
                                   mlir::Type staged_type) {
  kernel::ContractOp staged = AddResult(contract, staged_type);
  staged.setStageLhs(true);
  return staged;
}

kernel::ContractOp AddStagedPanels(kernel::ContractOp contract) {
  auto rhs = mlir::cast<mlir::RankedTensorType>(contract.getRhs().getType());
  kernel::ContractOp staged = AddResult(
      contract,
      mlir::RankedTensorType::get({rhs.getDimSize(1), rhs.getDimSize(0)},
                                  rhs.getElementType()));
  staged.setStageRhs(true);
  return staged;
}

void StageApart(kernel::ContractOp contract) {
  mlir::OpBuilder builder(contract);
  llvm::SmallVector<mlir::Type> types(contract.getResultTypes());
  auto stage =
      builder.create<kernel::MapOp>(contract.getLoc(), types.pop_back_val(),
                                    contract.getLhs(), contract.getSamples());
  stage.getBody().takeBody(contract.getPrologue());
  kernel::ContractOp product = CloneWithResults(contract, types);
  product.setStageLhs(false);
  product.getLhsMutable().assign(stage.getResult(0));
  MoveOpsOfPrologue(product, stage);
  llvm::SmallVector<mlir::Value> values(product.getResults());
  values.push_back(stage.getResult(0));
  contract->replaceAllUsesWith(values);
  contract.erase();
}

void StageInputs(FuncOp function) {
  for (mlir::BlockArgument argument : function.getArguments())
    if (nn::IsData(argument) && !nn::IsLabels(argument))
      CopyDataOfVectors(function, argument);
  for (const unsigned x : nn::FindArguments(function, nn::Role::kX))
    StageRawInput(function, function.getArgument(x));
  function.walk([](kernel::ContractOp contract) {
    if (!contract.getPrologue().empty() && !contract.getStageLhs())
      StagePrologue(contract);
  });
}

}  // namespace sinter
