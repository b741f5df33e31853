// A spec's gradients as the training passes build them, before the optimizer
// comes in.
#ifndef SINTER_TESTS_ORACLE_GRADIENT_MODEL_H_
#define SINTER_TESTS_ORACLE_GRADIENT_MODEL_H_

#include <vector>

#include "compiler/spec/model_spec.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"
#include "tests/oracle/tensor.h"

namespace sinter::oracle {

// @train_step returns the loss and a gradient for each parameter.
mlir::OwningOpRef<mlir::ModuleOp> BuildGradients(const ModelSpec& spec,
                                                 mlir::MLIRContext& context);

// Random values for the arguments of @train_step; parameters are of a size that
// keeps activations near 1. The first `samples` rows of the batch count, and
// labels are less than the elements of their output.
std::vector<Tensor> DrawArguments(mlir::func::FuncOp step,
                                  const ModelSpec& spec, uint32_t samples,
                                  uint32_t seed);

}  // namespace sinter::oracle

#endif  // SINTER_TESTS_ORACLE_GRADIENT_MODEL_H_
