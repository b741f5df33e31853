// RUN: sinter-opt --split-input-file --differentiate %s | FileCheck %s

// CHECK-LABEL: func.func @train_step
func.func @train_step(%y: tensor<4xui8>, %n: i32,
                      %a: tensor<4x2xf32> {nn.role = "parameter", nn.name = "a"},
                      %b: tensor<4x3xf32> {nn.role = "parameter", nn.name = "b"})
    -> (tensor<f32> {nn.role = "loss"}) {
  %0 = nn.concat %a, %b : (tensor<4x2xf32>, tensor<4x3xf32>) -> tensor<4x5xf32>
  %losses = nn.mean_squared_error %0, %y : tensor<4x5xf32>, tensor<4xui8>
  %loss = nn.sample_mean %losses, %n : tensor<4xf32>
  // CHECK: %[[DY:.*]] = nn.mean_squared_error_grad
  // CHECK: %[[DA:.*]] = nn.slice %[[DY]] from 0 : tensor<4x5xf32> -> tensor<4x2xf32>
  // CHECK-NEXT: %[[DB:.*]] = nn.slice %[[DY]] from 2 : tensor<4x5xf32> -> tensor<4x3xf32>
  // CHECK-NEXT: return %{{.*}}, %[[DA]], %[[DB]]
  return %loss : tensor<f32>
}

// -----

// CHECK-LABEL: func.func @train_step
func.func @train_step(%y: tensor<4xui8>, %n: i32, %seed: i32, %i: i64,
                      %x: tensor<4x7x2x3xf32> {nn.role = "parameter", nn.name = "x"})
    -> (tensor<f32> {nn.role = "loss"}) {
  %0 = nn.permute %x dims [0, 2, 3, 1] : tensor<4x7x2x3xf32> -> tensor<4x2x3x7xf32>
  %1 = nn.slice %0 from 4 : tensor<4x2x3x7xf32> -> tensor<4x2x3x2xf32>
  %2 = nn.embed %1 from 1 : tensor<4x2x3x2xf32> -> tensor<4x2x3x5xf32>
  %3 = nn.gaussian_noise %2, %seed, %i stddev(0.5) stream(1) : tensor<4x2x3x5xf32>
  %4 = nn.reshape %3 : tensor<4x2x3x5xf32> -> tensor<4x30xf32>
  %losses = nn.mean_squared_error %4, %y : tensor<4x30xf32>, tensor<4xui8>
  %loss = nn.sample_mean %losses, %n : tensor<4xf32>
  // CHECK: %[[DY:.*]] = nn.reshape %{{.*}} : tensor<4x30xf32> -> tensor<4x2x3x5xf32>
  // CHECK-NEXT: %[[D2:.*]] = nn.slice %[[DY]] from 1 : tensor<4x2x3x5xf32> -> tensor<4x2x3x2xf32>
  // CHECK-NEXT: %[[D1:.*]] = nn.embed %[[D2]] from 4 : tensor<4x2x3x2xf32> -> tensor<4x2x3x7xf32>
  // CHECK-NEXT: %[[D0:.*]] = nn.permute %[[D1]] dims [0, 3, 1, 2] : tensor<4x2x3x7xf32> -> tensor<4x7x2x3xf32>
  // CHECK-NEXT: return %{{.*}}, %[[D0]]
  return %loss : tensor<f32>
}

// -----

// CHECK-LABEL: func.func @train_step
// CHECK-SAME: %[[X:[^:]*]]: tensor<4x3x4x2xf32> {nn.name = "x"
// CHECK-SAME: %[[W:[^:]*]]: tensor<3x2x2xf32> {nn.name = "w"
func.func @train_step(%y: tensor<4xui8>, %n: i32,
                      %x: tensor<4x3x4x2xf32> {nn.role = "parameter", nn.name = "x"},
                      %w: tensor<3x2x2xf32> {nn.role = "parameter", nn.name = "w"})
    -> (tensor<f32> {nn.role = "loss"}) {
  %0 = nn.depthwise_conv2d %x, %w strides [2, 1] dilations [1, 2] padding [1, 0]
      : (tensor<4x3x4x2xf32>, tensor<3x2x2xf32>) -> tensor<4x2x2x2xf32>
  %1 = nn.reshape %0 : tensor<4x2x2x2xf32> -> tensor<4x8xf32>
  %losses = nn.mean_squared_error %1, %y : tensor<4x8xf32>, tensor<4xui8>
  %loss = nn.sample_mean %losses, %n : tensor<4xf32>
  // CHECK: %[[DY:.*]] = nn.reshape %{{.*}} : tensor<4x8xf32> -> tensor<4x2x2x2xf32>
  // CHECK-NEXT: %[[DX:.*]] = nn.depthwise_input_grad %[[DY]], %[[W]] strides [2, 1] dilations [1, 2] padding [1, 0]
  // CHECK-NEXT: %[[DW:.*]] = nn.depthwise_kernel_grad %[[X]], %[[DY]] strides [2, 1] dilations [1, 2] padding [1, 0]
  // CHECK-NEXT: return %{{.*}}, %[[DX]], %[[DW]]
  return %loss : tensor<f32>
}
