// Verifiers of the kernel dialect's loop nests.
#include "compiler/ir/kernel_dialect.h"
#include "compiler/ir/random_warp.h"
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
using mlir::Value;

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
    if (ClassifyAccess(operand.getType(), domain.rows, domain.cols) ==
            Access::kChannel &&
        mlir::cast<RankedTensorType>(operand.getType()).getDimSize(0) !=
            nest.getChannels())
      return op->emitOpError()
             << "input " << index << " is a vector of " << operand.getType()
             << ", expected one of " << nest.getChannels() << " channels";
    arguments.push_back(ScalarType(operand.getType()));
  }
  mlir::Region& region = *nest.getNestBody();
  if (mlir::failed(VerifyArguments(op, region, arguments, name)))
    return failure();
  return VerifyYields(op, region, results, f32, name);
}

MatrixShape LhsShape(ContractOp op) {
  return GetMatrixShape(op.getLhs().getType());
}
MatrixShape RhsShape(ContractOp op) {
  return GetMatrixShape(op.getRhs().getType());
}

bool FitsWindow(MatrixShape shape) {
  return shape.rows > 0 && shape.cols > 0 && shape.rows <= kMostOfWindow &&
         shape.cols <= kMostOfWindow;
}

// How the operands of a contraction with a window must fit together.
LogicalResult VerifyWindow(ContractOp op, WindowAttr window) {
  for (const MatrixShape& shape : {LhsShape(op), RhsShape(op)})
    if (!FitsWindow(shape))
      return op.emitOpError("lhs or rhs is too large for a window, or empty");
  if (op.getSparseLhs())
    return op.emitOpError("leaves out no zeros under a window");
  if (LhsShape(op).cols % window.CountRead() != 0)
    return op.emitOpError()
           << "lhs has " << LhsShape(op).cols << " columns, which are not "
           << window.CountRead() << " pixels";
  const MatrixShape rhs = RhsShape(op);
  if (op.getTransposeLhs()) {
    if (window.getInverse() || op.getTransposeRhs())
      return op.emitOpError("sums over samples and pixels one way only");
    if (rhs.cols % window.CountMade() == 0) return success();
    return op.emitOpError()
           << "rhs has " << rhs.cols << " columns, which are not "
           << window.CountMade() << " pixels";
  }
  if (rhs.rows % window.CountTaps() != 0)
    return op.emitOpError() << "rhs has " << rhs.rows << " rows, which are not "
                            << window.CountTaps() << " taps";
  return success();
}

// Of the results that the epilogue yields.
MatrixShape ResultShape(ContractOp op) {
  const auto window = op.getWindow();
  if (!window) return {op.GetM(), op.GetN()};
  if (op.getTransposeLhs()) return {window->CountTaps() * op.GetM(), op.GetN()};
  return {op.GetM(), window->CountMade() * op.GetN()};
}

int64_t CountSummed(ContractOp op) {
  const MatrixShape rhs = RhsShape(op);
  const auto window = op.getWindow();
  if (!window || op.getTransposeLhs())
    return op.getTransposeRhs() ? rhs.cols : rhs.rows;
  return op.getTransposeRhs() ? window->CountTaps() * rhs.cols : rhs.rows;
}

}  // namespace

int64_t ContractOp::GetM() {
  if (!getTransposeLhs()) return LhsShape(*this).rows;
  const int64_t cols = LhsShape(*this).cols;
  return getWindow() ? cols / getWindow()->CountRead() : cols;
}
int64_t ContractOp::GetK() {
  const MatrixShape lhs = LhsShape(*this);
  if (!getWindow()) return getTransposeLhs() ? lhs.rows : lhs.cols;
  if (getTransposeLhs()) return lhs.rows * getWindow()->CountMade();
  return getWindow()->CountTaps() * (lhs.cols / getWindow()->CountRead());
}
int64_t ContractOp::GetN() {
  const MatrixShape rhs = RhsShape(*this);
  if (!getWindow()) return getTransposeRhs() ? rhs.rows : rhs.cols;
  if (getTransposeLhs()) return rhs.cols / getWindow()->CountMade();
  return getTransposeRhs() ? rhs.rows / getWindow()->CountTaps() : rhs.cols;
}

mlir::Value ContractOp::GetStagedLhs() {
  if (!getStageLhs()) return {};
  return getResult(getNumResults() - (getStageRhs() ? 2 : 1));
}

LogicalResult ContractOp::verify() {
  auto lhs = mlir::cast<RankedTensorType>(getLhs().getType());
  auto rhs = mlir::cast<RankedTensorType>(getRhs().getType());
  if (lhs.getRank() != 2 || rhs.getRank() != 2)
    return emitOpError("lhs and rhs must be matrices");
  if (getWindow() && mlir::failed(VerifyWindow(*this, *getWindow())))
    return failure();
  const int64_t lhs_k =
      getWindow() && getTransposeLhs() ? LhsShape(*this).rows : GetK();
  if (CountSummed(*this) != lhs_k)
    return emitOpError() << "lhs sums over " << lhs_k << " elements, rhs over "
                         << CountSummed(*this);
  if (getListsGradient() &&
      !(getWindow() && (getTransposeLhs() || getWindow()->getInverse())))
    return emitOpError("only gradients of convolutions list one");
  if (getNumResults() == 0) return emitOpError("needs a result");
  const unsigned staged_count =
      (getStageLhs() ? 1 : 0) + (getStageRhs() ? 1 : 0);
  if (getNumResults() <= staged_count)
    return emitOpError("needs a result beside what it stages");
  if (getStageRhs()) {
    auto room = mlir::cast<RankedTensorType>(getResults().back().getType());
    if (!getTransposeRhs() || getWindow())
      return emitOpError("only panels of a transposed matrix are staged");
    if (room.getShape() !=
        llvm::ArrayRef<int64_t>({rhs.getDimSize(1), rhs.getDimSize(0)}))
      return emitOpError("the staged panels must have the shape of rhs^T");
  }
  if (getStageLhs()) {
    auto staged = mlir::cast<RankedTensorType>(GetStagedLhs().getType());
    if (staged.getShape() != lhs.getShape())
      return emitOpError("the staged result must have the shape of lhs");
  }
  const MatrixShape shape = ResultShape(*this);
  for (size_t i = 0; i < getBodyResults().size(); ++i) {
    auto result = mlir::cast<RankedTensorType>(getResultTypes()[i]);
    if (result.getShape() != llvm::ArrayRef<int64_t>({shape.rows, shape.cols}))
      return emitOpError() << "result " << i << " must be " << shape.rows
                           << " x " << shape.cols;
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
  const auto taps = static_cast<int64_t>(getTaps());
  const auto is_times_taps = [taps](int64_t size, int64_t of_one) {
    return size % taps == 0 && size / taps == of_one;
  };
  if (taps < 1 || input.getRank() != 2 || result.getRank() != 2 ||
      !is_times_taps(input.getDimSize(0), result.getDimSize(1)) ||
      !is_times_taps(result.getDimSize(0), input.getDimSize(1)))
    return emitOpError("result must be the transposed shape of a matrix");
  if (!getPrologue().empty() && !input.getElementType().isUnsignedInteger(8))
    return emitOpError("only bytes have a prologue");
  if (!getPrologue().empty() &&
      !mlir::isa_and_present<NonzerosAttr>(result.getEncoding()))
    return emitOpError("bytes become a matrix of nonzero elements");
  return VerifyPrologue(*this, getPrologue(), input, "input");
}

LogicalResult ReduceOp::verify() {
  auto input = mlir::cast<RankedTensorType>(getInput().getType());
  if (input.getRank() != 1 && input.getRank() != 2)
    return emitOpError("input must be a matrix or a vector");
  if (getNumResults() == 0) return emitOpError("needs a result");
  const int64_t cols = GetMatrixShape(getInput().getType()).cols;
  auto first = mlir::cast<RankedTensorType>(getResultTypes().front());
  for (Type type : getResultTypes())
    if (mlir::cast<RankedTensorType>(type).getRank() != 1 ||
        mlir::cast<RankedTensorType>(type).getShape() != first.getShape() ||
        first.getDimSize(0) < 1 || cols % first.getDimSize(0) != 0)
      return emitOpError() << "every result must be a vector of " << cols
                           << ", or of the channels in " << cols << " columns";
  if (mlir::failed(VerifyPrologue(*this, getPrologue(), input, "input")))
    return failure();
  return VerifyElementwiseBody(*this, 1, getNumResults(), "epilogue");
}

namespace {

// What the body of kernel.rows sees for an operand, of a pixel with `channels`
// columns; null if the operand has not `rows` rows of such pixels.
Type RowType(Type operand, int64_t rows, int64_t channels) {
  auto tensor = mlir::dyn_cast<RankedTensorType>(operand);
  if (!tensor) return operand;
  if (tensor.getDimSize(0) != rows) return {};
  if (tensor.getRank() == 1)
    return tensor.getElementType().isF32()
               ? Type()
               : mlir::IntegerType::get(operand.getContext(), 32);
  if (!tensor.getElementType().isF32()) return {};
  const int64_t cols = tensor.getDimSize(1);
  return mlir::VectorType::get({cols % channels == 0 ? channels : cols},
                               tensor.getElementType());
}

// A yielded vector<C> is a row of tensor<RxC>; a yielded scalar is a row of
// tensor<Rx1>.
bool YieldsRowOf(Type yielded, RankedTensorType result, int64_t rows,
                 int64_t channels) {
  if (yielded.isF32())
    return result.getShape() == llvm::ArrayRef<int64_t>({rows, 1});
  return RowType(result, rows, channels) == yielded;
}

llvm::SmallVector<int64_t> RowWidths(RowsOp op) {
  llvm::SmallVector<Type> types(op->getOperandTypes());
  llvm::append_range(types, op->getResultTypes());
  llvm::SmallVector<int64_t> widths;
  for (Type type : types)
    if (auto tensor = mlir::dyn_cast<RankedTensorType>(type))
      if (tensor.getRank() == 2) widths.push_back(tensor.getDimSize(1));
  return widths;
}

// Whether all rows have as many pixels: rows of one element beside pixels
// would have to say of which pixel they are.
bool HasOneCountOfPixels(RowsOp op) {
  return op.CountPixels() == 1 ||
         llvm::all_of(RowWidths(op), [&](int64_t width) {
           return width == op.CountPixels() * op.getChannels();
         });
}

}  // namespace

int64_t RowsOp::CountPixels() {
  return *llvm::max_element(RowWidths(*this)) / getChannels();
}

LogicalResult RowsOp::verify() {
  if (getNumResults() == 0) return emitOpError("needs a result");
  const int64_t rows =
      mlir::cast<RankedTensorType>(getResultTypes().front()).getDimSize(0);
  const int64_t channels = getChannels();
  llvm::SmallVector<Type> arguments;
  for (auto [index, operand] : llvm::enumerate(getInputs())) {
    const Type type = RowType(operand.getType(), rows, channels);
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
                     mlir::cast<RankedTensorType>(type), rows, channels))
      return emitOpError() << "result " << index << " of type " << type
                           << " does not fit the yielded "
                           << yield->getOperand(index).getType();
  if (!HasOneCountOfPixels(*this))
    return emitOpError("inputs and results must have rows of as many pixels");
  return success();
}

int64_t DepthwiseOp::CountChannels() {
  return GetMatrixShape(getLhs().getType()).cols / getWindow().CountRead();
}

LogicalResult DepthwiseOp::verify() {
  const MatrixShape lhs = GetMatrixShape(getLhs().getType());
  const MatrixShape rhs = GetMatrixShape(getRhs().getType());
  const WindowAttr window = getWindow();
  if (!FitsWindow(lhs) || !FitsWindow(rhs))
    return emitOpError("lhs or rhs is too large for a window, or empty");
  if (lhs.cols % window.CountRead() != 0)
    return emitOpError() << "lhs has " << lhs.cols << " columns, which are not "
                         << window.CountRead() << " pixels";
  const int64_t channels = CountChannels();
  const MatrixShape images = {lhs.rows, window.CountMade() * channels};
  const MatrixShape weights = {window.CountTaps(), channels};
  const MatrixShape right = getSumsBatch() ? images : weights;
  if (rhs.rows != right.rows || rhs.cols != right.cols)
    return emitOpError() << "rhs must be " << right.rows << " x " << right.cols;
  if (getSumsBatch() && window.getInverse())
    return emitOpError("sums over samples and pixels one way only");
  if (getNumResults() == 0) return emitOpError("needs a result");
  const MatrixShape made = getSumsBatch() ? weights : images;
  for (Type type : getResultTypes())
    if (mlir::cast<RankedTensorType>(type).getShape() !=
        llvm::ArrayRef<int64_t>({made.rows, made.cols}))
      return emitOpError() << "every result must be " << made.rows << " x "
                           << made.cols;
  return VerifyElementwiseBody(*this, 1, getNumResults(), "epilogue");
}

bool ArrangeOp::FillsRows() {
  int64_t elements = 0;
  for (auto piece : getPieces().getAsRange<PieceAttr>())
    elements += piece.CountElements();
  return elements == GetMatrixShape(getResult().getType()).cols;
}

namespace {

// Whether all places of a piece, one for each index below `sizes`, are below
// `end`.
bool AreBelow(int64_t end, int64_t offset, llvm::ArrayRef<int64_t> sizes,
              llvm::ArrayRef<int64_t> strides) {
  if (offset < 0) return false;
  int64_t last = offset;
  for (auto [size, stride] : llvm::zip_equal(sizes, strides)) {
    if (size < 1 || stride < 1 || size > end || stride > end) return false;
    if (last >= end) return false;
    last += (size - 1) * stride;
  }
  return last < end;
}

}  // namespace

LogicalResult ArrangeOp::verify() {
  auto result = mlir::cast<RankedTensorType>(getResult().getType());
  if (result.getRank() != 2 || getInputs().empty())
    return emitOpError("makes a matrix of others");
  for (Value input : getInputs()) {
    auto type = mlir::cast<RankedTensorType>(input.getType());
    if (type.getRank() != 2 || type.getDimSize(0) != result.getDimSize(0))
      return emitOpError() << "needs inputs of " << result.getDimSize(0)
                           << " rows, not " << type;
  }
  for (auto piece : getPieces().getAsRange<PieceAttr>()) {
    const size_t rank = piece.getSizes().size();
    if (piece.getInput() < 0 ||
        piece.getInput() >= static_cast<int64_t>(getInputs().size()))
      return emitOpError() << "has no input " << piece.getInput();
    const int64_t columns =
        GetMatrixShape(getInputs()[piece.getInput()].getType()).cols;
    if (rank == 0 || piece.getFrom().size() != rank ||
        piece.getTo().size() != rank ||
        !AreBelow(columns, piece.getFromOffset(), piece.getSizes(),
                  piece.getFrom()) ||
        !AreBelow(result.getDimSize(1), piece.getToOffset(), piece.getSizes(),
                  piece.getTo()))
      return emitOpError() << "has a piece that does not lie in the rows: "
                           << piece;
  }
  return success();
}

LogicalResult WarpOp::verify() {
  auto type = mlir::cast<RankedTensorType>(getResult().getType());
  if (mlir::cast<RankedTensorType>(getInput().getType()).getShape() !=
      type.getShape())
    return emitOpError() << "makes " << type << " of " << getInput().getType();
  const bool is_image =
      getImage().size() == 3 &&
      llvm::all_of(getImage(), [](int64_t size) { return size > 0; });
  if (type.getRank() != 2 || !is_image ||
      getImage()[0] * getImage()[1] * getImage()[2] != type.getDimSize(1))
    return emitOpError() << "cannot see images of " << getImage()
                         << " in the rows of " << type;
  return VerifyRandomWarp(*this);
}

int64_t WindowOp::GetChannels() {
  return GetMatrixShape(getInputs().front().getType()).cols /
         getWindow().CountRead();
}

LogicalResult WindowOp::verify() {
  if (getNumResults() == 0) return emitOpError("needs a result");
  if (getInputs().empty() ||
      mlir::cast<RankedTensorType>(getInputs().front().getType()).getRank() !=
          2 ||
      !FitsWindow(GetMatrixShape(getInputs().front().getType())))
    return emitOpError("needs an input, a matrix of images");
  const MatrixShape read = GetMatrixShape(getInputs().front().getType());
  if (read.cols % getWindow().CountRead() != 0)
    return emitOpError() << "inputs have " << read.cols
                         << " columns, which are not "
                         << getWindow().CountRead() << " pixels";
  for (Value input : getInputs())
    if (mlir::cast<RankedTensorType>(input.getType()).getShape() !=
        llvm::ArrayRef<int64_t>({read.rows, read.cols}))
      return emitOpError("all inputs must be matrices of one shape");
  const int64_t cols = getWindow().CountMade() * GetChannels();
  for (Type type : getResultTypes())
    if (mlir::cast<RankedTensorType>(type).getShape() !=
        llvm::ArrayRef<int64_t>({read.rows, cols}))
      return emitOpError() << "every result must be " << read.rows << " x "
                           << cols;
  if (getStart().size() != getNumResults())
    return emitOpError("needs a start for each result");
  const Type f32 = mlir::Float32Type::get(getContext());
  llvm::SmallVector<Type> arguments(getNumResults() + getInputs().size(), f32);
  arguments.push_back(mlir::IntegerType::get(getContext(), 32));
  if (mlir::failed(VerifyArguments(*this, getBody(), arguments, "body")))
    return failure();
  return VerifyYields(*this, getBody(), getNumResults(), f32, "body");
}

}  // namespace sinter::kernel
