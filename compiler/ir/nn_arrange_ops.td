// nn ops that put elements into another place and change none.
#ifndef SINTER_COMPILER_IR_NN_ARRANGE_OPS_TD_
#define SINTER_COMPILER_IR_NN_ARRANGE_OPS_TD_

include "compiler/ir/nn_dialect.td"

def Nn_ConcatOp : Nn_DifferentiableOp<"concat"> {
  let summary = "tensors side by side, Keras' Concatenate along the last dimension";
  let description = [{
    Formula: y[..., j] = xs[k][..., j - (C_0 + ... + C_(k-1))], of the k where that is an index.
    Shapes: xs[k] [..., C_k] of rank 2 or more, equal but for the last size, y [..., C_0 + C_1 + ...].

    ```mlir
    %y = nn.concat %a, %b : (tensor<32x7x3xf32>, tensor<32x7x5xf32>) -> tensor<32x7x8xf32>
    ```
  }];
  let arguments = (ins Variadic<Nn_Batch>:$xs);
  let results = (outs Nn_Batch:$y);
  let assemblyFormat = "$xs attr-dict `:` functional-type($xs, $y)";
  let hasVerifier = 1;
}

// A part of the last dimension, or a tensor of zeros around one: each is the gradient of the other.
class Nn_PartBaseOp<string mnemonic> : Nn_DifferentiableOp<mnemonic> {
  let arguments = (ins Nn_Batch:$x, ConfinedAttr<I64Attr, [IntNonNegative]>:$from);
  let results = (outs Nn_Batch:$y);
  let assemblyFormat = "$x `from` $from attr-dict `:` type($x) `->` type($y)";
  let hasVerifier = 1;
}

def Nn_SliceOp : Nn_PartBaseOp<"slice"> {
  let summary = "neighbouring elements of the last dimension";
  let description = [{
    Formula: y[..., j] = x[..., from + j].
    Shapes: x [..., C] of rank 2 or more, y [..., D], from >= 0, from + D <= C.

    ```mlir
    %y = nn.slice %x from 2 : tensor<32x7x8xf32> -> tensor<32x7x5xf32>
    ```
  }];
}

def Nn_EmbedOp : Nn_PartBaseOp<"embed"> {
  let summary = "the transpose of nn.slice: zeros around a tensor";
  let description = [{
    Formula: y[..., from + j] = x[..., j], all other elements are zero.
    Shapes: x [..., D] of rank 2 or more, y [..., C], from >= 0, from + D <= C.

    ```mlir
    %y = nn.embed %x from 2 : tensor<32x7x5xf32> -> tensor<32x7x8xf32>
    ```
  }];
}

def Nn_PermuteOp : Nn_DifferentiableOp<"permute"> {
  let summary = "the dimensions of a sample in another order, Keras' Permute";
  let description = [{
    Formula: y[i_0, i_1, ...] = x[j_0, j_1, ...], where j_dims[k] = i_k.
    Shapes: y's size k is x's size dims[k]; dims has each dimension once, the batch first.

    ```mlir
    %y = nn.permute %x dims [0, 2, 1] : tensor<32x7x8xf32> -> tensor<32x8x7xf32>
    ```
  }];
  let arguments = (ins Nn_Batch:$x, DenseI64ArrayAttr:$dims);
  let results = (outs Nn_Batch:$y);
  let assemblyFormat = "$x `dims` $dims attr-dict `:` type($x) `->` type($y)";
  let hasVerifier = 1;
}

#endif  // SINTER_COMPILER_IR_NN_ARRANGE_OPS_TD_
