// kernel.arrange -> a loop over rows that copies piece after piece
// (runtime/kernels/arrange-inl.h).
#include "compiler/codegen/contract_parts.h"
#include "compiler/codegen/nest_emitter.h"
#include "llvm/ADT/StringExtras.h"

namespace sinter {
namespace {

std::string List(llvm::ArrayRef<int64_t> sizes) {
  return "{" + llvm::join(llvm::map_range(sizes, Number), ", ") + "}";
}

// "CopyPiece<Piece<2>{{49, 3}, {3, 1}, {8, 1}}>(a + ..., y + ...);"
std::string CopyPiece(kernel::ArrangeOp arrange, kernel::PieceAttr piece,
                      const KernelFields& fields) {
  const mlir::Value input = arrange.getInputs()[piece.getInput()];
  const auto at = [&](mlir::Value tensor, int64_t offset) {
    return fields.Name(tensor) + " + " +
           OffsetExpression(tensor, "row", Number(offset));
  };
  return "CopyPiece<Piece<" + Number(piece.getSizes().size()) + ">{" +
         List(piece.getSizes()) + ", " + List(piece.getFrom()) + ", " +
         List(piece.getTo()) + "}>(" + at(input, piece.getFromOffset()) + ", " +
         at(arrange.getResult(), piece.getToOffset()) + ");";
}

void EmitArrange(CodeWriter& writer, mlir::Operation* nest,
                 const KernelFields& fields) {
  auto arrange = mlir::cast<kernel::ArrangeOp>(nest);
  const mlir::Value result = arrange.getResult();
  fields.Emit(writer);
  writer.Line();
  writer.Open("void Run(Range rows) const");
  writer.Open("for (size_t row = rows.begin; row < rows.end; ++row)");
  const int64_t cols = kernel::GetMatrixShape(result.getType()).cols;
  // Behind a weight's row stand zeros.
  const int64_t width = arrange.getSamples() ? cols : RoundUpToLanes(cols);
  if (!arrange.FillsRows() || width > cols)
    writer.Line("std::fill_n(" + fields.Name(result) + " + " +
                OffsetExpression(result, "row", "0") + ", " + Number(width) +
                ", 0.0f);");
  for (auto piece : arrange.getPieces().getAsRange<kernel::PieceAttr>())
    writer.Line(CopyPiece(arrange, piece, fields));
  writer.Close();
  writer.Close();
}

}  // namespace

const NestEmitter kArrangeEmitter = {
    EmitArrange,
    [](mlir::Operation*) -> llvm::SmallVector<llvm::StringRef> {
      return {"arrange-inl.h"};
    },
    RowsAreTasks, NoFormula};

}  // namespace sinter
