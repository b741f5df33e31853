#include "compiler/ir/zero_sum.h"

#include "compiler/ir/kernel_dialect.h"
#include "compiler/ir/nn_roles.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/TypeSwitch.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/IR/Matchers.h"

namespace sinter::kernel {
namespace {

namespace arith = mlir::arith;
namespace math = mlir::math;
using mlir::Operation;
using mlir::Value;

// Simplifies a body from its first op to its last one.
class ZeroSumFolder {
 public:
  explicit ZeroSumFolder(mlir::Block& body) : body_(body) {}

  void Run() {
    zeros_.insert(body_.getArgument(0));
    for (Operation& op : body_.without_terminator()) Visit(&op);
    ReplaceZeros();
    for (Operation& op : llvm::make_early_inc_range(llvm::reverse(body_)))
      if (mlir::isOpTriviallyDead(&op)) op.erase();
  }

 private:
  bool IsZero(Value value) const { return zeros_.contains(value); }

  // A sum of x and +0 is not left out: it makes +0 of -0.
  void Visit(Operation* op) {
    if (auto difference = llvm::dyn_cast<arith::SubFOp>(op);
        difference && IsZero(difference.getRhs()) &&
        !IsZero(difference.getLhs())) {
      difference.replaceAllUsesWith(difference.getLhs());
    } else if (MakesZero(op)) {
      zeros_.insert(op->getResult(0));
    }
  }

  bool MakesZero(Operation* op) const {
    const auto is_zero = [&](unsigned i) { return IsZero(op->getOperand(i)); };
    return llvm::TypeSwitch<Operation*, bool>(op)
        .Case<arith::MulFOp>([&](auto) { return is_zero(0) || is_zero(1); })
        .Case<arith::AddFOp, arith::SubFOp>(
            [&](auto) { return is_zero(0) && is_zero(1); })
        .Case<arith::DivFOp>([&](arith::DivFOp quotient) {
          return is_zero(0) && IsPositive(quotient.getRhs());
        })
        .Case<math::SqrtOp>([&](auto) { return is_zero(0); })
        .Case<arith::MinimumFOp>([&](arith::MinimumFOp least) {
          return is_zero(0) && SignOf(least.getRhs()) > 0;
        })
        .Case<arith::MaximumFOp>([&](arith::MaximumFOp largest) {
          return is_zero(0) && SignOf(largest.getRhs()) < 0;
        })
        .Default([](Operation*) { return false; });
  }

  // 1 or -1 of a constant; else 0.
  static int SignOf(Value value) {
    llvm::APFloat number(0.0f);
    if (!mlir::matchPattern(value, mlir::m_ConstantFloat(&number)) ||
        number.isZero() || number.isNaN())
      return 0;
    return number.isNegative() ? -1 : 1;
  }

  // The root of a mean of squares and of what keeps it from zero.
  static bool IsPositive(Value value) {
    auto root = value.getDefiningOp<math::SqrtOp>();
    auto sum = root ? root.getOperand().getDefiningOp<arith::AddFOp>()
                    : arith::AddFOp();
    return sum && IsNotNegative(sum.getLhs()) && SignOf(sum.getRhs()) > 0;
  }

  static bool IsNotNegative(Value value) {
    Operation* op = value.getDefiningOp();
    if (!op || SignOf(value) > 0) return true;
    if (auto product = llvm::dyn_cast<arith::MulFOp>(op))
      return product.getLhs() == product.getRhs() ||
             (IsNotNegative(product.getLhs()) &&
              IsNotNegative(product.getRhs()));
    auto sum = llvm::dyn_cast<arith::AddFOp>(op);
    return sum && IsNotNegative(sum.getLhs()) && IsNotNegative(sum.getRhs());
  }

  // By a constant, where they are still needed.
  void ReplaceZeros() {
    mlir::OpBuilder builder(&body_.front());
    const Value zero = builder.create<arith::ConstantOp>(
        body_.front().getLoc(), builder.getF32FloatAttr(0.0f));
    for (Value value : zeros_) value.replaceAllUsesWith(zero);
  }

  mlir::Block& body_;
  llvm::SetVector<Value> zeros_;
};

// The argument of the function that a result of a nest is stored over; null if
// it is stored elsewhere.
Value FindOverwritten(Value result) {
  for (mlir::OpOperand& use : result.getUses()) {
    auto end = llvm::dyn_cast<mlir::func::ReturnOp>(use.getOwner());
    if (!end) continue;
    auto function = end->getParentOfType<mlir::func::FuncOp>();
    const unsigned place = use.getOperandNumber();
    if (nn::IsKept(nn::GetResultRole(function, place)))
      return nn::FindArgument(function, nn::GetResultName(function, place));
  }
  return {};
}

}  // namespace

void CloneAtZeroSum(LoopNest nest, mlir::Region& region) {
  mlir::IRMapping mapping;
  nest.getNestBody()->cloneInto(&region, mapping);
  ZeroSumFolder(region.front()).Run();
}

llvm::SmallVector<Value> FindUntouched(LoopNest nest, mlir::Region& region) {
  llvm::SmallVector<Value> untouched;
  mlir::Operation* yield = region.front().getTerminator();
  for (const auto& [result, value] :
       llvm::zip(nest.getBodyResults(), yield->getOperands())) {
    const Value old = FindOverwritten(result);
    if (!old) continue;
    for (const auto& [i, input] : llvm::enumerate(GetBodyInputs(nest))) {
      const unsigned place = GetInputArgument(nest, i).getArgNumber();
      if (input == old && value == region.front().getArgument(place))
        untouched.push_back(result);
    }
  }
  return untouched;
}

bool Divides(mlir::Region& region) {
  return !region.front().getOps<arith::DivFOp>().empty();
}

}  // namespace sinter::kernel
