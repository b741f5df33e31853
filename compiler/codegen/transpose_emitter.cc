// kernel.transpose: weights in blocks of 4 x 4; the batch's nonzero elements as
// pairs of rows, from bytes or from the nonzero elements that were staged.
#include "compiler/codegen/contract_parts.h"
#include "compiler/codegen/nest_emitter.h"
#include "llvm/ADT/StringExtras.h"

namespace sinter {
namespace {

void EmitDenseTranspose(CodeWriter& writer, kernel::TransposeOp transpose,
                        const KernelFields& fields) {
  fields.Emit(writer);
  writer.Line();
  writer.Open("void Run(Range blocks) const");
  mlir::Value from = transpose.getInput();
  mlir::Value to = transpose.getResult();
  writer.Line("TransposeBlocks<" + MatrixClass(from.getType()) + ", " +
              MatrixClass(to.getType()) + ", " +
              llvm::utostr(transpose.getTaps()) + ">(" + fields.Name(from) +
              ", blocks, " + fields.Name(to) + ");");
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
