// nn ops that slide a window over images: convolutions, pooling, and their gradients.
//
// Images are [batch, height, width, channels]. Attributes of two numbers are for height and width. `padding` stands
// before the first row and column; what stands after the last follows from the result's shape. Keras' "valid" has padding
// 0, its "same" has max((ceil(H / s) - 1) * s + (K - 1) * d + 1 - H, 0) in all, of which half, rounded down, is before.
#ifndef SINTER_COMPILER_IR_NN_CONVOLUTION_OPS_TD_
#define SINTER_COMPILER_IR_NN_CONVOLUTION_OPS_TD_

include "compiler/ir/nn_dialect.td"

def Nn_Images : Nn_TensorOfRank<4>;

// A convolution or one of its gradients: two of x, w and y are the operands, the third is the result.
class Nn_Conv2DBaseOp<string mnemonic, list<Trait> traits, string first, string second, string result> :
    Nn_Op<mnemonic, traits> {
  let arguments = !con(!dag(ins, [Nn_Images, Nn_Images], [first, second]),
                       (ins DenseI64ArrayAttr:$strides, DenseI64ArrayAttr:$dilations, DenseI64ArrayAttr:$padding));
  let results = !dag(outs, [Nn_Images], [result]);
  let assemblyFormat = "$" # first # " `,` $" # second # [{
    `strides` $strides `dilations` $dilations `padding` $padding attr-dict `:` functional-type(operands, results)
  }];
  let hasVerifier = 1;
}

def Nn_Conv2DOp : Nn_Conv2DBaseOp<"conv2d", [DeclareOpInterfaceMethods<DifferentiableOpInterface>], "x", "w", "y"> {
  let summary = "convolution of images with a kernel, Keras' Conv2D";
  let description = [{
    Formula: y[n, oh, ow, co] = sum over kh, kw and ci of x[n, ih, iw, ci] * w[kh, kw, ci, co], where
    ih = oh * strides[0] + kh * dilations[0] - padding[0] and iw = ow * strides[1] + kw * dilations[1] - padding[1]; terms
    outside x are left out.
    Shapes: x [N, H, W, Ci], w [KH, KW, Ci, Co], y [N, OH, OW, Co]. Strides and dilations are at least 1,
    0 <= padding <= (K - 1) * dilation, and the last window starts in x: (O - 1) * stride - padding < H (or W).

    ```mlir
    %y = nn.conv2d %x, %w strides [2, 2] dilations [1, 1] padding [1, 1]
        : (tensor<32x28x28x3xf32>, tensor<3x3x3x16xf32>) -> tensor<32x14x14x16xf32>
    ```
  }];
}

def Nn_Conv2DInputGradOp :
    Nn_Conv2DBaseOp<"conv2d_input_grad", [DeclareOpInterfaceMethods<DifferentiableOpInterface>], "dy", "w", "dx"> {
  let summary = "gradient of nn.conv2d with respect to its images, Keras' Conv2DTranspose";
  let description = [{
    Formula: dx[n, ih, iw, ci] = sum over co and those oh, ow, kh and kw that nn.conv2d takes to (ih, iw) of
    dy[n, oh, ow, co] * w[kh, kw, ci, co].
    Shapes: dy [N, OH, OW, Co], w [KH, KW, Ci, Co], dx [N, H, W, Ci]; attributes as in nn.conv2d.

    ```mlir
    %dx = nn.conv2d_input_grad %dy, %w strides [2, 2] dilations [1, 1] padding [1, 1]
        : (tensor<32x14x14x16xf32>, tensor<3x3x3x16xf32>) -> tensor<32x28x28x3xf32>
    ```
  }];
}

def Nn_Conv2DKernelGradOp : Nn_Conv2DBaseOp<"conv2d_kernel_grad", [], "x", "dy", "dw"> {
  let summary = "gradient of nn.conv2d with respect to its kernel";
  let description = [{
    Formula: dw[kh, kw, ci, co] = sum over n, oh and ow of x[n, ih, iw, ci] * dy[n, oh, ow, co], with ih and iw as in
    nn.conv2d; terms outside x are left out.
    Shapes: x [N, H, W, Ci], dy [N, OH, OW, Co], dw [KH, KW, Ci, Co]; attributes as in nn.conv2d.

    ```mlir
    %dw = nn.conv2d_kernel_grad %x, %dy strides [2, 2] dilations [1, 1] padding [1, 1]
        : (tensor<32x28x28x3xf32>, tensor<32x14x14x16xf32>) -> tensor<3x3x3x16xf32>
    ```
  }];
}

def Nn_ChannelKernel : Nn_TensorOfRank<3>;

// A convolution of each channel by itself or one of its gradients.
class Nn_DepthwiseBaseOp<string mnemonic, list<Trait> traits, dag operands, dag result> : Nn_Op<mnemonic, traits> {
  let arguments = !con(operands,
                       (ins DenseI64ArrayAttr:$strides, DenseI64ArrayAttr:$dilations, DenseI64ArrayAttr:$padding));
  let results = result;
  let assemblyFormat = [{
    operands `strides` $strides `dilations` $dilations `padding` $padding attr-dict `:` functional-type(operands, results)
  }];
  let hasVerifier = 1;
}

def Nn_DepthwiseConv2DOp :
    Nn_DepthwiseBaseOp<"depthwise_conv2d", [DeclareOpInterfaceMethods<DifferentiableOpInterface>],
                       (ins Nn_Images:$x, Nn_ChannelKernel:$w), (outs Nn_Images:$y)> {
  let summary = "convolution of each channel by itself, Keras' DepthwiseConv2D of depth_multiplier 1";
  let description = [{
    Formula: y[n, oh, ow, c] = sum over kh and kw of x[n, ih, iw, c] * w[kh, kw, c], with ih, iw and attributes as in
    nn.conv2d; terms outside x are left out.
    Shapes: x [N, H, W, C], w [KH, KW, C], y [N, OH, OW, C].

    ```mlir
    %y = nn.depthwise_conv2d %x, %w strides [2, 2] dilations [1, 1] padding [1, 1]
        : (tensor<32x28x28x16xf32>, tensor<3x3x16xf32>) -> tensor<32x14x14x16xf32>
    ```
  }];
}

def Nn_DepthwiseInputGradOp :
    Nn_DepthwiseBaseOp<"depthwise_input_grad", [], (ins Nn_Images:$dy, Nn_ChannelKernel:$w), (outs Nn_Images:$dx)> {
  let summary = "gradient of nn.depthwise_conv2d with respect to its images";
  let description = [{
    Formula: dx[n, ih, iw, c] = sum over those oh, ow, kh and kw that nn.depthwise_conv2d takes to (ih, iw) of
    dy[n, oh, ow, c] * w[kh, kw, c].
    Shapes: dy [N, OH, OW, C], w [KH, KW, C], dx [N, H, W, C]; attributes as in nn.conv2d.

    ```mlir
    %dx = nn.depthwise_input_grad %dy, %w strides [2, 2] dilations [1, 1] padding [1, 1]
        : (tensor<32x14x14x16xf32>, tensor<3x3x16xf32>) -> tensor<32x28x28x16xf32>
    ```
  }];
}

def Nn_DepthwiseKernelGradOp :
    Nn_DepthwiseBaseOp<"depthwise_kernel_grad", [], (ins Nn_Images:$x, Nn_Images:$dy), (outs Nn_ChannelKernel:$dw)> {
  let summary = "gradient of nn.depthwise_conv2d with respect to its kernel";
  let description = [{
    Formula: dw[kh, kw, c] = sum over n, oh and ow of x[n, ih, iw, c] * dy[n, oh, ow, c], with ih and iw as in nn.conv2d;
    terms outside x are left out.
    Shapes: x [N, H, W, C], dy [N, OH, OW, C], dw [KH, KW, C]; attributes as in nn.conv2d.

    ```mlir
    %dw = nn.depthwise_kernel_grad %x, %dy strides [2, 2] dilations [1, 1] padding [1, 1]
        : (tensor<32x28x28x16xf32>, tensor<32x14x14x16xf32>) -> tensor<3x3x16xf32>
    ```
  }];
}

def Nn_MaxPoolOp : Nn_DifferentiableOp<"max_pool"> {
  let summary = "largest element of each window of each channel, Keras' MaxPooling2D";
  let description = [{
    Formula: y[n, oh, ow, c] = max over kh < window[0] and kw < window[1] of x[n, ih, iw, c], where
    ih = oh * strides[0] + kh - padding[0] and iw = ow * strides[1] + kw - padding[1]; elements outside x are left out.
    index[n, oh, ow, c] = kh * window[1] + kw, the number of the tap that the maximum came from: the first in this order
    where several are largest. If there is NaN among the elements, y is NaN and index the tap of the first NaN.
    Shapes: x [N, H, W, C], y and index [N, OH, OW, C]. Windows and strides are at least 1, 0 <= padding < window, and the
    last window starts in x: (O - 1) * stride - padding < H (or W). So each window holds an element of x.

    No gradient goes through index, which does not change where it has a derivative.

    ```mlir
    %y, %index = nn.max_pool %x window [2, 2] strides [2, 2] padding [0, 0]
        : tensor<32x28x28x16xf32> -> tensor<32x14x14x16xf32>
    ```
  }];
  let arguments = (ins Nn_Images:$x, DenseI64ArrayAttr:$window, DenseI64ArrayAttr:$strides, DenseI64ArrayAttr:$padding);
  let results = (outs Nn_Images:$y, Nn_Images:$index);
  let assemblyFormat = [{
    $x `window` $window `strides` $strides `padding` $padding attr-dict `:` type($x) `->`
    custom<TypeOfBoth>(type($y), type($index))
  }];
  let builders = [
    // Both results are of one type.
    OpBuilder<(ins "::mlir::Type":$type, "::mlir::Value":$x, "::llvm::ArrayRef<int64_t>":$window,
                   "::llvm::ArrayRef<int64_t>":$strides, "::llvm::ArrayRef<int64_t>":$padding),
              [{ build($_builder, $_state, type, type, x, window, strides, padding); }]>,
  ];
  let hasVerifier = 1;
}

def Nn_MaxPoolGradOp : Nn_Op<"max_pool_grad", [AllTypesMatch<["dy", "index"]>]> {
  let summary = "gradient of nn.max_pool from the taps of its maxima";
  let description = [{
    Formula: dx[n, ih, iw, c] = sum of dy[n, oh, ow, c] over those oh and ow whose tap index[n, oh, ow, c] nn.max_pool
    takes from (ih, iw).
    Shapes: dy and index [N, OH, OW, C], dx [N, H, W, C]; attributes as in nn.max_pool.

    ```mlir
    %dx = nn.max_pool_grad %dy, %index window [2, 2] strides [2, 2] padding [0, 0]
        : tensor<32x14x14x16xf32> -> tensor<32x28x28x16xf32>
    ```
  }];
  let arguments = (ins Nn_Images:$dy, Nn_Images:$index, DenseI64ArrayAttr:$window, DenseI64ArrayAttr:$strides,
                       DenseI64ArrayAttr:$padding);
  let results = (outs Nn_Images:$dx);
  let assemblyFormat = [{
    $dy `,` $index `window` $window `strides` $strides `padding` $padding attr-dict `:` type($dy) `->` type($dx)
  }];
  let hasVerifier = 1;
}

// Sums over windows, or their transpose: each is the gradient of the other.
class Nn_SumPoolBaseOp<string mnemonic, string operand, string result> : Nn_DifferentiableOp<mnemonic> {
  let arguments = !con(!dag(ins, [Nn_Images], [operand]),
                       (ins DenseI64ArrayAttr:$window, DenseI64ArrayAttr:$strides, DenseI64ArrayAttr:$padding));
  let results = !dag(outs, [Nn_Images], [result]);
  let assemblyFormat = "$" # operand # [{
    `window` $window `strides` $strides `padding` $padding attr-dict `:` type($}] # operand # ") `->` type($" # result # ")";
  let hasVerifier = 1;
}

def Nn_SumPoolOp : Nn_SumPoolBaseOp<"sum_pool", "x", "y"> {
  let summary = "sum of each window of each channel; with a factor Keras' average pooling";
  let description = [{
    Formula: y[n, oh, ow, c] = sum over kh < window[0] and kw < window[1] of x[n, ih, iw, c], with ih, iw, shapes and
    attributes as in nn.max_pool; elements outside x are left out. But a window may lie outside x altogether, and its sum
    is zero: with windows of one pixel Keras' ZeroPadding2D.

    ```mlir
    %y = nn.sum_pool %x window [2, 2] strides [2, 2] padding [0, 0]
        : tensor<32x28x28x16xf32> -> tensor<32x14x14x16xf32>
    ```
  }];
}

def Nn_SpreadOp : Nn_SumPoolBaseOp<"spread", "y", "x"> {
  let summary = "the transpose of nn.sum_pool; with strides as long as the window Keras' UpSampling2D";
  let description = [{
    Formula: x[n, ih, iw, c] = sum of y[n, oh, ow, c] over those oh and ow whose window in nn.sum_pool holds (ih, iw).
    With windows of one pixel Keras' Cropping2D.
    Shapes: y [N, OH, OW, C], x [N, H, W, C]; attributes as in nn.sum_pool.

    ```mlir
    %x = nn.spread %y window [2, 2] strides [2, 2] padding [0, 0]
        : tensor<32x14x14x16xf32> -> tensor<32x28x28x16xf32>
    ```
  }];
}

def Nn_CountPoolOp : Nn_SumPoolBaseOp<"count_pool", "x", "y"> {
  let summary = "number of elements in each window, by which Keras' average pooling divides";
  let description = [{
    Formula: y[n, oh, ow, c] = how many elements of x nn.sum_pool adds up there. No gradient goes through it.

    ```mlir
    %y = nn.count_pool %x window [2, 2] strides [2, 2] padding [0, 0]
        : tensor<32x28x28x16xf32> -> tensor<32x14x14x16xf32>
    ```
  }];
}

def Nn_PeakOp : Nn_DifferentiableOp<"peak"> {
  let summary = "largest element of each channel, Keras' GlobalMaxPooling2D";
  let description = [{
    Formula: y[n, 0, 0, c] = max over h and w of x[n, h, w, c], NaN if one is NaN. Elements that are equal to the maximum
    share its gradient evenly, as in Keras on each of its backends; those of nn.max_pool do not.
    Shapes: x [N, H, W, C], y [N, 1, 1, C].

    ```mlir
    %y = nn.peak %x : tensor<32x7x7x16xf32> -> tensor<32x1x1x16xf32>
    ```
  }];
  let arguments = (ins Nn_Images:$x);
  let results = (outs Nn_Images:$y);
  let assemblyFormat = "$x attr-dict `:` type($x) `->` type($y)";
  let hasVerifier = 1;
}

#endif  // SINTER_COMPILER_IR_NN_CONVOLUTION_OPS_TD_
