// RUN: sinter-opt --split-input-file --differentiate %s | FileCheck %s

// cast of float32 is the identity.
// CHECK-LABEL: func.func @train_step
func.func @train_step(%y: tensor<4xui8>, %n: i32,
                      %w: tensor<4x3xf32> {nn.role = "parameter", nn.name = "w"})
    -> (tensor<f32> {nn.role = "loss"}) {
  %v = nn.cast %w : tensor<4x3xf32>
  %losses = nn.mean_squared_error %v, %y : tensor<4x3xf32>, tensor<4xui8>
  %loss = nn.sample_mean %losses, %n : tensor<4xf32>
  // CHECK: %[[DY:.*]] = nn.mean_squared_error_grad
  // CHECK-NEXT: return %{{.*}}, %[[DY]]
  return %loss : tensor<f32>
}

// -----

// The offset has no part in the gradient.
// CHECK-LABEL: func.func @train_step
func.func @train_step(%y: tensor<4xui8>, %n: i32,
                      %w: tensor<4x3xf32> {nn.role = "parameter", nn.name = "w"})
    -> (tensor<f32> {nn.role = "loss"}) {
  %v = nn.rescale %w scale(0.5) offset(3.0) : tensor<4x3xf32>
  %losses = nn.mean_squared_error %v, %y : tensor<4x3xf32>, tensor<4xui8>
  %loss = nn.sample_mean %losses, %n : tensor<4xf32>
  // CHECK: %[[DY:.*]] = nn.mean_squared_error_grad
  // CHECK-NEXT: %[[DW:.*]] = nn.rescale %[[DY]] scale(5.000000e-01) offset(0.000000e+00) : tensor<4x3xf32>
  // CHECK-NEXT: return %{{.*}}, %[[DW]]
  return %loss : tensor<f32>
}

// -----

// CHECK-LABEL: func.func @train_step
func.func @train_step(%y: tensor<4xui8>, %n: i32,
                      %w: tensor<4x1x3xf32> {nn.role = "parameter", nn.name = "w"})
    -> (tensor<f32> {nn.role = "loss"}) {
  %v = nn.reshape %w : tensor<4x1x3xf32> -> tensor<4x3xf32>
  %losses = nn.mean_squared_error %v, %y : tensor<4x3xf32>, tensor<4xui8>
  %loss = nn.sample_mean %losses, %n : tensor<4xf32>
  // CHECK: %[[DY:.*]] = nn.mean_squared_error_grad
  // CHECK-NEXT: %[[DW:.*]] = nn.reshape %[[DY]] : tensor<4x3xf32> -> tensor<4x1x3xf32>
  // CHECK-NEXT: return %{{.*}}, %[[DW]]
  return %loss : tensor<f32>
}

// -----

// CHECK-LABEL: func.func @train_step
func.func @train_step(%y: tensor<4xui8>, %n: i32,
                      %w: tensor<4x3xf32> {nn.role = "parameter", nn.name = "w"},
                      %b: tensor<3xf32> {nn.role = "parameter", nn.name = "b"})
    -> (tensor<f32> {nn.role = "loss"}) {
  %v = nn.bias_add %w, %b : tensor<4x3xf32>, tensor<3xf32>
  %losses = nn.mean_squared_error %v, %y : tensor<4x3xf32>, tensor<4xui8>
  %loss = nn.sample_mean %losses, %n : tensor<4xf32>
  // CHECK: %[[DY:.*]] = nn.mean_squared_error_grad
  // CHECK-NEXT: %[[DB:.*]] = nn.reduce_sum %[[DY]] : tensor<4x3xf32> -> tensor<3xf32>
  // CHECK-NEXT: return %{{.*}}, %[[DY]], %[[DB]]
  return %loss : tensor<f32>
}

// -----

// CHECK-LABEL: func.func @train_step
func.func @train_step(%y: tensor<4xui8>, %n: i32,
                      %a: tensor<4x3xf32> {nn.role = "parameter", nn.name = "a"},
                      %b: tensor<4x3xf32> {nn.role = "parameter", nn.name = "b"})
    -> (tensor<f32> {nn.role = "loss"}) {
  %v = nn.add %a, %b : tensor<4x3xf32>
  %losses = nn.mean_squared_error %v, %y : tensor<4x3xf32>, tensor<4xui8>
  %loss = nn.sample_mean %losses, %n : tensor<4xf32>
  // CHECK: %[[DY:.*]] = nn.mean_squared_error_grad
  // CHECK-NEXT: return %{{.*}}, %[[DY]], %[[DY]]
  return %loss : tensor<f32>
}

// -----

// CHECK-LABEL: func.func @train_step
// CHECK-SAME: %[[A:[^:]*]]: tensor<4x3xf32> {nn.name = "a"
// CHECK-SAME: %[[B:[^:]*]]: tensor<4x3xf32> {nn.name = "b"
func.func @train_step(%y: tensor<4xui8>, %n: i32,
                      %a: tensor<4x3xf32> {nn.role = "parameter", nn.name = "a"},
                      %b: tensor<4x3xf32> {nn.role = "parameter", nn.name = "b"})
    -> (tensor<f32> {nn.role = "loss"}) {
  %v = nn.multiply %a, %b : tensor<4x3xf32>
  %losses = nn.mean_squared_error %v, %y : tensor<4x3xf32>, tensor<4xui8>
  %loss = nn.sample_mean %losses, %n : tensor<4xf32>
  // CHECK: %[[DY:.*]] = nn.mean_squared_error_grad
  // CHECK-NEXT: %[[DA:.*]] = nn.multiply %[[DY]], %[[B]] : tensor<4x3xf32>
  // CHECK-NEXT: %[[DB:.*]] = nn.multiply %[[DY]], %[[A]] : tensor<4x3xf32>
  // CHECK-NEXT: return %{{.*}}, %[[DA]], %[[DB]]
  return %loss : tensor<f32>
}

// -----

// CHECK-LABEL: func.func @train_step
func.func @train_step(%y: tensor<4xui8>, %n: i32,
                      %x: tensor<4x3xf32>,
                      %w: tensor<5x3xf32> {nn.role = "parameter", nn.name = "w"})
    -> (tensor<f32> {nn.role = "loss"}) {
  %s = nn.reduce_sum %w : tensor<5x3xf32> -> tensor<3xf32>
  %v = nn.bias_add %x, %s : tensor<4x3xf32>, tensor<3xf32>
  %losses = nn.mean_squared_error %v, %y : tensor<4x3xf32>, tensor<4xui8>
  %loss = nn.sample_mean %losses, %n : tensor<4xf32>
  // CHECK: %[[DY:.*]] = nn.mean_squared_error_grad
  // CHECK-NEXT: %[[DS:.*]] = nn.reduce_sum %[[DY]] : tensor<4x3xf32> -> tensor<3xf32>
  // CHECK-NEXT: %[[DW:.*]] = nn.broadcast %[[DS]] : tensor<3xf32> -> tensor<5x3xf32>
  // CHECK-NEXT: return %{{.*}}, %[[DW]]
  return %loss : tensor<f32>
}

// -----

// CHECK-LABEL: func.func @train_step
func.func @train_step(%y: tensor<4xui8>, %n: i32,
                      %w: tensor<3xf32> {nn.role = "parameter", nn.name = "w"})
    -> (tensor<f32> {nn.role = "loss"}) {
  %v = nn.broadcast %w : tensor<3xf32> -> tensor<4x3xf32>
  %losses = nn.mean_squared_error %v, %y : tensor<4x3xf32>, tensor<4xui8>
  %loss = nn.sample_mean %losses, %n : tensor<4xf32>
  // CHECK: %[[DY:.*]] = nn.mean_squared_error_grad
  // CHECK-NEXT: %[[DW:.*]] = nn.reduce_sum %[[DY]] : tensor<4x3xf32> -> tensor<3xf32>
  // CHECK-NEXT: return %{{.*}}, %[[DW]]
  return %loss : tensor<f32>
}

// -----

// The same mask: equal seed, iteration, rate and stream.
// CHECK-LABEL: func.func @train_step
func.func @train_step(%y: tensor<4xui8>, %n: i32,
                      %w: tensor<4x3xf32> {nn.role = "parameter", nn.name = "w"},
                      %seed: i32,
                      %iteration: i64)
    -> (tensor<f32> {nn.role = "loss"}) {
  %v = nn.dropout %w, %seed, %iteration rate(0.5) stream(3) : tensor<4x3xf32>
  %losses = nn.mean_squared_error %v, %y : tensor<4x3xf32>, tensor<4xui8>
  %loss = nn.sample_mean %losses, %n : tensor<4xf32>
  // CHECK: nn.dropout %{{.*}}, %[[SEED:.*]], %[[ITERATION:.*]] rate(5.000000e-01) stream(3)
  // CHECK: %[[DY:.*]] = nn.mean_squared_error_grad
  // CHECK-NEXT: %[[DW:.*]] = nn.dropout %[[DY]], %[[SEED]], %[[ITERATION]] rate(5.000000e-01) stream(3) : tensor<4x3xf32>
  // CHECK-NEXT: return %{{.*}}, %[[DW]]
  return %loss : tensor<f32>
}
