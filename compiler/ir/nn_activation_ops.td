// Activations and their gradients. A gradient op reads the output y where that is enough and the input x otherwise.
//
// At kinks: the derivative of relu and leaky_relu at 0 is that of the negative side, as in Keras. That of clipped_relu at
// max_value, of hard_sigmoid and hard_silu is that of the flat side, as in Keras on TensorFlow (JAX takes the mean of both sides).
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

// max_value > 0, and of the slope what leaky_relu says.
defvar clipped_relu_attributes = (ins DefaultValuedAttr<Nn_Real, "6.0">:$max_value,
                                      DefaultValuedAttr<Nn_Real, "0.0">:$negative_slope);

def Nn_ClippedReluOp : Nn_ActivationOp<"clipped_relu", clipped_relu_attributes> {
  let summary = "rectified linear unit up to a largest value; Keras' relu6 with 6";
  let description = [{
    Formula: y_i = x_i > 0 ? min(x_i, float(max_value)) : float(negative_slope) * x_i, NaN of NaN, with max_value > 0 and
    negative_slope >= 0. A slope of 0 makes 0 of any number, of infinity, too.
    Shapes: y has x's.

    ```mlir
    %y = nn.clipped_relu %x {max_value = 1.5, negative_slope = 0.1} : tensor<32x200xf32>
    ```
  }];
  let hasVerifier = 1;
}

def Nn_ClippedReluGradOp : Nn_OutputGradientOp<"clipped_relu_grad", clipped_relu_attributes> {
  let summary = "gradient of nn.clipped_relu from its output";
  let description = [{
    Formula: dx_i = y_i > 0 ? (y_i < float(max_value) ? dy_i : 0) : float(negative_slope) * dy_i; y has the sign of x.
    Shapes: dy, y and dx are equal.

    ```mlir
    %dx = nn.clipped_relu_grad %dy, %y {max_value = 1.5, negative_slope = 0.1} : tensor<32x200xf32>
    ```
  }];
  let hasVerifier = 1;
}

def Nn_SeluOp : Nn_ActivationOp<"selu"> {
  let summary = "exponential linear unit that keeps mean 0 and variance 1";
  let description = [{
    Formula: y_i = x_i > 0 ? s * x_i : s * a * (exp(x_i) - 1), where s = 1.0507009873554805 and a = 1.6732632423543772
    (Klambauer et al., Self-Normalizing Neural Networks, 2017).
    Shapes: y has x's.

    ```mlir
    %y = nn.selu %x : tensor<32x200xf32>
    ```
  }];
}

def Nn_SeluGradOp : Nn_OutputGradientOp<"selu_grad"> {
  let summary = "gradient of nn.selu from its output";
  let description = [{
    Formula: dx_i = y_i > 0 ? s * dy_i : dy_i * (y_i + s * a), with s and a as in nn.selu.
    Shapes: dy, y and dx are equal.

    ```mlir
    %dx = nn.selu_grad %dy, %y : tensor<32x200xf32>
    ```
  }];
}

def Nn_SoftplusOp : Nn_ActivationOp<"softplus"> {
  let summary = "smooth rectified linear unit";
  let description = [{
    Formula: y_i = log(1 + exp(x_i)).
    Shapes: y has x's.

    ```mlir
    %y = nn.softplus %x : tensor<32x200xf32>
    ```
  }];
}

def Nn_SoftplusGradOp : Nn_OutputGradientOp<"softplus_grad"> {
  let summary = "gradient of nn.softplus from its output";
  let description = [{
    Formula: dx_i = dy_i * (1 - exp(-y_i)), which is the logistic function of x_i.
    Shapes: dy, y and dx are equal.

    ```mlir
    %dx = nn.softplus_grad %dy, %y : tensor<32x200xf32>
    ```
  }];
}

def Nn_ExponentialOp : Nn_ActivationOp<"exponential"> {
  let summary = "exponential function";
  let description = [{
    Formula: y_i = exp(x_i); infinity where that is above the largest float32.
    Shapes: y has x's.

    ```mlir
    %y = nn.exponential %x : tensor<32x200xf32>
    ```
  }];
}

def Nn_ExponentialGradOp : Nn_OutputGradientOp<"exponential_grad"> {
  let summary = "gradient of nn.exponential from its output";
  let description = [{
    Formula: dx_i = dy_i * y_i.
    Shapes: dy, y and dx are equal.

    ```mlir
    %dx = nn.exponential_grad %dy, %y : tensor<32x200xf32>
    ```
  }];
}

def Nn_HardSigmoidOp : Nn_ActivationOp<"hard_sigmoid"> {
  let summary = "piecewise linear sigmoid";
  let description = [{
    Formula: y_i = min(max(x_i + 3, 0), 6) / 6, NaN of NaN.
    Shapes: y has x's.

    ```mlir
    %y = nn.hard_sigmoid %x : tensor<32x200xf32>
    ```
  }];
}

def Nn_HardSigmoidGradOp : Nn_OutputGradientOp<"hard_sigmoid_grad"> {
  let summary = "gradient of nn.hard_sigmoid from its output";
  let description = [{
    Formula: dx_i = 0 < y_i < 1 ? dy_i / 6 : 0.
    Shapes: dy, y and dx are equal.

    ```mlir
    %dx = nn.hard_sigmoid_grad %dy, %y : tensor<32x200xf32>
    ```
  }];
}

def Nn_HardSiluOp : Nn_ActivationOp<"hard_silu"> {
  let summary = "silu by a piecewise linear sigmoid (hard swish)";
  let description = [{
    Formula: y_i = x_i * h_i, where h = hard_sigmoid(x).
    Shapes: y has x's.

    ```mlir
    %y = nn.hard_silu %x : tensor<32x200xf32>
    ```
  }];
}

def Nn_HardSiluGradOp : Nn_InputGradientOp<"hard_silu_grad"> {
  let summary = "gradient of nn.hard_silu from its input";
  let description = [{
    Formula: dx_i = dy_i * (h_i + (0 < h_i < 1 ? x_i / 6 : 0)), where h = hard_sigmoid(x).
    Shapes: dy, x and dx are equal.

    ```mlir
    %dx = nn.hard_silu_grad %dy, %x : tensor<32x200xf32>
    ```
  }];
}

def Nn_MishOp : Nn_ActivationOp<"mish"> {
  let summary = "smooth unit that multiplies by the tangent of softplus";
  let description = [{
    Formula: y_i = x_i * tanh(log(1 + exp(x_i))).
    Shapes: y has x's.

    ```mlir
    %y = nn.mish %x : tensor<32x200xf32>
    ```
  }];
}

def Nn_MishGradOp : Nn_InputGradientOp<"mish_grad"> {
  let summary = "gradient of nn.mish from its input";
  let description = [{
    Formula: dx_i = dy_i * (t_i + x_i * s_i * (1 - t_i^2)), where t_i = tanh(log(1 + exp(x_i))) and
    s_i = 1 / (1 + exp(-x_i)).
    Shapes: dy, x and dx are equal.

    ```mlir
    %dx = nn.mish_grad %dy, %x : tensor<32x200xf32>
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

def Nn_LogSoftmaxOp : Nn_ActivationOp<"log_softmax"> {
  let summary = "logarithms of softmax along the last dimension";
  let description = [{
    Formula: for each row, y_j = x_j - m - log(sum over k of exp(x_k - m)), where m = max over k of x_k.
    Shapes: y has x's; rank at least 1.

    ```mlir
    %y = nn.log_softmax %x : tensor<32x200xf32>
    ```
  }];
  let hasVerifier = 1;
}

def Nn_LogSoftmaxGradOp : Nn_OutputGradientOp<"log_softmax_grad"> {
  let summary = "gradient of nn.log_softmax from its output";
  let description = [{
    Formula: for each row, dx_j = dy_j - exp(y_j) * (sum over k of dy_k).
    Shapes: dy, y and dx are equal; rank at least 1.

    ```mlir
    %dx = nn.log_softmax_grad %dy, %y : tensor<32x200xf32>
    ```
  }];
  let hasVerifier = 1;
}

#endif  // SINTER_COMPILER_IR_NN_ACTIVATION_OPS_TD_
