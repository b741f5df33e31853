// Losses with their gradients, and accuracy. Rows from `samples` on are padding: they count for nothing.
#ifndef SINTER_COMPILER_IR_NN_LOSS_OPS_TD_
#define SINTER_COMPILER_IR_NN_LOSS_OPS_TD_

include "compiler/ir/nn_dialect.td"

// Differentiated as the root only: its own gradient is 1.
class Nn_LossOp<string mnemonic> : Nn_DifferentiableOp<mnemonic, [InferTypeOpAdaptor]> {
  let arguments = (ins Nn_Matrix:$scores, Nn_Labels:$labels, I32:$samples);
  let results = (outs Nn_Scalar:$loss);
  let assemblyFormat = "$scores `,` $labels `,` $samples attr-dict `:` type($scores) `,` type($labels)";
  let hasVerifier = 1;
}

class Nn_LossGradOp<string mnemonic> : Nn_Op<mnemonic, [AllTypesMatch<["scores", "gradient"]>]> {
  let arguments = (ins Nn_Matrix:$scores, Nn_Labels:$labels, I32:$samples);
  let results = (outs Nn_Matrix:$gradient);
  let assemblyFormat = "$scores `,` $labels `,` $samples attr-dict `:` type($scores) `,` type($labels)";
  let hasVerifier = 1;
}

def Nn_SparseCrossEntropyOp : Nn_LossOp<"sparse_cross_entropy"> {
  let summary = "mean cross-entropy of softmax(logits) against labels";
  let description = [{
    Formula: mean over i < samples of logsumexp(z_i) - z_i[label_i], where z_i is row i of the logits, and
    logsumexp(z) = m + log(sum over j of exp(z_j - m)) with m = max over j of z_j: finite for any finite logits.
    Shapes: scores (the logits) [B, C], labels [B], loss [].

    ```mlir
    %loss = nn.sparse_cross_entropy %logits, %labels, %samples : tensor<32x10xf32>, tensor<32xui8>
    ```
  }];
}

def Nn_SparseCrossEntropyGradOp : Nn_LossGradOp<"sparse_cross_entropy_grad"> {
  let summary = "gradient of nn.sparse_cross_entropy with respect to the logits";
  let description = [{
    Formula: for i < samples, g_ij = (softmax(z_i)_j - [j = label_i]) / samples; 0 in the other rows.
    Shapes: scores (the logits) and gradient [B, C], labels [B].

    ```mlir
    %g = nn.sparse_cross_entropy_grad %logits, %labels, %samples : tensor<32x10xf32>, tensor<32xui8>
    ```
  }];
}

def Nn_MeanSquaredErrorOp : Nn_LossOp<"mean_squared_error"> {
  let summary = "mean squared error against the one-hot label";
  let description = [{
    Formula: mean over i < samples of the mean over j of (o_ij - [j = label_i])^2, where o are the scores.
    Shapes: scores [B, C], labels [B], loss [].

    ```mlir
    %loss = nn.mean_squared_error %outputs, %labels, %samples : tensor<32x10xf32>, tensor<32xui8>
    ```
  }];
}

def Nn_MeanSquaredErrorGradOp : Nn_LossGradOp<"mean_squared_error_grad"> {
  let summary = "gradient of nn.mean_squared_error with respect to the scores";
  let description = [{
    Formula: for i < samples, g_ij = 2 (o_ij - [j = label_i]) / (C * samples); 0 in the other rows.
    Shapes: scores and gradient [B, C], labels [B].

    ```mlir
    %g = nn.mean_squared_error_grad %outputs, %labels, %samples : tensor<32x10xf32>, tensor<32xui8>
    ```
  }];
}

def Nn_AccuracyOp : Nn_Op<"accuracy", [InferTypeOpAdaptor]> {
  let summary = "number of rows whose first maximum is at their label";
  let description = [{
    Formula: the number of i < samples with argmax_j o_ij = label_i, the smallest j where several are largest; none in a row
    with NaN. A count, not a mean, so that counts of steps add up to an epoch's.
    Shapes: scores [B, C], labels [B], correct [].

    ```mlir
    %correct = nn.accuracy %logits, %labels, %samples : tensor<32x10xf32>, tensor<32xui8>
    ```
  }];
  let arguments = (ins Nn_Matrix:$scores, Nn_Labels:$labels, I32:$samples);
  let results = (outs Nn_Scalar:$correct);
  let assemblyFormat = "$scores `,` $labels `,` $samples attr-dict `:` type($scores) `,` type($labels)";
  let hasVerifier = 1;
}

#endif  // SINTER_COMPILER_IR_NN_LOSS_OPS_TD_
