// What each loop nest answers to LoopNestOpInterface.
#include <algorithm>

#include "compiler/ir/kernel_dialect.h"
#include "compiler/ir/layout.h"
#include "compiler/ir/nn_roles.h"

namespace sinter::kernel {

// kernel.contract

mlir::Region* ContractOp::getNestBody() { return &getEpilogue(); }

mlir::MutableOperandRange ContractOp::getBodyInputsMutable() {
  return getInputsMutable();
}

MatrixShape ContractOp::getDomain() {
  return GetMatrixShape(getResult(0).getType());
}

int64_t ContractOp::getChannels() {
  return MakesPixels() ? GetN() : getDomain().cols;
}

int64_t ContractOp::getPixelColumns() { return getWindow() ? GetN() : 0; }

// All but a convolution's weights.
llvm::SmallVector<mlir::Value> ContractOp::getImages() {
  if (!MakesPixels()) return {getLhs(), getRhs()};
  llvm::SmallVector<mlir::Value> images(getInputs());
  images.push_back(getLhs());
  images.append(result_begin(), result_end());
  return images;
}

int64_t ContractOp::countCuts() {
  return getWindow() && getTransposeLhs() ? getWindow()->CountTaps() : 1;
}

bool ContractOp::hasAccumulator() { return true; }

mlir::ResultRange ContractOp::getBodyResults() {
  return getResults().drop_back((getStageLhs() ? 1 : 0) +
                                (getStageRhs() ? 1 : 0));
}

mlir::Value ContractOp::getRowBound() {
  return SumsOverBatch() ? mlir::Value() : getSamples();
}

bool ContractOp::readsWhole(mlir::OpOperand& operand) {
  return &operand == &getLhsMutable() || &operand == &getRhsMutable();
}

bool ContractOp::needsOwnColumnsOnly(mlir::OpOperand& operand) {
  if (getWindow() || &operand == &getLhsMutable()) return false;
  return !getTransposeRhs() || &operand != &getRhsMutable();
}

Split ContractOp::getPlainSplit() {
  // A panel belongs to the worker that makes it.
  if (getStageRhs()) return Split::kColumns;
  return SumsOverBatch() ? Split::kRows : Split::kBatch;
}

bool ContractOp::hasTiles() { return true; }

std::optional<int64_t> ContractOp::countTasks(Split split) {
  if (getListsGradient() && SumsOverBatch())
    return (GetN() + kLaneMultiple - 1) / kLaneMultiple;
  if (split != Split::kColumns) return std::nullopt;
  return CountPlainTasks(getDomain(), split);
}

bool ContractOp::skipsZeros() { return getSparseLhs(); }

llvm::StringRef ContractOp::getRole() {
  if (SumsOverBatch()) return "WeightGradient";
  if (getTransposeRhs() || getRhs().getDefiningOp<TransposeOp>())
    return "InputGradient";
  return "Forward";
}

llvm::StringRef ContractOp::getResultRole(mlir::OpResult result) {
  if (getStageRhs() && result == GetReadRhs()) return "transposed";
  return getStageLhs() && result == GetStagedLhs() ? "input" : "";
}

// kernel.map

mlir::Region* MapOp::getNestBody() { return &getBody(); }

mlir::MutableOperandRange MapOp::getBodyInputsMutable() {
  return getInputsMutable();
}

mlir::Value MapOp::getRowBound() { return getSamples(); }

bool MapOp::needsOwnColumnsOnly(mlir::OpOperand&) { return true; }

Split MapOp::getPlainSplit() {
  if (getSamples()) return Split::kBatch;
  if (getChannels() < getDomain().cols) return Split::kRows;
  return getDomain().rows > 1 ? Split::kRows : Split::kColumns;
}

bool MapOp::StagesInput() {
  if (getInputs().size() != 1 || getNumResults() != 1 || !getSamples())
    return false;
  const auto argument =
      mlir::dyn_cast<mlir::BlockArgument>(getInputs().front());
  if (!argument || !nn::IsData(argument)) return false;
  auto function = (*this)->getParentOfType<mlir::func::FuncOp>();
  return nn::GetArgumentRole(function, argument.getArgNumber()) == nn::Role::kX;
}

bool MapOp::skipsZeros() { return IsNonzeros(getResult(0).getType()); }

llvm::StringRef MapOp::getRole() { return StagesInput() ? "StageInput" : ""; }

llvm::StringRef MapOp::getResultRole(mlir::OpResult) {
  return StagesInput() ? "input" : "";
}

// kernel.reduce

mlir::Region* ReduceOp::getNestBody() { return &getEpilogue(); }

mlir::MutableOperandRange ReduceOp::getBodyInputsMutable() {
  return getInputsMutable();
}

MatrixShape ReduceOp::getDomain() {
  return GetMatrixShape(getResult(0).getType());
}

// Pixels of one channel are read element by element.
int64_t ReduceOp::getPixelColumns() {
  const int64_t cols = GetMatrixShape(getInput().getType()).cols;
  const int64_t channels = getDomain().cols;
  return channels > 1 && channels < cols ? channels : 0;
}

bool ReduceOp::hasAccumulator() { return true; }

bool ReduceOp::readsWhole(mlir::OpOperand& operand) {
  return &operand == &getInputMutable();
}

bool ReduceOp::needsOwnColumnsOnly(mlir::OpOperand& operand) {
  return &operand != &getInputMutable() ||
         GetMatrixShape(getInput().getType()).cols == getDomain().cols;
}

Split ReduceOp::getPlainSplit() { return Split::kColumns; }

// kernel.rows

mlir::Region* RowsOp::getNestBody() { return &getBody(); }

mlir::MutableOperandRange RowsOp::getBodyInputsMutable() {
  return getInputsMutable();
}

bool RowsOp::hasRowBody() { return true; }

// Rows of one element are seen as vectors, too.
int64_t RowsOp::getChannels() {
  int64_t channels = 1;
  const auto look_at = [&](mlir::TypeRange types) {
    for (mlir::Type type : types)
      if (auto row = mlir::dyn_cast<mlir::VectorType>(type);
          row && row.getRank() == 1)
        channels = std::max(channels, row.getDimSize(0));
  };
  look_at(getBody().getArgumentTypes());
  mlir::Block& body = getBody().front();
  if (!body.empty()) look_at(body.back().getOperandTypes());
  return channels;
}

int64_t RowsOp::getPixelColumns() {
  return CountPixels() > 1 ? getChannels() : 0;
}

mlir::Value RowsOp::getRowBound() { return getSamples(); }

Split RowsOp::getPlainSplit() { return Split::kBatch; }

// kernel.window

int64_t WindowOp::getPixelColumns() { return GetChannels(); }

mlir::Value WindowOp::getRowBound() { return getSamples(); }

bool WindowOp::readsWhole(mlir::OpOperand&) { return true; }

Split WindowOp::getPlainSplit() { return Split::kBatch; }

// kernel.depthwise

mlir::Region* DepthwiseOp::getNestBody() { return &getEpilogue(); }

mlir::MutableOperandRange DepthwiseOp::getBodyInputsMutable() {
  return getInputsMutable();
}

int64_t DepthwiseOp::getChannels() { return CountChannels(); }

int64_t DepthwiseOp::getPixelColumns() { return CountChannels(); }

// All but the weights.
llvm::SmallVector<mlir::Value> DepthwiseOp::getImages() {
  if (getSumsBatch()) return {getLhs(), getRhs()};
  llvm::SmallVector<mlir::Value> images(getInputs());
  images.push_back(getLhs());
  images.append(result_begin(), result_end());
  return images;
}

bool DepthwiseOp::hasAccumulator() { return true; }

mlir::Value DepthwiseOp::getRowBound() {
  return getSumsBatch() ? mlir::Value() : getSamples();
}

bool DepthwiseOp::readsWhole(mlir::OpOperand& operand) {
  return &operand == &getLhsMutable() || &operand == &getRhsMutable();
}

Split DepthwiseOp::getPlainSplit() {
  return getSumsBatch() ? Split::kRows : Split::kBatch;
}

llvm::StringRef DepthwiseOp::getRole() {
  if (getSumsBatch()) return "WeightGradient";
  return getWindow().getInverse() ? "InputGradient" : "Forward";
}

// kernel.arrange

// Elements are read and written one by one: rows must not be cut into panels,
// and need no room behind them.
int64_t ArrangeOp::getPixelColumns() { return kLaneMultiple; }

mlir::Value ArrangeOp::getRowBound() { return getSamples(); }

bool ArrangeOp::readsWhole(mlir::OpOperand&) { return true; }

Split ArrangeOp::getPlainSplit() {
  return getSamples() ? Split::kBatch : Split::kRows;
}

// kernel.warp

int64_t WarpOp::getPixelColumns() { return kLaneMultiple; }

mlir::Value WarpOp::getRowBound() { return getSamples(); }

bool WarpOp::readsWhole(mlir::OpOperand&) { return true; }

Split WarpOp::getPlainSplit() { return Split::kBatch; }

// kernel.transpose

bool TransposeOp::readsWhole(mlir::OpOperand&) { return true; }

Split TransposeOp::getPlainSplit() {
  return IsNonzeros(getResult().getType()) ? Split::kRows : Split::kColumns;
}

std::optional<int64_t> TransposeOp::countTasks(Split split) {
  const mlir::Type type = getResult().getType();
  if (!IsNonzeros(type)) return CountPlainTasks(getDomain(), split);
  const NonzerosLayout layout = NonzerosLayout::Of(type);
  return ReadsBytes() ? (layout.rows + kByteRows - 1) / kByteRows
                      : layout.Groups();
}

llvm::StringRef TransposeOp::getPurpose() {
  return IsNonzeros(getResult().getType())
             ? "The batch's nonzero elements, transposed "
               "(exploit-input-sparsity)."
             : "Transposed weights (select-layout).";
}

llvm::StringRef TransposeOp::getRole() {
  return IsNonzeros(getResult().getType()) ? "TransposeInput"
                                           : "TransposeWeights";
}

llvm::StringRef TransposeOp::getResultRole(mlir::OpResult) {
  return IsNonzeros(getResult().getType()) ? "input_transposed" : "transposed";
}

}  // namespace sinter::kernel
