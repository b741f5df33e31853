// RUN: sinter-opt --append-loss --differentiate --append-optimizer=optimizer=sgd %s | FileCheck %s
// CHECK-DAG: nn.conv2d_input_grad
// CHECK-DAG: nn.conv2d_kernel_grad
// CHECK-DAG: nn.max_pool_grad
// CHECK-DAG: nn.normalize_grad

// Every op for images, with strides, dilation, padding, windows that overlap
// and windows with gaps between them; rows of tensors of rank 4.
module attributes {nn.model = "convnet"} {

func.func @initialize()
    -> (tensor<3x2x3x5xf32> {nn.role = "parameter", nn.name = "first.kernel"},
        tensor<5xf32> {nn.role = "parameter", nn.name = "first.bias"},
        tensor<3x3x5x7xf32> {nn.role = "parameter", nn.name = "second.kernel"},
        tensor<7xf32> {nn.role = "parameter", nn.name = "norm.gamma"},
        tensor<7xf32> {nn.role = "parameter", nn.name = "norm.beta"},
        tensor<1x1x7x7xf32> {nn.role = "parameter", nn.name = "third.kernel"},
        tensor<42x3xf32> {nn.role = "parameter", nn.name = "dense.kernel"}) {
  %0 = nn.initialize glorot_uniform fan_in(18) fan_out(30) : tensor<3x2x3x5xf32>
  %1 = nn.initialize zeros fan_in(5) fan_out(5) : tensor<5xf32>
  %2 = nn.initialize glorot_uniform fan_in(45) fan_out(63) : tensor<3x3x5x7xf32>
  %3 = nn.initialize ones fan_in(7) fan_out(7) : tensor<7xf32>
  %4 = nn.initialize zeros fan_in(7) fan_out(7) : tensor<7xf32>
  %5 = nn.initialize glorot_uniform fan_in(7) fan_out(7) : tensor<1x1x7x7xf32>
  %6 = nn.initialize glorot_uniform fan_in(42) fan_out(3) : tensor<42x3xf32>
  return %0, %1, %2, %3, %4, %5, %6
      : tensor<3x2x3x5xf32>, tensor<5xf32>, tensor<3x3x5x7xf32>, tensor<7xf32>, tensor<7xf32>, tensor<1x1x7x7xf32>,
        tensor<42x3xf32>
}

func.func @forward(%x: tensor<6x11x9x3xui8> {nn.role = "x"}, %samples: i32 {nn.role = "samples"},
                   %seed: i32 {nn.role = "seed"}, %iteration: i64 {nn.role = "iteration"},
                   %w1: tensor<3x2x3x5xf32> {nn.role = "parameter", nn.name = "first.kernel"},
                   %b1: tensor<5xf32> {nn.role = "parameter", nn.name = "first.bias"},
                   %w2: tensor<3x3x5x7xf32> {nn.role = "parameter", nn.name = "second.kernel"},
                   %gamma: tensor<7xf32> {nn.role = "parameter", nn.name = "norm.gamma"},
                   %beta: tensor<7xf32> {nn.role = "parameter", nn.name = "norm.beta"},
                   %w3: tensor<1x1x7x7xf32> {nn.role = "parameter", nn.name = "third.kernel"},
                   %w4: tensor<42x3xf32> {nn.role = "parameter", nn.name = "dense.kernel"})
    -> (tensor<6x3xf32> {nn.role = "output", nn.compile = {loss = "sparse_categorical_crossentropy"}}) {
  %0 = nn.cast %x : tensor<6x11x9x3xui8> loc("rescaling")
  %1 = nn.rescale %0 scale(0.01) offset(-1.2) : tensor<6x11x9x3xf32> loc("rescaling")
  // Same padding, strides.
  %2 = nn.conv2d %1, %w1 strides [2, 1] dilations [1, 1] padding [1, 0]
      : (tensor<6x11x9x3xf32>, tensor<3x2x3x5xf32>) -> tensor<6x6x9x5xf32> loc("first")
  %3 = nn.bias_add %2, %b1 : tensor<6x6x9x5xf32>, tensor<5xf32> loc("first")
  %4 = nn.elu %3 : tensor<6x6x9x5xf32> loc("first")
  // Windows that overlap, some of them beyond both edges.
  %5, %index = nn.max_pool %4 window [3, 3] strides [2, 2] padding [1, 1]
      : tensor<6x6x9x5xf32> -> tensor<6x3x5x5xf32> loc("pool")
  // Dilation, and taps that never meet the images.
  %6 = nn.conv2d %5, %w2 strides [1, 1] dilations [2, 1] padding [2, 1]
      : (tensor<6x3x5x5xf32>, tensor<3x3x5x7xf32>) -> tensor<6x3x5x7xf32> loc("second")
  %7 = nn.normalize %6 epsilon(0.01) : tensor<6x3x5x7xf32> loc("norm")
  %8 = nn.scale %7, %gamma : tensor<6x3x5x7xf32>, tensor<7xf32> loc("norm")
  %9 = nn.bias_add %8, %beta : tensor<6x3x5x7xf32>, tensor<7xf32> loc("norm")
  %10 = nn.softmax %9 : tensor<6x3x5x7xf32> loc("attention")
  %11 = nn.multiply %10, %6 : tensor<6x3x5x7xf32> loc("attention")
  // A window of one tap; strides over pixels that no window holds.
  %12 = nn.conv2d %11, %w3 strides [1, 2] dilations [1, 1] padding [0, 0]
      : (tensor<6x3x5x7xf32>, tensor<1x1x7x7xf32>) -> tensor<6x3x3x7xf32> loc("third")
  // What does not fill a window is dropped.
  %13, %index_1 = nn.max_pool %9 window [1, 2] strides [1, 3] padding [0, 1]
      : tensor<6x3x5x7xf32> -> tensor<6x3x2x7xf32> loc("pool_1")
  %14, %index_2 = nn.max_pool %12 window [1, 2] strides [1, 1] padding [0, 0]
      : tensor<6x3x3x7xf32> -> tensor<6x3x2x7xf32> loc("pool_2")
  %15 = nn.add %14, %13 : tensor<6x3x2x7xf32> loc("add")
  %16 = nn.reshape %15 : tensor<6x3x2x7xf32> -> tensor<6x42xf32> loc("flatten")
  %17 = nn.matmul %16, %w4 : (tensor<6x42xf32>, tensor<42x3xf32>) -> tensor<6x3xf32> loc("dense")
  %18 = nn.softmax %17 : tensor<6x3xf32> loc("dense")
  return %18 : tensor<6x3xf32>
}
}
