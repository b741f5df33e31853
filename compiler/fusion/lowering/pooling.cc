// max_pool and its gradient, sum_pool, count_pool, peak and spread: one
// kernel.window each.
#include <limits>

#include "compiler/fusion/lowering/lowering.h"
#include "compiler/fusion/lowering/windows.h"
#include "compiler/ir/nn_dialect.h"
#include "compiler/ir/provenance.h"
#include "llvm/ADT/TypeSwitch.h"

namespace sinter {
namespace {

namespace arith = mlir::arith;
using mlir::Value;

template <typename Op>
kernel::WindowAttr PoolingWindow(const Lowering& lowering, Op op, Value images,
                                 Value pixels, bool inverse = false) {
  const int64_t dilations[] = {1, 1};
  return WindowOf(lowering, op, images, pixels, op.getWindow(), dilations,
                  inverse);
}

// The body of a kernel.window: what `body` makes of the accumulators, the
// elements of the inputs and the tap.
void Lower(mlir::Operation* op, Lowering& lowering, mlir::ValueRange inputs,
           kernel::WindowAttr window, llvm::ArrayRef<float> start,
           Lowering::Body body) {
  mlir::ImplicitLocOpBuilder& builder = lowering.builder();
  const auto operands = llvm::map_to_vector(
      inputs, [&](Value input) { return lowering.Lowered(input); });
  const auto types = llvm::map_to_vector(op->getResultTypes(), LoweredType);
  auto fold = builder.create<kernel::WindowOp>(
      types, operands, lowering.RowBound(operands), window,
      builder.getF32ArrayAttr(start));
  llvm::SmallVector<mlir::Type> seen(types.size() + operands.size(),
                                     builder.getF32Type());
  seen.push_back(builder.getI32Type());
  BuildRegion(fold.getBody(), op->getLoc(), seen, body);
  RecordOp(fold, op);
  for (auto [result, lowered] :
       llvm::zip(op->getResults(), fold.getResults())) {
    lowering.Replace(result, lowered);
    lowering.MarkBatch(lowered);
  }
}

Term Number(llvm::ArrayRef<Term> in) {
  return ToFloat(in.back().builder(), in.back().value());
}

// `a` if x is a number, else `other`.
Term IfNumber(Term x, Term a, Term other) {
  return Select(Equal(x, x), a, other);
}

// The first of the largest, or the first NaN: what follows it is not larger.
// The index is below 0 until there is an element.
Terms MaximumBody(llvm::ArrayRef<Term> in) {
  const Term maximum = in[0], index = in[1], element = in[2];
  const Term tap = Number(in);
  const Condition is_larger = Greater(element, maximum);
  const Term first = Select(Less(index, 0.0), tap, index);
  return {IfNumber(element, Select(is_larger, element, maximum),
                   IfNumber(maximum, element, maximum)),
          IfNumber(element, Select(is_larger, tap, first),
                   IfNumber(maximum, tap, index))};
}

Terms GradientBody(llvm::ArrayRef<Term> in) {
  const Term sum = in[0], dy = in[1], index = in[2];
  return {sum + Select(Equal(index, Number(in)), dy, dy.Constant(0.0))};
}

Terms SumBody(llvm::ArrayRef<Term> in) { return {in[0] + in[1]}; }
Terms CountBody(llvm::ArrayRef<Term> in) { return {in[0] + 1.0}; }
Terms PeakBody(llvm::ArrayRef<Term> in) { return {Max(in[0], in[1])}; }

// A window that is the image.
kernel::WindowAttr WholeImage(const Lowering& lowering, nn::PeakOp peak) {
  const int64_t one[] = {1, 1}, none[] = {0, 0};
  const auto image = ImageSize(lowering, peak.getX());
  return kernel::WindowAttr::get(peak.getContext(), image, one, image, one, one,
                                 none, /*inverse=*/false);
}

}  // namespace

mlir::FailureOr<bool> LowerPooling(mlir::Operation* op, Lowering& lowering) {
  return llvm::TypeSwitch<mlir::Operation*, bool>(op)
      .Case([&](nn::MaxPoolOp pool) {
        Lower(op, lowering, pool.getX(),
              PoolingWindow(lowering, pool, pool.getX(), pool.getY()),
              {-std::numeric_limits<float>::infinity(), -1.0f}, MaximumBody);
        return true;
      })
      .Case([&](nn::MaxPoolGradOp grad) {
        Lower(op, lowering, {grad.getDy(), grad.getIndex()},
              PoolingWindow(lowering, grad, grad.getDx(), grad.getDy(),
                            /*inverse=*/true),
              {0.0f}, GradientBody);
        return true;
      })
      .Case([&](nn::SumPoolOp pool) {
        Lower(op, lowering, pool.getX(),
              PoolingWindow(lowering, pool, pool.getX(), pool.getY()), {0.0f},
              SumBody);
        return true;
      })
      .Case([&](nn::CountPoolOp pool) {
        Lower(op, lowering, pool.getX(),
              PoolingWindow(lowering, pool, pool.getX(), pool.getY()), {0.0f},
              CountBody);
        return true;
      })
      .Case([&](nn::PeakOp peak) {
        Lower(op, lowering, peak.getX(), WholeImage(lowering, peak),
              {-std::numeric_limits<float>::infinity()}, PeakBody);
        return true;
      })
      .Case([&](nn::SpreadOp spread) {
        Lower(op, lowering, spread.getY(),
              PoolingWindow(lowering, spread, spread.getX(), spread.getY(),
                            /*inverse=*/true),
              {0.0f}, SumBody);
        return true;
      })
      .Default(false);
}

}  // namespace sinter
