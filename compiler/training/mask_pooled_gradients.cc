// mask-pooled-gradients: what relu lets through is decided before pooling's
// gradient spreads it.
//
// The pixel that a maximum came from has its value: relu's gradient there is
// known from the pooled image. So
//
//   dx = relu_grad(max_pool_grad(dy, index), y), with z, index = max_pool(y)
//
// is max_pool_grad(relu_grad(dy, z), index), to the bit: a pixel that several
// windows take is let through by all of them or by none. The pooled image is
// smaller, and its mask fuses with the product that makes dy.
#include "compiler/ir/nn_dialect.h"
#include "compiler/ir/remarks.h"
#include "compiler/training/passes.h"

namespace sinter {

#define GEN_PASS_DEF_MASKPOOLEDGRADIENTS
#include "compiler/training/passes.h.inc"

namespace {

// The pooling of `y` whose gradient `spread` is; null if it is another's.
nn::MaxPoolOp PoolingOf(nn::MaxPoolGradOp spread, mlir::Value y) {
  auto pool = spread.getIndex().getDefiningOp<nn::MaxPoolOp>();
  return pool && pool.getX() == y ? pool : nullptr;
}

void MaskBefore(nn::ReluGradOp mask, nn::MaxPoolGradOp spread,
                nn::MaxPoolOp pool) {
  mlir::OpBuilder builder(spread);
  const mlir::Value masked = builder.create<nn::ReluGradOp>(
      mask.getLoc(), spread.getDy().getType(), spread.getDy(), pool.getY());
  spread.getDyMutable().assign(masked);
  RemarkOn(mask)
      << "relu_grad masks the gradient before max_pool_grad spreads it";
  mask.replaceAllUsesWith(spread.getDx());
  mask.erase();
}

class MaskPooledGradientsPass
    : public impl::MaskPooledGradientsBase<MaskPooledGradientsPass> {
 public:
  void runOnOperation() override {
    getOperation()->walk([](nn::ReluGradOp mask) {
      auto spread = mask.getDy().getDefiningOp<nn::MaxPoolGradOp>();
      if (!spread || !spread->hasOneUse()) return;
      if (nn::MaxPoolOp pool = PoolingOf(spread, mask.getY()))
        MaskBefore(mask, spread, pool);
    });
  }
};

}  // namespace
}  // namespace sinter
