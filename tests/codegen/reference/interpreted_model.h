// The training functions of a spec, run by the interpreter.
#ifndef SINTER_TESTS_CODEGEN_REFERENCE_INTERPRETED_MODEL_H_
#define SINTER_TESTS_CODEGEN_REFERENCE_INTERPRETED_MODEL_H_

#include <string>
#include <vector>

#include "compiler/spec/model_spec.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/IR/OwningOpRef.h"
#include "tests/codegen/reference/batch.h"
#include "tests/oracle/interpreter.h"

namespace sinter::oracle {

// The valid spec in the file `path`; what is wrong with it fails the test.
ModelSpec LoadValidSpec(const std::string& path);

class InterpretedModel {
 public:
  explicit InterpretedModel(const ModelSpec& spec);

  // Initial parameters and slots, as @initialize draws them.
  State Initialize();
  // Those of its tensors that gradients are for.
  std::vector<std::string> ParameterNames();

  // Each leaves rows beyond the samples zero.
  Metrics Train(const Step& step, State& state);
  Metrics Evaluate(const Step& step, const State& state);
  // [batch, elements of all outputs side by side]
  Tensor Predict(const Step& step, const State& state);

  // Sees every op of the functions above from now on; may be empty.
  void SetObserver(Observer observer) { observer_ = std::move(observer); }

 private:
  std::vector<Tensor> Run(mlir::func::FuncOp function, const Step& step,
                          const State& state);
  Metrics MetricsOf(mlir::func::FuncOp function,
                    const std::vector<Tensor>& results);
  mlir::func::FuncOp Function(llvm::StringRef name);

  const int64_t steps_per_update_;
  mlir::MLIRContext context_;
  mlir::OwningOpRef<mlir::ModuleOp> module_;
  Observer observer_;
};

}  // namespace sinter::oracle

#endif  // SINTER_TESTS_CODEGEN_REFERENCE_INTERPRETED_MODEL_H_
