// conv2d, depthwise_conv2d and their gradients: one kernel.contract or
// kernel.depthwise with a window each.
#include "compiler/fusion/lowering/lowering.h"
#include "compiler/fusion/lowering/windows.h"
#include "compiler/ir/nn_dialect.h"
#include "llvm/ADT/TypeSwitch.h"

namespace sinter {
namespace {

// `images` are what the convolution reads, `pixels` what it makes.
template <typename Op>
kernel::WindowAttr ConvolutionWindow(const Lowering& lowering, Op op,
                                     mlir::Value images, mlir::Value kernel,
                                     mlir::Value pixels, bool inverse = false) {
  const auto taps = lowering.TypeBefore(kernel).getShape().take_front(2);
  return WindowOf(lowering, op, images, pixels, taps, op.getDilations(),
                  inverse);
}

Product Forward(nn::Conv2DOp op, const Lowering& lowering) {
  return {.lhs = op.getX(),
          .rhs = op.getW(),
          .result = LoweredType(op.getY().getType()),
          .window =
              ConvolutionWindow(lowering, op, op.getX(), op.getW(), op.getY())};
}

Product InputGradient(nn::Conv2DInputGradOp op, const Lowering& lowering) {
  return {.lhs = op.getDy(),
          .rhs = op.getW(),
          .result = LoweredType(op.getDx().getType()),
          .transposes_rhs = true,
          .window = ConvolutionWindow(lowering, op, op.getDx(), op.getW(),
                                      op.getDy(), /*inverse=*/true)};
}

Product KernelGradient(nn::Conv2DKernelGradOp op, const Lowering& lowering) {
  return {.lhs = op.getX(),
          .rhs = op.getDy(),
          .result = LoweredParameterType(op.getDw().getType()),
          .transposes_lhs = true,
          .window = ConvolutionWindow(lowering, op, op.getX(), op.getDw(),
                                      op.getDy())};
}

// A kernel.depthwise for `op`, which makes a result of `type`.
template <typename Op>
bool LowerDepthwise(Op op, Lowering& lowering, mlir::Value lhs, mlir::Value rhs,
                    mlir::Type type, kernel::WindowAttr window,
                    bool sums_batch = false) {
  mlir::ImplicitLocOpBuilder& builder = lowering.builder();
  const mlir::Value left = lowering.Lowered(lhs);
  auto product = builder.create<kernel::DepthwiseOp>(
      mlir::TypeRange(type), left, lowering.Lowered(rhs), mlir::ValueRange(),
      lowering.RowBound(left), window, sums_batch);
  BuildRegion(product.getEpilogue(), op->getLoc(), builder.getF32Type(),
              [](llvm::ArrayRef<Term> in) -> Terms { return {in.front()}; });
  RecordOp(product, op);
  lowering.Replace(op->getResult(0), product.getResult(0));
  if (!sums_batch) lowering.MarkBatch(product.getResult(0));
  return true;
}

}  // namespace

mlir::FailureOr<bool> LowerConvolution(mlir::Operation* op,
                                       Lowering& lowering) {
  const auto lower = [&](const Product& product) {
    lowering.LowerToContract(op, product);
    return true;
  };
  return llvm::TypeSwitch<mlir::Operation*, bool>(op)
      .Case([&](nn::Conv2DOp conv) { return lower(Forward(conv, lowering)); })
      .Case([&](nn::Conv2DInputGradOp grad) {
        return lower(InputGradient(grad, lowering));
      })
      .Case([&](nn::Conv2DKernelGradOp grad) {
        return lower(KernelGradient(grad, lowering));
      })
      .Case([&](nn::DepthwiseConv2DOp conv) {
        return LowerDepthwise(conv, lowering, conv.getX(), conv.getW(),
                              LoweredType(conv.getY().getType()),
                              ConvolutionWindow(lowering, conv, conv.getX(),
                                                conv.getW(), conv.getY()));
      })
      .Case([&](nn::DepthwiseInputGradOp grad) {
        return LowerDepthwise(
            grad, lowering, grad.getDy(), grad.getW(),
            LoweredType(grad.getDx().getType()),
            ConvolutionWindow(lowering, grad, grad.getDx(), grad.getW(),
                              grad.getDy(), /*inverse=*/true));
      })
      .Case([&](nn::DepthwiseKernelGradOp grad) {
        return LowerDepthwise(grad, lowering, grad.getX(), grad.getDy(),
                              LoweredParameterType(grad.getDw().getType()),
                              ConvolutionWindow(lowering, grad, grad.getX(),
                                                grad.getDw(), grad.getDy()),
                              /*sums_batch=*/true);
      })
      .Default(false);
}

}  // namespace sinter
