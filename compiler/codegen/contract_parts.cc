#include "compiler/codegen/contract_parts.h"

#include "compiler/codegen/column_tiles.h"
#include "compiler/codegen/expression_emitter.h"
#include "llvm/ADT/StringExtras.h"

namespace sinter {
namespace {

std::string RowOffset(int64_t row, const std::string& stride) {
  return row == 0 ? "" : " + " + Number(row) + " * " + stride;
}

}  // namespace

std::string Number(int64_t value) { return llvm::itostr(value); }

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

}  // namespace sinter
