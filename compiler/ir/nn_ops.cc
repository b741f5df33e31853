// The code that ODS generates for the nn ops, and the syntax it calls.
#include "compiler/ir/loss_ops.h"
#include "compiler/ir/nn_dialect.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/OpImplementation.h"

namespace sinter::nn {
namespace {

using Operands = llvm::ArrayRef<mlir::OpAsmParser::UnresolvedOperand>;

// All tensors of an update are of one type, which is written once.
mlir::ParseResult parseUpdateTypes(mlir::OpAsmParser& parser, Operands slots,
                                   mlir::Type& weight, mlir::Type& gradient,
                                   llvm::SmallVectorImpl<mlir::Type>& types) {
  if (parser.parseType(weight)) return mlir::failure();
  gradient = weight;
  types.assign(slots.size(), weight);
  return mlir::success();
}

void printUpdateTypes(mlir::OpAsmPrinter& printer, mlir::Operation*,
                      mlir::OperandRange, mlir::Type weight, mlir::Type,
                      mlir::TypeRange) {
  printer << weight;
}

// Two values of one type, which is written once.
mlir::ParseResult parseTypeOfBoth(mlir::OpAsmParser& parser, mlir::Type& first,
                                  mlir::Type& second) {
  if (parser.parseType(first)) return mlir::failure();
  second = first;
  return mlir::success();
}

void printTypeOfBoth(mlir::OpAsmPrinter& printer, mlir::Operation*,
                     mlir::Type first, mlir::Type) {
  printer << first;
}

}  // namespace
}  // namespace sinter::nn

#define GET_OP_CLASSES
#include "compiler/ir/nn_ops.cc.inc"
