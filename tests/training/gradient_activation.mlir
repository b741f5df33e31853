// RUN: sinter-opt --split-input-file --differentiate %s | FileCheck %s

// CHECK-LABEL: func.func @train_step
// CHECK-SAME: %[[W:[^:]*]]: tensor<4x3xf32> {nn.name = "w"
// CHECK-SAME: tensor<4x3xf32> {nn.name = "w", nn.role = "gradient"}
func.func @train_step(%y: tensor<4xui8>, %n: i32,
                      %w: tensor<4x3xf32> {nn.role = "parameter", nn.name = "w"})
    -> (tensor<f32> {nn.role = "loss"}) {
  // CHECK: %[[Y:.*]] = nn.relu %[[W]]
  %v = nn.relu %w : tensor<4x3xf32>
  %losses = nn.mean_squared_error %v, %y : tensor<4x3xf32>, tensor<4xui8>
  %loss = nn.sample_mean %losses, %n : tensor<4xf32>
  // CHECK: %[[DY:.*]] = nn.mean_squared_error_grad
  // CHECK-NEXT: %[[DX:.*]] = nn.relu_grad %[[DY]], %[[Y]] : tensor<4x3xf32>
  // CHECK-NEXT: return %{{.*}}, %[[DX]]
  return %loss : tensor<f32>
}

// -----

// CHECK-LABEL: func.func @train_step
// CHECK-SAME: %[[W:[^:]*]]: tensor<4x3xf32> {nn.name = "w"
// CHECK-SAME: tensor<4x3xf32> {nn.name = "w", nn.role = "gradient"}
func.func @train_step(%y: tensor<4xui8>, %n: i32,
                      %w: tensor<4x3xf32> {nn.role = "parameter", nn.name = "w"})
    -> (tensor<f32> {nn.role = "loss"}) {
  // CHECK: %[[Y:.*]] = nn.leaky_relu %[[W]]
  %v = nn.leaky_relu %w {negative_slope = 0.1} : tensor<4x3xf32>
  %losses = nn.mean_squared_error %v, %y : tensor<4x3xf32>, tensor<4xui8>
  %loss = nn.sample_mean %losses, %n : tensor<4xf32>
  // CHECK: %[[DY:.*]] = nn.mean_squared_error_grad
  // CHECK-NEXT: %[[DX:.*]] = nn.leaky_relu_grad %[[DY]], %[[Y]] {negative_slope = 1.000000e-01 : f64} : tensor<4x3xf32>
  // CHECK-NEXT: return %{{.*}}, %[[DX]]
  return %loss : tensor<f32>
}

// -----

// CHECK-LABEL: func.func @train_step
// CHECK-SAME: %[[W:[^:]*]]: tensor<4x3xf32> {nn.name = "w"
// CHECK-SAME: tensor<4x3xf32> {nn.name = "w", nn.role = "gradient"}
func.func @train_step(%y: tensor<4xui8>, %n: i32,
                      %w: tensor<4x3xf32> {nn.role = "parameter", nn.name = "w"})
    -> (tensor<f32> {nn.role = "loss"}) {
  // CHECK: %[[Y:.*]] = nn.elu %[[W]]
  %v = nn.elu %w {alpha = 0.5} : tensor<4x3xf32>
  %losses = nn.mean_squared_error %v, %y : tensor<4x3xf32>, tensor<4xui8>
  %loss = nn.sample_mean %losses, %n : tensor<4xf32>
  // CHECK: %[[DY:.*]] = nn.mean_squared_error_grad
  // CHECK-NEXT: %[[DX:.*]] = nn.elu_grad %[[DY]], %[[Y]] {alpha = 5.000000e-01 : f64} : tensor<4x3xf32>
  // CHECK-NEXT: return %{{.*}}, %[[DX]]
  return %loss : tensor<f32>
}

// -----

// CHECK-LABEL: func.func @train_step
// CHECK-SAME: %[[W:[^:]*]]: tensor<4x3xf32> {nn.name = "w"
// CHECK-SAME: tensor<4x3xf32> {nn.name = "w", nn.role = "gradient"}
func.func @train_step(%y: tensor<4xui8>, %n: i32,
                      %w: tensor<4x3xf32> {nn.role = "parameter", nn.name = "w"})
    -> (tensor<f32> {nn.role = "loss"}) {
  // CHECK: %[[Y:.*]] = nn.sigmoid %[[W]]
  %v = nn.sigmoid %w : tensor<4x3xf32>
  %losses = nn.mean_squared_error %v, %y : tensor<4x3xf32>, tensor<4xui8>
  %loss = nn.sample_mean %losses, %n : tensor<4xf32>
  // CHECK: %[[DY:.*]] = nn.mean_squared_error_grad
  // CHECK-NEXT: %[[DX:.*]] = nn.sigmoid_grad %[[DY]], %[[Y]] : tensor<4x3xf32>
  // CHECK-NEXT: return %{{.*}}, %[[DX]]
  return %loss : tensor<f32>
}

// -----

// CHECK-LABEL: func.func @train_step
// CHECK-SAME: %[[W:[^:]*]]: tensor<4x3xf32> {nn.name = "w"
// CHECK-SAME: tensor<4x3xf32> {nn.name = "w", nn.role = "gradient"}
func.func @train_step(%y: tensor<4xui8>, %n: i32,
                      %w: tensor<4x3xf32> {nn.role = "parameter", nn.name = "w"})
    -> (tensor<f32> {nn.role = "loss"}) {
  // CHECK: %[[Y:.*]] = nn.tanh %[[W]]
  %v = nn.tanh %w : tensor<4x3xf32>
  %losses = nn.mean_squared_error %v, %y : tensor<4x3xf32>, tensor<4xui8>
  %loss = nn.sample_mean %losses, %n : tensor<4xf32>
  // CHECK: %[[DY:.*]] = nn.mean_squared_error_grad
  // CHECK-NEXT: %[[DX:.*]] = nn.tanh_grad %[[DY]], %[[Y]] : tensor<4x3xf32>
  // CHECK-NEXT: return %{{.*}}, %[[DX]]
  return %loss : tensor<f32>
}

// -----

// CHECK-LABEL: func.func @train_step
// CHECK-SAME: %[[W:[^:]*]]: tensor<4x3xf32> {nn.name = "w"
// CHECK-SAME: tensor<4x3xf32> {nn.name = "w", nn.role = "gradient"}
func.func @train_step(%y: tensor<4xui8>, %n: i32,
                      %w: tensor<4x3xf32> {nn.role = "parameter", nn.name = "w"})
    -> (tensor<f32> {nn.role = "loss"}) {
  %v = nn.gelu %w : tensor<4x3xf32>
  %losses = nn.mean_squared_error %v, %y : tensor<4x3xf32>, tensor<4xui8>
  %loss = nn.sample_mean %losses, %n : tensor<4xf32>
  // CHECK: %[[DY:.*]] = nn.mean_squared_error_grad
  // CHECK-NEXT: %[[DX:.*]] = nn.gelu_grad %[[DY]], %[[W]] : tensor<4x3xf32>
  // CHECK-NEXT: return %{{.*}}, %[[DX]]
  return %loss : tensor<f32>
}

// -----

// CHECK-LABEL: func.func @train_step
// CHECK-SAME: %[[W:[^:]*]]: tensor<4x3xf32> {nn.name = "w"
// CHECK-SAME: tensor<4x3xf32> {nn.name = "w", nn.role = "gradient"}
func.func @train_step(%y: tensor<4xui8>, %n: i32,
                      %w: tensor<4x3xf32> {nn.role = "parameter", nn.name = "w"})
    -> (tensor<f32> {nn.role = "loss"}) {
  %v = nn.silu %w : tensor<4x3xf32>
  %losses = nn.mean_squared_error %v, %y : tensor<4x3xf32>, tensor<4xui8>
  %loss = nn.sample_mean %losses, %n : tensor<4xf32>
  // CHECK: %[[DY:.*]] = nn.mean_squared_error_grad
  // CHECK-NEXT: %[[DX:.*]] = nn.silu_grad %[[DY]], %[[W]] : tensor<4x3xf32>
  // CHECK-NEXT: return %{{.*}}, %[[DX]]
  return %loss : tensor<f32>
}

// -----

// CHECK-LABEL: func.func @train_step
// CHECK-SAME: %[[W:[^:]*]]: tensor<4x3xf32> {nn.name = "w"
// CHECK-SAME: tensor<4x3xf32> {nn.name = "w", nn.role = "gradient"}
func.func @train_step(%y: tensor<4xui8>, %n: i32,
                      %w: tensor<4x3xf32> {nn.role = "parameter", nn.name = "w"})
    -> (tensor<f32> {nn.role = "loss"}) {
  // CHECK: %[[Y:.*]] = nn.softmax %[[W]]
  %v = nn.softmax %w : tensor<4x3xf32>
  %losses = nn.mean_squared_error %v, %y : tensor<4x3xf32>, tensor<4xui8>
  %loss = nn.sample_mean %losses, %n : tensor<4xf32>
  // CHECK: %[[DY:.*]] = nn.mean_squared_error_grad
  // CHECK-NEXT: %[[DX:.*]] = nn.softmax_grad %[[DY]], %[[Y]] : tensor<4x3xf32>
  // CHECK-NEXT: return %{{.*}}, %[[DX]]
  return %loss : tensor<f32>
}
