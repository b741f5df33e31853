// A convolution and its gradients are products with one window; images are rows of pixels, weights have a row for each
// tap and channel.
// RUN: sinter-opt %s --lower-to-kernel | FileCheck %s

// CHECK-LABEL: func.func @convolution
// CHECK-SAME: %[[X:.*]]: tensor<2x216xf32> {{.*}}, %[[N:.*]]: i32 {{.*}}, %[[W:.*]]: tensor<18x5xf32>
// CHECK: %[[Y:.*]] = kernel.contract lhs(%[[X]] : tensor<2x216xf32>) rhs(%[[W]] : tensor<18x5xf32>) samples(%[[N]])
// CHECK-SAME: attributes {kernel.ops = ["conv2d"], kernel.values = ["conv2d"], window = #kernel.window<[9, 8] -> [5, 5], taps = [3, 2], strides = [2, 1], dilations = [1, 3], padding = [1, 0]>} prologue {
// CHECK-NEXT: } epilogue {
// CHECK-NEXT: ^bb0(%[[ACC:.*]]: f32):
// CHECK-NEXT: kernel.yield %[[ACC]] : f32
// CHECK-NEXT: } -> tensor<2x125xf32>
// CHECK: kernel.contract lhs(%[[Y]] : tensor<2x125xf32>) rhs(%[[W]] : tensor<18x5xf32>) samples(%[[N]])
// CHECK-SAME: transpose_rhs, window = #kernel.window<[9, 8] -> [5, 5],{{.*}} padding = [1, 0], inverse = true>}
// CHECK: } -> tensor<2x216xf32>
// CHECK: kernel.contract lhs(%[[X]] : tensor<2x216xf32>) rhs(%[[Y]] : tensor<2x125xf32>) samples(%[[N]])
// CHECK-SAME: transpose_lhs, window = #kernel.window<[9, 8] -> [5, 5],{{.*}} padding = [1, 0]>}
// CHECK: } -> tensor<18x5xf32>
func.func @convolution(%x: tensor<2x9x8x3xf32> {nn.role = "x"},
                       %w: tensor<3x2x3x5xf32> {nn.role = "parameter", nn.name = "conv.kernel"})
    -> (tensor<2x9x8x3xf32>, tensor<3x2x3x5xf32>) {
  %y = nn.conv2d %x, %w strides [2, 1] dilations [1, 3] padding [1, 0]
      : (tensor<2x9x8x3xf32>, tensor<3x2x3x5xf32>) -> tensor<2x5x5x5xf32>
  %dx = nn.conv2d_input_grad %y, %w strides [2, 1] dilations [1, 3] padding [1, 0]
      : (tensor<2x5x5x5xf32>, tensor<3x2x3x5xf32>) -> tensor<2x9x8x3xf32>
  %dw = nn.conv2d_kernel_grad %x, %y strides [2, 1] dilations [1, 3] padding [1, 0]
      : (tensor<2x9x8x3xf32>, tensor<2x5x5x5xf32>) -> tensor<3x2x3x5xf32>
  return %dx, %dw : tensor<2x9x8x3xf32>, tensor<3x2x3x5xf32>
}

// An update of such weights runs over all of them, and over no samples.
// CHECK-LABEL: func.func @update
// CHECK: %[[DW:.*]] = kernel.contract
// CHECK: kernel.map inputs(%[[DW]], %{{.*}} : tensor<18x5xf32>, tensor<18x5xf32>) attributes
func.func @update(%x: tensor<2x9x8x3xf32> {nn.role = "x"}, %dy: tensor<2x7x7x5xf32>,
                  %v: tensor<3x2x3x5xf32> {nn.role = "slot", nn.name = "conv.kernel.velocity"}) -> tensor<3x2x3x5xf32> {
  %dw = nn.conv2d_kernel_grad %x, %dy strides [1, 1] dilations [1, 1] padding [0, 0]
      : (tensor<2x9x8x3xf32>, tensor<2x7x7x5xf32>) -> tensor<3x2x3x5xf32>
  %sum = nn.add %dw, %v : tensor<3x2x3x5xf32>
  return %sum : tensor<3x2x3x5xf32>
}
