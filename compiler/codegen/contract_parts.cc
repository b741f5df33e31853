#include "compiler/codegen/contract_parts.h"

#include "compiler/codegen/expression_emitter.h"
#include "llvm/ADT/StringExtras.h"

namespace sinter {

std::string Number(int64_t value) { return llvm::itostr(value); }

std::string ByRegisters(llvm::function_ref<std::string(int64_t)> value) {
  const std::string with_32 = value(32), with_16 = value(16);
  if (with_32 == with_16) return with_32;
  return "kRegisters == 32 ? " + with_32 + " : " + with_16;
}

std::string TilesByRegisters(llvm::function_ref<RowTiles(int64_t)> tiles) {
  return ByRegisters([&](int64_t registers) {
    const RowTiles cut = tiles(registers);
    return "RowTiles{" + Number(cut.rows) + ", " + Number(cut.count) + ", " +
           Number(cut.longer) + "}";
  });
}

std::string WindowValue(kernel::WindowAttr window) {
  const auto axis = [&](unsigned i) {
    return "{" + Number(window.getInput()[i]) + ", " +
           Number(window.getOutput()[i]) + ", " + Number(window.getTaps()[i]) +
           ", " + Number(window.getStrides()[i]) + ", " +
           Number(window.getDilations()[i]) + ", " +
           Number(window.getPadding()[i]) + "}";
  };
  return "{" + axis(0) + ", " + axis(1) + "}";
}

std::string InverseValue(kernel::WindowAttr window) {
  return window.getInverse() ? "true" : "false";
}

std::string PrologueExpression(CodeWriter& writer, mlir::Block& prologue,
                               const std::string& element) {
  ExpressionEmitter expressions(writer, Spelling::kVector);
  expressions.SetLeaf(prologue.getArgument(0), element);
  return expressions.Emit(prologue.getTerminator()->getOperand(0));
}

}  // namespace sinter
