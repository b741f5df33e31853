// What is asked of parameters and gradients as a whole: penalties in the loss, limits before an update.
#ifndef SINTER_COMPILER_IR_NN_GRADIENT_OPS_TD_
#define SINTER_COMPILER_IR_NN_GRADIENT_OPS_TD_

include "compiler/ir/nn_dialect.td"

def Nn_PenaltyOp : Nn_DifferentiableOp<"penalty"> {
  let summary = "what a regularizer adds to the loss";
  let description = [{
    Formula: y = sum over all elements of float(l1) |w_i| + float(l2) w_i^2.
    Shapes: w any, y [].

    ```mlir
    %penalty = nn.penalty %kernel {l2 = 0.002} : tensor<300x200xf32>
    ```
  }];
  let arguments = (ins Nn_Tensor:$w, DefaultValuedAttr<Nn_Real, "0.0">:$l1, DefaultValuedAttr<Nn_Real, "0.0">:$l2);
  let results = (outs Nn_Scalar:$y);
  let assemblyFormat = "$w attr-dict `:` type($w)";
}

def Nn_PenaltyGradOp : Nn_Op<"penalty_grad", [AllTypesMatch<["w", "dw"]>]> {
  let summary = "gradient of nn.penalty";
  let description = [{
    Formula: dw_i = dy (float(l1) sign(w_i) + float(2 l2) w_i), where sign(0) = 0 and the sign of NaN is NaN.
    Shapes: dy [], w and dw any.

    ```mlir
    %dw = nn.penalty_grad %dy, %kernel {l2 = 0.002} : tensor<f32>, tensor<300x200xf32>
    ```
  }];
  let arguments = (ins Nn_Scalar:$dy, Nn_Tensor:$w, DefaultValuedAttr<Nn_Real, "0.0">:$l1,
                       DefaultValuedAttr<Nn_Real, "0.0">:$l2);
  let results = (outs Nn_Tensor:$dw);
  let assemblyFormat = "$dy `,` $w attr-dict `:` type($dy) `,` type($w)";
}

def Nn_SumOfSquaresOp : Nn_Op<"sum_of_squares"> {
  let summary = "the square of a tensor's norm";
  let description = [{
    Formula: y = sum over all elements of x_i^2.
    Shapes: x any, y [].

    ```mlir
    %squares = nn.sum_of_squares %gradient : tensor<300x200xf32>
    ```
  }];
  let arguments = (ins Nn_Tensor:$x);
  let results = (outs Nn_Scalar:$y);
  let assemblyFormat = "$x attr-dict `:` type($x)";
}

def Nn_LimitNormOp : Nn_Op<"limit_norm", [SameOperandsAndResultType]> {
  let summary = "what a gradient is multiplied by so that its norm is no more than a limit";
  let description = [{
    Formula: y = limit / max(n, limit), where n = sqrt(squares): 1 for a gradient that is short enough; NaN if n is NaN or, with
    `finite`, infinite, as Keras' global_clipnorm has it.
    Shapes: squares and y [].

    ```mlir
    %factor = nn.limit_norm %squares {limit = 1.0} : tensor<f32>
    ```
  }];
  let arguments = (ins Nn_Scalar:$squares, Nn_Real:$limit, UnitAttr:$finite);
  let results = (outs Nn_Scalar:$y);
  let assemblyFormat = "$squares attr-dict `:` type($squares)";
  let hasVerifier = 1;
}

def Nn_TimesOp : Nn_Op<"times", [AllTypesMatch<["x", "y"]>]> {
  let summary = "a tensor times one number that the step computes";
  let description = [{
    Formula: y_i = x_i * factor.
    Shapes: x and y any, factor [].

    ```mlir
    %short = nn.times %gradient, %factor : tensor<300x200xf32>, tensor<f32>
    ```
  }];
  let arguments = (ins Nn_Tensor:$x, Nn_Scalar:$factor);
  let results = (outs Nn_Tensor:$y);
  let assemblyFormat = "$x `,` $factor attr-dict `:` type($x) `,` type($factor)";
}

def Nn_ClipOp : Nn_Op<"clip", [SameOperandsAndResultType]> {
  let summary = "limits every element";
  let description = [{
    Formula: y_i = min(max(x_i, -limit), limit); NaN stays NaN.
    Shapes: x and y any.

    ```mlir
    %clipped = nn.clip %gradient {limit = 0.5} : tensor<300x200xf32>
    ```
  }];
  let arguments = (ins Nn_Tensor:$x, Nn_Real:$limit);
  let results = (outs Nn_Tensor:$y);
  let assemblyFormat = "$x attr-dict `:` type($x)";
  let hasVerifier = 1;
}

#endif  // SINTER_COMPILER_IR_NN_GRADIENT_OPS_TD_
