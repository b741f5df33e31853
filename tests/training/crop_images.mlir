// RUN: sinter-opt --crop-images %s | FileCheck %s
// RUN: sinter-opt --crop-images %s 2>&1 >/dev/null | FileCheck %s --check-prefix=REMARK

// Of 13 x 13 pixels the second convolution is to make 10 x 10, which reads 12 x 12; the first one then needs no more than
// 24 x 24 of 26 x 26.
// REMARK: remark: chain: makes 10 x 10 pixels of 11 x 11, nobody reads the others
// REMARK: remark: chain: makes 12 x 12 pixels of 13 x 13, nobody reads the others
// REMARK: remark: chain: makes 24 x 24 pixels of 26 x 26, nobody reads the others
// CHECK-LABEL: func.func @chain
// CHECK: nn.conv2d %{{.*}} -> tensor<2x24x24x4xf32>
// CHECK: nn.bias_add %{{.*}} : tensor<2x24x24x4xf32>
// CHECK: nn.relu %{{.*}} : tensor<2x24x24x4xf32>
// CHECK: nn.max_pool %{{.*}} : tensor<2x24x24x4xf32> -> tensor<2x12x12x4xf32>
// CHECK: nn.conv2d %{{.*}} -> tensor<2x10x10x5xf32>
// CHECK: nn.max_pool %{{.*}} : tensor<2x10x10x5xf32> -> tensor<2x5x5x5xf32>
func.func @chain(%x: tensor<2x28x28x1xf32>, %w: tensor<3x3x1x4xf32>, %b: tensor<4xf32>, %v: tensor<3x3x4x5xf32>)
    -> tensor<2x5x5x5xf32> {
  %0 = nn.conv2d %x, %w strides [1, 1] dilations [1, 1] padding [0, 0]
      : (tensor<2x28x28x1xf32>, tensor<3x3x1x4xf32>) -> tensor<2x26x26x4xf32>
  %1 = nn.bias_add %0, %b : tensor<2x26x26x4xf32>, tensor<4xf32>
  %2 = nn.relu %1 : tensor<2x26x26x4xf32>
  %3, %4 = nn.max_pool %2 window [2, 2] strides [2, 2] padding [0, 0] : tensor<2x26x26x4xf32> -> tensor<2x13x13x4xf32>
  %5 = nn.conv2d %3, %v strides [1, 1] dilations [1, 1] padding [0, 0]
      : (tensor<2x13x13x4xf32>, tensor<3x3x4x5xf32>) -> tensor<2x11x11x5xf32>
  %6, %7 = nn.max_pool %5 window [2, 2] strides [2, 2] padding [0, 0] : tensor<2x11x11x5xf32> -> tensor<2x5x5x5xf32>
  return %6 : tensor<2x5x5x5xf32>
}

// Windows with padding and dilation reach further; a stride may leave columns alone that rows do not.
// REMARK: remark: strided: makes 9 x 8 pixels of 9 x 9, nobody reads the others
// CHECK-LABEL: func.func @strided
// CHECK: nn.depthwise_conv2d %{{.*}} -> tensor<2x9x8x4xf32>
// CHECK: nn.conv2d %{{.*}} -> tensor<2x4x3x5xf32>
func.func @strided(%x: tensor<2x9x9x4xf32>, %w: tensor<1x1x4xf32>, %v: tensor<3x2x4x5xf32>) -> tensor<2x4x3x5xf32> {
  %0 = nn.depthwise_conv2d %x, %w strides [1, 1] dilations [1, 1] padding [0, 0]
      : (tensor<2x9x9x4xf32>, tensor<1x1x4xf32>) -> tensor<2x9x9x4xf32>
  %1 = nn.conv2d %0, %v strides [2, 3] dilations [1, 2] padding [0, 1]
      : (tensor<2x9x9x4xf32>, tensor<3x2x4x5xf32>) -> tensor<2x4x3x5xf32>
  return %1 : tensor<2x4x3x5xf32>
}

// Another op reads all pixels.
// CHECK-LABEL: func.func @read_twice
// CHECK: nn.conv2d %{{.*}} -> tensor<2x5x5x4xf32>
func.func @read_twice(%x: tensor<2x5x5x4xf32>, %w: tensor<1x1x4x4xf32>) -> (tensor<2x5x5x4xf32>, tensor<2x2x2x4xf32>) {
  %0 = nn.conv2d %x, %w strides [1, 1] dilations [1, 1] padding [0, 0]
      : (tensor<2x5x5x4xf32>, tensor<1x1x4x4xf32>) -> tensor<2x5x5x4xf32>
  %1, %2 = nn.max_pool %0 window [2, 2] strides [2, 2] padding [0, 0] : tensor<2x5x5x4xf32> -> tensor<2x2x2x4xf32>
  return %0, %1 : tensor<2x5x5x4xf32>, tensor<2x2x2x4xf32>
}

// What stands between is not made pixel by pixel.
// CHECK-LABEL: func.func @normalized
// CHECK: nn.conv2d %{{.*}} -> tensor<2x5x5x4xf32>
func.func @normalized(%x: tensor<2x5x5x4xf32>, %w: tensor<1x1x4x4xf32>) -> tensor<2x2x2x4xf32> {
  %0 = nn.conv2d %x, %w strides [1, 1] dilations [1, 1] padding [0, 0]
      : (tensor<2x5x5x4xf32>, tensor<1x1x4x4xf32>) -> tensor<2x5x5x4xf32>
  %1 = nn.softmax %0 : tensor<2x5x5x4xf32>
  %2, %3 = nn.max_pool %1 window [2, 2] strides [2, 2] padding [0, 0] : tensor<2x5x5x4xf32> -> tensor<2x2x2x4xf32>
  return %2 : tensor<2x2x2x4xf32>
}
