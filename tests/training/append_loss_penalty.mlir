// Penalties are part of the loss, of training and of evaluation, and of nothing else.
// RUN: sinter-opt --append-loss %s | FileCheck %s

// CHECK-LABEL: func.func @predict(
// CHECK-NOT: nn.penalty
// CHECK: return %{{[^,]*}} : tensor<4x3xf32>

// CHECK-LABEL: func.func @evaluate_step(
// CHECK-SAME: -> (tensor<f32> {nn.role = "loss"})
// CHECK: %[[P:.*]] = nn.penalty %{{.*}} {l2 = 5.000000e-01 : f64}
// CHECK: %[[Q:.*]] = nn.penalty %{{.*}} {l1 = 2.500000e-01 : f64}
// CHECK: %[[MEAN:.*]] = nn.sample_mean
// CHECK-NEXT: %[[ONE:.*]] = nn.add %[[MEAN]], %[[P]]
// CHECK-NEXT: %[[BOTH:.*]] = nn.add %[[ONE]], %[[Q]]
// CHECK-NEXT: return %[[BOTH]]

// CHECK-LABEL: func.func @train_step(
// CHECK-SAME: -> (tensor<f32> {nn.role = "loss"})
// CHECK: %[[MEAN:.*]] = nn.sample_mean
// CHECK-NEXT: %[[ONE:.*]] = nn.add %[[MEAN]]
// CHECK-NEXT: %[[BOTH:.*]] = nn.add %[[ONE]]
// CHECK-NEXT: return %[[BOTH]]
func.func @forward(%x: tensor<4x6xf32> {nn.role = "x"}, %n: i32 {nn.role = "samples"}, %seed: i32 {nn.role = "seed"},
                   %t: i64 {nn.role = "iteration"}, %w: tensor<6x3xf32> {nn.role = "parameter", nn.name = "dense.kernel"},
                   %b: tensor<3xf32> {nn.role = "parameter", nn.name = "dense.bias"})
    -> (tensor<4x3xf32> {nn.role = "output", nn.compile = {loss = "sparse_categorical_crossentropy"}}, tensor<f32> {nn.role = "penalty"}, tensor<f32> {nn.role = "penalty"}) {
  %0 = nn.matmul %x, %w : (tensor<4x6xf32>, tensor<6x3xf32>) -> tensor<4x3xf32>
  %1 = nn.bias_add %0, %b : tensor<4x3xf32>, tensor<3xf32>
  %2 = nn.softmax %1 : tensor<4x3xf32>
  %3 = nn.penalty %w {l2 = 0.5} : tensor<6x3xf32>
  %4 = nn.penalty %b {l1 = 0.25} : tensor<3xf32>
  return %2, %3, %4 : tensor<4x3xf32>, tensor<f32>, tensor<f32>
}
