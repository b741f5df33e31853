// kernel.warp -> a loop over images that fetches each pixel from elsewhere
// (runtime/kernels/warp-inl.h).
#include "compiler/codegen/contract_parts.h"
#include "compiler/codegen/expression_emitter.h"
#include "compiler/codegen/names.h"
#include "compiler/codegen/nest_emitter.h"
#include "compiler/codegen/warp_value.h"
#include "llvm/ADT/StringExtras.h"

namespace sinter {
namespace {

void EmitWarp(CodeWriter& writer, mlir::Operation* nest,
              const KernelFields& fields) {
  auto warp = mlir::cast<kernel::WarpOp>(nest);
  fields.Emit(writer);
  writer.Line();
  writer.Line("static constexpr RandomWarp kWarp = {" +
              llvm::join(WarpMembers(warp, warp.getImage()), ", ") + "};");
  writer.Open("void Run(Range rows) const");
  writer.Open("for (size_t row = rows.begin; row < rows.end; ++row)");
  writer.Line("const AffineMap map = DrawMap(kWarp, " +
              fields.Name(warp.getKey()) + ", row);");
  const auto at = [&](mlir::Value tensor) {
    return fields.Name(tensor) + " + " + OffsetExpression(tensor, "row", "0");
  };
  const std::string arguments = "<Fill::k" + ToCamelCase(warp.getFill()) +
                                ", Interpolation::k" +
                                (warp.getNearest() ? "Nearest" : "Bilinear") +
                                ", " + Number(warp.getImage()[2]) +
                                ">(map, kWarp, " + at(warp.getInput()) + ", ";
  if (warp.getTransposed()) {
    writer.Line("WarpTransposed" + arguments + at(warp.getResult()) + ");");
  } else {
    writer.Line("Warp" + arguments +
                FloatLiteral(warp.getFillValue().convertToDouble()) + ", " +
                at(warp.getResult()) + ");");
  }
  writer.Close();
  writer.Close();
}

}  // namespace

const NestEmitter kWarpEmitter = {
    EmitWarp,
    [](mlir::Operation*) -> llvm::SmallVector<llvm::StringRef> {
      return {"warp-inl.h"};
    },
    RowsAreTasks, NoFormula};

}  // namespace sinter
