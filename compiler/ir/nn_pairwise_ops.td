// nn ops of the same element of two tensors that are not linear in either.
#ifndef SINTER_COMPILER_IR_NN_PAIRWISE_OPS_TD_
#define SINTER_COMPILER_IR_NN_PAIRWISE_OPS_TD_

include "compiler/ir/nn_dialect.td"

class Nn_PairwiseOp<string mnemonic> : Nn_DifferentiableOp<mnemonic, [SameOperandsAndResultType]> {
  let arguments = (ins Nn_Tensor:$a, Nn_Tensor:$b);
  let results = (outs Nn_Tensor:$y);
  let assemblyFormat = "$a `,` $b attr-dict `:` type($y)";
}

def Nn_DivideOp : Nn_PairwiseOp<"divide"> {
  let summary = "elementwise quotient";
  let description = [{
    Formula: y_i = a_i / b_i.
    Shapes: all equal.

    ```mlir
    %y = nn.divide %a, %b : tensor<32x200xf32>
    ```
  }];
}

def Nn_MaximumOp : Nn_PairwiseOp<"maximum"> {
  let summary = "the larger of two elements, Keras' Maximum";
  let description = [{
    Formula: y_i = max(a_i, b_i), NaN if one is NaN. Where both are equal all of the gradient goes to a, as in Keras on
    TensorFlow (JAX and PyTorch give each a half).
    Shapes: all equal.

    ```mlir
    %y = nn.maximum %a, %b : tensor<32x200xf32>
    ```
  }];
}

def Nn_MinimumOp : Nn_PairwiseOp<"minimum"> {
  let summary = "the smaller of two elements, Keras' Minimum";
  let description = [{
    Formula: y_i = min(a_i, b_i), NaN if one is NaN. Where both are equal all of the gradient goes to a, as in nn.maximum.
    Shapes: all equal.

    ```mlir
    %y = nn.minimum %a, %b : tensor<32x200xf32>
    ```
  }];
}

def Nn_WhereGreaterOp : Nn_Op<"where_greater", [SameOperandsAndResultType]> {
  let summary = "elements of a tensor where another one is greater than a third; the gradient of nn.maximum";
  let description = [{
    Formula: y_i = a_i > b_i ? x_i : 0; with or_equal also where a_i = b_i.
    Shapes: all equal.

    ```mlir
    %y = nn.where_greater %x, %a, %b {or_equal} : tensor<32x200xf32>
    ```
  }];
  let arguments = (ins Nn_Tensor:$x, Nn_Tensor:$a, Nn_Tensor:$b, UnitAttr:$or_equal);
  let results = (outs Nn_Tensor:$y);
  let assemblyFormat = "$x `,` $a `,` $b attr-dict `:` type($y)";
}

#endif  // SINTER_COMPILER_IR_NN_PAIRWISE_OPS_TD_
