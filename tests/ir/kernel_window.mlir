// RUN: sinter-opt %s | sinter-opt | FileCheck %s
// RUN: sinter-opt --mlir-print-op-generic %s | sinter-opt | FileCheck %s

// Windows and pixels in the kernel dialect, printed and parsed again.

// CHECK-LABEL: func.func @convolution
func.func @convolution(%x: tensor<4x60xf32>, %w: tensor<12x5xf32>, %b: tensor<5xf32>, %n: i32) -> tensor<4x40xf32> {
  // CHECK: kernel.contract lhs(%{{.*}} : tensor<4x60xf32>) rhs(%{{.*}} : tensor<12x5xf32>) inputs(%{{.*}} : tensor<5xf32>)
  // CHECK-SAME: attributes {window = #kernel.window<[5, 4] -> [4, 2], taps = [2, 2], strides = [1, 3], dilations = [1, 2], padding = [0, 1]>}
  // CHECK: } -> tensor<4x40xf32>
  %y = kernel.contract lhs(%x : tensor<4x60xf32>) rhs(%w : tensor<12x5xf32>) inputs(%b : tensor<5xf32>) samples(%n)
      attributes {window = #kernel.window<[5, 4] -> [4, 2], taps = [2, 2], strides = [1, 3], dilations = [1, 2],
                                          padding = [0, 1]>} prologue {} epilogue {
    ^bb0(%acc: f32, %bias: f32):
      %z = arith.addf %acc, %bias : f32
      kernel.yield %z : f32
  } -> tensor<4x40xf32>
  return %y : tensor<4x40xf32>
}

// CHECK-LABEL: func.func @input_gradient
func.func @input_gradient(%dy: tensor<4x40xf32>, %w: tensor<12x5xf32>, %n: i32) -> tensor<4x60xf32> {
  // CHECK: attributes {transpose_rhs, window = #kernel.window<[5, 4] -> [4, 2],
  // CHECK-SAME: padding = [0, 1], inverse = true>}
  %dx = kernel.contract lhs(%dy : tensor<4x40xf32>) rhs(%w : tensor<12x5xf32>) samples(%n)
      attributes {transpose_rhs, window = #kernel.window<[5, 4] -> [4, 2], taps = [2, 2], strides = [1, 3],
                                                         dilations = [1, 2], padding = [0, 1], inverse = true>}
      prologue {} epilogue {
    ^bb0(%acc: f32):
      kernel.yield %acc : f32
  } -> tensor<4x60xf32>
  return %dx : tensor<4x60xf32>
}

// CHECK-LABEL: func.func @weight_gradient
func.func @weight_gradient(%x: tensor<4x60xf32>, %dy: tensor<4x40xf32>, %n: i32) -> tensor<12x5xf32> {
  // CHECK: attributes {transpose_lhs, window = #kernel.window<[5, 4] -> [4, 2],
  // CHECK: } -> tensor<12x5xf32>
  %dw = kernel.contract lhs(%x : tensor<4x60xf32>) rhs(%dy : tensor<4x40xf32>) samples(%n)
      attributes {transpose_lhs, window = #kernel.window<[5, 4] -> [4, 2], taps = [2, 2], strides = [1, 3],
                                                         dilations = [1, 2], padding = [0, 1]>} prologue {} epilogue {
    ^bb0(%acc: f32):
      kernel.yield %acc : f32
  } -> tensor<12x5xf32>
  return %dw : tensor<12x5xf32>
}

// CHECK-LABEL: func.func @window
func.func @window(%x: tensor<4x48xf32>, %n: i32) -> (tensor<4x12xf32>, tensor<4x12xf32>) {
  // CHECK: kernel.window inputs(%{{.*}} : tensor<4x48xf32>) samples(%{{[a-z0-9]+}})
  // CHECK-SAME: window(<[4, 4] -> [2, 2], taps = [2, 2], strides = [2, 2], dilations = [1, 1], padding = [0, 0]>)
  // CHECK-SAME: start([0xFF800000 : f32, 0.000000e+00 : f32]) attributes {kernel.ops = ["max_pool"]} {
  // CHECK: ^bb0(%{{.*}}: f32, %{{.*}}: f32, %{{.*}}: f32, %{{.*}}: i32):
  // CHECK: } -> tensor<4x12xf32>, tensor<4x12xf32>
  %y:2 = kernel.window inputs(%x : tensor<4x48xf32>) samples(%n)
      window(<[4, 4] -> [2, 2], taps = [2, 2], strides = [2, 2], dilations = [1, 1], padding = [0, 0]>)
      start([0xFF800000 : f32, 0.0 : f32]) attributes {kernel.ops = ["max_pool"]} {
    ^bb0(%max: f32, %at: f32, %e: f32, %tap: i32):
      %is_larger = arith.cmpf ogt, %e, %max : f32
      %new_max = arith.select %is_larger, %e, %max : f32
      %number = arith.uitofp %tap : i32 to f32
      %new_at = arith.select %is_larger, %number, %at : f32
      kernel.yield %new_max, %new_at : f32, f32
  } -> tensor<4x12xf32>, tensor<4x12xf32>
  return %y#0, %y#1 : tensor<4x12xf32>, tensor<4x12xf32>
}

// A vector of channels is seen again in each of a row's four pixels.
// CHECK-LABEL: func.func @map_of_channels
func.func @map_of_channels(%x: tensor<4x12xf32>, %b: tensor<3xf32>) -> tensor<4x12xf32> {
  // CHECK: kernel.map inputs(%{{.*}}, %{{.*}} : tensor<4x12xf32>, tensor<3xf32>) {
  %y = kernel.map inputs(%x, %b : tensor<4x12xf32>, tensor<3xf32>) {
    ^bb0(%e: f32, %bias: f32):
      %z = arith.addf %e, %bias : f32
      kernel.yield %z : f32
  } -> tensor<4x12xf32>
  return %y : tensor<4x12xf32>
}

// CHECK-LABEL: func.func @reduce_to_channels
func.func @reduce_to_channels(%x: tensor<4x12xf32>) -> tensor<3xf32> {
  // CHECK: kernel.reduce input(%{{.*}} : tensor<4x12xf32>) epilogue {
  // CHECK: } -> tensor<3xf32>
  %y = kernel.reduce input(%x : tensor<4x12xf32>) epilogue {
    ^bb0(%sum: f32):
      kernel.yield %sum : f32
  } -> tensor<3xf32>
  return %y : tensor<3xf32>
}

// CHECK-LABEL: func.func @rows_of_pixels
func.func @rows_of_pixels(%x: tensor<4x12xf32>) -> tensor<4x12xf32> {
  // CHECK: kernel.rows inputs(%{{.*}} : tensor<4x12xf32>) {
  // CHECK: ^bb0(%{{.*}}: vector<3xf32>):
  // CHECK: } -> tensor<4x12xf32>
  %y = kernel.rows inputs(%x : tensor<4x12xf32>) {
    ^bb0(%pixel: vector<3xf32>):
      %m = vector.reduction <maximumf>, %pixel : vector<3xf32> into f32
      %v = vector.broadcast %m : f32 to vector<3xf32>
      kernel.yield %v : vector<3xf32>
  } -> tensor<4x12xf32>
  return %y : tensor<4x12xf32>
}

// CHECK-LABEL: func.func @transpose_taps
func.func @transpose_taps(%w: tensor<12x5xf32>) -> tensor<20x3xf32> {
  // CHECK: kernel.transpose %{{.*}} {taps = 4 : i64} : tensor<12x5xf32> -> tensor<20x3xf32>
  %t = kernel.transpose %w {taps = 4 : i64} : tensor<12x5xf32> -> tensor<20x3xf32>
  return %t : tensor<20x3xf32>
}
