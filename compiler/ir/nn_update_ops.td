// Initial values and one update op per optimizer, after Keras 3; the update of a state.
#ifndef SINTER_COMPILER_IR_NN_UPDATE_OPS_TD_
#define SINTER_COMPILER_IR_NN_UPDATE_OPS_TD_

include "compiler/ir/nn_dialect.td"

def Nn_InitializerKind : I32EnumAttr<"InitializerKind", "how a tensor gets its first values", [
    I32EnumAttrCase<"kZeros", 0, "zeros">, I32EnumAttrCase<"kOnes", 1, "ones">,
    I32EnumAttrCase<"kGlorotUniform", 2, "glorot_uniform">, I32EnumAttrCase<"kGlorotNormal", 3, "glorot_normal">,
    I32EnumAttrCase<"kHeUniform", 4, "he_uniform">, I32EnumAttrCase<"kHeNormal", 5, "he_normal">,
    I32EnumAttrCase<"kInputMean", 6, "input_mean">, I32EnumAttrCase<"kInputVariance", 7, "input_variance">]> {
  let cppNamespace = "::sinter::nn";
  let genSpecializedAttr = 0;
}
def Nn_InitializerKindAttr : EnumAttr<NnDialect, Nn_InitializerKind, "initializer">;

// Not pure: two draws are two tensors, however alike.
def Nn_InitializeOp : Op<NnDialect, "initialize"> {
  let summary = "initial values of a parameter or optimizer slot";
  let description = [{
    Formula: zeros and ones are constant. The others draw from a distribution of mean 0, cut off at twice the standard
    deviation where it is normal: glorot_uniform on +-sqrt(6 / (fan_in + fan_out)), glorot_normal with variance
    2 / (fan_in + fan_out), he_uniform on +-sqrt(6 / fan_in), he_normal with variance 2 / fan_in. The runtime draws.
    input_mean and input_variance are those of the training set's columns, of the input of number fan_in - 1; 0 and 1
    until there is one.
    Shapes: any; fan_in and fan_out are positive.

    ```mlir
    %kernel = nn.initialize glorot_uniform fan_in(300) fan_out(200) : tensor<300x200xf32>
    ```
  }];
  let arguments = (ins Nn_InitializerKindAttr:$kind, ConfinedAttr<I64Attr, [IntPositive]>:$fan_in,
                       ConfinedAttr<I64Attr, [IntPositive]>:$fan_out);
  let results = (outs Nn_Tensor:$y);
  let assemblyFormat = "`` $kind `fan_in` `(` $fan_in `)` `fan_out` `(` $fan_out `)` attr-dict `:` type($y)";
}

def UpdateOpInterface : OpInterface<"UpdateOpInterface"> {
  let cppNamespace = "::sinter::nn";
  let description = [{
    One step of one parameter or state, elementwise and in place. Operands: weight, gradient, learning rate, perhaps more scalars,
    then the slots (the optimizer's state). Results: the new weight, then the new slots in the same order.
  }];
  let methods = [
    InterfaceMethod<"", "::mlir::TypedValue<::mlir::RankedTensorType>", "getWeight">,
    InterfaceMethod<"", "::mlir::TypedValue<::mlir::RankedTensorType>", "getGradient">,
    InterfaceMethod<"", "::mlir::OperandRange", "getSlots">,
    InterfaceMethod<"", "::mlir::TypedValue<::mlir::RankedTensorType>", "getNewWeight">,
    InterfaceMethod<"", "::mlir::ResultRange", "getNewSlots">,
    InterfaceMethod<"What share of itself, times the learning rate, the weight loses before the step.", "double", "getWeightDecay", (ins),
                    "", "return 0.0;">,
    InterfaceMethod<"Keras' name of each slot, in order; depends on the op's attributes.",
                    "::llvm::SmallVector<::llvm::StringRef>", "slotKinds">,
  ];
  let verify = "return detail::VerifyUpdate($_op);";
}

class Nn_UpdateOp<string mnemonic, dag scalars, dag hyper_parameters> :
    Nn_Op<mnemonic, [InferTypeOpAdaptor, DeclareOpInterfaceMethods<UpdateOpInterface, ["slotKinds"]>]> {
  let arguments = !con((ins Nn_Tensor:$weight, Nn_Tensor:$gradient), scalars,
                       (ins Variadic<Nn_Tensor>:$slots), hyper_parameters);
  let results = (outs Nn_Tensor:$new_weight, Variadic<Nn_Tensor>:$new_slots);
}

def Nn_SgdOp : Nn_UpdateOp<"sgd", (ins F32:$learning_rate),
                           (ins DefaultValuedAttr<Nn_Real, "0.0">:$momentum, UnitAttr:$nesterov,
                                DefaultValuedAttr<Nn_Real, "0.0">:$weight_decay)> {
  let summary = "stochastic gradient descent";
  let description = [{
    Formula, without momentum: w -= lr * g. With momentum mu: m = mu * m - lr * g, and then w += m, or with nesterov
    w += mu * m - lr * g. Before that w -= w * weight_decay * lr if weight_decay is not 0.
    Slots: momentum, if mu is not 0.
    Shapes: weight, gradient and slots are equal.

    ```mlir
    %w1 = nn.sgd %w, %g, %lr : tensor<300x200xf32>
    %w2, %m2 = nn.sgd %w, %g, %lr slots(%m) {momentum = 0.9, nesterov} : tensor<300x200xf32>
    ```
  }];
  let assemblyFormat = [{
    $weight `,` $gradient `,` $learning_rate (`slots` `(` $slots^ `)`)? attr-dict
    `:` custom<UpdateTypes>(ref($slots), type($weight), type($gradient), type($slots))
  }];
  let extraClassDeclaration = [{
    static ::llvm::SmallVector<::llvm::StringRef> SlotKinds(double momentum);
  }];
}

def Nn_MovingAverageOp : Nn_UpdateOp<"moving_average", (ins), (ins Nn_Real:$momentum)> {
  let summary = "a state that follows what it sees; no optimizer's update";
  let description = [{
    Formula: w = w * float(momentum) + g * float(1 - momentum), where w is the state and g, in the gradient's place, what it
    follows.
    Slots: none.
    Shapes: weight and gradient are equal.

    ```mlir
    %mean1 = nn.moving_average %mean, %batch_mean {momentum = 0.99} : tensor<16xf32>
    ```
  }];
  let assemblyFormat = [{
    $weight `,` $gradient (`slots` `(` $slots^ `)`)? attr-dict
    `:` custom<UpdateTypes>(ref($slots), type($weight), type($gradient), type($slots))
  }];
}

def Nn_AccumulateOp : Nn_UpdateOp<"accumulate", (ins I64:$iteration), (ins ConfinedAttr<I64Attr, [IntPositive]>:$steps)> {
  let summary = "a sum of gradients, begun anew every `steps` steps; no optimizer's update";
  let description = [{
    Formula: w = g if `steps` divides `iteration`, otherwise w + g, where w is the sum.
    Slots: none.
    Shapes: weight and gradient are equal.

    ```mlir
    %sum1 = nn.accumulate %sum, %g, %iteration {steps = 4 : i64} : tensor<300x200xf32>
    ```
  }];
  let assemblyFormat = [{
    $weight `,` $gradient `,` $iteration (`slots` `(` $slots^ `)`)? attr-dict
    `:` custom<UpdateTypes>(ref($slots), type($weight), type($gradient), type($slots))
  }];
}

def Nn_RmspropOp : Nn_UpdateOp<"rmsprop", (ins F32:$learning_rate),
                               (ins DefaultValuedAttr<Nn_Real, "0.9">:$rho,
                                    DefaultValuedAttr<Nn_Real, "0.0">:$momentum,
                                    DefaultValuedAttr<Nn_Real, "1e-7">:$epsilon, UnitAttr:$centered,
                                    DefaultValuedAttr<Nn_Real, "0.0">:$weight_decay)> {
  let summary = "RMSprop";
  let description = [{
    Formula: v = rho * v + (1 - rho) * g^2; centered: a = rho * a + (1 - rho) * g and d = v - a^2 + epsilon, otherwise
    d = v + epsilon. Then s = lr * g / sqrt(d), and w -= s, or with momentum mu: m = mu * m + s; w -= m.
    Before that w -= w * weight_decay * lr if weight_decay is not 0.
    Slots: velocity (v), then average_gradient (a) if centered, then momentum (m) if mu is not 0.
    Shapes: weight, gradient and slots are equal.

    ```mlir
    %w1, %v1 = nn.rmsprop %w, %g, %lr slots(%v) {rho = 0.9} : tensor<300x200xf32>
    ```
  }];
  let assemblyFormat = [{
    $weight `,` $gradient `,` $learning_rate (`slots` `(` $slots^ `)`)? attr-dict
    `:` custom<UpdateTypes>(ref($slots), type($weight), type($gradient), type($slots))
  }];
  let extraClassDeclaration = [{
    static ::llvm::SmallVector<::llvm::StringRef> SlotKinds(double momentum, bool centered);
  }];
}

def Nn_AdamOp : Nn_UpdateOp<"adam", (ins F32:$learning_rate, I64:$iteration),
                            (ins DefaultValuedAttr<Nn_Real, "0.9">:$beta_1,
                                 DefaultValuedAttr<Nn_Real, "0.999">:$beta_2,
                                 DefaultValuedAttr<Nn_Real, "1e-7">:$epsilon, UnitAttr:$amsgrad,
                                 DefaultValuedAttr<Nn_Real, "0.0">:$weight_decay,
                                 DefaultValuedAttr<ConfinedAttr<I64Attr, [IntPositive]>, "1">:$accumulation_steps)> {
  let summary = "Adam, and AdamW where weight_decay is not 0";
  let description = [{
    Formula: t = floor(iteration / accumulation_steps) + 1, the number of the update; alpha = lr * sqrt(1 - beta_2^t) / (1 - beta_1^t). First w -= w * weight_decay * lr if
    weight_decay is not 0. Then m += (g - m) * (1 - beta_1); v += (g^2 - v) * (1 - beta_2); amsgrad: h = max(h, v),
    otherwise h = v; w -= m * alpha / (sqrt(h) + epsilon).
    Slots: momentum (m), velocity (v), then velocity_hat (h) if amsgrad.
    Shapes: weight, gradient and slots are equal.

    ```mlir
    %w1, %m1, %v1 = nn.adam %w, %g, %lr, %iteration slots(%m, %v) : tensor<300x200xf32>
    ```
  }];
  let assemblyFormat = [{
    $weight `,` $gradient `,` $learning_rate `,` $iteration (`slots` `(` $slots^ `)`)? attr-dict
    `:` custom<UpdateTypes>(ref($slots), type($weight), type($gradient), type($slots))
  }];
  let extraClassDeclaration = [{
    static ::llvm::SmallVector<::llvm::StringRef> SlotKinds(bool amsgrad);
  }];
}

def Nn_AdamaxOp : Nn_UpdateOp<"adamax", (ins F32:$learning_rate, I64:$iteration),
                              (ins DefaultValuedAttr<Nn_Real, "0.9">:$beta_1,
                                   DefaultValuedAttr<Nn_Real, "0.999">:$beta_2,
                                   DefaultValuedAttr<Nn_Real, "1e-7">:$epsilon,
                                   DefaultValuedAttr<Nn_Real, "0.0">:$weight_decay,
                                   DefaultValuedAttr<ConfinedAttr<I64Attr, [IntPositive]>, "1">:$accumulation_steps)> {
  let summary = "Adamax, Adam with the infinity norm";
  let description = [{
    Formula: t = floor(iteration / accumulation_steps) + 1, the number of the update; alpha = lr / (1 - beta_1^t). First
    w -= w * weight_decay * lr if weight_decay is not 0. Then m += (g - m) * (1 - beta_1); u = max(beta_2 * u, |g|);
    w -= m * alpha / (u + epsilon).
    Slots: momentum (m), norm (u).
    Shapes: weight, gradient and slots are equal.

    ```mlir
    %w1, %m1, %u1 = nn.adamax %w, %g, %lr, %iteration slots(%m, %u) : tensor<300x200xf32>
    ```
  }];
  let assemblyFormat = [{
    $weight `,` $gradient `,` $learning_rate `,` $iteration (`slots` `(` $slots^ `)`)? attr-dict
    `:` custom<UpdateTypes>(ref($slots), type($weight), type($gradient), type($slots))
  }];
  let extraClassDeclaration = [{
    static ::llvm::SmallVector<::llvm::StringRef> SlotKinds();
  }];
}

def Nn_AdadeltaOp : Nn_UpdateOp<"adadelta", (ins F32:$learning_rate),
                                (ins DefaultValuedAttr<Nn_Real, "0.95">:$rho,
                                     DefaultValuedAttr<Nn_Real, "1e-7">:$epsilon,
                                     DefaultValuedAttr<Nn_Real, "0.0">:$weight_decay)> {
  let summary = "Adadelta";
  let description = [{
    Formula: a = rho * a + (1 - rho) * g^2; s = sqrt(d + epsilon) * g / sqrt(a + epsilon) with the old d, and then
    d = rho * d + (1 - rho) * s^2; w -= lr * s. Before that w -= w * weight_decay * lr if weight_decay is not 0.
    Slots: accumulated_grad (a), accumulated_delta_var (d).
    Shapes: weight, gradient and slots are equal.

    ```mlir
    %w1, %a1, %d1 = nn.adadelta %w, %g, %lr slots(%a, %d) : tensor<300x200xf32>
    ```
  }];
  let assemblyFormat = [{
    $weight `,` $gradient `,` $learning_rate (`slots` `(` $slots^ `)`)? attr-dict
    `:` custom<UpdateTypes>(ref($slots), type($weight), type($gradient), type($slots))
  }];
  let extraClassDeclaration = [{
    static ::llvm::SmallVector<::llvm::StringRef> SlotKinds();
  }];
}

#endif  // SINTER_COMPILER_IR_NN_UPDATE_OPS_TD_
