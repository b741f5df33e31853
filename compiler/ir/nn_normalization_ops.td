// nn ops that normalize, along the last dimension or across the batch, and the scale that follows them.
// LayerNormalization is bias_add(scale(normalize(x), gamma), beta), BatchNormalization the same of batch_normalize while
// training and of standardize in inference.
#ifndef SINTER_COMPILER_IR_NN_NORMALIZATION_OPS_TD_
#define SINTER_COMPILER_IR_NN_NORMALIZATION_OPS_TD_

include "compiler/ir/nn_dialect.td"

def Nn_NormalizeOp : Nn_DifferentiableOp<"normalize", [SameOperandsAndResultType]> {
  let summary = "mean 0 and variance 1 along the last dimension";
  let description = [{
    Formula: for each row of n elements, y_j = (x_j - m) / sqrt(v + float(epsilon)), where m = (sum over k of x_k) / n and
    v = (sum over k of (x_k - m)^2) / n: the mean of squared deviations, never that of squares less the square of the mean,
    which loses all digits where |m| is large.
    Shapes: y has x's; rank at least 1; float(epsilon) > 0.

    ```mlir
    %y = nn.normalize %x epsilon(1.0e-3) : tensor<32x28x28x16xf32>
    ```
  }];
  let arguments = (ins Nn_Rows:$x, Nn_Real:$epsilon);
  let results = (outs Nn_Rows:$y);
  let assemblyFormat = "$x `epsilon` `(` $epsilon `)` attr-dict `:` type($x)";
  let hasVerifier = 1;
}

def Nn_NormalizeGradOp : Nn_Op<"normalize_grad", [SameOperandsAndResultType]> {
  let summary = "gradient of nn.normalize from its input";
  let description = [{
    Formula: for each row of n elements, with m and v as in nn.normalize, r = 1 / sqrt(v + float(epsilon)) and
    h_j = (x_j - m) * r: dx_j = r * (dy_j - (sum over k of dy_k) / n - h_j * (sum over k of dy_k * h_k) / n).
    Shapes: dy, x and dx are equal; rank at least 1; float(epsilon) > 0.

    ```mlir
    %dx = nn.normalize_grad %dy, %x epsilon(1.0e-3) : tensor<32x28x28x16xf32>
    ```
  }];
  let arguments = (ins Nn_Rows:$dy, Nn_Rows:$x, Nn_Real:$epsilon);
  let results = (outs Nn_Rows:$dx);
  let assemblyFormat = "$dy `,` $x `epsilon` `(` $epsilon `)` attr-dict `:` type($x)";
  let hasVerifier = 1;
}

def Nn_BatchNormalizeOp : Nn_DifferentiableOp<"batch_normalize", [InferTypeOpAdaptor]> {
  let summary = "mean 0 and variance 1 of each channel across the batch";
  let description = [{
    Formula: for each channel c, over the n elements x[..., c] of the first `samples` rows, mean_c = (sum of x) / n,
    variance_c = (sum of (x - mean_c)^2) / n, and y[..., c] = (x[..., c] - mean_c) / sqrt(variance_c + float(epsilon)). The
    variance is the mean of squared deviations, as in nn.normalize. The gradient flows through y alone.
    Shapes: x and y [B, ..., C] of rank 2 or more, mean and variance [C]; float(epsilon) > 0.

    ```mlir
    %y, %mean, %variance = nn.batch_normalize %x, %samples epsilon(1.0e-3) : tensor<32x28x28x16xf32>
    ```
  }];
  let arguments = (ins Nn_Batch:$x, I32:$samples, Nn_Real:$epsilon);
  let results = (outs Nn_Batch:$y, Nn_Vector:$mean, Nn_Vector:$variance);
  let assemblyFormat = "$x `,` $samples `epsilon` `(` $epsilon `)` attr-dict `:` type($x)";
  let hasVerifier = 1;
}

def Nn_BatchNormalizeGradOp : Nn_Op<"batch_normalize_grad", [AllTypesMatch<["dy", "y", "dx"]>]> {
  let summary = "gradient of nn.batch_normalize from its results";
  let description = [{
    Formula: for each channel c, over the n elements of the first `samples` rows, with r = 1 / sqrt(variance_c + float(epsilon)):
    dx = r * (dy - (sum of dy) / n - y * (sum of dy * y) / n); 0 in the other rows.
    Shapes: dy, y and dx [B, ..., C], variance [C]; float(epsilon) > 0.

    ```mlir
    %dx = nn.batch_normalize_grad %dy, %y, %variance, %samples epsilon(1.0e-3) : tensor<32x28x28x16xf32>, tensor<16xf32>
    ```
  }];
  let arguments = (ins Nn_Batch:$dy, Nn_Batch:$y, Nn_Vector:$variance, I32:$samples, Nn_Real:$epsilon);
  let results = (outs Nn_Batch:$dx);
  let assemblyFormat = [{
    $dy `,` $y `,` $variance `,` $samples `epsilon` `(` $epsilon `)` attr-dict `:` type($dx) `,` type($variance)
  }];
  let hasVerifier = 1;
}

def Nn_StandardizeOp : Nn_DifferentiableOp<"standardize", [AllTypesMatch<["x", "y"]>, AllTypesMatch<["mean", "variance"]>]> {
  let summary = "subtracts a mean and divides by a deviation, channel by channel";
  let description = [{
    Formula: y[..., c] = (x[..., c] - mean_c) / sqrt(variance_c + float(epsilon)).
    Shapes: x and y [B, ..., C] of rank 2 or more, mean and variance [C]; float(epsilon) > 0.

    ```mlir
    %y = nn.standardize %x, %mean, %variance epsilon(1.0e-3) : tensor<32x28x28x16xf32>, tensor<16xf32>
    ```
  }];
  let arguments = (ins Nn_Batch:$x, Nn_Vector:$mean, Nn_Vector:$variance, Nn_Real:$epsilon);
  let results = (outs Nn_Batch:$y);
  let assemblyFormat = [{
    $x `,` $mean `,` $variance `epsilon` `(` $epsilon `)` attr-dict `:` type($x) `,` type($mean)
  }];
  let hasVerifier = 1;
}

def Nn_ScaleOp : Nn_DifferentiableOp<"scale", [AllTypesMatch<["x", "y"]>]> {
  let summary = "multiplies every row by a vector";
  let description = [{
    Formula: y[..., j] = x[..., j] * gamma[j].
    Shapes: x and y [..., N] of rank 2 or more, gamma [N].

    ```mlir
    %y = nn.scale %x, %gamma : tensor<32x28x28x16xf32>, tensor<16xf32>
    ```
  }];
  let arguments = (ins Nn_Batch:$x, Nn_Vector:$gamma);
  let results = (outs Nn_Batch:$y);
  let assemblyFormat = "$x `,` $gamma attr-dict `:` type($x) `,` type($gamma)";
  let hasVerifier = 1;
}

#endif  // SINTER_COMPILER_IR_NN_NORMALIZATION_OPS_TD_
