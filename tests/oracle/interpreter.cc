#include "tests/oracle/interpreter.h"

#include <utility>

#include "compiler/ir/nn_roles.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/Support/ErrorHandling.h"
#include "tests/oracle/evaluate.h"

namespace sinter::oracle {
namespace {

using mlir::Operation;
using mlir::Value;

std::vector<int64_t> ShapeOf(mlir::Type type) {
  const auto tensor = llvm::dyn_cast<mlir::RankedTensorType>(type);
  return tensor ? tensor.getShape().vec() : std::vector<int64_t>();
}

void CheckShape(mlir::Type type, const Tensor& value, const llvm::Twine& what) {
  const std::vector<int64_t> shape = ShapeOf(type);
  size_t size = 1;
  for (const int64_t dimension : shape) size *= dimension;
  if (value.shape != shape || value.data.size() != size)
    llvm::report_fatal_error(what + ": a value of another shape", false);
}

Tensors Evaluate(Operation* op, Operands in) {
  for (auto* family :
       {EvaluateLinear, EvaluateRandom, EvaluateArrange, EvaluatePairwise,
        EvaluateActivation, EvaluateConvolution, EvaluateNormalization,
        EvaluateLoss, EvaluateGradient, EvaluateUpdate}) {
    Tensors results = family(op, in);
    if (!results.empty()) return results;
  }
  llvm::report_fatal_error(
      "the interpreter does not know " + op->getName().getStringRef(), false);
}

// The values of a function's run.
class Frame {
 public:
  void Set(Value value, Tensor tensor, const llvm::Twine& what) {
    CheckShape(value.getType(), tensor, what);
    values_[value] = std::move(tensor);
  }

  Tensors Get(mlir::OperandRange operands) const {
    Tensors tensors;
    for (const Value operand : operands) tensors.push_back(values_.at(operand));
    return tensors;
  }

 private:
  llvm::DenseMap<Value, Tensor> values_;
};

}  // namespace

Interpreter::Interpreter(mlir::ModuleOp module, llvm::StringRef name)
    : function_(module.lookupSymbol<mlir::func::FuncOp>(name)) {
  if (!function_) llvm::report_fatal_error("no function @" + name, false);
}

std::vector<Tensor> Interpreter::Run(llvm::ArrayRef<Tensor> arguments,
                                     const Observer& observer) const {
  mlir::func::FuncOp function = function_;
  if (arguments.size() != function.getNumArguments())
    llvm::report_fatal_error("another number of arguments", false);
  Frame frame;
  for (const auto& [argument, value] :
       llvm::zip_equal(function.getArguments(), arguments)) {
    Tensor seen = value;
    // Files may have the elements of a variable in another shape.
    if (nn::IsKept(nn::GetArgumentRole(function, argument.getArgNumber())))
      seen.shape = ShapeOf(argument.getType());
    frame.Set(argument, std::move(seen), "argument");
  }
  mlir::Block& block = function.getBody().front();
  for (Operation& op : block.without_terminator()) {
    const Tensors operands = frame.Get(op.getOperands());
    Tensors results = Evaluate(&op, operands);
    if (observer) observer(op, operands, results);
    for (const auto& [result, value] :
         llvm::zip_equal(op.getResults(), results)) {
      frame.Set(result, value, op.getName().getStringRef());
    }
  }
  return frame.Get(block.getTerminator()->getOperands());
}

std::vector<int64_t> ResultShape(mlir::Operation* op) {
  return ShapeOf(op->getResult(0).getType());
}

Tensor Map(const Tensor& x, const std::function<double(double)>& f) {
  Tensor y = x;
  for (double& value : y.data) value = f(value);
  return y;
}

Tensor Map(const Tensor& a, const Tensor& b,
           const std::function<double(double, double)>& f) {
  Tensor y = a;
  for (size_t i = 0; i < y.data.size(); ++i)
    y.data[i] = f(a.data[i], b.data[i]);
  return y;
}

}  // namespace sinter::oracle
