// RUN: sinter-opt %s --lower-to-kernel | FileCheck %s

// Pixel by pixel: channels side by side.
// CHECK-LABEL: func.func @concat
// CHECK: kernel.arrange inputs(%{{.*}}, %{{.*}} : tensor<2x60xf32>, tensor<2x20xf32>) samples(%{{[a-z0-9]+}})
// CHECK-SAME: pieces([#kernel.piece<input = 0, sizes = [20, 3], from = 0 : [3, 1], to = 0 : [4, 1]>, #kernel.piece<input = 1, sizes = [20], from = 0 : [1], to = 3 : [4]>])
// CHECK-SAME: {kernel.ops = ["concat"], kernel.values = ["concat"]} -> tensor<2x80xf32>
func.func @concat(%x: tensor<2x4x5x3xf32> {nn.role = "x"}, %b: tensor<2x4x5x1xf32>) -> tensor<2x4x5x4xf32> {
  %y = nn.concat %x, %b : (tensor<2x4x5x3xf32>, tensor<2x4x5x1xf32>) -> tensor<2x4x5x4xf32>
  return %y : tensor<2x4x5x4xf32>
}

// CHECK-LABEL: func.func @part
// CHECK: kernel.arrange inputs(%{{.*}} : tensor<2x32xf32>) samples(%{{[a-z0-9]+}}) pieces([#kernel.piece<input = 0, sizes = [4, 3], from = 2 : [8, 1], to = 0 : [3, 1]>])
// CHECK: kernel.arrange inputs(%{{.*}} : tensor<2x12xf32>) samples(%{{[a-z0-9]+}}) pieces([#kernel.piece<input = 0, sizes = [4, 3], from = 0 : [3, 1], to = 1 : [8, 1]>])
func.func @part(%x: tensor<2x4x8xf32> {nn.role = "x"}) -> tensor<2x4x8xf32> {
  %y = nn.slice %x from 2 : tensor<2x4x8xf32> -> tensor<2x4x3xf32>
  %z = nn.embed %y from 1 : tensor<2x4x3xf32> -> tensor<2x4x8xf32>
  return %z : tensor<2x4x8xf32>
}

// Rows of a kernel are its taps and channels.
// CHECK-LABEL: func.func @part_of_kernel
// CHECK: kernel.arrange inputs(%{{.*}} : tensor<24x8xf32>) pieces([#kernel.piece<input = 0, sizes = [3], from = 4 : [1], to = 0 : [1]>]) {{.*}} -> tensor<24x3xf32>
func.func @part_of_kernel(%w: tensor<3x2x4x8xf32> {nn.role = "parameter", nn.name = "w"}, %x: tensor<2x4xf32> {nn.role = "x"})
    -> tensor<3x2x4x3xf32> {
  %y = nn.slice %w from 4 : tensor<3x2x4x8xf32> -> tensor<3x2x4x3xf32>
  return %y : tensor<3x2x4x3xf32>
}

// Dimensions that stay neighbours are one.
// CHECK-LABEL: func.func @permute
// CHECK: pieces([#kernel.piece<input = 0, sizes = [3, 20], from = 0 : [1, 3], to = 0 : [20, 1]>]) {{.*}} -> tensor<2x60xf32>
// CHECK: pieces([#kernel.piece<input = 0, sizes = [5, 4, 3], from = 0 : [1, 5, 20], to = 0 : [12, 3, 1]>]) {{.*}} -> tensor<2x60xf32>
func.func @permute(%x: tensor<2x4x5x3xf32> {nn.role = "x"}) -> tensor<2x5x4x3xf32> {
  %y = nn.permute %x dims [0, 3, 1, 2] : tensor<2x4x5x3xf32> -> tensor<2x3x4x5xf32>
  %z = nn.permute %y dims [0, 3, 2, 1] : tensor<2x3x4x5xf32> -> tensor<2x5x4x3xf32>
  return %z : tensor<2x5x4x3xf32>
}

// CHECK-LABEL: func.func @depthwise
// CHECK: %[[Y:.*]] = kernel.depthwise lhs(%{{.*}} : tensor<2x60xf32>) rhs(%{{.*}} : tensor<6x3xf32>) samples(%[[N:[a-z0-9]+]])
// CHECK-SAME: window(<[4, 5] -> [2, 4], taps = [3, 2], strides = [2, 1], dilations = [1, 1], padding = [1, 0]>)
// CHECK: kernel.depthwise lhs(%[[Y]] : tensor<2x24xf32>) rhs(%{{.*}} : tensor<6x3xf32>) samples(%[[N]])
// CHECK-SAME: padding = [1, 0], inverse = true>)
// CHECK: -> tensor<2x60xf32>
// CHECK: kernel.depthwise lhs(%{{.*}} : tensor<2x60xf32>) rhs(%[[Y]] : tensor<2x24xf32>) samples(%[[N]])
// CHECK-SAME: {kernel.ops = ["depthwise_kernel_grad"], kernel.values = ["depthwise_kernel_grad"], sums_batch}
// CHECK: -> tensor<6x3xf32>
func.func @depthwise(%x: tensor<2x4x5x3xf32> {nn.role = "x"}, %w: tensor<3x2x3xf32> {nn.role = "parameter", nn.name = "w"})
    -> (tensor<2x4x5x3xf32>, tensor<3x2x3xf32>) {
  %y = nn.depthwise_conv2d %x, %w strides [2, 1] dilations [1, 1] padding [1, 0]
      : (tensor<2x4x5x3xf32>, tensor<3x2x3xf32>) -> tensor<2x2x4x3xf32>
  %dx = nn.depthwise_input_grad %y, %w strides [2, 1] dilations [1, 1] padding [1, 0]
      : (tensor<2x2x4x3xf32>, tensor<3x2x3xf32>) -> tensor<2x4x5x3xf32>
  %dw = nn.depthwise_kernel_grad %x, %y strides [2, 1] dilations [1, 1] padding [1, 0]
      : (tensor<2x4x5x3xf32>, tensor<2x2x4x3xf32>) -> tensor<3x2x3xf32>
  return %dx, %dw : tensor<2x4x5x3xf32>, tensor<3x2x3xf32>
}
