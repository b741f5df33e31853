// conv2d and its gradients: one kernel.contract with a window each.
#include "compiler/fusion/lowering/lowering.h"
#include "compiler/fusion/lowering/windows.h"
#include "compiler/ir/nn_dialect.h"
#include "compiler/ir/provenance.h"
#include "llvm/ADT/TypeSwitch.h"

namespace sinter {
namespace {

using mlir::Value;

// `images` are what the convolution reads, `pixels` what it makes.
template <typename Op>
kernel::WindowAttr WindowOf(const Lowering& lowering, Op op, Value images,
                            Value kernel, Value pixels, bool inverse = false) {
  const auto taps = lowering.TypeBefore(kernel).getShape().take_front(2);
  return kernel::WindowAttr::get(
      op.getContext(), ImageSize(lowering, images), ImageSize(lowering, pixels),
      taps, op.getStrides(), op.getDilations(), op.getPadding(), inverse);
}

struct Product {
  Value lhs;
  Value rhs;
  mlir::Type result;
  bool transposes_lhs = false;
  bool transposes_rhs = false;
};

bool Lower(mlir::Operation* op, Lowering& lowering, const Product& product,
           kernel::WindowAttr window) {
  mlir::ImplicitLocOpBuilder& builder = lowering.builder();
  const Value lhs = lowering.Lowered(product.lhs);
  auto contract = builder.create<kernel::ContractOp>(
      mlir::TypeRange(product.result), lhs, lowering.Lowered(product.rhs),
      mlir::ValueRange(), lowering.RowBound(lhs), product.transposes_lhs,
      product.transposes_rhs, /*stage_lhs=*/false, /*sparse_lhs=*/false,
      window);
  BuildRegion(contract.getEpilogue(), op->getLoc(), builder.getF32Type(),
              [](llvm::ArrayRef<Term> in) -> Terms { return {in.front()}; });
  SetOps(contract, op->getName().stripDialect());
  lowering.Replace(op->getResult(0), contract.getResult(0));
  if (!product.transposes_lhs) lowering.MarkBatch(contract.getResult(0));
  return true;
}

}  // namespace

mlir::FailureOr<bool> LowerConvolution(mlir::Operation* op,
                                       Lowering& lowering) {
  return llvm::TypeSwitch<mlir::Operation*, bool>(op)
      .Case([&](nn::Conv2DOp conv) {
        return Lower(
            op, lowering,
            {conv.getX(), conv.getW(), LoweredType(conv.getY().getType())},
            WindowOf(lowering, conv, conv.getX(), conv.getW(), conv.getY()));
      })
      .Case([&](nn::Conv2DInputGradOp grad) {
        return Lower(
            op, lowering,
            {grad.getDy(), grad.getW(), LoweredType(grad.getDx().getType()),
             false, /*transposes_rhs=*/true},
            WindowOf(lowering, grad, grad.getDx(), grad.getW(), grad.getDy(),
                     /*inverse=*/true));
      })
      .Case([&](nn::Conv2DKernelGradOp grad) {
        return Lower(
            op, lowering,
            {grad.getX(), grad.getDy(),
             LoweredParameterType(grad.getDw().getType()),
             /*transposes_lhs=*/true},
            WindowOf(lowering, grad, grad.getX(), grad.getDw(), grad.getDy()));
      })
      .Default(false);
}

}  // namespace sinter
