// RUN: sinter-opt --append-loss="metrics=accuracy" %s | FileCheck %s
// RUN: sinter-opt --append-loss="loss=mean_squared_error metrics=accuracy" %s | FileCheck %s --check-prefix=MSE
// RUN: sinter-opt --append-loss="from-logits" %s | FileCheck %s --check-prefix=LOGITS
// RUN: sinter-opt --append-loss="metrics=mean_squared_error,sparse_top_k_categorical_accuracy,sparse_categorical_crossentropy" %s | FileCheck %s --check-prefix=MANY
// RUN: not sinter-opt --append-loss="metrics=recall" %s 2>&1 | FileCheck %s --check-prefix=UNKNOWN
// RUN: sinter-opt --append-loss --mlir-print-debuginfo --mlir-print-local-scope %s | FileCheck %s --check-prefix=WHERE

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

// Mean squared error reads the probabilities.
// MSE-LABEL: func.func @evaluate_step(
// MSE: %[[P:.*]] = nn.softmax
// MSE-NEXT: nn.mean_squared_error %[[P]]
// MSE-NEXT: nn.sample_mean
// MSE-NEXT: nn.accuracy %[[P]]
// MSE-LABEL: func.func @train_step(
// MSE: %[[P:.*]] = nn.softmax
// MSE-NEXT: nn.mean_squared_error %[[P]]

// from-logits takes the output for logits, whatever made it; no accuracy.
// LOGITS-LABEL: func.func @train_step(
// LOGITS-SAME: -> (tensor<f32> {nn.role = "loss"})
// LOGITS: %[[OUT:.*]] = nn.softmax
// LOGITS-NEXT: %[[LOSSES:.*]] = nn.sparse_cross_entropy %[[OUT]]
// LOGITS-NEXT: %[[LOSS:.*]] = nn.sample_mean %[[LOSSES]]
// LOGITS-NEXT: return %[[LOSS]]

// Each metric in its order, of the scores that its own loss would read.
// MANY-LABEL: func.func @train_step(
// MANY-SAME: -> (tensor<f32> {nn.role = "loss"}, tensor<f32> {nn.name = "mean_squared_error", nn.role = "metric"},
// MANY-SAME: tensor<f32> {nn.name = "sparse_top_k_categorical_accuracy", nn.role = "metric"},
// MANY-SAME: tensor<f32> {nn.name = "sparse_categorical_crossentropy", nn.role = "metric"})
// MANY: %[[Z:.*]] = nn.bias_add
// MANY-NEXT: %[[P:.*]] = nn.softmax %[[Z]]
// MANY-NEXT: nn.sparse_cross_entropy %[[Z]]
// MANY-NEXT: %[[LOSS:.*]] = nn.sample_mean
// MANY-NEXT: %[[ERRORS:.*]] = nn.mean_squared_error %[[P]]
// MANY-NEXT: %[[ERROR:.*]] = nn.sample_sum %[[ERRORS]]
// MANY-NEXT: %[[HITS:.*]] = nn.top_k_accuracy %[[Z]], %{{.*}} k(5)
// MANY-NEXT: %[[TOP:.*]] = nn.sample_sum %[[HITS]]
// MANY-NEXT: %[[ENTROPIES:.*]] = nn.sparse_cross_entropy %[[Z]]
// MANY-NEXT: %[[ENTROPY:.*]] = nn.sample_sum %[[ENTROPIES]]
// MANY-NEXT: return %[[LOSS]], %[[ERROR]], %[[TOP]], %[[ENTROPY]]

// UNKNOWN: error: no metric is recall

// WHERE: nn.sparse_cross_entropy {{.*}} loc("loss"("a.yaml":5:7))

func.func @forward(%x: tensor<4x2x3xui8> {nn.role = "x"}, %samples: i32 {nn.role = "samples"}, %seed: i32 {nn.role = "seed"},
                   %iteration: i64 {nn.role = "iteration"},
                   %w: tensor<6x5xf32> {nn.role = "parameter", nn.name = "dense.kernel"},
                   %b: tensor<5xf32> {nn.role = "parameter", nn.name = "dense.bias"})
    -> (tensor<4x5xf32> {nn.role = "output"}) {
  %0 = nn.cast %x : tensor<4x2x3xui8>
  %1 = nn.reshape %0 : tensor<4x2x3xf32> -> tensor<4x6xf32>
  %dropped = nn.dropout %1, %seed, %iteration rate(0.5) stream(0) : tensor<4x6xf32>
  %2 = nn.by_mode training(%dropped) inference(%1) : tensor<4x6xf32>
  %3 = nn.matmul %2, %w : (tensor<4x6xf32>, tensor<6x5xf32>) -> tensor<4x5xf32>
  %4 = nn.bias_add %3, %b : tensor<4x5xf32>, tensor<5xf32> loc("dense"("a.yaml":5:7))
  %5 = nn.softmax %4 : tensor<4x5xf32> loc("dense"("a.yaml":5:7))
  return %5 : tensor<4x5xf32>
}
