// conv2d and its gradients: one kernel.contract with a window each.
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
      .Default(false);
}

}  // namespace sinter
