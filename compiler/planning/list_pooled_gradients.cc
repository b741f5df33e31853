// list-pooled-gradients: the gradients of a convolution before a maximum
// pooling are made from lists of what the pooling's gradient is not zero at.
//
// Pooling gives each element of its gradient to one pixel of a window: with
// windows of 2 x 2 at least three of four pixels get nothing, and more where
// relu lets nothing through. Both products of the convolution's gradients leave
// those out (runtime/kernels/sparse_window-inl.h). Sums keep their bits.
#include "compiler/ir/kernel_dialect.h"
#include "compiler/ir/layout.h"
#include "compiler/ir/provenance.h"
#include "compiler/ir/remarks.h"
#include "compiler/planning/passes.h"
#include "compiler/planning/plan.h"
#include "llvm/ADT/STLExtras.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Matchers.h"

namespace sinter {
namespace {

namespace arith = mlir::arith;
using kernel::ContractOp;
using kernel::WindowAttr;
using mlir::Value;
using mlir::func::FuncOp;

// Of the pixels of a window: with fewer, lists are too long to be worth it.
constexpr int64_t kFewestTaps = 4;

bool ReadsTap(Value value, Value tap) {
  auto number = value.getDefiningOp<arith::UIToFPOp>();
  return number && number.getIn() == tap;
}

// Whether `value` is zero at all taps but one: select(x == tap, element, 0).
bool IsOfOneTap(Value value, Value tap) {
  auto select = value.getDefiningOp<arith::SelectOp>();
  if (!select ||
      !mlir::matchPattern(select.getFalseValue(), mlir::m_AnyZeroFloat()))
    return false;
  auto equal = select.getCondition().getDefiningOp<arith::CmpFOp>();
  return equal && equal.getPredicate() == arith::CmpFPredicate::OEQ &&
         (ReadsTap(equal.getLhs(), tap) || ReadsTap(equal.getRhs(), tap));
}

// Whether each element goes to one of the pixels that its window reads, and to
// no other: the sum so far plus what is for one tap.
bool GivesToOnePixel(kernel::WindowOp spread) {
  mlir::Block& body = spread.getBody().front();
  const Value tap = body.getArguments().back();
  auto sum = body.getTerminator()->getOperand(0).getDefiningOp<arith::AddFOp>();
  return sum && body.getTerminator()->getNumOperands() == 1 &&
         sum.getLhs() == body.getArgument(0) && IsOfOneTap(sum.getRhs(), tap);
}

bool Overlaps(WindowAttr window) {
  return llvm::any_of(llvm::zip(window.getStrides(), window.getTaps()),
                      [](auto axis) {
                        const auto [stride, taps] = axis;
                        return stride < taps;
                      });
}

// Whether at most one of kFewestTaps elements of `gradient` is not zero.
bool IsMostlyZero(Value gradient) {
  auto spread = gradient.getDefiningOp<kernel::WindowOp>();
  return spread && spread.getWindow().getInverse() &&
         spread.getWindow().CountTaps() >= kFewestTaps &&
         !Overlaps(spread.getWindow()) && GivesToOnePixel(spread);
}

// Whether every tap of every output pixel reads a pixel.
bool ReadsInside(WindowAttr window) {
  for (size_t i = 0; i < 2; ++i) {
    const int64_t last = (window.getOutput()[i] - 1) * window.getStrides()[i] +
                         (window.getTaps()[i] - 1) * window.getDilations()[i];
    if (window.getPadding()[i] != 0 || last >= window.getInput()[i])
      return false;
  }
  return true;
}

// Why the gradient of an input cannot be made from lists; empty if it can.
llvm::StringRef WhyNotInput(ContractOp contract) {
  const int64_t channels = contract.GetK() / contract.getWindow()->CountTaps();
  const int64_t depth = ChooseDepth(contract);
  if (channels % depth != 0 && depth % channels != 0)
    return "blocks of its sums end within a tap";
  return "";
}

// Why the gradient of weights cannot be made from lists; empty if it can.
llvm::StringRef WhyNotWeights(ContractOp contract) {
  const WindowAttr window = *contract.getWindow();
  if (!ReadsInside(window)) return "taps read beyond the image";
  if (window.getDilations()[1] != 1) return "taps do not read neighbours";
  if (window.getTaps()[1] * contract.GetM() < kLaneMultiple)
    return "a row of taps reads less than a vector";
  return "";
}

class ListPooledGradientsPass
    : public mlir::PassWrapper<ListPooledGradientsPass,
                               mlir::OperationPass<FuncOp>> {
 public:
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(ListPooledGradientsPass)
  llvm::StringRef getArgument() const final { return "list-pooled-gradients"; }
  llvm::StringRef getDescription() const final {
    return "Leave the zeros of a pooling's gradient out of products";
  }

  void runOnOperation() final {
    for (ContractOp contract : getOperation().getOps<ContractOp>()) {
      if (!contract.getWindow()) continue;
      if (contract.getTransposeLhs() && IsMostlyZero(contract.getRhs()))
        List(contract, WhyNotWeights(contract));
      else if (contract.getWindow()->getInverse() &&
               IsMostlyZero(contract.getLhs()))
        List(contract, WhyNotInput(contract));
    }
  }

 private:
  static void List(ContractOp contract, llvm::StringRef why_not) {
    if (!why_not.empty()) {
      RemarkOn(contract) << DescribeKernel(contract)
                         << " multiplies with the zeros of a pooled gradient: "
                         << why_not;
      return;
    }
    contract.setListsGradient(true);
    RemarkOn(contract) << DescribeKernel(contract)
                       << " leaves out the zeros of a pooled gradient";
  }
};

}  // namespace

std::unique_ptr<mlir::Pass> CreateListPooledGradientsPass() {
  return std::make_unique<ListPooledGradientsPass>();
}

}  // namespace sinter
