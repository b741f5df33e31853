#include "compiler/codegen/nest_emitter.h"

#include "compiler/codegen/stage_emitter.h"
#include "compiler/ir/layout.h"
#include "llvm/ADT/TypeSwitch.h"

namespace sinter {

RowTiles RowTiles::Cut(int64_t total, int64_t rows) {
  const int64_t count = (total + rows - 1) / rows;
  return {rows, count, total - count * (rows - 1)};
}

bool TransposesBytes(mlir::Operation* nest) {
  auto transpose = mlir::dyn_cast<kernel::TransposeOp>(nest);
  return transpose && !transpose.getPrologue().empty();
}

std::optional<int64_t> CountTasks(mlir::Operation* nest) {
  const bool columns = GetSplit(nest) == Split::kColumns;
  if (mlir::isa<kernel::ContractOp>(nest) && !columns) return std::nullopt;
  const mlir::Type type = nest->getResult(0).getType();
  if (TransposesBytes(nest))
    return (NonzerosLayout::Of(type).rows + kByteRows - 1) / kByteRows;
  if (IsNonzeros(type)) return NonzerosLayout::Of(type).Groups();
  const kernel::MatrixShape shape =
      mlir::isa<kernel::TransposeOp, kernel::RowsOp>(nest)
          ? kernel::GetMatrixShape(type)
          : kernel::GetBodyDomain(nest);
  if (!columns) return shape.rows;
  return (shape.cols + kColumnBlock - 1) / kColumnBlock;
}

void EmitNest(CodeWriter& writer, mlir::Operation* nest,
              const KernelFields& fields) {
  llvm::TypeSwitch<mlir::Operation*>(nest)
      .Case([&](kernel::ContractOp op) { EmitContract(writer, op, fields); })
      .Case([&](kernel::MapOp op) {
        return IsStage(op) ? EmitStage(writer, op, fields)
                           : EmitMap(writer, op, fields);
      })
      .Case([&](kernel::ReduceOp op) { EmitReduce(writer, op, fields); })
      .Case([&](kernel::RowsOp op) { EmitRows(writer, op, fields); })
      .Case([&](kernel::TransposeOp op) { EmitTranspose(writer, op, fields); });
}

}  // namespace sinter
