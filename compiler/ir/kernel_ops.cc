// Verifiers of the kernel dialect's loop nests.
#include "compiler/ir/kernel_dialect.h"
#include "llvm/ADT/STLExtras.h"

#define GET_OP_CLASSES
#include "compiler/ir/kernel_ops.cc.inc"

namespace sinter::kernel {
namespace {

using mlir::failure;
using mlir::LogicalResult;
using mlir::RankedTensorType;
using mlir::success;
using mlir::Type;

// The type that an elementwise region sees for an operand: signless integers,
// float32.
Type ScalarType(Type operand) {
  auto tensor = mlir::dyn_cast<RankedTensorType>(operand);
  if (!tensor) return operand;
  Type element = tensor.getElementType();
  return element.isInteger()
             ? mlir::IntegerType::get(operand.getContext(),
                                      element.getIntOrFloatBitWidth())
             : element;
}

LogicalResult VerifyArguments(mlir::Operation* op, mlir::Region& region,
                              llvm::ArrayRef<Type> expected,
                              llvm::StringRef name) {
  if (region.getArgumentTypes() != mlir::TypeRange(expected))
    return op->emitOpError()
           << name << " has arguments " << region.getArgumentTypes()
           << ", expected " << mlir::TypeRange(expected);
  return success();
}

mlir::FailureOr<YieldOp> GetYield(mlir::Operation* op, mlir::Region& region,
                                  llvm::StringRef name) {
  mlir::Block& block = region.front();
  auto yield =
      block.empty() ? YieldOp() : mlir::dyn_cast<YieldOp>(block.back());
  if (!yield) {
    op->emitOpError() << name << " must end with kernel.yield";
    return failure();
  }
  return yield;
}

LogicalResult VerifyYields(mlir::Operation* op, mlir::Region& region,
                           size_t count, Type type, llvm::StringRef name) {
  auto yield = GetYield(op, region, name);
  if (mlir::failed(yield)) return failure();
  if (yield->getNumOperands() != count)
    return op->emitOpError() << name << " yields " << yield->getNumOperands()
                             << " values, expected " << count;
  for (Type yielded : yield->getOperandTypes())
    if (yielded != type)
      return op->emitOpError()
             << name << " yields " << yielded << ", expected " << type;
  return success();
}

// The region, empty or not, that makes one float32 of an element of `raw`.
LogicalResult VerifyPrologue(mlir::Operation* op, mlir::Region& prologue,
                             RankedTensorType raw, llvm::StringRef raw_name) {
  if (prologue.empty()) {
    if (raw.getElementType().isF32()) return success();
    return op->emitOpError()
           << "an " << raw_name << " that is not f32 needs a prologue";
  }
  if (mlir::failed(VerifyArguments(op, prologue, ScalarType(raw), "prologue")))
    return failure();
  return VerifyYields(op, prologue, 1, mlir::Float32Type::get(op->getContext()),
                      "prologue");
}

// An elementwise body: its inputs fit the domain, it takes `leading` float32
// values before them, and it yields one float32 a result.
LogicalResult VerifyElementwiseBody(mlir::Operation* op, size_t leading,
                                    size_t results, llvm::StringRef name) {
  auto nest = mlir::cast<LoopNest>(op);
  const MatrixShape domain = nest.getDomain();
  const Type f32 = mlir::Float32Type::get(op->getContext());
  llvm::SmallVector<Type> arguments(leading, f32);
  for (auto [index, operand] : llvm::enumerate(GetBodyInputs(nest))) {
    if (ClassifyAccess(operand.getType(), domain.rows, domain.cols) ==
        Access::kMismatch)
      return op->emitOpError()
             << "input " << index << " of type " << operand.getType()
             << " does not fit the domain " << domain.rows << " x "
             << domain.cols;
    arguments.push_back(ScalarType(operand.getType()));
  }
  mlir::Region& region = *nest.getNestBody();
  if (mlir::failed(VerifyArguments(op, region, arguments, name)))
    return failure();
  return VerifyYields(op, region, results, f32, name);
}

}  // namespace

int64_t ContractOp::GetM() {
  return GetMatrixShape(getLhs().getType()).*
         (getTransposeLhs() ? &MatrixShape::cols : &MatrixShape::rows);
}
int64_t ContractOp::GetK() {
  return GetMatrixShape(getLhs().getType()).*
         (getTransposeLhs() ? &MatrixShape::rows : &MatrixShape::cols);
}
int64_t ContractOp::GetN() {
  return GetMatrixShape(getRhs().getType()).*
         (getTransposeRhs() ? &MatrixShape::rows : &MatrixShape::cols);
}

LogicalResult ContractOp::verify() {
  auto lhs = mlir::cast<RankedTensorType>(getLhs().getType());
  auto rhs = mlir::cast<RankedTensorType>(getRhs().getType());
  if (lhs.getRank() != 2 || rhs.getRank() != 2)
    return emitOpError("lhs and rhs must be matrices");
  const int64_t rhs_k =
      getTransposeRhs() ? rhs.getDimSize(1) : rhs.getDimSize(0);
  if (rhs_k != GetK())
    return emitOpError() << "lhs sums over " << GetK() << " elements, rhs over "
                         << rhs_k;
  if (getNumResults() == 0) return emitOpError("needs a result");
  if (getStageLhs()) {
    auto staged = mlir::cast<RankedTensorType>(getResults().back().getType());
    if (staged.getShape() != lhs.getShape())
      return emitOpError("the staged result must have the shape of lhs");
  }
  for (size_t i = 0; i < getBodyResults().size(); ++i) {
    auto result = mlir::cast<RankedTensorType>(getResultTypes()[i]);
    if (result.getShape() != llvm::ArrayRef<int64_t>({GetM(), GetN()}))
      return emitOpError() << "result " << i << " must be " << GetM() << " x "
                           << GetN();
  }
  if (mlir::failed(VerifyPrologue(*this, getPrologue(), lhs, "lhs")))
    return failure();
  return VerifyElementwiseBody(*this, 1, getBodyResults().size(), "epilogue");
}

LogicalResult MapOp::verify() {
  if (getNumResults() == 0) return emitOpError("needs a result");
  for (Type type : getResultTypes())
    if (mlir::cast<RankedTensorType>(type).getShape() !=
        mlir::cast<RankedTensorType>(getResultTypes().front()).getShape())
      return emitOpError("all results must have one shape");
  return VerifyElementwiseBody(*this, 0, getNumResults(), "body");
}

LogicalResult TransposeOp::verify() {
  auto input = mlir::cast<RankedTensorType>(getInput().getType());
  auto result = getResult().getType();
  if (input.getRank() != 2 || result.getRank() != 2 ||
      input.getDimSize(0) != result.getDimSize(1) ||
      input.getDimSize(1) != result.getDimSize(0))
    return emitOpError("result must be the transposed shape of a matrix");
  if (!getPrologue().empty() && !input.getElementType().isUnsignedInteger(8))
    return emitOpError("only bytes have a prologue");
  if (!getPrologue().empty() &&
      !mlir::isa_and_present<NonzerosAttr>(result.getEncoding()))
    return emitOpError("bytes become a matrix of nonzero elements");
  return VerifyPrologue(*this, getPrologue(), input, "input");
}

LogicalResult ReduceOp::verify() {
  if (mlir::cast<RankedTensorType>(getInput().getType()).getRank() != 2)
    return emitOpError("input must be a matrix");
  if (getNumResults() == 0) return emitOpError("needs a result");
  const int64_t cols = GetMatrixShape(getInput().getType()).cols;
  for (Type type : getResultTypes())
    if (mlir::cast<RankedTensorType>(type).getShape() !=
        llvm::ArrayRef<int64_t>({cols}))
      return emitOpError() << "every result must be a vector of " << cols;
  return VerifyElementwiseBody(*this, 1, getNumResults(), "epilogue");
}

namespace {

// What the body of kernel.rows sees for an operand; null if the operand has not
// `rows` rows.
Type RowType(Type operand, int64_t rows) {
  auto tensor = mlir::dyn_cast<RankedTensorType>(operand);
  if (!tensor) return operand;
  if (tensor.getDimSize(0) != rows) return {};
  if (tensor.getRank() == 1)
    return tensor.getElementType().isF32()
               ? Type()
               : mlir::IntegerType::get(operand.getContext(), 32);
  if (!tensor.getElementType().isF32()) return {};
  return mlir::VectorType::get({tensor.getDimSize(1)}, tensor.getElementType());
}

// A yielded vector<C> is a row of tensor<RxC>; a yielded scalar is a row of
// tensor<Rx1>.
bool YieldsRowOf(Type yielded, RankedTensorType result, int64_t rows) {
  if (yielded.isF32())
    return result.getShape() == llvm::ArrayRef<int64_t>({rows, 1});
  return RowType(result, rows) == yielded;
}

}  // namespace

LogicalResult RowsOp::verify() {
  if (getNumResults() == 0) return emitOpError("needs a result");
  const int64_t rows =
      mlir::cast<RankedTensorType>(getResultTypes().front()).getDimSize(0);
  llvm::SmallVector<Type> arguments;
  for (auto [index, operand] : llvm::enumerate(getInputs())) {
    const Type type = RowType(operand.getType(), rows);
    if (!type)
      return emitOpError() << "input " << index << " of type "
                           << operand.getType() << " does not fit " << rows
                           << " rows";
    arguments.push_back(type);
  }
  if (mlir::failed(VerifyArguments(*this, getBody(), arguments, "body")))
    return failure();
  auto yield = GetYield(*this, getBody(), "body");
  if (mlir::failed(yield)) return failure();
  if (yield->getNumOperands() != getNumResults())
    return emitOpError() << "body yields " << yield->getNumOperands()
                         << " values, expected " << getNumResults();
  for (auto [index, type] : llvm::enumerate(getResultTypes()))
    if (!YieldsRowOf(yield->getOperand(index).getType(),
                     mlir::cast<RankedTensorType>(type), rows))
      return emitOpError() << "result " << index << " of type " << type
                           << " does not fit the yielded "
                           << yield->getOperand(index).getType();
  return success();
}

}  // namespace sinter::kernel
