// RUN: sinter-opt --split-input-file --differentiate %s | FileCheck %s

// CHECK-LABEL: func.func @train_step
// CHECK-SAME: %[[X:[^:]*]]: tensor<4x3x4x2xf32> {nn.name = "x"
// CHECK-SAME: %[[W:[^:]*]]: tensor<3x2x2x1xf32> {nn.name = "w"
func.func @train_step(%y: tensor<4xui8>, %n: i32,
                      %x: tensor<4x3x4x2xf32> {nn.role = "parameter", nn.name = "x"},
                      %w: tensor<3x2x2x1xf32> {nn.role = "parameter", nn.name = "w"})
    -> (tensor<f32> {nn.role = "loss"}) {
  %0 = nn.conv2d %x, %w strides [2, 1] dilations [1, 2] padding [1, 0]
      : (tensor<4x3x4x2xf32>, tensor<3x2x2x1xf32>) -> tensor<4x2x2x1xf32>
  %1 = nn.reshape %0 : tensor<4x2x2x1xf32> -> tensor<4x4xf32>
  %losses = nn.mean_squared_error %1, %y : tensor<4x4xf32>, tensor<4xui8>
  %loss = nn.sample_mean %losses, %n : tensor<4xf32>
  // CHECK: %[[DY:.*]] = nn.reshape %{{.*}} : tensor<4x4xf32> -> tensor<4x2x2x1xf32>
  // CHECK-NEXT: %[[DX:.*]] = nn.conv2d_input_grad %[[DY]], %[[W]] strides [2, 1] dilations [1, 2] padding [1, 0]
  // CHECK-NEXT: %[[DW:.*]] = nn.conv2d_kernel_grad %[[X]], %[[DY]] strides [2, 1] dilations [1, 2] padding [1, 0]
  // CHECK-NEXT: return %{{.*}}, %[[DX]], %[[DW]]
  return %loss : tensor<f32>
}

// -----

// The images of the first layer need no gradient.
// CHECK-LABEL: func.func @train_step
func.func @train_step(%y: tensor<4xui8>, %n: i32, %x: tensor<4x3x4x2xf32>,
                      %w: tensor<3x4x2x5xf32> {nn.role = "parameter", nn.name = "w"})
    -> (tensor<f32> {nn.role = "loss"}) {
  %0 = nn.conv2d %x, %w strides [1, 1] dilations [1, 1] padding [0, 0]
      : (tensor<4x3x4x2xf32>, tensor<3x4x2x5xf32>) -> tensor<4x1x1x5xf32>
  %1 = nn.reshape %0 : tensor<4x1x1x5xf32> -> tensor<4x5xf32>
  %losses = nn.mean_squared_error %1, %y : tensor<4x5xf32>, tensor<4xui8>
  %loss = nn.sample_mean %losses, %n : tensor<4xf32>
  // CHECK-NOT: conv2d_input_grad
  // CHECK: nn.conv2d_kernel_grad
  // CHECK-NOT: conv2d_input_grad
  // CHECK: return
  return %loss : tensor<f32>
}

// -----

// CHECK-LABEL: func.func @train_step
func.func @train_step(%y: tensor<4xui8>, %n: i32,
                      %x: tensor<4x4x5x3xf32> {nn.role = "parameter", nn.name = "x"})
    -> (tensor<f32> {nn.role = "loss"}) {
  // CHECK: %{{.*}}, %[[INDEX:.*]] = nn.max_pool
  %0, %index = nn.max_pool %x window [2, 3] strides [2, 2] padding [0, 1]
      : tensor<4x4x5x3xf32> -> tensor<4x2x3x3xf32>
  %1 = nn.reshape %0 : tensor<4x2x3x3xf32> -> tensor<4x18xf32>
  %losses = nn.mean_squared_error %1, %y : tensor<4x18xf32>, tensor<4xui8>
  %loss = nn.sample_mean %losses, %n : tensor<4xf32>
  // CHECK: %[[DY:.*]] = nn.reshape %{{.*}} : tensor<4x18xf32> -> tensor<4x2x3x3xf32>
  // CHECK-NEXT: %[[DX:.*]] = nn.max_pool_grad %[[DY]], %[[INDEX]] window [2, 3] strides [2, 2] padding [0, 1] : tensor<4x2x3x3xf32> -> tensor<4x4x5x3xf32>
  // CHECK-NEXT: return %{{.*}}, %[[DX]]
  return %loss : tensor<f32>
}
