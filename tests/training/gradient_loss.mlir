// RUN: sinter-opt --split-input-file --differentiate %s | FileCheck %s

// CHECK-LABEL: func.func @train_step
// CHECK-SAME: %[[Z:[^:]*]]: tensor<4x3xf32> {{.*}}, %[[Y:[^:]*]]: tensor<4xui8>, %[[N:[^:]*]]: i32
func.func @train_step(%z: tensor<4x3xf32> {nn.role = "parameter", nn.name = "z"}, %y: tensor<4xui8>, %n: i32)
    -> (tensor<f32> {nn.role = "loss"}) {
  // CHECK: %[[LOSSES:.*]] = nn.sparse_cross_entropy %[[Z]], %[[Y]]
  // CHECK-NEXT: %[[LOSS:.*]] = nn.sample_mean %[[LOSSES]], %[[N]]
  // CHECK-NEXT: %[[SEED:.*]] = nn.constant 1.000000e+00
  // CHECK-NEXT: %[[DL:.*]] = nn.sample_mean_grad %[[SEED]], %[[N]] : tensor<f32> -> tensor<4xf32>
  // CHECK-NEXT: %[[DZ:.*]] = nn.sparse_cross_entropy_grad %[[DL]], %[[Z]], %[[Y]] : tensor<4xf32>, tensor<4x3xf32>, tensor<4xui8>
  // CHECK-NEXT: return %[[LOSS]], %[[DZ]]
  %losses = nn.sparse_cross_entropy %z, %y : tensor<4x3xf32>, tensor<4xui8>
  %0 = nn.sample_mean %losses, %n : tensor<4xf32>
  return %0 : tensor<f32>
}

// -----

// CHECK-LABEL: func.func @train_step
// CHECK-SAME: %[[Z:[^:]*]]: tensor<4x3xf32> {{.*}}, %[[Y:[^:]*]]: tensor<4xui8>, %[[N:[^:]*]]: i32
func.func @train_step(%z: tensor<4x3xf32> {nn.role = "parameter", nn.name = "z"}, %y: tensor<4xui8>, %n: i32)
    -> (tensor<f32> {nn.role = "loss"}) {
  // CHECK: %[[LOSSES:.*]] = nn.mean_squared_error %[[Z]], %[[Y]]
  // CHECK-NEXT: %[[LOSS:.*]] = nn.sample_mean %[[LOSSES]], %[[N]]
  // CHECK-NEXT: %[[SEED:.*]] = nn.constant 1.000000e+00
  // CHECK-NEXT: %[[DL:.*]] = nn.sample_mean_grad %[[SEED]], %[[N]] : tensor<f32> -> tensor<4xf32>
  // CHECK-NEXT: %[[DZ:.*]] = nn.mean_squared_error_grad %[[DL]], %[[Z]], %[[Y]] : tensor<4xf32>, tensor<4x3xf32>, tensor<4xui8>
  // CHECK-NEXT: return %[[LOSS]], %[[DZ]]
  %losses = nn.mean_squared_error %z, %y : tensor<4x3xf32>, tensor<4xui8>
  %0 = nn.sample_mean %losses, %n : tensor<4xf32>
  return %0 : tensor<f32>
}

// -----

// Penalties are added to the loss; their gradients to those of the weights.
// CHECK-LABEL: func.func @train_step
// CHECK-SAME: %[[Z:[^:]*]]: tensor<4x3xf32> {{.*}}, %[[Y:[^:]*]]: tensor<4xui8>, %[[N:[^:]*]]: i32
func.func @train_step(%z: tensor<4x3xf32> {nn.role = "parameter", nn.name = "z"}, %y: tensor<4xui8>, %n: i32)
    -> (tensor<f32> {nn.role = "loss"}) {
  // CHECK: %[[LOSS:.*]] = nn.add
  // CHECK-NEXT: %[[SEED:.*]] = nn.constant 1.000000e+00
  // CHECK-NEXT: %[[DP:.*]] = nn.penalty_grad %[[SEED]], %[[Z]] {l1 = 5.000000e-01 : f64} : tensor<f32>, tensor<4x3xf32>
  // CHECK-NEXT: %[[DL:.*]] = nn.sample_mean_grad %[[SEED]], %[[N]]
  // CHECK-NEXT: %[[DZ:.*]] = nn.mean_squared_error_grad %[[DL]]
  // CHECK-NEXT: %[[SUM:.*]] = nn.add %[[DP]], %[[DZ]]
  // CHECK-NEXT: return %[[LOSS]], %[[SUM]]
  %losses = nn.mean_squared_error %z, %y : tensor<4x3xf32>, tensor<4xui8>
  %0 = nn.sample_mean %losses, %n : tensor<4xf32>
  %1 = nn.penalty %z {l1 = 0.5} : tensor<4x3xf32>
  %2 = nn.add %0, %1 : tensor<f32>
  return %2 : tensor<f32>
}
