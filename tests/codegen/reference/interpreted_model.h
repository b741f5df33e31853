// The training functions of a spec, run by the interpreter.
#ifndef SINTER_TESTS_CODEGEN_REFERENCE_INTERPRETED_MODEL_H_
#define SINTER_TESTS_CODEGEN_REFERENCE_INTERPRETED_MODEL_H_

#include <string>

#include "compiler/spec/model_spec.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/IR/OwningOpRef.h"
#include "tests/codegen/reference/batch.h"
#include "tests/oracle/interpreter.h"

namespace sinter::oracle {

class InterpretedModel {
 public:
  // `path` is a valid spec; what is wrong with it fails the test.
  explicit InterpretedModel(const std::string& path);

  // Initial parameters and slots, as @initialize draws them.
  State Initialize();

  // Each leaves rows beyond the samples zero.
  Metrics Train(const Step& step, State& state);
  Metrics Evaluate(const Step& step, const State& state);
  // [batch, classes]
  Tensor Predict(const Step& step, const State& state);

 private:
  std::vector<Tensor> Run(mlir::func::FuncOp function, const Step& step,
                          const State& state);
  Metrics MetricsOf(mlir::func::FuncOp function,
                    const std::vector<Tensor>& results);
  mlir::func::FuncOp Function(llvm::StringRef name);

  mlir::MLIRContext context_;
  mlir::OwningOpRef<mlir::ModuleOp> module_;
};

}  // namespace sinter::oracle

#endif  // SINTER_TESTS_CODEGEN_REFERENCE_INTERPRETED_MODEL_H_
