// The gradient interface: an op knows how to build its own gradient (reverse mode).
#ifndef SINTER_COMPILER_IR_GRADIENT_INTERFACE_TD_
#define SINTER_COMPILER_IR_GRADIENT_INTERFACE_TD_

include "mlir/IR/OpBase.td"

def DifferentiableOpInterface : OpInterface<"DifferentiableOpInterface"> {
  let cppNamespace = "::sinter";
  let description = [{
    Reverse-mode differentiation of one op. Given dL/d(result) for each result, the op builds dL/d(operand) for those
    operands that need one. L is the scalar loss.

    New ops are built at the insertion point of `builder`, at the forward op's location, and may use its operands and
    results: whichever lets less memory stay alive.
  }];
  let methods = [
    InterfaceMethod<
      /*desc=*/[{
        `resultGradients`: one value per result, of the result's type, or null where no gradient reaches that result;
        not all are null.
        `needed`: one flag per operand. Returns one value per operand, of the operand's type, and null where `needed`
        is false. The caller never asks for the gradient of an integer operand.
      }],
      /*retTy=*/"::llvm::SmallVector<::mlir::Value>",
      /*methodName=*/"buildGradients",
      /*args=*/(ins "::mlir::OpBuilder &":$builder, "::mlir::ValueRange":$resultGradients,
                    "::llvm::ArrayRef<bool>":$needed)
    >,
  ];
}

#endif  // SINTER_COMPILER_IR_GRADIENT_INTERFACE_TD_
