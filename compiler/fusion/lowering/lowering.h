// The state of lowering one function from nn to kernel, and the builders that
// the op families (one file each) share.
//
// Every nn op is rewritten where it stands: its kernel ops are created behind
// it, and `Lowered` answers what a later op reads instead of its results. The
// nn ops are erased when all are lowered. A lowered value is a matrix
// [batch, product of the other dimensions], for a parameter of several
// dimensions [product of all but the last, last], a vector, or, for an nn
// scalar, a vector of one element. What follows from scalar arguments alone is
// an f32, also where it stands for a number of each sample.
#ifndef SINTER_COMPILER_FUSION_LOWERING_LOWERING_H_
#define SINTER_COMPILER_FUSION_LOWERING_LOWERING_H_

#include "compiler/fusion/lowering/term.h"
#include "compiler/ir/kernel_dialect.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace sinter {

// The type of a value's lowered form; of a parameter's, slot's or gradient's.
mlir::Type LoweredType(mlir::Type type);
mlir::Type LoweredParameterType(mlir::Type type);

// A product of two tensors, before they are lowered; `result` after.
struct Product {
  mlir::Value lhs;
  mlir::Value rhs;
  mlir::Type result;
  bool transposes_lhs = false;
  bool transposes_rhs = false;
  kernel::WindowAttr window = nullptr;
};

class Lowering {
 public:
  // Writes the values that a region yields from those that it is given.
  using Body = llvm::function_ref<Terms(llvm::ArrayRef<Term>)>;

  // Gives the function lowered argument types, and a `samples` argument after x
  // if it has an x and no such argument.
  explicit Lowering(mlir::func::FuncOp function);

  // The rows of the batch that count; null in a function without a batch.
  mlir::Value samples() const { return samples_; }
  // An error at `op` if what it counts is not that.
  mlir::LogicalResult CheckSamples(mlir::Operation* op,
                                   mlir::Value samples) const;

  mlir::Value Lowered(mlir::Value value) const;
  // The type that a tensor had before.
  mlir::RankedTensorType TypeBefore(mlir::Value value) const;
  int64_t LastDimension(mlir::Value value) const {
    return TypeBefore(value).getShape().back();
  }
  void Replace(mlir::Value value, mlir::Value lowered);

  // Whether a lowered matrix has a row per sample.
  bool IsBatch(mlir::Value lowered) const { return batch_.contains(lowered); }
  // Says that the rows of `lowered` are the batch's.
  void MarkBatch(mlir::Value lowered) { batch_.insert(lowered); }
  // `samples` if one of the values has a row per sample, else null.
  mlir::Value RowBound(mlir::ValueRange lowered) const;

  // Writes at the function's begin, where what depends on scalar arguments only
  // is computed once for all elements.
  mlir::ImplicitLocOpBuilder& scalars() { return scalars_; }
  Term Scalar(mlir::Value value) { return {scalars_, value}; }
  Term Number(double value);

  // Writes behind the op being lowered.
  mlir::ImplicitLocOpBuilder& builder() { return builder_; }
  void StartAt(mlir::Operation* op);

  // Lowers `op` to one kernel.map. The body sees the elements of the lowered
  // forms of `inputs` (operands of op), then `scalars`; it yields op's results.
  void LowerToMap(mlir::Operation* op, mlir::ValueRange inputs, Body body,
                  mlir::ValueRange scalars = {});
  // A kernel.map of one result of `type` over lowered values, recorded under
  // `name`.
  mlir::Value CreateMap(mlir::Type type, mlir::ValueRange lowered,
                        llvm::StringRef name, Body body);
  // Lowers `op` to one kernel.contract.
  void LowerToContract(mlir::Operation* op, const Product& product);
  // A kernel.rows for `op` with a result of `type`; likewise. Its vectors run
  // along the last dimension of the first input.
  mlir::Value CreateRows(mlir::Operation* op, mlir::Type type,
                         mlir::ValueRange inputs, Body body,
                         mlir::ValueRange scalars = {});
  // A kernel.reduce, recorded under `name`: the sum of the rows of the lowered
  // `input` and of their pixels of `channels` columns, seen through a body over
  // the sum and `scalars`. `summand` makes what is added up of one element;
  // without, it is the element.
  mlir::Value CreateSum(mlir::Value input, int64_t channels,
                        llvm::StringRef name, Body body,
                        mlir::ValueRange scalars = {}, Body summand = nullptr);

 private:
  void LowerArguments(mlir::func::FuncOp function);
  mlir::Type ResultType(mlir::Type type, mlir::ValueRange lowered) const;
  // The lowered forms of `inputs`, then `scalars`.
  llvm::SmallVector<mlir::Value> Inputs(mlir::ValueRange inputs,
                                        mlir::ValueRange scalars) const;

  mlir::ImplicitLocOpBuilder scalars_;
  mlir::ImplicitLocOpBuilder builder_;
  mlir::Value samples_;
  llvm::DenseMap<mlir::Value, mlir::Value> lowered_;
  llvm::DenseMap<mlir::Value, mlir::Type> argument_types_;  // before
  llvm::DenseSet<mlir::Value> batch_;
};

// Says that `kernel` computes `op`, an op of the nn dialect: its results are
// called after it. A second result is an index, as that of max_pool.
void RecordOp(mlir::Operation* kernel, mlir::Operation* op);

// Fills an empty region: block arguments of `types`, `body`, kernel.yield.
void BuildRegion(mlir::Region& region, mlir::Location location,
                 mlir::TypeRange types, Lowering::Body body);

// Each lowers `op` if it is of its family, and says whether it was. Ops that
// the kernel dialect cannot express are diagnosed and make it fail.
mlir::FailureOr<bool> LowerElementwise(mlir::Operation* op, Lowering& lowering);
mlir::FailureOr<bool> LowerPairwise(mlir::Operation* op, Lowering& lowering);
mlir::FailureOr<bool> LowerActivation(mlir::Operation* op, Lowering& lowering);
mlir::FailureOr<bool> LowerArrange(mlir::Operation* op, Lowering& lowering);
mlir::FailureOr<bool> LowerContraction(mlir::Operation* op, Lowering& lowering);
mlir::FailureOr<bool> LowerConvolution(mlir::Operation* op, Lowering& lowering);
mlir::FailureOr<bool> LowerPooling(mlir::Operation* op, Lowering& lowering);
mlir::FailureOr<bool> LowerRandom(mlir::Operation* op, Lowering& lowering);
mlir::FailureOr<bool> LowerRows(mlir::Operation* op, Lowering& lowering);
mlir::FailureOr<bool> LowerBatchNormalization(mlir::Operation* op,
                                              Lowering& lowering);
mlir::FailureOr<bool> LowerLoss(mlir::Operation* op, Lowering& lowering);
mlir::FailureOr<bool> LowerGradient(mlir::Operation* op, Lowering& lowering);
mlir::FailureOr<bool> LowerUpdate(mlir::Operation* op, Lowering& lowering);

}  // namespace sinter

#endif  // SINTER_COMPILER_FUSION_LOWERING_LOWERING_H_
