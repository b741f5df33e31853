// What the values of a step function are in the reference program: a name, and
// a matrix whose rows may be the batch.
#ifndef SINTER_COMPILER_CODEGEN_REFERENCE_REFERENCE_VALUES_H_
#define SINTER_COMPILER_CODEGEN_REFERENCE_REFERENCE_VALUES_H_

#include <string>

#include "compiler/codegen/names.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace sinter {

class ReferenceValues {
 public:
  explicit ReferenceValues(mlir::func::FuncOp function);

  // A C++ expression: the name of a variable, or "arguments.seed" and the like.
  // State is called like its tensor (dense_kernel), other values like their
  // layer and op (dense_relu), or what they are the gradient of.
  const std::string& Name(mlir::Value value) const { return names_.at(value); }

  // Whether dimension 0 is the batch, so that only `samples` rows count.
  bool IsBatched(mlir::Value value) const { return batched_.contains(value); }

  // A tensor as a matrix. Of the batch, its rows are the samples, here of the
  // whole batch; of other tensors, the vectors along the last dimension.
  int64_t Rows(mlir::Value value) const;
  int64_t Cols(mlir::Value value) const;

 private:
  void AddArguments(mlir::func::FuncOp function);
  void CopyName(mlir::Value from, mlir::Value to);
  void AddResults(mlir::Operation* op);
  std::string ResultName(mlir::Operation* op) const;
  std::string ParameterGradientName(mlir::Operation* op) const;
  bool ComputesBatch(mlir::Operation* op) const;

  UniqueNames unique_;
  llvm::DenseMap<mlir::Value, std::string> names_;
  llvm::DenseSet<mlir::Value> batched_;
};

}  // namespace sinter

#endif  // SINTER_COMPILER_CODEGEN_REFERENCE_REFERENCE_VALUES_H_
