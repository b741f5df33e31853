// RUN: sinter-opt --split-input-file --append-loss %s | FileCheck %s
// RUN: sinter-opt --split-input-file --append-loss --mlir-print-debuginfo --mlir-print-local-scope %s | FileCheck %s --check-prefix=WHERE

// CHECK-NOT: @forward

// CHECK-LABEL: func.func @predict(
// CHECK-SAME: %[[X:.*]]: tensor<4x2x3xui8> {nn.role = "x"},
// CHECK-SAME: %{{.*}}: tensor<6x5xf32> {nn.name = "dense.kernel", nn.role = "parameter"},
// CHECK-SAME: %{{.*}}: tensor<5xf32> {nn.name = "dense.bias", nn.role = "parameter"})
// CHECK-SAME: -> (tensor<4x5xf32> {nn.role = "output"})
// CHECK-NOT: nn.dropout
// CHECK: %[[OUT:.*]] = nn.softmax
// CHECK-NEXT: return %[[OUT]]

// CHECK-LABEL: func.func @evaluate_step(
// CHECK-SAME: %[[X:.*]]: tensor<4x2x3xui8> {nn.role = "x"}, %[[Y:.*]]: tensor<4xui8> {nn.role = "y"},
// CHECK-SAME: %[[N:.*]]: i32 {nn.role = "samples"}, %{{[^:]*}}: tensor<6x5xf32>
// CHECK-SAME: -> (tensor<f32> {nn.role = "loss"}, tensor<f32> {nn.name = "accuracy", nn.role = "metric"})
// CHECK-NOT: nn.dropout
// CHECK: %[[Z:.*]] = nn.bias_add
// CHECK-NEXT: %[[LOSSES:.*]] = nn.sparse_cross_entropy %[[Z]], %[[Y]]
// CHECK-NEXT: %[[LOSS:.*]] = nn.sample_mean %[[LOSSES]], %[[N]]
// CHECK-NEXT: %[[CORRECT:.*]] = nn.accuracy %[[Z]], %[[Y]]
// CHECK-NEXT: %[[HITS:.*]] = nn.sample_sum %[[CORRECT]], %[[N]]
// CHECK-NEXT: return %[[LOSS]], %[[HITS]]

// CHECK-LABEL: func.func @train_step(
// CHECK-SAME: %{{.*}}: tensor<4x2x3xui8> {nn.role = "x"}, %[[Y:.*]]: tensor<4xui8> {nn.role = "y"},
// CHECK-SAME: %[[N:.*]]: i32 {nn.role = "samples"}, %{{.*}}: f32 {nn.role = "learning_rate"},
// CHECK-SAME: %[[T:.*]]: i64 {nn.role = "iteration"}, %[[SEED:.*]]: i32 {nn.role = "seed"}, %{{.*}}: tensor<6x5xf32>
// CHECK-SAME: -> (tensor<f32> {nn.role = "loss"}, tensor<f32> {nn.name = "accuracy", nn.role = "metric"})
// CHECK: nn.dropout %{{.*}}, %[[SEED]], %[[T]] rate
// CHECK: %[[Z:.*]] = nn.bias_add
// CHECK-NEXT: nn.sparse_cross_entropy %[[Z]], %[[Y]]
// CHECK-NEXT: nn.sample_mean %{{.*}}, %[[N]]
// CHECK-NEXT: nn.accuracy %[[Z]], %[[Y]]
// CHECK-NEXT: nn.sample_sum %{{.*}}, %[[N]]

// WHERE: nn.sparse_cross_entropy {{.*}} loc("loss"("a.yaml":5:7))

func.func @forward(%x: tensor<4x2x3xui8> {nn.role = "x"}, %samples: i32 {nn.role = "samples"}, %seed: i32 {nn.role = "seed"},
                   %iteration: i64 {nn.role = "iteration"},
                   %w: tensor<6x5xf32> {nn.role = "parameter", nn.name = "dense.kernel"},
                   %b: tensor<5xf32> {nn.role = "parameter", nn.name = "dense.bias"})
    -> (tensor<4x5xf32> {nn.role = "output", nn.compile = {loss = "sparse_categorical_crossentropy", metrics = ["accuracy"]}}) {
  %0 = nn.cast %x : tensor<4x2x3xui8>
  %1 = nn.reshape %0 : tensor<4x2x3xf32> -> tensor<4x6xf32>
  %dropped = nn.dropout %1, %seed, %iteration rate(0.5) stream(0) : tensor<4x6xf32>
  %2 = nn.by_mode training(%dropped) inference(%1) : tensor<4x6xf32>
  %3 = nn.matmul %2, %w : (tensor<4x6xf32>, tensor<6x5xf32>) -> tensor<4x5xf32>
  %4 = nn.bias_add %3, %b : tensor<4x5xf32>, tensor<5xf32> loc("dense"("a.yaml":5:7))
  %5 = nn.softmax %4 : tensor<4x5xf32> loc("dense"("a.yaml":5:7))
  return %5 : tensor<4x5xf32>
}

// -----

// Mean squared error reads the probabilities.
// CHECK-LABEL: func.func @evaluate_step(
// CHECK: %[[P:.*]] = nn.softmax
// CHECK-NEXT: nn.mean_squared_error %[[P]]
// CHECK-NEXT: nn.sample_mean
// CHECK-NEXT: nn.accuracy %[[P]]
// CHECK-LABEL: func.func @train_step(
// CHECK: %[[P:.*]] = nn.softmax
// CHECK-NEXT: nn.mean_squared_error %[[P]]

func.func @forward(%x: tensor<4x2x3xui8> {nn.role = "x"}, %samples: i32 {nn.role = "samples"}, %seed: i32 {nn.role = "seed"},
                   %iteration: i64 {nn.role = "iteration"},
                   %w: tensor<6x5xf32> {nn.role = "parameter", nn.name = "dense.kernel"},
                   %b: tensor<5xf32> {nn.role = "parameter", nn.name = "dense.bias"})
    -> (tensor<4x5xf32> {nn.role = "output", nn.compile = {loss = "mean_squared_error", one_hot = true, metrics = ["accuracy"]}}) {
  %0 = nn.cast %x : tensor<4x2x3xui8>
  %1 = nn.reshape %0 : tensor<4x2x3xf32> -> tensor<4x6xf32>
  %dropped = nn.dropout %1, %seed, %iteration rate(0.5) stream(0) : tensor<4x6xf32>
  %2 = nn.by_mode training(%dropped) inference(%1) : tensor<4x6xf32>
  %3 = nn.matmul %2, %w : (tensor<4x6xf32>, tensor<6x5xf32>) -> tensor<4x5xf32>
  %4 = nn.bias_add %3, %b : tensor<4x5xf32>, tensor<5xf32> loc("dense"("a.yaml":5:7))
  %5 = nn.softmax %4 : tensor<4x5xf32> loc("dense"("a.yaml":5:7))
  return %5 : tensor<4x5xf32>
}

// -----

// from_logits takes the output for logits, whatever made it; no accuracy.
// CHECK-LABEL: func.func @train_step(
// CHECK-SAME: -> (tensor<f32> {nn.role = "loss"})
// CHECK: %[[OUT:.*]] = nn.softmax
// CHECK-NEXT: %[[LOSSES:.*]] = nn.sparse_cross_entropy %[[OUT]]
// CHECK-NEXT: %[[LOSS:.*]] = nn.sample_mean %[[LOSSES]]
// CHECK-NEXT: return %[[LOSS]]

func.func @forward(%x: tensor<4x2x3xui8> {nn.role = "x"}, %samples: i32 {nn.role = "samples"}, %seed: i32 {nn.role = "seed"},
                   %iteration: i64 {nn.role = "iteration"},
                   %w: tensor<6x5xf32> {nn.role = "parameter", nn.name = "dense.kernel"},
                   %b: tensor<5xf32> {nn.role = "parameter", nn.name = "dense.bias"})
    -> (tensor<4x5xf32> {nn.role = "output", nn.compile = {loss = "sparse_categorical_crossentropy", from_logits = true}}) {
  %0 = nn.cast %x : tensor<4x2x3xui8>
  %1 = nn.reshape %0 : tensor<4x2x3xf32> -> tensor<4x6xf32>
  %dropped = nn.dropout %1, %seed, %iteration rate(0.5) stream(0) : tensor<4x6xf32>
  %2 = nn.by_mode training(%dropped) inference(%1) : tensor<4x6xf32>
  %3 = nn.matmul %2, %w : (tensor<4x6xf32>, tensor<6x5xf32>) -> tensor<4x5xf32>
  %4 = nn.bias_add %3, %b : tensor<4x5xf32>, tensor<5xf32> loc("dense"("a.yaml":5:7))
  %5 = nn.softmax %4 : tensor<4x5xf32> loc("dense"("a.yaml":5:7))
  return %5 : tensor<4x5xf32>
}

// -----

// Each metric in its order, of the scores that its own loss would read.
// CHECK-LABEL: func.func @train_step(
// CHECK-SAME: -> (tensor<f32> {nn.role = "loss"}, tensor<f32> {nn.name = "mean_squared_error", nn.role = "metric"},
// CHECK-SAME: tensor<f32> {nn.name = "sparse_top_k_categorical_accuracy", nn.role = "metric"},
// CHECK-SAME: tensor<f32> {nn.name = "sparse_categorical_crossentropy", nn.role = "metric"})
// CHECK: %[[Z:.*]] = nn.bias_add
// CHECK-NEXT: %[[P:.*]] = nn.softmax %[[Z]]
// CHECK-NEXT: nn.sparse_cross_entropy %[[Z]]
// CHECK-NEXT: %[[LOSS:.*]] = nn.sample_mean
// CHECK-NEXT: %[[ERRORS:.*]] = nn.mean_squared_error %[[P]]
// CHECK-NEXT: %[[ERROR:.*]] = nn.sample_sum %[[ERRORS]]
// CHECK-NEXT: %[[HITS:.*]] = nn.top_k_accuracy %[[Z]], %{{.*}} k(5)
// CHECK-NEXT: %[[TOP:.*]] = nn.sample_sum %[[HITS]]
// CHECK-NEXT: %[[ENTROPIES:.*]] = nn.sparse_cross_entropy %[[Z]]
// CHECK-NEXT: %[[ENTROPY:.*]] = nn.sample_sum %[[ENTROPIES]]
// CHECK-NEXT: return %[[LOSS]], %[[ERROR]], %[[TOP]], %[[ENTROPY]]

func.func @forward(%x: tensor<4x2x3xui8> {nn.role = "x"}, %samples: i32 {nn.role = "samples"}, %seed: i32 {nn.role = "seed"},
                   %iteration: i64 {nn.role = "iteration"},
                   %w: tensor<6x5xf32> {nn.role = "parameter", nn.name = "dense.kernel"},
                   %b: tensor<5xf32> {nn.role = "parameter", nn.name = "dense.bias"})
    -> (tensor<4x5xf32> {nn.role = "output", nn.compile = {loss = "sparse_categorical_crossentropy", metrics = ["mean_squared_error", "sparse_top_k_categorical_accuracy", "sparse_categorical_crossentropy"]}}) {
  %0 = nn.cast %x : tensor<4x2x3xui8>
  %1 = nn.reshape %0 : tensor<4x2x3xf32> -> tensor<4x6xf32>
  %dropped = nn.dropout %1, %seed, %iteration rate(0.5) stream(0) : tensor<4x6xf32>
  %2 = nn.by_mode training(%dropped) inference(%1) : tensor<4x6xf32>
  %3 = nn.matmul %2, %w : (tensor<4x6xf32>, tensor<6x5xf32>) -> tensor<4x5xf32>
  %4 = nn.bias_add %3, %b : tensor<4x5xf32>, tensor<5xf32> loc("dense"("a.yaml":5:7))
  %5 = nn.softmax %4 : tensor<4x5xf32> loc("dense"("a.yaml":5:7))
  return %5 : tensor<4x5xf32>
}

// -----

// Of two inputs and two outputs: each has its own y and its own names, and the loss is the weighted sum.
// CHECK-LABEL: func.func @predict(
// CHECK-SAME: tensor<4x3xf32> {nn.role = "x"}, %{{.*}}: tensor<4x2xf32> {nn.role = "x"}, %{{[^:]*}}: tensor<3x2xf32>
// CHECK-SAME: -> (tensor<4x2xf32> {nn.role = "output"}, tensor<4x2xf32> {nn.role = "output"})
// CHECK-LABEL: func.func @train_step(
// CHECK-SAME: %{{.*}}: tensor<4x3xf32> {nn.role = "x"}, %{{.*}}: tensor<4x2xf32> {nn.role = "x"},
// CHECK-SAME: %[[Y:.*]]: tensor<4xui8> {nn.role = "y"}, %[[T:.*]]: tensor<4x2xf32> {nn.role = "y"},
// CHECK-SAME: %[[N:.*]]: i32 {nn.role = "samples"},
// CHECK-SAME: -> (tensor<f32> {nn.role = "loss"}, tensor<f32> {nn.name = "kind_loss", nn.role = "metric"},
// CHECK-SAME: tensor<f32> {nn.name = "kind_accuracy", nn.role = "metric"}, tensor<f32> {nn.name = "size_loss", nn.role = "metric"})
// CHECK: %[[Z:.*]] = nn.matmul
// CHECK: %[[OUT:.*]] = nn.add %[[Z]], %{{.*}} : tensor<4x2xf32>
// CHECK: %[[ENTROPIES:.*]] = nn.sparse_cross_entropy %[[Z]], %[[Y]]
// CHECK-NEXT: %[[ENTROPY:.*]] = nn.sample_mean %[[ENTROPIES]], %[[N]] : tensor<4xf32>
// CHECK: %[[SMOOTH:.*]] = nn.rescale %[[T]] scale(7.500000e-01) offset(1.250000e-01)
// CHECK-NEXT: %[[ERRORS:.*]] = nn.binary_cross_entropy %[[OUT]], %[[SMOOTH]]
// CHECK-NEXT: %[[ERROR:.*]] = nn.sample_mean %[[ERRORS]], %[[N]] weight(5.000000e-01)
// CHECK: %[[LOSS:.*]] = nn.add %[[ENTROPY]], %[[ERROR]]
// CHECK: return %[[LOSS]],

func.func @forward(%x: tensor<4x3xf32> {nn.role = "x"}, %z: tensor<4x2xf32> {nn.role = "x"}, %samples: i32 {nn.role = "samples"},
                   %seed: i32 {nn.role = "seed"}, %iteration: i64 {nn.role = "iteration"},
                   %w: tensor<3x2xf32> {nn.role = "parameter", nn.name = "dense.kernel"})
    -> (tensor<4x2xf32> {nn.role = "output", nn.compile = {name = "kind", loss = "sparse_categorical_crossentropy", metrics = ["accuracy"]}},
        tensor<4x2xf32> {nn.role = "output", nn.compile = {name = "size", loss = "binary_crossentropy", from_logits = true, label_smoothing = 0.25, weight = 0.5}}) {
  %0 = nn.matmul %x, %w : (tensor<4x3xf32>, tensor<3x2xf32>) -> tensor<4x2xf32>
  %1 = nn.softmax %0 : tensor<4x2xf32>
  %2 = nn.add %0, %z : tensor<4x2xf32>
  return %1, %2 : tensor<4x2xf32>, tensor<4x2xf32>
}

// -----

// What would be written twice, or is an argument, has a copy of its own.
// CHECK-LABEL: func.func @predict(
// CHECK-SAME: %[[X:.*]]: tensor<4x3xf32>
// CHECK: %[[Y:.*]] = nn.relu %[[X]]
// CHECK-NEXT: %[[AGAIN:.*]] = nn.copy %[[Y]]
// CHECK-NEXT: %[[COPY:.*]] = nn.copy %[[X]]
// CHECK-NEXT: return %[[Y]], %[[AGAIN]], %[[COPY]]

func.func @forward(%x: tensor<4x3xf32> {nn.role = "x"}, %samples: i32 {nn.role = "samples"},
                   %seed: i32 {nn.role = "seed"}, %iteration: i64 {nn.role = "iteration"})
    -> (tensor<4x3xf32> {nn.role = "output", nn.compile = {name = "a", loss = "huber", delta = 2.0}},
        tensor<4x3xf32> {nn.role = "output", nn.compile = {name = "b", loss = "log_cosh"}},
        tensor<4x3xf32> {nn.role = "output", nn.compile = {name = "c", loss = "poisson"}}) {
  %0 = nn.relu %x : tensor<4x3xf32>
  %1 = nn.by_mode training(%x) inference(%0) : tensor<4x3xf32>
  return %0, %1, %x : tensor<4x3xf32>, tensor<4x3xf32>, tensor<4x3xf32>
}

// -----

// So has what is another one, seen in another shape.
// CHECK-LABEL: func.func @predict(
// CHECK: %[[Y:.*]] = nn.relu
// CHECK: %[[FLAT:.*]] = nn.reshape %{{.*}} : tensor<4x1x3xf32> -> tensor<4x3xf32>
// CHECK-NEXT: %[[COPY:.*]] = nn.copy %[[FLAT]]
// CHECK-NEXT: return %[[Y]], %[[COPY]]

func.func @forward(%x: tensor<4x3xf32> {nn.role = "x"}, %samples: i32 {nn.role = "samples"},
                   %seed: i32 {nn.role = "seed"}, %iteration: i64 {nn.role = "iteration"})
    -> (tensor<4x3xf32> {nn.role = "output", nn.compile = {name = "a", loss = "huber"}},
        tensor<4x3xf32> {nn.role = "output", nn.compile = {name = "b", loss = "log_cosh"}}) {
  %0 = nn.relu %x : tensor<4x3xf32>
  %1 = nn.reshape %0 : tensor<4x3xf32> -> tensor<4x1x3xf32>
  %2 = nn.reshape %1 : tensor<4x1x3xf32> -> tensor<4x3xf32>
  return %0, %2 : tensor<4x3xf32>, tensor<4x3xf32>
}
