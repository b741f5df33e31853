// kernel.transpose: weights in blocks of 4 x 4; the batch's nonzero elements as
// pairs of rows, from bytes or from the nonzero elements that were staged.
#include "compiler/codegen/contract_parts.h"
#include "compiler/codegen/nest_emitter.h"
#include "llvm/ADT/StringExtras.h"

namespace sinter {
namespace {

void EmitDenseTranspose(CodeWriter& writer, kernel::TransposeOp transpose,
                        const KernelFields& fields) {
  const kernel::MatrixShape shape =
      kernel::GetMatrixShape(transpose.getResult().getType());
  const auto taps = static_cast<int64_t>(transpose.getTaps());
  const std::string block = llvm::itostr(kColumnBlock);
  fields.Emit(writer);
  writer.Line();
  writer.Open("void Run(Range blocks) const");
  writer.Line("const size_t first = blocks.begin * " + block + ";");
  writer.Line("const size_t last = std::min<size_t>(blocks.end * " + block +
              ", " + llvm::itostr(shape.cols) + ");");
  const std::string rows = llvm::itostr(shape.rows / taps);
  mlir::Value from = transpose.getInput();
  mlir::Value to = transpose.getResult();
  // Where a tap's rows begin.
  const std::string from_tap = "tap * " + llvm::itostr(shape.cols) + " + ";
  const std::string to_tap = "tap * " + rows + " + ";
  if (taps > 1)
    writer.Open("for (size_t tap = 0; tap < " + llvm::itostr(taps) +
                "; ++tap)");
  writer.Open("for (size_t row = 0; row < " + rows + "; row += 4)");
  writer.Open("for (size_t col = first; col < last; col += 4)");
  writer.Line(
      "TransposeBlock(" + fields.Name(from) + " + " +
      OffsetExpression(from, taps > 1 ? "(" + from_tap + "col)" : "col",
                       "row") +
      ", " + StrideExpression(from, "row") +
      ", std::min<size_t>(4, last - col), std::min<size_t>(4, " + rows +
      " - row), " + fields.Name(to) + " + " +
      OffsetExpression(to, taps > 1 ? "(" + to_tap + "row)" : "row", "col") +
      ", " + StrideExpression(to, "col") + ");");
  if (taps > 1) writer.Close();
  writer.Close();
  writer.Close();
  writer.Close();
}

void EmitNonzerosTranspose(CodeWriter& writer, kernel::TransposeOp transpose,
                           const KernelFields& fields) {
  fields.Emit(writer);
  writer.Line();
  writer.Open("void Run(Range pairs) const");
  writer.Line("TransposeToPairs(" + fields.Name(transpose.getInput()) +
              ", samples, " + fields.Name(transpose.getResult()) + ", pairs);");
  writer.Close();
}

void EmitBytesTranspose(CodeWriter& writer, kernel::TransposeOp transpose,
                        const KernelFields& fields) {
  const kernel::MatrixShape shape =
      kernel::GetMatrixShape(transpose.getInput().getType());
  fields.Emit(writer);
  writer.Line();
  writer.Open("struct Prologue");
  writer.Line("template <class D, class V>");
  writer.Open("static HWY_INLINE hn::Vec<D> Of(D d, V bytes)");
  writer.Line("return " +
              PrologueExpression(writer, transpose.getPrologue().front(),
                                 "hn::ConvertTo(d, bytes)") +
              ";");
  writer.Close();
  writer.Close(";");
  writer.Line();
  writer.Open("void Run(Range blocks) const");
  writer.Line("TransposeBytesToPairs<Prologue, " + llvm::itostr(shape.cols) +
              ">(" + fields.Name(transpose.getInput()) +
              ", indices, samples, " + fields.Name(transpose.getResult()) +
              ", blocks);");
  writer.Close();
}

void EmitTranspose(CodeWriter& writer, mlir::Operation* nest,
                   const KernelFields& fields) {
  auto transpose = mlir::cast<kernel::TransposeOp>(nest);
  if (transpose.ReadsBytes())
    return EmitBytesTranspose(writer, transpose, fields);
  if (IsNonzeros(transpose.getResult().getType()))
    return EmitNonzerosTranspose(writer, transpose, fields);
  EmitDenseTranspose(writer, transpose, fields);
}

std::string RowTasks(mlir::Operation* nest) {
  auto transpose = mlir::cast<kernel::TransposeOp>(nest);
  if (transpose.ReadsBytes())
    return "blocks of " + llvm::itostr(kernel::kByteRows) + " rows";
  return IsNonzeros(transpose.getResult().getType()) ? "pairs of rows" : "rows";
}

}  // namespace

const NestEmitter kTransposeEmitter = {
    EmitTranspose,
    [](mlir::Operation* nest) -> llvm::SmallVector<llvm::StringRef> {
      if (IsNonzeros(nest->getResult(0).getType())) return {"nonzeros-inl.h"};
      return {"transpose-inl.h"};
    },
    RowTasks, NoFormula};

}  // namespace sinter
