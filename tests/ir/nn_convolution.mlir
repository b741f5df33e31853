// RUN: sinter-opt %s | sinter-opt | FileCheck %s
// RUN: sinter-opt --mlir-print-op-generic %s | sinter-opt | FileCheck %s

// CHECK-LABEL: func.func @conv2d
func.func @conv2d(%x: tensor<2x9x8x3xf32>, %w: tensor<3x2x3x5xf32>) {
  // CHECK: nn.conv2d %{{.*}}, %{{.*}} strides [2, 1] dilations [1, 3] padding [1, 0] : (tensor<2x9x8x3xf32>, tensor<3x2x3x5xf32>) -> tensor<2x5x5x5xf32>
  %y = nn.conv2d %x, %w strides [2, 1] dilations [1, 3] padding [1, 0]
      : (tensor<2x9x8x3xf32>, tensor<3x2x3x5xf32>) -> tensor<2x5x5x5xf32>
  // CHECK: nn.conv2d_input_grad %{{.*}}, %{{.*}} strides [2, 1] dilations [1, 3] padding [1, 0] : (tensor<2x5x5x5xf32>, tensor<3x2x3x5xf32>) -> tensor<2x9x8x3xf32>
  %dx = nn.conv2d_input_grad %y, %w strides [2, 1] dilations [1, 3] padding [1, 0]
      : (tensor<2x5x5x5xf32>, tensor<3x2x3x5xf32>) -> tensor<2x9x8x3xf32>
  // CHECK: nn.conv2d_kernel_grad %{{.*}}, %{{.*}} strides [2, 1] dilations [1, 3] padding [1, 0] : (tensor<2x9x8x3xf32>, tensor<2x5x5x5xf32>) -> tensor<3x2x3x5xf32>
  %dw = nn.conv2d_kernel_grad %x, %y strides [2, 1] dilations [1, 3] padding [1, 0]
      : (tensor<2x9x8x3xf32>, tensor<2x5x5x5xf32>) -> tensor<3x2x3x5xf32>
  return
}

// CHECK-LABEL: func.func @max_pool
func.func @max_pool(%x: tensor<2x9x8x3xf32>) {
  // CHECK: %[[Y:.*]], %[[INDEX:.*]] = nn.max_pool %{{.*}} window [3, 2] strides [2, 2] padding [1, 0] : tensor<2x9x8x3xf32> -> tensor<2x5x4x3xf32>
  %y, %index = nn.max_pool %x window [3, 2] strides [2, 2] padding [1, 0] : tensor<2x9x8x3xf32> -> tensor<2x5x4x3xf32>
  // CHECK: nn.max_pool_grad %[[Y]], %[[INDEX]] window [3, 2] strides [2, 2] padding [1, 0] : tensor<2x5x4x3xf32> -> tensor<2x9x8x3xf32>
  %dx = nn.max_pool_grad %y, %index window [3, 2] strides [2, 2] padding [1, 0]
      : tensor<2x5x4x3xf32> -> tensor<2x9x8x3xf32>
  return
}

// CHECK-LABEL: func.func @other_pools
func.func @other_pools(%x: tensor<2x9x8x3xf32>) {
  // CHECK: nn.count_pool %{{.*}} window [3, 2] strides [2, 2] padding [1, 0] : tensor<2x9x8x3xf32> -> tensor<2x5x4x3xf32>
  %count = nn.count_pool %x window [3, 2] strides [2, 2] padding [1, 0] : tensor<2x9x8x3xf32> -> tensor<2x5x4x3xf32>
  // CHECK: nn.peak %{{.*}} : tensor<2x9x8x3xf32> -> tensor<2x1x1x3xf32>
  %peak = nn.peak %x : tensor<2x9x8x3xf32> -> tensor<2x1x1x3xf32>
  // CHECK: nn.sum_pool %{{.*}} window [1, 1] strides [1, 1] padding [2, 1] : tensor<2x9x8x3xf32> -> tensor<2x13x10x3xf32>
  %padded = nn.sum_pool %x window [1, 1] strides [1, 1] padding [2, 1] : tensor<2x9x8x3xf32> -> tensor<2x13x10x3xf32>
  // CHECK: nn.spread %{{.*}} window [1, 1] strides [1, 1] padding [2, 1] : tensor<2x13x10x3xf32> -> tensor<2x9x8x3xf32>
  %cropped = nn.spread %padded window [1, 1] strides [1, 1] padding [2, 1] : tensor<2x13x10x3xf32> -> tensor<2x9x8x3xf32>
  return
}

// CHECK-LABEL: func.func @depthwise
func.func @depthwise(%x: tensor<2x9x8x3xf32>, %w: tensor<3x2x3xf32>) {
  // CHECK: nn.depthwise_conv2d %{{.*}}, %{{.*}} strides [2, 1] dilations [1, 1] padding [0, 0] : (tensor<2x9x8x3xf32>, tensor<3x2x3xf32>) -> tensor<2x4x7x3xf32>
  %y = nn.depthwise_conv2d %x, %w strides [2, 1] dilations [1, 1] padding [0, 0]
      : (tensor<2x9x8x3xf32>, tensor<3x2x3xf32>) -> tensor<2x4x7x3xf32>
  // CHECK: nn.depthwise_input_grad %{{.*}}, %{{.*}} strides [2, 1] dilations [1, 1] padding [0, 0] : (tensor<2x4x7x3xf32>, tensor<3x2x3xf32>) -> tensor<2x9x8x3xf32>
  %dx = nn.depthwise_input_grad %y, %w strides [2, 1] dilations [1, 1] padding [0, 0]
      : (tensor<2x4x7x3xf32>, tensor<3x2x3xf32>) -> tensor<2x9x8x3xf32>
  // CHECK: nn.depthwise_kernel_grad %{{.*}}, %{{.*}} strides [2, 1] dilations [1, 1] padding [0, 0] : (tensor<2x9x8x3xf32>, tensor<2x4x7x3xf32>) -> tensor<3x2x3xf32>
  %dw = nn.depthwise_kernel_grad %x, %y strides [2, 1] dilations [1, 1] padding [0, 0]
      : (tensor<2x9x8x3xf32>, tensor<2x4x7x3xf32>) -> tensor<3x2x3xf32>
  return
}
