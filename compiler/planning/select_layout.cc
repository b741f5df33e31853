// select-layout: how each tensor is stored.
//
// A contraction streams its rhs row by row, kColumnBlock columns at a time; a
// matrix that is read so is cut into panels of that width, which makes the
// stream contiguous: no cache line or page is touched twice, and no
// power-of-two stride makes rows fight for one cache set. Parameters and their
// optimizer state stay in panels for the whole run; only save and load see
// rows.
//
// Images, which windows read pixel by pixel, keep whole rows, too: of what a
// convolution's products read, weights alone are in panels. Where pixels are
// not whole vectors, a vector may reach beyond the row's last pixel: such rows
// are followed by room for it.
//
// Every other matrix keeps whole rows. Its row stride is an odd number of cache
// lines, so that the rows which a tile reads side by side fall into different
// cache sets. (With 512 floats a row, 14 rows would share 2 of 64 sets.)
//
// Where rhs is read along the wrong dimension (input gradients), a transposed
// copy is made once a step by kernel.transpose, if it is not made panel by
// panel (transpose-by-panels).
//
// Switched off, every matrix is row-major.
#include "compiler/ir/layout.h"
#include "compiler/planning/passes.h"
#include "compiler/planning/plan.h"
#include "compiler/planning/stage_inputs.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/StringSet.h"
#include "mlir/IR/Builders.h"

namespace sinter {
namespace {

using mlir::func::FuncOp;

constexpr int64_t kFloatsPerCacheLine = 16;

int64_t PanelWidth(int64_t cols) {
  return std::min(kColumnBlock, RoundUpToLanes(cols));
}

int64_t RowStride(int64_t cols) {
  const int64_t stride = RoundUpToLanes(cols);
  const bool even_lines = stride / kFloatsPerCacheLine % 2 == 0;
  return even_lines ? stride + kFloatsPerCacheLine : stride;
}

bool IsFloatMatrix(mlir::Value value) {
  auto type = mlir::dyn_cast<mlir::RankedTensorType>(value.getType());
  return type && type.getRank() == 2 && type.getElementType().isF32();
}

void SetWidth(mlir::Value value, int64_t width) {
  auto type = mlir::cast<mlir::RankedTensorType>(value.getType());
  auto panels = kernel::PanelsAttr::get(value.getContext(), width);
  value.setType(mlir::RankedTensorType::get(type.getShape(),
                                            type.getElementType(), panels));
}

void TransposeWrongWayRhs(kernel::ContractOp contract) {
  if (!contract.getTransposeRhs() || contract.getStageRhs()) return;
  mlir::OpBuilder builder(contract);
  auto type = mlir::cast<mlir::RankedTensorType>(contract.getRhs().getType());
  const int64_t taps =
      contract.getWindow() ? contract.getWindow()->CountTaps() : 1;
  auto transposed = mlir::RankedTensorType::get(
      {taps * type.getDimSize(1), type.getDimSize(0) / taps},
      type.getElementType());
  auto copy = builder.create<kernel::TransposeOp>(
      contract.getLoc(), transposed, contract.getRhs(), mlir::Value(), taps);
  contract.getRhsMutable().assign(copy);
  contract.setTransposeRhs(false);
}

class SelectLayoutPass
    : public mlir::PassWrapper<SelectLayoutPass,
                               mlir::OperationPass<mlir::ModuleOp>> {
 public:
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(SelectLayoutPass)
  explicit SelectLayoutPass(bool plain) : plain_(plain) {}

  llvm::StringRef getArgument() const final { return "select-layout"; }
  llvm::StringRef getDescription() const final {
    return "Choose how each tensor is stored";
  }

  void runOnOperation() final {
    for (FuncOp function : getOperation().getOps<FuncOp>())
      StageInputs(function);
    getOperation().walk(TransposeWrongWayRhs);
    if (!plain_) CollectStreamed();
    CollectLoose();
    for (FuncOp function : getOperation().getOps<FuncOp>()) {
      if (function.getName() == nn::kInitialize) continue;
      ChooseLayouts(function);
    }
  }

 private:
  // Values that are streamed as rhs, and the parameters among them by name:
  // all functions must agree on those. An lhs^T is read a few columns of every
  // row at a time, which needs whole rows; it wins where a value is both.
  void CollectStreamed() {
    getOperation().walk([&](kernel::ContractOp contract) {
      if (contract.getWindow() && contract.getTransposeLhs()) return;
      streamed_.insert(contract.GetReadRhs());
      auto argument = mlir::dyn_cast<mlir::BlockArgument>(contract.getRhs());
      if (!argument) return;
      auto function = contract->getParentOfType<FuncOp>();
      streamed_names_.insert(
          nn::GetArgumentName(function, argument.getArgNumber()));
    });
    getOperation().walk([&](kernel::ContractOp contract) {
      if (contract.getTransposeLhs()) streamed_.erase(contract.getLhs());
    });
    getOperation().walk([&](kernel::LoopNest nest) {
      if (nest.getPixelColumns() == 0) return;
      for (mlir::Value image : nest.getImages()) streamed_.erase(image);
    });
  }

  // Matrices that nests read or write by pixels which are not whole vectors, or
  // by rows of taps.
  void CollectLoose() {
    getOperation().walk([&](kernel::ContractOp contract) {
      if (contract.getListsGradient()) loose_.insert(contract.getLhs());
    });
    getOperation().walk([&](kernel::LoopNest nest) {
      if (nest.getPixelColumns() % kLaneMultiple == 0) return;
      for (mlir::Value image : nest.getImages()) loose_.insert(image);
    });
  }

  // A slot is stored like the parameter that it belongs to:
  // "dense.kernel.velocity" like "dense.kernel".
  bool IsStreamedName(llvm::StringRef name) const {
    if (streamed_names_.contains(name)) return true;
    return streamed_names_.contains(name.rsplit('.').first);
  }

  void ChooseLayouts(FuncOp function) {
    mlir::Operation* terminator = function.getBody().front().getTerminator();
    for (unsigned i = 0; i < terminator->getNumOperands(); ++i)
      if (IsStreamedName(nn::GetResultName(function, i)))
        streamed_.insert(terminator->getOperand(i));
    for (mlir::BlockArgument argument : function.getArguments())
      if (IsStreamedName(
              nn::GetArgumentName(function, argument.getArgNumber())))
        streamed_.insert(argument);
    for (mlir::BlockArgument argument : function.getArguments())
      ChooseLayout(argument);
    for (mlir::Operation* nest : GetNests(function))
      for (mlir::Value result : nest->getResults()) ChooseLayout(result);
    UpdateSignature(function);
  }

  void ChooseLayout(mlir::Value value) {
    // The data set has rows without padding.
    if (!IsFloatMatrix(value) || nn::IsData(value)) return;
    if (IsNonzeros(value.getType())) return;
    int64_t cols = kernel::GetMatrixShape(value.getType()).cols;
    if (loose_.contains(value)) cols += kLaneMultiple - 1;
    if (plain_) return SetWidth(value, RoundUpToLanes(cols));
    SetWidth(value,
             streamed_.contains(value) ? PanelWidth(cols) : RowStride(cols));
  }

  static void UpdateSignature(FuncOp function) {
    mlir::Block& body = function.getBody().front();
    function.setType(
        mlir::FunctionType::get(function.getContext(), body.getArgumentTypes(),
                                body.getTerminator()->getOperandTypes()));
  }

  const bool plain_;
  llvm::DenseSet<mlir::Value> streamed_;
  llvm::DenseSet<mlir::Value> loose_;
  llvm::StringSet<> streamed_names_;
};

}  // namespace

std::unique_ptr<mlir::Pass> CreateSelectLayoutPass() {
  return std::make_unique<SelectLayoutPass>(/*plain=*/false);
}

std::unique_ptr<mlir::Pass> CreatePlainLayoutPass() {
  return std::make_unique<SelectLayoutPass>(/*plain=*/true);
}

}  // namespace sinter
