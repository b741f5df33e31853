// Runs functions of the nn dialect in double precision: slow and obvious. It
// shares no code with lowering and code generation, so that they can be held
// against it.
//
// Arithmetic is in double. Constants that an op's description rounds to
// float32, such as float(scale), are rounded; hyper-parameters of the
// optimizers are not.
#ifndef SINTER_TESTS_ORACLE_INTERPRETER_H_
#define SINTER_TESTS_ORACLE_INTERPRETER_H_

#include <functional>
#include <vector>

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "tests/oracle/tensor.h"

namespace sinter::oracle {

// Called after each op with its operands; may change the results, for example
// to see what rounding does.
using Observer =
    std::function<void(mlir::Operation& op, llvm::ArrayRef<Tensor> operands,
                       std::vector<Tensor>& results)>;

class Interpreter {
 public:
  // `function` is one block of nn ops and outlives the interpreter.
  explicit Interpreter(mlir::func::FuncOp function) : function_(function) {}

  // The function of this name, which exists.
  Interpreter(mlir::ModuleOp module, llvm::StringRef name);

  // One tensor for each argument, of its shape; scalars (i32, f32) have the
  // shape {}. Returns the function's results. Ends the program when a shape
  // does not fit or an op is not of the nn dialect.
  std::vector<Tensor> Run(llvm::ArrayRef<Tensor> arguments,
                          const Observer& observer = {}) const;

 private:
  mlir::func::FuncOp function_;
};

}  // namespace sinter::oracle

#endif  // SINTER_TESTS_ORACLE_INTERPRETER_H_
