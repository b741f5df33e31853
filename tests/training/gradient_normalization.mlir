// RUN: sinter-opt --split-input-file --differentiate %s | FileCheck %s

// The gradient reads the input: the output need not stay in memory.
// CHECK-LABEL: func.func @train_step
// CHECK-SAME: %[[W:[^:]*]]: tensor<4x3xf32> {nn.name = "w"
func.func @train_step(%y: tensor<4xui8>, %n: i32,
                      %w: tensor<4x3xf32> {nn.role = "parameter", nn.name = "w"})
    -> (tensor<f32> {nn.role = "loss"}) {
  %v = nn.normalize %w epsilon(0.01) : tensor<4x3xf32>
  %losses = nn.mean_squared_error %v, %y : tensor<4x3xf32>, tensor<4xui8>
  %loss = nn.sample_mean %losses, %n : tensor<4xf32>
  // CHECK: %[[DY:.*]] = nn.mean_squared_error_grad
  // CHECK-NEXT: %[[DW:.*]] = nn.normalize_grad %[[DY]], %[[W]] epsilon(1.000000e-02) : tensor<4x3xf32>
  // CHECK-NEXT: return %{{.*}}, %[[DW]]
  return %loss : tensor<f32>
}

// -----

// CHECK-LABEL: func.func @train_step
// CHECK-SAME: %[[W:[^:]*]]: tensor<4x3xf32> {nn.name = "w"
// CHECK-SAME: %[[GAMMA:[^:]*]]: tensor<3xf32> {nn.name = "gamma"
func.func @train_step(%y: tensor<4xui8>, %n: i32,
                      %w: tensor<4x3xf32> {nn.role = "parameter", nn.name = "w"},
                      %gamma: tensor<3xf32> {nn.role = "parameter", nn.name = "gamma"})
    -> (tensor<f32> {nn.role = "loss"}) {
  %v = nn.scale %w, %gamma : tensor<4x3xf32>, tensor<3xf32>
  %losses = nn.mean_squared_error %v, %y : tensor<4x3xf32>, tensor<4xui8>
  %loss = nn.sample_mean %losses, %n : tensor<4xf32>
  // CHECK: %[[DY:.*]] = nn.mean_squared_error_grad
  // CHECK-NEXT: %[[DW:.*]] = nn.scale %[[DY]], %[[GAMMA]] : tensor<4x3xf32>, tensor<3xf32>
  // CHECK-NEXT: %[[PRODUCT:.*]] = nn.multiply %[[DY]], %[[W]] : tensor<4x3xf32>
  // CHECK-NEXT: %[[DGAMMA:.*]] = nn.reduce_sum %[[PRODUCT]] : tensor<4x3xf32> -> tensor<3xf32>
  // CHECK-NEXT: return %{{.*}}, %[[DW]], %[[DGAMMA]]
  return %loss : tensor<f32>
}

// -----

// The gradient reads the results, so that the input need not stay.
// CHECK-LABEL: func.func @train_step
func.func @train_step(%y: tensor<4xui8>, %n: i32,
                      %w: tensor<4x3xf32> {nn.role = "parameter", nn.name = "w"})
    -> (tensor<f32> {nn.role = "loss"}) {
  // CHECK: %[[V:.*]], %{{.*}}, %[[VARIANCE:.*]] = nn.batch_normalize
  %v, %mean, %variance = nn.batch_normalize %w, %n epsilon(1.0e-3) : tensor<4x3xf32>
  %losses = nn.mean_squared_error %v, %y : tensor<4x3xf32>, tensor<4xui8>
  %loss = nn.sample_mean %losses, %n : tensor<4xf32>
  // CHECK: %[[DY:.*]] = nn.mean_squared_error_grad
  // CHECK-NEXT: %[[DW:.*]] = nn.batch_normalize_grad %[[DY]], %[[V]], %[[VARIANCE]], %{{.*}} epsilon(1.000000e-03)
  // CHECK-NEXT: return %{{.*}}, %[[DW]]
  return %loss : tensor<f32>
}
