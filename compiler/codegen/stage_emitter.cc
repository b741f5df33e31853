#include "compiler/codegen/stage_emitter.h"

#include "compiler/codegen/contract_parts.h"

namespace sinter {
namespace {

struct Stage {
  mlir::Value from;
  mlir::Value to;
  mlir::Block* prologue;
  std::string function;
};

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
  writer.Line("const " + CppElementType(from.getType()) +
              "* from = " + fields.Name(from) + " + " + source + ";");
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
std::string EmitPrologue(CodeWriter& writer, const Stage& stage) {
  return PrologueExpression(writer, *stage.prologue,
                            mlir::getElementTypeOrSelf(stage.from).isF32()
                                ? "hn::LoadU(d, from)"
                                : "LoadBytes(d, from)");
}

void EmitDenseStage(CodeWriter& writer, const Stage& stage,
                    const KernelFields& fields) {
  const auto& [from, to, prologue, function] = stage;
  writer.Line("// The prologue, once for each element of these rows.");
  writer.Open("void " + function + "(Range rows) const");
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
              CppElementType(from.getType()) + "* from, float* to)");
  const std::string vector = EmitPrologue(writer, stage);
  writer.Line("hn::Store(" + vector + ", d, to);");
  writer.Close();
}

void EmitNonzerosStage(CodeWriter& writer, const Stage& stage,
                       const KernelFields& fields) {
  const auto& [from, staged, prologue, function] = stage;
  const std::string& to = fields.Name(staged);
  const NonzerosLayout layout = NonzerosLayout::Of(staged.getType());
  writer.Comment(
      "The nonzero values of the prologue, once for each element of these "
      "rows.");
  writer.Open("void " + function + "(Range rows) const");
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
  writer.Open("HWY_INLINE size_t StageVector(D d, const " +
              CppElementType(from.getType()) +
              "* from, size_t row, size_t col, size_t end) const");
  const std::string vector = EmitPrologue(writer, stage);
  writer.Line("return AppendNonzeros(d, " + vector + ", col, " + to +
              ".Values(row) + end, " + to + ".Columns(row) + end);");
  writer.Close();
}

void EmitStage(CodeWriter& writer, const Stage& stage,
               const KernelFields& fields) {
  if (IsNonzeros(stage.to.getType()))
    EmitNonzerosStage(writer, stage, fields);
  else
    EmitDenseStage(writer, stage, fields);
}

}  // namespace

void EmitStage(CodeWriter& writer, kernel::ContractOp contract,
               const KernelFields& fields) {
  EmitStage(writer,
            {contract.getLhs(), contract.GetStagedLhs(),
             &contract.getPrologue().front(), "Stage"},
            fields);
  writer.Line();
}

void EmitStage(CodeWriter& writer, kernel::MapOp map,
               const KernelFields& fields) {
  fields.Emit(writer);
  writer.Line();
  EmitStage(writer,
            {map.getInputs().front(), map.getResult(0), &map.getBody().front(),
             "Run"},
            fields);
}

}  // namespace sinter
