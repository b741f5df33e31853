#include "compiler/codegen/contract_parts.h"

#include "compiler/codegen/column_tiles.h"
#include "compiler/codegen/expression_emitter.h"
#include "llvm/ADT/StringExtras.h"

namespace sinter {
namespace {

std::string Number(int64_t value) { return llvm::itostr(value); }

std::string RowOffset(int64_t row, const std::string& stride) {
  return row == 0 ? "" : " + " + Number(row) + " * " + stride;
}

bool IsFloat(mlir::Value tensor) {
  return mlir::cast<mlir::RankedTensorType>(tensor.getType())
      .getElementType()
      .isF32();
}

std::string ElementType(mlir::Value tensor) {
  return IsFloat(tensor) ? "float" : "uint8_t";
}

std::string Columns(mlir::Value matrix) {
  return Number(kernel::GetMatrixShape(matrix.getType()).cols);
}

// Opens the loop over rows; `from` is the raw row.
void OpenRows(CodeWriter& writer, mlir::Value from,
              const KernelFields& fields) {
  writer.Line("const size_t N = hn::Lanes(kFloats);");
  writer.Open("for (size_t row = rows.begin; row < rows.end; ++row)");
  const std::string source = OffsetExpression(
      from, IsData(from) ? "SampleRow(indices, row)" : "row", "0");
  writer.Line("const " + ElementType(from) + "* from = " + fields.Name(from) +
              " + " + source + ";");
  if (!IsData(from)) return;
  writer.Line("PrefetchSample(" + fields.Name(from) +
              ", indices, row + kRowsAhead, rows.end, " + Columns(from) + ");");
}

// Whole vectors from `col` to `last`, then single elements: rows of the data
// set have no padding.
void EmitVectorLoops(CodeWriter& writer, const std::string& last,
                     const std::string& call, const std::string& arguments) {
  writer.Open("for (; col + N <= " + last + "; col += N)");
  writer.Line(call + "(kFloats, " + arguments + ");");
  writer.Close();
  writer.Open("for (; col < " + last + "; ++col)");
  writer.Line(call + "(kOneFloat, " + arguments + ");");
  writer.Close();
}

// The prologue of one vector at `from`.
std::string EmitPrologue(CodeWriter& writer, kernel::ContractOp contract) {
  return PrologueExpression(
      writer, contract.getPrologue().front(),
      IsFloat(contract.getLhs()) ? "hn::LoadU(d, from)" : "LoadBytes(d, from)");
}

}  // namespace

std::string PrologueExpression(CodeWriter& writer, mlir::Block& prologue,
                               const std::string& element) {
  ExpressionEmitter expressions(writer, Spelling::kVector);
  expressions.SetLeaf(prologue.getArgument(0), element);
  return expressions.Emit(prologue.getTerminator()->getOperand(0));
}

void EmitTileConstants(CodeWriter& writer, const RowTiles& tiles) {
  writer.Line("static constexpr RowTiles kTiles = {" + Number(tiles.rows) +
              ", " + Number(tiles.count) + ", " + Number(tiles.longer) + "};");
}

void EmitOffsets(CodeWriter& writer, const BodyEmitter& body) {
  for (const ElementGroup& group : body.groups())
    writer.Line("const size_t " + group.offset_name + " = " +
                OffsetExpression(group.sample, "row", "col") + ";");
}

std::string StoreCall(const BodyEmitter& body, int64_t row, int64_t vector,
                      int64_t width, const std::string& acc) {
  llvm::SmallVector<std::string> offsets;
  for (const ElementGroup& group : body.groups())
    offsets.push_back(group.offset_name +
                      RowOffset(row, StrideExpression(group.sample, "col")) +
                      VectorOffset(group.sample, vector, width));
  return body.Call("d", acc, row == 0 ? "row" : "row + " + Number(row),
                   "col" + VectorOffset(vector), offsets);
}

void EmitDenseStage(CodeWriter& writer, kernel::ContractOp contract,
                    const KernelFields& fields) {
  mlir::Value from = contract.getLhs();
  mlir::Value to = contract.GetStagedLhs();
  writer.Line("// The prologue, once for each element of these rows.");
  writer.Open("void Stage(Range rows) const");
  OpenRows(writer, from, fields);
  writer.Line("float* to = " + fields.Name(to) + " + " +
              OffsetExpression(to, "row", "0") + ";");
  writer.Line("size_t col = 0;");
  EmitVectorLoops(writer, Columns(from), "StageVector", "from + col, to + col");
  writer.Close();
  writer.Close();
  writer.Line();
  writer.Line("template <class D>");
  writer.Open("static HWY_INLINE void StageVector(D d, const " +
              ElementType(from) + "* from, float* to)");
  const std::string vector = EmitPrologue(writer, contract);
  writer.Line("hn::Store(" + vector + ", d, to);");
  writer.Close();
  writer.Line();
}

void EmitNonzerosStage(CodeWriter& writer, kernel::ContractOp contract,
                       const KernelFields& fields) {
  mlir::Value from = contract.getLhs();
  const std::string& to = fields.Name(contract.GetStagedLhs());
  const NonzerosLayout layout =
      NonzerosLayout::Of(contract.GetStagedLhs().getType());
  writer.Comment(
      "The nonzero values of the prologue, once for each element of these "
      "rows.");
  writer.Open("void Stage(Range rows) const");
  OpenRows(writer, from, fields);
  writer.Line("size_t end = 0;");
  writer.Line("size_t col = 0;");
  writer.Open("for (size_t run = 0; run < " + Number(layout.runs) + "; ++run)");
  writer.Line("const size_t last = std::min<size_t>(col + " +
              Number(layout.depth) + ", " + Number(layout.cols) + ");");
  EmitVectorLoops(writer, "last", "end += StageVector",
                  "from + col, row, col, end");
  writer.Line(to + ".SetEnd(row, run, end);");
  writer.Close();
  writer.Close();
  writer.Close();
  writer.Line();
  writer.Line("template <class D>");
  writer.Open("HWY_INLINE size_t StageVector(D d, const " + ElementType(from) +
              "* from, size_t row, size_t col, size_t end) const");
  const std::string vector = EmitPrologue(writer, contract);
  writer.Line("return AppendNonzeros(d, " + vector + ", col, " + to +
              ".Values(row) + end, " + to + ".Columns(row) + end);");
  writer.Close();
  writer.Line();
}

}  // namespace sinter
