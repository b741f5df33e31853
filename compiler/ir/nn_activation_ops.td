// Activations and their gradients. A gradient op reads the output y where that is enough and the input x otherwise.
//
// At kinks: the derivative of relu and leaky_relu at 0 is that of the negative side, as in Keras.
#ifndef SINTER_COMPILER_IR_NN_ACTIVATION_OPS_TD_
#define SINTER_COMPILER_IR_NN_ACTIVATION_OPS_TD_

include "compiler/ir/nn_dialect.td"

// y = f(x), elementwise unless the op says otherwise; x and y of one shape.
class Nn_ActivationOp<string mnemonic, dag attributes = (ins)> :
    Nn_DifferentiableOp<mnemonic, [SameOperandsAndResultType]> {
  let arguments = !con((ins Nn_Tensor:$x), attributes);
  let results = (outs Nn_Tensor:$y);
  let assemblyFormat = "$x attr-dict `:` type($x)";
}

// dx from dy and the activation's output y; all of one shape.
class Nn_OutputGradientOp<string mnemonic, dag attributes = (ins)> : Nn_Op<mnemonic, [SameOperandsAndResultType]> {
  let arguments = !con((ins Nn_Tensor:$dy, Nn_Tensor:$y), attributes);
  let results = (outs Nn_Tensor:$dx);
  let assemblyFormat = "$dy `,` $y attr-dict `:` type($dx)";
}

// dx from dy and the activation's input x; all of one shape.
class Nn_InputGradientOp<string mnemonic, dag attributes = (ins)> : Nn_Op<mnemonic, [SameOperandsAndResultType]> {
  let arguments = !con((ins Nn_Tensor:$dy, Nn_Tensor:$x), attributes);
  let results = (outs Nn_Tensor:$dx);
  let assemblyFormat = "$dy `,` $x attr-dict `:` type($dx)";
}

def Nn_ReluOp : Nn_ActivationOp<"relu"> {
  let summary = "rectified linear unit";
  let description = [{
    Formula: y_i = max(x_i, 0), NaN of NaN.
    Shapes: y has x's.

    ```mlir
    %y = nn.relu %x : tensor<32x200xf32>
    ```
  }];
}

def Nn_ReluGradOp : Nn_OutputGradientOp<"relu_grad"> {
  let summary = "gradient of nn.relu from its output";
  let description = [{
    Formula: dx_i = y_i > 0 ? dy_i : 0.
    Shapes: dy, y and dx are equal.

    ```mlir
    %dx = nn.relu_grad %dy, %y : tensor<32x200xf32>
    ```
  }];
}

def Nn_LeakyReluOp : Nn_ActivationOp<"leaky_relu", (ins DefaultValuedAttr<Nn_Real, "0.2">:$negative_slope)> {
  let summary = "rectified linear unit with a slope below zero";
  let description = [{
    Formula: y_i = x_i > 0 ? x_i : float(negative_slope) * x_i, with negative_slope >= 0.
    Shapes: y has x's.

    ```mlir
    %y = nn.leaky_relu %x {negative_slope = 0.1} : tensor<32x200xf32>
    ```
  }];
  let hasVerifier = 1;
}

def Nn_LeakyReluGradOp : Nn_OutputGradientOp<"leaky_relu_grad", (ins DefaultValuedAttr<Nn_Real, "0.2">:$negative_slope)> {
  let summary = "gradient of nn.leaky_relu from its output";
  let description = [{
    Formula: dx_i = y_i > 0 ? dy_i : float(negative_slope) * dy_i; y has the sign of x.
    Shapes: dy, y and dx are equal.

    ```mlir
    %dx = nn.leaky_relu_grad %dy, %y {negative_slope = 0.1} : tensor<32x200xf32>
    ```
  }];
  let hasVerifier = 1;
}

def Nn_EluOp : Nn_ActivationOp<"elu", (ins DefaultValuedAttr<Nn_Real, "1.0">:$alpha)> {
  let summary = "exponential linear unit";
  let description = [{
    Formula: y_i = x_i > 0 ? x_i : float(alpha) * (exp(x_i) - 1), with alpha >= 0.
    Shapes: y has x's.

    ```mlir
    %y = nn.elu %x {alpha = 0.5} : tensor<32x200xf32>
    ```
  }];
  let hasVerifier = 1;
}

def Nn_EluGradOp : Nn_OutputGradientOp<"elu_grad", (ins DefaultValuedAttr<Nn_Real, "1.0">:$alpha)> {
  let summary = "gradient of nn.elu from its output";
  let description = [{
    Formula: dx_i = y_i > 0 ? dy_i : dy_i * (y_i + float(alpha)).
    Shapes: dy, y and dx are equal.

    ```mlir
    %dx = nn.elu_grad %dy, %y {alpha = 0.5} : tensor<32x200xf32>
    ```
  }];
  let hasVerifier = 1;
}

def Nn_SigmoidOp : Nn_ActivationOp<"sigmoid"> {
  let summary = "logistic function";
  let description = [{
    Formula: y_i = 1 / (1 + exp(-x_i)).
    Shapes: y has x's.

    ```mlir
    %y = nn.sigmoid %x : tensor<32x200xf32>
    ```
  }];
}

def Nn_SigmoidGradOp : Nn_OutputGradientOp<"sigmoid_grad"> {
  let summary = "gradient of nn.sigmoid from its output";
  let description = [{
    Formula: dx_i = dy_i * y_i * (1 - y_i).
    Shapes: dy, y and dx are equal.

    ```mlir
    %dx = nn.sigmoid_grad %dy, %y : tensor<32x200xf32>
    ```
  }];
}

def Nn_TanhOp : Nn_ActivationOp<"tanh"> {
  let summary = "hyperbolic tangent";
  let description = [{
    Formula: y_i = tanh(x_i).
    Shapes: y has x's.

    ```mlir
    %y = nn.tanh %x : tensor<32x200xf32>
    ```
  }];
}

def Nn_TanhGradOp : Nn_OutputGradientOp<"tanh_grad"> {
  let summary = "gradient of nn.tanh from its output";
  let description = [{
    Formula: dx_i = dy_i * (1 - y_i^2).
    Shapes: dy, y and dx are equal.

    ```mlir
    %dx = nn.tanh_grad %dy, %y : tensor<32x200xf32>
    ```
  }];
}

def Nn_GeluOp : Nn_ActivationOp<"gelu"> {
  let summary = "Gaussian error linear unit, exact";
  let description = [{
    Formula: y_i = x_i * P(x_i), where P(x) = (1 + erf(x / sqrt(2))) / 2.
    Shapes: y has x's.

    ```mlir
    %y = nn.gelu %x : tensor<32x200xf32>
    ```
  }];
}

def Nn_GeluGradOp : Nn_InputGradientOp<"gelu_grad"> {
  let summary = "gradient of nn.gelu from its input";
  let description = [{
    Formula: dx_i = dy_i * (P(x_i) + x_i * exp(-x_i^2 / 2) / sqrt(2 pi)), with P as in nn.gelu.
    Shapes: dy, x and dx are equal.

    ```mlir
    %dx = nn.gelu_grad %dy, %x : tensor<32x200xf32>
    ```
  }];
}

def Nn_SiluOp : Nn_ActivationOp<"silu"> {
  let summary = "sigmoid linear unit (swish)";
  let description = [{
    Formula: y_i = x_i * s_i, where s_i = 1 / (1 + exp(-x_i)).
    Shapes: y has x's.

    ```mlir
    %y = nn.silu %x : tensor<32x200xf32>
    ```
  }];
}

def Nn_SiluGradOp : Nn_InputGradientOp<"silu_grad"> {
  let summary = "gradient of nn.silu from its input";
  let description = [{
    Formula: dx_i = dy_i * s_i * (1 + x_i * (1 - s_i)), where s_i = 1 / (1 + exp(-x_i)).
    Shapes: dy, x and dx are equal.

    ```mlir
    %dx = nn.silu_grad %dy, %x : tensor<32x200xf32>
    ```
  }];
}

def Nn_SoftsignOp : Nn_ActivationOp<"softsign"> {
  let summary = "a sigmoid without exponential, from -1 to 1";
  let description = [{
    Formula: y_i = x_i / (1 + |x_i|).
    Shapes: y has x's.

    ```mlir
    %y = nn.softsign %x : tensor<32x200xf32>
    ```
  }];
}

def Nn_SoftsignGradOp : Nn_InputGradientOp<"softsign_grad"> {
  let summary = "gradient of nn.softsign from its input";
  let description = [{
    Formula: dx_i = dy_i * q_i^2, where q_i = 1 / (1 + |x_i|).
    Shapes: dy, x and dx are equal.

    ```mlir
    %dx = nn.softsign_grad %dy, %x : tensor<32x200xf32>
    ```
  }];
}

def Nn_SoftmaxOp : Nn_ActivationOp<"softmax"> {
  let summary = "normalised exponentials along the last dimension";
  let description = [{
    Formula: for each row, y_j = exp(x_j - m) / sum over k of exp(x_k - m), where m = max over k of x_k.
    Shapes: y has x's; rank at least 1.

    ```mlir
    %y = nn.softmax %x : tensor<32x200xf32>
    ```
  }];
  let hasVerifier = 1;
}

def Nn_SoftmaxGradOp : Nn_OutputGradientOp<"softmax_grad"> {
  let summary = "gradient of nn.softmax from its output";
  let description = [{
    Formula: for each row, dx_j = y_j * (dy_j - sum over k of dy_k * y_k).
    Shapes: dy, y and dx are equal; rank at least 1.

    ```mlir
    %dx = nn.softmax_grad %dy, %y : tensor<32x200xf32>
    ```
  }];
  let hasVerifier = 1;
}

#endif  // SINTER_COMPILER_IR_NN_ACTIVATION_OPS_TD_
