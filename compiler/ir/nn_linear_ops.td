// nn ops that are linear (or affine) in their tensors.
#ifndef SINTER_COMPILER_IR_NN_LINEAR_OPS_TD_
#define SINTER_COMPILER_IR_NN_LINEAR_OPS_TD_

include "compiler/ir/nn_dialect.td"

def Nn_CastOp : Nn_DifferentiableOp<"cast", [InferTypeOpAdaptor]> {
  let summary = "elements as float32";
  let description = [{
    Formula: y_i = float(x_i), exact.
    Shapes: y has x's.

    ```mlir
    %y = nn.cast %x : tensor<32x20x15xui8>
    ```
  }];
  let arguments = (ins Nn_RawTensor:$x);
  let results = (outs Nn_Tensor:$y);
  let assemblyFormat = "$x attr-dict `:` type($x)";
  let hasFolder = 1;
}

def Nn_RescaleOp : Nn_DifferentiableOp<"rescale", [SameOperandsAndResultType]> {
  let summary = "scale and offset, Keras' Rescaling";
  let description = [{
    Formula: y_i = x_i * float(scale) + float(offset).
    Shapes: y has x's.

    ```mlir
    %y = nn.rescale %x scale(0.5) offset(-1.0) : tensor<32x20x15xf32>
    ```
  }];
  let arguments = (ins Nn_Tensor:$x, Nn_Real:$scale, Nn_Real:$offset);
  let results = (outs Nn_Tensor:$y);
  let assemblyFormat = "$x `scale` `(` $scale `)` `offset` `(` $offset `)` attr-dict `:` type($x)";
  let hasFolder = 1;
}

def Nn_CopyOp : Nn_Op<"copy", [SameOperandsAndResultType]> {
  let summary = "the same numbers in a place of their own";
  let description = [{
    Formula: y_i = x_i. What a step returns twice is written to two places.
    Shapes: y has x's.

    ```mlir
    %y = nn.copy %x : tensor<32x10xf32>
    ```
  }];
  let arguments = (ins Nn_Tensor:$x);
  let results = (outs Nn_Tensor:$y);
  let assemblyFormat = "$x attr-dict `:` type($x)";
}

def Nn_ReshapeOp : Nn_DifferentiableOp<"reshape"> {
  let summary = "another shape for the same elements in row-major order";
  let description = [{
    Formula: y is x, read in row-major order. Flatten is a reshape to rank 2.
    Shapes: equal element types and element counts; dimension 0, the batch, is kept.

    ```mlir
    %y = nn.reshape %x : tensor<32x20x15xf32> -> tensor<32x300xf32>
    ```
  }];
  let arguments = (ins Nn_RawTensor:$x);
  let results = (outs Nn_RawTensor:$y);
  let assemblyFormat = "$x attr-dict `:` type($x) `->` type($y)";
  let hasVerifier = 1;
  let hasFolder = 1;
}

def Nn_MatmulOp : Nn_DifferentiableOp<"matmul", [InferTypeOpAdaptor]> {
  let summary = "matrix product, each operand optionally transposed";
  let description = [{
    Formula: c = A b, where A = transpose_a ? a^T : a and likewise B; c_mn = sum over k of A_mk B_kn.
    Shapes: A [M, K], B [K, N], c [M, N].

    ```mlir
    %c = nn.matmul %a, %b : (tensor<32x300xf32>, tensor<300x200xf32>) -> tensor<32x200xf32>
    %d = nn.matmul %a, %c {transpose_a} : (tensor<32x300xf32>, tensor<32x200xf32>) -> tensor<300x200xf32>
    ```
  }];
  let arguments = (ins Nn_Matrix:$a, Nn_Matrix:$b, UnitAttr:$transpose_a, UnitAttr:$transpose_b);
  let results = (outs Nn_Matrix:$c);
  let assemblyFormat = "$a `,` $b attr-dict `:` functional-type(operands, results)";
}

def Nn_BiasAddOp : Nn_DifferentiableOp<"bias_add", [AllTypesMatch<["x", "y"]>]> {
  let summary = "adds a vector to every row";
  let description = [{
    Formula: y[..., j] = x[..., j] + bias[j].
    Shapes: x and y [..., N] of rank 2 or more, bias [N].

    ```mlir
    %y = nn.bias_add %x, %bias : tensor<32x200xf32>, tensor<200xf32>
    ```
  }];
  let arguments = (ins Nn_Batch:$x, Nn_Vector:$bias);
  let results = (outs Nn_Batch:$y);
  let assemblyFormat = "$x `,` $bias attr-dict `:` type($x) `,` type($bias)";
  let hasVerifier = 1;
}

def Nn_AddOp : Nn_DifferentiableOp<"add", [Commutative, SameOperandsAndResultType]> {
  let summary = "elementwise sum; accumulates the gradients of a value with several uses";
  let description = [{
    Formula: y_i = a_i + b_i.
    Shapes: all equal.

    ```mlir
    %y = nn.add %a, %b : tensor<32x200xf32>
    ```
  }];
  let arguments = (ins Nn_Tensor:$a, Nn_Tensor:$b);
  let results = (outs Nn_Tensor:$y);
  let assemblyFormat = "$a `,` $b attr-dict `:` type($y)";
}

def Nn_MultiplyOp : Nn_DifferentiableOp<"multiply", [Commutative, SameOperandsAndResultType]> {
  let summary = "elementwise product";
  let description = [{
    Formula: y_i = a_i * b_i.
    Shapes: all equal.

    ```mlir
    %y = nn.multiply %a, %b : tensor<32x200xf32>
    ```
  }];
  let arguments = (ins Nn_Tensor:$a, Nn_Tensor:$b);
  let results = (outs Nn_Tensor:$y);
  let assemblyFormat = "$a `,` $b attr-dict `:` type($y)";
}

def Nn_ReduceSumOp : Nn_DifferentiableOp<"reduce_sum", [InferTypeOpAdaptor]> {
  let summary = "sum of all rows; the gradient of a bias";
  let description = [{
    Formula: y[j] = sum over all other indices of x[..., j].
    Shapes: x [..., N] of rank 2 or more, y [N].

    ```mlir
    %y = nn.reduce_sum %x : tensor<32x200xf32> -> tensor<200xf32>
    ```
  }];
  let arguments = (ins Nn_Batch:$x);
  let results = (outs Nn_Vector:$y);
  let assemblyFormat = "$x attr-dict `:` type($x) `->` type($y)";
}

def Nn_BroadcastOp : Nn_DifferentiableOp<"broadcast"> {
  let summary = "a vector as every row; the gradient of reduce_sum";
  let description = [{
    Formula: y[..., j] = x[j].
    Shapes: x [N], y [..., N] of rank 2 or more.

    ```mlir
    %y = nn.broadcast %x : tensor<200xf32> -> tensor<32x200xf32>
    ```
  }];
  let arguments = (ins Nn_Vector:$x);
  let results = (outs Nn_Batch:$y);
  let assemblyFormat = "$x attr-dict `:` type($x) `->` type($y)";
  let hasVerifier = 1;
}

def Nn_DropoutOp : Nn_DifferentiableOp<"dropout", [AllTypesMatch<["x", "y"]>]> {
  let summary = "zeroes elements at random and scales the others, Keras' Dropout while training";
  let description = [{
    Formula: y_i = keep_i ? x_i * float(1 / (1 - rate)) : 0, where keep_i depends on nothing but i, the row-major index
    over the whole tensor, and the attributes and scalars. So any part of the mask can be computed anywhere, and the
    gradient, which is the same op on dy, keeps the same elements. All arithmetic is modulo 2^32, so the masks repeat
    after 2^32 iterations:

        mix(x):  x ^= x >> 16;  x *= 0x7feb352d;  x ^= x >> 15;  x *= 0x846ca68b;  x ^= x >> 16
        key    = mix(seed ^ mix(iteration * 0x9E3779B9 + stream))
        keep_i = (mix(mix(i) ^ key) >> 8) >= round(rate * 2^24)

    `stream` tells the dropout layers of a model apart.
    Shapes: y has x's; 0 <= rate < 1.

    ```mlir
    %y = nn.dropout %x, %seed, %iteration rate(0.5) stream(0) : tensor<32x200xf32>
    ```
  }];
  let arguments = (ins Nn_Tensor:$x, I32:$seed, I64:$iteration, Nn_Real:$rate, I32Attr:$stream);
  let results = (outs Nn_Tensor:$y);
  let assemblyFormat = [{
    $x `,` $seed `,` $iteration `rate` `(` $rate `)` `stream` `(` $stream `)` attr-dict `:` type($x)
  }];
  let hasVerifier = 1;
  let hasFolder = 1;
}

def Nn_GaussianNoiseOp : Nn_DifferentiableOp<"gaussian_noise", [AllTypesMatch<["x", "y"]>]> {
  let summary = "adds random numbers of a normal distribution, Keras' GaussianNoise while training";
  let description = [{
    Formula: y_i = x_i + float(stddev) * sqrt(2) * erfinv(v_i), where v_i depends on nothing but i, as keep_i of nn.dropout:

        v_i = ((mix(mix(i) ^ key) >> 8) - 2^23 + 0.5) / 2^23

    erfinv is that of M. Giles, "Approximating the erfinv function" (2010), in single precision, with w = -log((1 - v) (1 + v)):
    v times a polynomial of degree 8 in w - 2.5 where w < 5, elsewhere in sqrt(w) - 3. The gradient is that of y = x.
    Shapes: y has x's; stddev >= 0.

    ```mlir
    %y = nn.gaussian_noise %x, %seed, %iteration stddev(0.1) stream(0) : tensor<32x200xf32>
    ```
  }];
  let arguments = (ins Nn_Tensor:$x, I32:$seed, I64:$iteration, Nn_Real:$stddev, I32Attr:$stream);
  let results = (outs Nn_Tensor:$y);
  let assemblyFormat = [{
    $x `,` $seed `,` $iteration `stddev` `(` $stddev `)` `stream` `(` $stream `)` attr-dict `:` type($x)
  }];
  let hasVerifier = 1;
  let hasFolder = 1;
}

def Nn_ByModeOp : Nn_Op<"by_mode", [SameOperandsAndResultType]> {
  let summary = "what a layer is while training, and what in inference";
  let description = [{
    Formula: y = training in the function that trains, inference in those that evaluate and predict. Only @forward has it:
    append-loss puts one of the two in its place.
    Shapes: all equal.

    ```mlir
    %y = nn.by_mode training(%dropped) inference(%x) : tensor<32x200xf32>
    ```
  }];
  let arguments = (ins Nn_Tensor:$training, Nn_Tensor:$inference);
  let results = (outs Nn_Tensor:$y);
  let assemblyFormat = [{
    `training` `(` $training `)` `inference` `(` $inference `)` attr-dict `:` type($y)
  }];
}

#endif  // SINTER_COMPILER_IR_NN_LINEAR_OPS_TD_
