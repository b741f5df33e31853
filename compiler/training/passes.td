// The passes of the training stage.
#ifndef SINTER_COMPILER_TRAINING_PASSES_TD_
#define SINTER_COMPILER_TRAINING_PASSES_TD_

include "mlir/Pass/PassBase.td"

def AppendLoss : Pass<"append-loss", "::mlir::ModuleOp"> {
  let summary = "make the step functions from @forward";
  let description = [{
    Replaces `@forward(x..., samples, seed, iteration, variables...) -> outputs..., states..., penalties...` by

        @predict(x..., variables...) -> outputs...
        @evaluate_step(x..., y..., samples, variables...) -> loss, metrics...
        @train_step(x..., y..., samples, learning_rate, iteration, seed, variables...) -> loss, metrics..., states...

    nn.by_mode becomes its training operand in @train_step, the other one elsewhere. How an output learns, its attribute
    `nn.compile` says; there is a y for each. A cross-entropy reads the logits: the operand of the final softmax or
    sigmoid, or the output itself with `from_logits`; other losses read the output. A metric is the sum over the samples,
    with `nn.role = "metric"` and its `nn.name`; of several outputs, whose names stand before those of their metrics, the
    losses are metrics, too. The loss is the sum of the means over the samples, weighted, and the penalties.
  }];
  let dependentDialects = ["::mlir::func::FuncDialect", "::sinter::nn::NnDialect"];
}

def CropImages : Pass<"crop-images", "::mlir::ModuleOp"> {
  let summary = "make no pixels that no window reads";
  let description = [{
    Where windows leave an image's last rows or columns, the convolution or pooling that makes it, perhaps followed by biases and
    relus, makes a smaller one. Nothing else may read it.
  }];
  let dependentDialects = ["::sinter::nn::NnDialect"];
}

def Differentiate : Pass<"differentiate", "::mlir::ModuleOp"> {
  let summary = "add the gradient of the loss with respect to every parameter to @train_step";
  let description = [{
    Reverse mode. Every op between a parameter and the loss builds its own gradient (DifferentiableOpInterface); no
    gradient is built that leads to no parameter, so there is none for the input of the first layer. The gradients are
    returned after the metrics with `nn.role = "gradient"` and the parameter's `nn.name`.
  }];
  let dependentDialects = ["::sinter::nn::NnDialect"];
}

def AccumulateGradients : Pass<"accumulate-gradients", "::mlir::ModuleOp"> {
  let summary = "make steps that only add up gradients, for one update every few steps";
  let description = [{
    Keras' gradient_accumulation_steps. @accumulate_step is @train_step with a slot `gradient_accumulator` for each parameter,
    which it returns with the gradient added in place of the gradient; the first step after an update begins the sum anew.
    @train_step, which follows steps - 1 of them, updates by the mean over all of them: the gradients that it returns are means.
  }];
  let options = [Option<"steps", "steps", "int64_t", "2", "steps for each update">];
  let dependentDialects = ["::sinter::nn::NnDialect"];
}

def LimitGradients : Pass<"limit-gradients", "::mlir::ModuleOp"> {
  let summary = "put limits on the gradients before the optimizer sees them";
  let description = [{
    Keras' clipping: each element (clipvalue), each gradient's norm (clipnorm) or the norm of all together (global_clipnorm). What
    limits a norm needs the whole gradient, so the update no longer fuses with the product that computes it.
  }];
  let options = [
    Option<"clipvalue", "clipvalue", "double", "0.0", "limit of each element; 0: none">,
    Option<"clipnorm", "clipnorm", "double", "0.0", "limit of each gradient's norm; 0: none">,
    Option<"global_clipnorm", "global-clipnorm", "double", "0.0", "limit of the norm of all gradients; 0: none">,
  ];
  let dependentDialects = ["::sinter::nn::NnDialect"];
}

def AppendOptimizer : Pass<"append-optimizer", "::mlir::ModuleOp"> {
  let summary = "turn gradients into updated parameters and optimizer state";
  let description = [{
    @train_step gets the optimizer's slots as further arguments and returns params..., slots..., loss, metrics... in place of
    the gradients; states stay behind them. The update ops stand at the end, in the order of the parameters. @initialize
    also returns the slots.
    The learning rate is an argument of @train_step. An option that the optimizer does not have is ignored.
  }];
  let options = [
    Option<"optimizer", "optimizer", "::sinter::OptimizerKind", "::sinter::OptimizerKind::kRmsprop", "the optimizer", [{
      ::llvm::cl::values(
        clEnumValN(::sinter::OptimizerKind::kRmsprop, "rmsprop", ""),
        clEnumValN(::sinter::OptimizerKind::kSgd, "sgd", ""),
        clEnumValN(::sinter::OptimizerKind::kAdam, "adam", ""),
        clEnumValN(::sinter::OptimizerKind::kAdamax, "adamax", ""),
        clEnumValN(::sinter::OptimizerKind::kAdadelta, "adadelta", ""))
    }]>,
    Option<"rho", "rho", "double", "0.9", "rmsprop, adadelta: decay of the averages">,
    Option<"momentum", "momentum", "double", "0.0", "rmsprop, sgd: momentum">,
    Option<"epsilon", "epsilon", "double", "1e-7", "all but sgd: keeps the divisor from 0">,
    Option<"centered", "centered", "bool", "false", "rmsprop: divide by the variance instead of the second moment">,
    Option<"nesterov", "nesterov", "bool", "false", "sgd: Nesterov momentum">,
    Option<"beta_1", "beta-1", "double", "0.9", "adam, adamax: decay of the first moment">,
    Option<"beta_2", "beta-2", "double", "0.999", "adam, adamax: decay of the second moment or norm">,
    Option<"amsgrad", "amsgrad", "bool", "false", "adam: divide by the largest second moment so far">,
    Option<"accumulation_steps", "accumulation-steps", "int64_t", "1", "adam, adamax: steps for each update">,
    Option<"weight_decay", "weight-decay", "double", "0.0", "share of each weight that a step takes off, times the learning rate">,
  ];
  let dependentDialects = ["::sinter::nn::NnDialect"];
}

def MaskPooledGradients : Pass<"mask-pooled-gradients", "::mlir::ModuleOp"> {
  let summary = "apply relu's gradient before max pooling's spreads it";
  let description = [{
    relu_grad(max_pool_grad(dy, index), y), where index is that of y's pooling to z, becomes max_pool_grad(relu_grad(dy, z), index):
    the same bits from a smaller image, which later fuses with what makes dy.
  }];
  let dependentDialects = ["::sinter::nn::NnDialect"];
}

def SpecializeInference : Pass<"specialize-inference", "::mlir::ModuleOp"> {
  let summary = "add @predict_one, @predict for a batch of one sample";
  let description = [{
    Every tensor of @predict that is no parameter has the batch as dimension 0: the copy has 1 there. Later passes can then
    choose kernels for one row. A model whose batch is 1 already gets no copy.
  }];
  let dependentDialects = ["::sinter::nn::NnDialect"];
}

#endif  // SINTER_COMPILER_TRAINING_PASSES_TD_
