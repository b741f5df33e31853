// Losses with their gradients and metrics: one number a sample. Then what makes one number of a batch's.
#ifndef SINTER_COMPILER_IR_NN_LOSS_OPS_TD_
#define SINTER_COMPILER_IR_NN_LOSS_OPS_TD_

include "compiler/ir/nn_dialect.td"

// In loss_traits.h.
def Nn_PointwiseLossTrait : NativeOpTrait<"PointwiseLoss"> {
  let cppNamespace = "::sinter::nn";
}
def Nn_LossGradient : NativeOpTrait<"LossGradient"> {
  let cppNamespace = "::sinter::nn";
}

// `targets`: the label of each sample, or a value for each score.
class Nn_LossOp<string mnemonic, Constraint target, list<Trait> traits = []> :
    Nn_DifferentiableOp<mnemonic, [InferTypeOpAdaptor] # traits> {
  let arguments = (ins Nn_Matrix:$scores, target:$targets);
  let results = (outs Nn_Vector:$loss);
  let assemblyFormat = "$scores `,` $targets attr-dict `:` type($scores) `,` type($targets)";
  let hasVerifier = 1;
  let extraClassDefinition = [{
    ::llvm::LogicalResult $cppClass::verify() { return VerifyTargets(*this); }
    ::llvm::LogicalResult $cppClass::inferReturnTypes(
        ::mlir::MLIRContext*, std::optional<::mlir::Location>, Adaptor adaptor,
        ::llvm::SmallVectorImpl<::mlir::Type>& types) {
      return InferPerSample(adaptor, types);
    }
    ::llvm::SmallVector<::mlir::Value> $cppClass::buildGradients(
        ::mlir::OpBuilder& builder, ::mlir::ValueRange result_gradients,
        ::llvm::ArrayRef<bool> needed) {
      return BuildLossGradient(builder, *this, result_gradients, needed);
    }
  }];
}

// Of the op without "_grad", whose attributes it has.
class Nn_LossGradOp<string mnemonic, Constraint target, list<Trait> traits = []> :
    Nn_Op<mnemonic # "_grad", [Nn_LossGradient, AllTypesMatch<["scores", "gradient"]>] # traits> {
  let arguments = (ins Nn_Vector:$dy, Nn_Matrix:$scores, target:$targets);
  let results = (outs Nn_Matrix:$gradient);
  let assemblyFormat = "$dy `,` $scores `,` $targets attr-dict `:` type($dy) `,` type($scores) `,` type($targets)";
  let hasVerifier = 1;
  let extraClassDefinition = [{
    ::llvm::LogicalResult $cppClass::verify() { return VerifyLossGradient(*this); }
  }];
}

def Nn_SparseCrossEntropyOp : Nn_LossOp<"sparse_cross_entropy", Nn_Labels> {
  let summary = "cross-entropy of softmax(logits) against labels";
  let description = [{
    Formula: l_i = logsumexp(z_i) - z_i[label_i], where z_i is row i of the logits, and
    logsumexp(z) = m + log(sum over j of exp(z_j - m)) with m = max over j of z_j: finite for any finite logits.
    Shapes: scores (the logits) [B, C], targets (labels) [B], loss [B].

    ```mlir
    %losses = nn.sparse_cross_entropy %logits, %labels : tensor<32x10xf32>, tensor<32xui8>
    ```
  }];
}

def Nn_SparseCrossEntropyGradOp : Nn_LossGradOp<"sparse_cross_entropy", Nn_Labels> {
  let summary = "gradient of nn.sparse_cross_entropy with respect to the logits";
  let description = [{
    Formula: g_ij = dy_i (softmax(z_i)_j - [j = label_i]).
    Shapes: dy [B], scores (the logits) and gradient [B, C], targets (labels) [B].

    ```mlir
    %g = nn.sparse_cross_entropy_grad %dy, %logits, %labels : tensor<32xf32>, tensor<32x10xf32>, tensor<32xui8>
    ```
  }];
}

def Nn_CrossEntropyOp : Nn_LossOp<"cross_entropy", Nn_Matrix> {
  let summary = "cross-entropy of softmax(logits) against a distribution";
  let description = [{
    Formula: l_i = sum over j of t_ij (logsumexp(z_i) - z_ij), see nn.sparse_cross_entropy.
    Shapes: scores (the logits) and targets [B, C], loss [B].

    ```mlir
    %losses = nn.cross_entropy %logits, %targets : tensor<32x10xf32>, tensor<32x10xf32>
    ```
  }];
}

def Nn_CrossEntropyGradOp : Nn_LossGradOp<"cross_entropy", Nn_Matrix> {
  let summary = "gradient of nn.cross_entropy with respect to the logits";
  let description = [{
    Formula: g_ij = dy_i (softmax(z_i)_j sum over k of t_ik - t_ij).
    Shapes: dy [B], scores (the logits), targets and gradient [B, C].

    ```mlir
    %g = nn.cross_entropy_grad %dy, %logits, %targets : tensor<32xf32>, tensor<32x10xf32>, tensor<32x10xf32>
    ```
  }];
}

// Losses that compare each score with its target: the mean over a row. A label stands for its one-hot row.
class Nn_PointwiseLossOp<string mnemonic, string formula> : Nn_LossOp<mnemonic, Nn_Target, [Nn_PointwiseLossTrait]> {
  let summary = "mean over the scores: " # formula;
  let description = "Formula: l_i = (1/C) sum over j of f(o_ij, t_ij), with f(o, t) = " # formula # [{.
    Shapes: scores [B, C], targets [B, C] or labels [B], loss [B].

    ```mlir
    %losses = nn.}] # mnemonic # [{ %outputs, %targets : tensor<32x10xf32>, tensor<32x10xf32>
    ```
  }];
}

class Nn_PointwiseLossGradOp<string mnemonic, string slope> : Nn_LossGradOp<mnemonic, Nn_Target, [Nn_PointwiseLossTrait]> {
  let summary = "gradient of nn." # mnemonic # " with respect to the scores";
  let description = "Formula: g_ij = dy_i f'(o_ij, t_ij) / C, with f'(o, t) = " # slope # [{.
    Shapes: dy [B], scores and gradient [B, C], targets [B, C] or labels [B].

    ```mlir
    %g = nn.}] # mnemonic # [{_grad %dy, %outputs, %targets : tensor<32xf32>, tensor<32x10xf32>, tensor<32x10xf32>
    ```
  }];
}

multiclass Nn_PointwiseLoss<string mnemonic, string formula, string slope> {
  def Op : Nn_PointwiseLossOp<mnemonic, formula>;
  def GradOp : Nn_PointwiseLossGradOp<mnemonic, slope>;
}

// Keras' formulas; epsilon is 1e-7, e is o - t.
defm Nn_MeanSquaredError : Nn_PointwiseLoss<"mean_squared_error", "(o - t)^2", "2 (o - t)">;
defm Nn_MeanAbsoluteError : Nn_PointwiseLoss<"mean_absolute_error", "|o - t|", "sign(o - t)">;
defm Nn_MeanAbsolutePercentageError : Nn_PointwiseLoss<"mean_absolute_percentage_error",
    "100 |o - t| / max(|t|, 1e-7)", "100 sign(o - t) / max(|t|, 1e-7)">;
defm Nn_MeanSquaredLogarithmicError : Nn_PointwiseLoss<"mean_squared_logarithmic_error",
    "(log(max(o, 1e-7) + 1) - log(max(t, 1e-7) + 1))^2",
    "2 (log(max(o, 1e-7) + 1) - log(max(t, 1e-7) + 1)) / (o + 1) where o > 1e-7, else 0">;
defm Nn_LogCosh : Nn_PointwiseLoss<"log_cosh", "log(cosh(o - t))", "tanh(o - t)">;
defm Nn_BinaryCrossEntropy : Nn_PointwiseLoss<"binary_cross_entropy",
    "max(o, 0) - o t + log(1 + exp(-|o|)), o a logit", "sigmoid(o) - t">;
defm Nn_Poisson : Nn_PointwiseLoss<"poisson", "o - t log(o + 1e-7)", "1 - t / (o + 1e-7)">;
defm Nn_KlDivergence : Nn_PointwiseLoss<"kl_divergence",
    "C t' log(t' / o'), so that l_i is the sum, with x' = min(max(x, 1e-7), 1)",
    "-C t' / o where 1e-7 < o < 1, else 0">;
defm Nn_Hinge : Nn_PointwiseLoss<"hinge", "max(1 - t' o, 0), t' = -1 where t = 0, else t", "-t' where t' o < 1, else 0">;
defm Nn_SquaredHinge : Nn_PointwiseLoss<"squared_hinge",
    "max(1 - t' o, 0)^2, t' = -1 where t = 0, else t", "-2 t' max(1 - t' o, 0)">;

def Nn_HuberOp : Nn_PointwiseLossOp<"huber", "e^2 / 2 where |e| <= delta, else delta |e| - delta^2 / 2, e = o - t"> {
  let arguments = (ins Nn_Matrix:$scores, Nn_Target:$targets, Nn_Real:$delta);
}
def Nn_HuberGradOp : Nn_PointwiseLossGradOp<"huber", "min(max(o - t, -delta), delta)"> {
  let arguments = (ins Nn_Vector:$dy, Nn_Matrix:$scores, Nn_Target:$targets, Nn_Real:$delta);
}

class Nn_HitOp<string mnemonic, Constraint target> : Nn_Op<mnemonic, [InferTypeOpAdaptor]> {
  let arguments = (ins Nn_Matrix:$scores, target:$targets);
  let results = (outs Nn_Vector:$correct);
  let assemblyFormat = "$scores `,` $targets attr-dict `:` type($scores) `,` type($targets)";
  let hasVerifier = 1;
  let extraClassDefinition = [{
    ::llvm::LogicalResult $cppClass::verify() { return VerifyTargets(*this); }
    ::llvm::LogicalResult $cppClass::inferReturnTypes(
        ::mlir::MLIRContext*, std::optional<::mlir::Location>, Adaptor adaptor,
        ::llvm::SmallVectorImpl<::mlir::Type>& types) {
      return InferPerSample(adaptor, types);
    }
  }];
}

def Nn_AccuracyOp : Nn_HitOp<"accuracy", Nn_Target> {
  let summary = "1 where a row's first maximum is at its label";
  let description = [{
    Formula: c_i = [argmax_j o_ij = label_i], the smallest j where several are largest; 0 in a row with NaN. Of targets
    that are no labels, argmax_j t_ij is the label.
    Shapes: scores [B, C], targets [B, C] or labels [B], correct [B].

    ```mlir
    %correct = nn.accuracy %logits, %labels : tensor<32x10xf32>, tensor<32xui8>
    ```
  }];
}

def Nn_BinaryAccuracyOp : Nn_HitOp<"binary_accuracy", Nn_Matrix> {
  let summary = "the share of a row's outputs on the right side of a half";
  let description = [{
    Formula: c_i = (1/C) sum over j of [t_ij = [o_ij > 0.5]].
    Shapes: scores (the outputs) and targets [B, C], correct [B].

    ```mlir
    %correct = nn.binary_accuracy %outputs, %targets : tensor<32x1xf32>, tensor<32x1xf32>
    ```
  }];
}

def Nn_TopKAccuracyOp : Nn_HitOp<"top_k_accuracy", Nn_Labels> {
  let summary = "1 where a row's label is among the k largest";
  let description = [{
    Formula: c_i = [#{j: o_ij > o_i,label_i} < k], so that of equal scores all are in or none; 0 in a row with NaN or an
    infinity.
    Shapes: scores [B, C], targets (labels) [B], correct [B]; k at least 1.

    ```mlir
    %correct = nn.top_k_accuracy %logits, %labels k(5) : tensor<32x10xf32>, tensor<32xui8>
    ```
  }];
  let arguments = (ins Nn_Matrix:$scores, Nn_Labels:$targets, ConfinedAttr<I32Attr, [IntPositive]>:$k);
  let assemblyFormat = "$scores `,` $targets `k` `(` $k `)` attr-dict `:` type($scores) `,` type($targets)";
}

def Nn_SampleMeanOp : Nn_DifferentiableOp<"sample_mean"> {
  let summary = "mean over the samples that count";
  let description = [{
    Formula: y = weight (sum over i < samples of x_i) / samples, weight 1 if none is given. What rows from `samples` on
    hold does not matter.
    Shapes: x [B], y [].

    ```mlir
    %loss = nn.sample_mean %losses, %samples : tensor<32xf32>
    %half = nn.sample_mean %losses, %samples weight(0.5) : tensor<32xf32>
    ```
  }];
  let arguments = (ins Nn_Vector:$x, I32:$samples, OptionalAttr<Nn_Real>:$weight);
  let results = (outs Nn_Scalar:$y);
  let assemblyFormat = "$x `,` $samples (`weight` `(` $weight^ `)`)? attr-dict `:` type($x)";
}

def Nn_SampleMeanGradOp : Nn_Op<"sample_mean_grad"> {
  let summary = "gradient of nn.sample_mean";
  let description = [{
    Formula: dx_i = weight dy / samples for i < samples, 0 for the others.
    Shapes: dy [], dx [B].

    ```mlir
    %dx = nn.sample_mean_grad %dy, %samples : tensor<f32> -> tensor<32xf32>
    ```
  }];
  let arguments = (ins Nn_Scalar:$dy, I32:$samples, OptionalAttr<Nn_Real>:$weight);
  let results = (outs Nn_Vector:$dx);
  let assemblyFormat = "$dy `,` $samples (`weight` `(` $weight^ `)`)? attr-dict `:` type($dy) `->` type($dx)";
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
