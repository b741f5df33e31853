#include "compiler/codegen/reference/reference_values.h"

#include "compiler/ir/nn_dialect.h"
#include "compiler/ir/nn_roles.h"
#include "compiler/ir/provenance.h"

namespace sinter {
namespace {

using mlir::Operation;
using mlir::RankedTensorType;
using mlir::Value;
using nn::Role;

bool IsMetric(Operation* op) {
  return llvm::isa<nn::SampleMeanOp, nn::SampleSumOp>(op);
}

// A number for each channel of the batch.
bool IsStatistic(mlir::OpResult result) {
  return llvm::isa<nn::BatchNormalizeOp>(result.getOwner()) &&
         result.getResultNumber() > 0;
}

// Tells an op's results apart.
std::string Suffix(mlir::OpResult result) {
  if (auto batch = llvm::dyn_cast<nn::BatchNormalizeOp>(result.getOwner())) {
    if (result == batch.getMean()) return "_mean";
    if (result == batch.getVariance()) return "_variance";
  }
  return result.getResultNumber() > 0 ? "_index" : "";
}

}  // namespace

ReferenceValues::ReferenceValues(mlir::func::FuncOp function) {
  // The variables and types that every step has.
  for (llvm::StringRef taken :
       {"arguments", "samples", "arena", "state", "Arena", "Matrix"})
    unique_.Take(taken);
  AddArguments(function);
  for (Operation& op : function.getBody().front().without_terminator())
    AddResults(&op);
}

void ReferenceValues::AddArguments(mlir::func::FuncOp function) {
  for (mlir::BlockArgument argument : function.getArguments()) {
    const unsigned index = argument.getArgNumber();
    const llvm::StringRef tensor = nn::GetArgumentName(function, index);
    const Role role = *nn::GetArgumentRole(function, index);
    const bool is_tensor = llvm::isa<RankedTensorType>(argument.getType());
    if (!tensor.empty()) {
      names_[argument] = unique_.Take(ToIdentifier(tensor));
    } else if (is_tensor) {
      const bool has_labels = nn::IsLabels(argument);
      names_[argument] = unique_.Take(
          role == Role::kX ? "x" : (has_labels ? "labels" : "targets"));
      batched_.insert(argument);
    } else {
      names_[argument] = ("arguments." + nn::ToString(role)).str();
    }
  }
}

void ReferenceValues::CopyName(Value from, Value to) {
  // Not of the map's own element: the map may move it to make room for `to`.
  std::string name = Name(from);
  names_[to] = std::move(name);
}

// Updates are in place: the new values are called like the old ones.
void ReferenceValues::AddResults(Operation* op) {
  if (auto update = llvm::dyn_cast<nn::UpdateOpInterface>(op)) {
    CopyName(update.getWeight(), update.getNewWeight());
    for (auto [slot, new_slot] :
         llvm::zip_equal(update.getSlots(), update.getNewSlots()))
      CopyName(slot, new_slot);
    return;
  }
  const std::string name = ResultName(op);
  for (const mlir::OpResult result : op->getResults()) {
    names_[result] = unique_.Take(name + Suffix(result));
    if (ComputesBatch(op) && !IsStatistic(result)) batched_.insert(result);
  }
}

std::string ReferenceValues::ResultName(Operation* op) const {
  const std::string gradient = ParameterGradientName(op);
  if (!gradient.empty()) return gradient;
  const llvm::StringRef layer = GetLayerName(op->getLoc());
  const llvm::StringRef mnemonic = op->getName().stripDialect();
  if (IsMetric(op)) return layer.empty() ? mnemonic.str() : layer.str();
  if (op->hasTrait<nn::LossGradient>()) return (layer + "_gradient").str();
  auto matmul = llvm::dyn_cast<nn::MatmulOp>(op);
  if ((matmul && matmul.getTransposeB()) ||
      llvm::isa<nn::Conv2DInputGradOp, nn::DepthwiseInputGradOp>(op))
    return (layer + "_input_gradient").str();
  return (layer + "_" + mnemonic).str();
}

std::string ReferenceValues::ParameterGradientName(Operation* op) const {
  for (Operation* user : op->getUsers()) {
    auto update = llvm::dyn_cast<nn::UpdateOpInterface>(user);
    if (update && update.getGradient() == op->getResult(0))
      return Name(update.getWeight()) + "_gradient";
  }
  return "";
}

bool ReferenceValues::ComputesBatch(Operation* op) const {
  if (llvm::isa<nn::SampleMeanGradOp>(op)) return true;
  if (IsMetric(op) ||
      llvm::isa<nn::ReduceSumOp, nn::BroadcastOp, nn::Conv2DKernelGradOp,
                nn::DepthwiseKernelGradOp>(op))
    return false;
  if (auto matmul = llvm::dyn_cast<nn::MatmulOp>(op))
    return IsBatched(matmul.getA()) && !matmul.getTransposeA();
  return llvm::any_of(op->getOperands(),
                      [&](Value value) { return IsBatched(value); });
}

int64_t ReferenceValues::Rows(Value value) const {
  const auto type = llvm::cast<RankedTensorType>(value.getType());
  if (IsBatched(value)) return type.getDimSize(0);
  return type.getRank() > 0 ? type.getNumElements() / type.getShape().back()
                            : 1;
}

int64_t ReferenceValues::Cols(Value value) const {
  return llvm::cast<RankedTensorType>(value.getType()).getNumElements() /
         Rows(value);
}

}  // namespace sinter
