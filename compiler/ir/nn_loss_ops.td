// Losses with their gradients and metrics: one number a sample. Then what makes one number of a batch's.
#ifndef SINTER_COMPILER_IR_NN_LOSS_OPS_TD_
#define SINTER_COMPILER_IR_NN_LOSS_OPS_TD_

include "compiler/ir/nn_dialect.td"

class Nn_LossOp<string mnemonic> : Nn_DifferentiableOp<mnemonic, [InferTypeOpAdaptor]> {
  let arguments = (ins Nn_Matrix:$scores, Nn_Labels:$labels);
  let results = (outs Nn_Vector:$loss);
  let assemblyFormat = "$scores `,` $labels attr-dict `:` type($scores) `,` type($labels)";
  let hasVerifier = 1;
}

class Nn_LossGradOp<string mnemonic> : Nn_Op<mnemonic, [AllTypesMatch<["scores", "gradient"]>]> {
  let arguments = (ins Nn_Vector:$dy, Nn_Matrix:$scores, Nn_Labels:$labels);
  let results = (outs Nn_Matrix:$gradient);
  let assemblyFormat = "$dy `,` $scores `,` $labels attr-dict `:` type($dy) `,` type($scores) `,` type($labels)";
  let hasVerifier = 1;
}

def Nn_SparseCrossEntropyOp : Nn_LossOp<"sparse_cross_entropy"> {
  let summary = "cross-entropy of softmax(logits) against labels";
  let description = [{
    Formula: l_i = logsumexp(z_i) - z_i[label_i], where z_i is row i of the logits, and
    logsumexp(z) = m + log(sum over j of exp(z_j - m)) with m = max over j of z_j: finite for any finite logits.
    Shapes: scores (the logits) [B, C], labels [B], loss [B].

    ```mlir
    %losses = nn.sparse_cross_entropy %logits, %labels : tensor<32x10xf32>, tensor<32xui8>
    ```
  }];
}

def Nn_SparseCrossEntropyGradOp : Nn_LossGradOp<"sparse_cross_entropy_grad"> {
  let summary = "gradient of nn.sparse_cross_entropy with respect to the logits";
  let description = [{
    Formula: g_ij = dy_i (softmax(z_i)_j - [j = label_i]).
    Shapes: dy [B], scores (the logits) and gradient [B, C], labels [B].

    ```mlir
    %g = nn.sparse_cross_entropy_grad %dy, %logits, %labels : tensor<32xf32>, tensor<32x10xf32>, tensor<32xui8>
    ```
  }];
}

def Nn_MeanSquaredErrorOp : Nn_LossOp<"mean_squared_error"> {
  let summary = "mean squared error against the one-hot label";
  let description = [{
    Formula: l_i = mean over j of (o_ij - [j = label_i])^2, where o are the scores.
    Shapes: scores [B, C], labels [B], loss [B].

    ```mlir
    %losses = nn.mean_squared_error %outputs, %labels : tensor<32x10xf32>, tensor<32xui8>
    ```
  }];
}

def Nn_MeanSquaredErrorGradOp : Nn_LossGradOp<"mean_squared_error_grad"> {
  let summary = "gradient of nn.mean_squared_error with respect to the scores";
  let description = [{
    Formula: g_ij = dy_i 2 (o_ij - [j = label_i]) / C.
    Shapes: dy [B], scores and gradient [B, C], labels [B].

    ```mlir
    %g = nn.mean_squared_error_grad %dy, %outputs, %labels : tensor<32xf32>, tensor<32x10xf32>, tensor<32xui8>
    ```
  }];
}

class Nn_HitOp<string mnemonic> : Nn_Op<mnemonic, [InferTypeOpAdaptor]> {
  let arguments = (ins Nn_Matrix:$scores, Nn_Labels:$labels);
  let results = (outs Nn_Vector:$correct);
  let assemblyFormat = "$scores `,` $labels attr-dict `:` type($scores) `,` type($labels)";
  let hasVerifier = 1;
}

def Nn_AccuracyOp : Nn_HitOp<"accuracy"> {
  let summary = "1 where a row's first maximum is at its label";
  let description = [{
    Formula: c_i = [argmax_j o_ij = label_i], the smallest j where several are largest; 0 in a row with NaN.
    Shapes: scores [B, C], labels [B], correct [B].

    ```mlir
    %correct = nn.accuracy %logits, %labels : tensor<32x10xf32>, tensor<32xui8>
    ```
  }];
}

def Nn_TopKAccuracyOp : Nn_HitOp<"top_k_accuracy"> {
  let summary = "1 where a row's label is among the k largest";
  let description = [{
    Formula: c_i = [#{j: o_ij > o_i,label_i} < k], so that of equal scores all are in or none; 0 in a row with NaN or an
    infinity.
    Shapes: scores [B, C], labels [B], correct [B]; k at least 1.

    ```mlir
    %correct = nn.top_k_accuracy %logits, %labels k(5) : tensor<32x10xf32>, tensor<32xui8>
    ```
  }];
  let arguments = (ins Nn_Matrix:$scores, Nn_Labels:$labels, ConfinedAttr<I32Attr, [IntPositive]>:$k);
  let assemblyFormat = "$scores `,` $labels `k` `(` $k `)` attr-dict `:` type($scores) `,` type($labels)";
}

def Nn_SampleMeanOp : Nn_DifferentiableOp<"sample_mean"> {
  let summary = "mean over the samples that count";
  let description = [{
    Formula: y = (sum over i < samples of x_i) / samples. What rows from `samples` on hold does not matter.
    Shapes: x [B], y [].

    ```mlir
    %loss = nn.sample_mean %losses, %samples : tensor<32xf32>
    ```
  }];
  let arguments = (ins Nn_Vector:$x, I32:$samples);
  let results = (outs Nn_Scalar:$y);
  let assemblyFormat = "$x `,` $samples attr-dict `:` type($x)";
}

def Nn_SampleMeanGradOp : Nn_Op<"sample_mean_grad"> {
  let summary = "gradient of nn.sample_mean";
  let description = [{
    Formula: dx_i = dy / samples for i < samples, 0 for the others.
    Shapes: dy [], dx [B].

    ```mlir
    %dx = nn.sample_mean_grad %dy, %samples : tensor<f32> -> tensor<32xf32>
    ```
  }];
  let arguments = (ins Nn_Scalar:$dy, I32:$samples);
  let results = (outs Nn_Vector:$dx);
  let assemblyFormat = "$dy `,` $samples attr-dict `:` type($dy) `->` type($dx)";
}

def Nn_SampleSumOp : Nn_Op<"sample_sum"> {
  let summary = "sum over the samples that count: a metric of a step";
  let description = [{
    Formula: y = sum over i < samples of x_i. A sum, not a mean, so that those of steps add up to an epoch's.
    Shapes: x [B], y [].

    ```mlir
    %hits = nn.sample_sum %correct, %samples : tensor<32xf32>
    ```
  }];
  let arguments = (ins Nn_Vector:$x, I32:$samples);
  let results = (outs Nn_Scalar:$y);
  let assemblyFormat = "$x `,` $samples attr-dict `:` type($x)";
}

def Nn_ConstantOp : Nn_Op<"constant"> {
  let summary = "a number, such as the gradient of the loss by itself";
  let description = [{
    Formula: y = float(value).
    Shapes: y [].

    ```mlir
    %seed = nn.constant 1.0 : tensor<f32>
    ```
  }];
  let arguments = (ins Nn_Real:$value);
  let results = (outs Nn_Scalar:$y);
  let assemblyFormat = "$value attr-dict `:` type($y)";
}

#endif  // SINTER_COMPILER_IR_NN_LOSS_OPS_TD_
