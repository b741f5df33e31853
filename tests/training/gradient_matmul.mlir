// RUN: sinter-opt --split-input-file --differentiate %s | FileCheck %s

// The input gradient stands before the weight gradient.

// CHECK-LABEL: func.func @train_step
// CHECK-SAME: %[[A:[^:]*]]: tensor<4x5xf32> {nn.name = "a"
// CHECK-SAME: %[[B:[^:]*]]: tensor<5x3xf32> {nn.name = "b"
func.func @train_step(%y: tensor<4xui8>, %n: i32,
                      %a: tensor<4x5xf32> {nn.role = "parameter", nn.name = "a"},
                      %b: tensor<5x3xf32> {nn.role = "parameter", nn.name = "b"})
    -> (tensor<f32> {nn.role = "loss"}) {
  %v = nn.matmul %a, %b : (tensor<4x5xf32>, tensor<5x3xf32>) -> tensor<4x3xf32>
  %losses = nn.mean_squared_error %v, %y : tensor<4x3xf32>, tensor<4xui8>
  %loss = nn.sample_mean %losses, %n : tensor<4xf32>
  // CHECK: %[[DC:.*]] = nn.mean_squared_error_grad
  // CHECK-NEXT: %[[DA:.*]] = nn.matmul %[[DC]], %[[B]] {transpose_b} : (tensor<4x3xf32>, tensor<5x3xf32>) -> tensor<4x5xf32>
  // CHECK-NEXT: %[[DB:.*]] = nn.matmul %[[A]], %[[DC]] {transpose_a} : (tensor<4x5xf32>, tensor<4x3xf32>) -> tensor<5x3xf32>
  // CHECK-NEXT: return %{{.*}}, %[[DA]], %[[DB]]
  return %loss : tensor<f32>
}

// -----

// CHECK-LABEL: func.func @train_step
// CHECK-SAME: %[[A:[^:]*]]: tensor<5x4xf32> {nn.name = "a"
// CHECK-SAME: %[[B:[^:]*]]: tensor<5x3xf32> {nn.name = "b"
func.func @train_step(%y: tensor<4xui8>, %n: i32,
                      %a: tensor<5x4xf32> {nn.role = "parameter", nn.name = "a"},
                      %b: tensor<5x3xf32> {nn.role = "parameter", nn.name = "b"})
    -> (tensor<f32> {nn.role = "loss"}) {
  %v = nn.matmul %a, %b {transpose_a} : (tensor<5x4xf32>, tensor<5x3xf32>) -> tensor<4x3xf32>
  %losses = nn.mean_squared_error %v, %y : tensor<4x3xf32>, tensor<4xui8>
  %loss = nn.sample_mean %losses, %n : tensor<4xf32>
  // CHECK: %[[DC:.*]] = nn.mean_squared_error_grad
  // CHECK-NEXT: %[[DA:.*]] = nn.matmul %[[B]], %[[DC]] {transpose_b} : (tensor<5x3xf32>, tensor<4x3xf32>) -> tensor<5x4xf32>
  // CHECK-NEXT: %[[DB:.*]] = nn.matmul %[[A]], %[[DC]] : (tensor<5x4xf32>, tensor<4x3xf32>) -> tensor<5x3xf32>
  // CHECK-NEXT: return %{{.*}}, %[[DA]], %[[DB]]
  return %loss : tensor<f32>
}

// -----

// CHECK-LABEL: func.func @train_step
// CHECK-SAME: %[[A:[^:]*]]: tensor<4x5xf32> {nn.name = "a"
// CHECK-SAME: %[[B:[^:]*]]: tensor<3x5xf32> {nn.name = "b"
func.func @train_step(%y: tensor<4xui8>, %n: i32,
                      %a: tensor<4x5xf32> {nn.role = "parameter", nn.name = "a"},
                      %b: tensor<3x5xf32> {nn.role = "parameter", nn.name = "b"})
    -> (tensor<f32> {nn.role = "loss"}) {
  %v = nn.matmul %a, %b {transpose_b} : (tensor<4x5xf32>, tensor<3x5xf32>) -> tensor<4x3xf32>
  %losses = nn.mean_squared_error %v, %y : tensor<4x3xf32>, tensor<4xui8>
  %loss = nn.sample_mean %losses, %n : tensor<4xf32>
  // CHECK: %[[DC:.*]] = nn.mean_squared_error_grad
  // CHECK-NEXT: %[[DA:.*]] = nn.matmul %[[DC]], %[[B]] : (tensor<4x3xf32>, tensor<3x5xf32>) -> tensor<4x5xf32>
  // CHECK-NEXT: %[[DB:.*]] = nn.matmul %[[DC]], %[[A]] {transpose_a} : (tensor<4x3xf32>, tensor<4x5xf32>) -> tensor<3x5xf32>
  // CHECK-NEXT: return %{{.*}}, %[[DA]], %[[DB]]
  return %loss : tensor<f32>
}

// -----

// CHECK-LABEL: func.func @train_step
// CHECK-SAME: %[[A:[^:]*]]: tensor<5x4xf32> {nn.name = "a"
// CHECK-SAME: %[[B:[^:]*]]: tensor<3x5xf32> {nn.name = "b"
func.func @train_step(%y: tensor<4xui8>, %n: i32,
                      %a: tensor<5x4xf32> {nn.role = "parameter", nn.name = "a"},
                      %b: tensor<3x5xf32> {nn.role = "parameter", nn.name = "b"})
    -> (tensor<f32> {nn.role = "loss"}) {
  %v = nn.matmul %a, %b {transpose_a, transpose_b} : (tensor<5x4xf32>, tensor<3x5xf32>) -> tensor<4x3xf32>
  %losses = nn.mean_squared_error %v, %y : tensor<4x3xf32>, tensor<4xui8>
  %loss = nn.sample_mean %losses, %n : tensor<4xf32>
  // CHECK: %[[DC:.*]] = nn.mean_squared_error_grad
  // CHECK-NEXT: %[[DA:.*]] = nn.matmul %[[B]], %[[DC]] {transpose_a, transpose_b} : (tensor<3x5xf32>, tensor<4x3xf32>) -> tensor<5x4xf32>
  // CHECK-NEXT: %[[DB:.*]] = nn.matmul %[[DC]], %[[A]] {transpose_a, transpose_b} : (tensor<4x3xf32>, tensor<5x4xf32>) -> tensor<3x5xf32>
  // CHECK-NEXT: return %{{.*}}, %[[DA]], %[[DB]]
  return %loss : tensor<f32>
}
