// RUN: sinter-opt %s | sinter-opt | FileCheck %s

// CHECK-LABEL: func.func @side_by_side
func.func @side_by_side(%a: tensor<4x6xf32>, %b: tensor<4x10xf32>, %n: i32) -> tensor<4x16xf32> {
  // CHECK: kernel.arrange inputs(%{{.*}}, %{{.*}} : tensor<4x6xf32>, tensor<4x10xf32>) samples(%{{[a-z0-9]+}})
  // CHECK-SAME: pieces([#kernel.piece<input = 0, sizes = [2, 3], from = 0 : [3, 1], to = 0 : [8, 1]>, #kernel.piece<input = 1, sizes = [2, 5], from = 0 : [5, 1], to = 3 : [8, 1]>]) -> tensor<4x16xf32>
  %y = kernel.arrange inputs(%a, %b : tensor<4x6xf32>, tensor<4x10xf32>) samples(%n) pieces([
      #kernel.piece<input = 0, sizes = [2, 3], from = 0 : [3, 1], to = 0 : [8, 1]>,
      #kernel.piece<input = 1, sizes = [2, 5], from = 0 : [5, 1], to = 3 : [8, 1]>]) -> tensor<4x16xf32>
  return %y : tensor<4x16xf32>
}

// CHECK-LABEL: func.func @depthwise
func.func @depthwise(%x: tensor<4x64xf32>, %w: tensor<9x4xf32>, %b: tensor<4xf32>, %n: i32) -> tensor<4x64xf32> {
  // CHECK: kernel.depthwise lhs(%{{.*}} : tensor<4x64xf32>) rhs(%{{.*}} : tensor<9x4xf32>) inputs(%{{.*}} : tensor<4xf32>) samples(%{{[a-z0-9]+}})
  // CHECK-SAME: window(<[4, 4] -> [4, 4], taps = [3, 3], strides = [1, 1], dilations = [1, 1], padding = [1, 1]>) epilogue {
  %y = kernel.depthwise lhs(%x : tensor<4x64xf32>) rhs(%w : tensor<9x4xf32>) inputs(%b : tensor<4xf32>) samples(%n)
      window(<[4, 4] -> [4, 4], taps = [3, 3], strides = [1, 1], dilations = [1, 1], padding = [1, 1]>) epilogue {
    ^bb0(%acc: f32, %bias: f32):
      %z = arith.addf %acc, %bias : f32
      kernel.yield %z : f32
  } -> tensor<4x64xf32>
  return %y : tensor<4x64xf32>
}

// CHECK-LABEL: func.func @depthwise_weights
func.func @depthwise_weights(%x: tensor<4x64xf32>, %dy: tensor<4x16xf32>, %n: i32) -> tensor<4x4xf32> {
  // CHECK: window(<[4, 4] -> [2, 2], taps = [2, 2], strides = [2, 2], dilations = [1, 1], padding = [0, 0]>) attributes {sums_batch} epilogue {
  %dw = kernel.depthwise lhs(%x : tensor<4x64xf32>) rhs(%dy : tensor<4x16xf32>) samples(%n)
      window(<[4, 4] -> [2, 2], taps = [2, 2], strides = [2, 2], dilations = [1, 1], padding = [0, 0]>)
      attributes {sums_batch} epilogue {
    ^bb0(%acc: f32):
      kernel.yield %acc : f32
  } -> tensor<4x4xf32>
  return %dw : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @warp
func.func @warp(%x: tensor<4x48xf32>, %key: i32, %n: i32) -> tensor<4x48xf32> {
  // CHECK: kernel.warp %{{.*}}, %{{.*}} samples(%{{[a-z0-9]+}}) image [4, 6, 2] fill("constant", 5.000000e-01) {flips_columns} : tensor<4x48xf32> -> tensor<4x48xf32>
  %y = kernel.warp %x, %key samples(%n) image [4, 6, 2] fill("constant", 0.5) {flips_columns} : tensor<4x48xf32> -> tensor<4x48xf32>
  return %y : tensor<4x48xf32>
}
