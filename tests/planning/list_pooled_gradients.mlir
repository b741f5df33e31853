// RUN: sinter-opt %s --list-pooled-gradients --split-input-file | FileCheck %s
// RUN: sinter-opt %s --list-pooled-gradients --split-input-file 2>&1 >/dev/null | FileCheck %s --check-prefix=REMARK

// Both products of a convolution before a pooling.
// REMARK: remark: pooled: {{.*}} leaves out the zeros of a pooled gradient
// REMARK: remark: pooled: {{.*}} leaves out the zeros of a pooled gradient
// CHECK-LABEL: func.func @pooled
// CHECK: lists_gradient, transpose_rhs
// CHECK: lists_gradient, transpose_lhs
func.func @pooled(%dz: tensor<4x64xf32>, %index: tensor<4x64xf32>, %x: tensor<4x576xf32>,
    %w: tensor<144x16xf32>, %n: i32) -> (tensor<4x576xf32>, tensor<144x16xf32>) {
  %dy = kernel.window inputs(%dz, %index : tensor<4x64xf32>, tensor<4x64xf32>) samples(%n)
      window(<[4, 4] -> [2, 2], taps = [2, 2], strides = [2, 2], dilations = [1, 1], padding = [0, 0], inverse = true>)
      start([0.0 : f32]) {
    ^bb0(%sum: f32, %e: f32, %at: f32, %tap: i32):
      %number = arith.uitofp %tap : i32 to f32
      %here = arith.cmpf oeq, %at, %number : f32
      %zero = arith.constant 0.0 : f32
      %part = arith.select %here, %e, %zero : f32
      %new = arith.addf %sum, %part : f32
      kernel.yield %new : f32
    } -> tensor<4x256xf32>
  %dx = kernel.contract lhs(%dy : tensor<4x256xf32>) rhs(%w : tensor<144x16xf32>) samples(%n)
      attributes {transpose_rhs, window = #kernel.window<[6, 6] -> [4, 4], taps = [3, 3], strides = [1, 1], dilations = [1, 1], padding = [0, 0], inverse = true>} prologue {} epilogue {
    ^bb0(%acc: f32):
      kernel.yield %acc : f32
    } -> tensor<4x576xf32>
  %dw = kernel.contract lhs(%x : tensor<4x576xf32>) rhs(%dy : tensor<4x256xf32>) samples(%n)
      attributes {transpose_lhs, window = #kernel.window<[6, 6] -> [4, 4], taps = [3, 3], strides = [1, 1], dilations = [1, 1], padding = [0, 0]>} prologue {} epilogue {
    ^bb0(%acc: f32):
      kernel.yield %acc : f32
    } -> tensor<144x16xf32>
  return %dx, %dw : tensor<4x576xf32>, tensor<144x16xf32>
}

// -----

// Windows that share pixels give more than one in four something.
// REMARK-NOT: overlapping:
// CHECK-LABEL: func.func @overlapping
// CHECK-NOT: lists_gradient
func.func @overlapping(%dz: tensor<4x64xf32>, %index: tensor<4x64xf32>, %x: tensor<4x400xf32>,
    %w: tensor<144x16xf32>, %n: i32) -> (tensor<4x400xf32>, tensor<144x16xf32>) {
  %dy = kernel.window inputs(%dz, %index : tensor<4x64xf32>, tensor<4x64xf32>) samples(%n)
      window(<[3, 3] -> [2, 2], taps = [2, 2], strides = [1, 1], dilations = [1, 1], padding = [0, 0], inverse = true>)
      start([0.0 : f32]) {
    ^bb0(%sum: f32, %e: f32, %at: f32, %tap: i32):
      %number = arith.uitofp %tap : i32 to f32
      %here = arith.cmpf oeq, %at, %number : f32
      %zero = arith.constant 0.0 : f32
      %part = arith.select %here, %e, %zero : f32
      %new = arith.addf %sum, %part : f32
      kernel.yield %new : f32
    } -> tensor<4x144xf32>
  %dx = kernel.contract lhs(%dy : tensor<4x144xf32>) rhs(%w : tensor<144x16xf32>) samples(%n)
      attributes {transpose_rhs, window = #kernel.window<[5, 5] -> [3, 3], taps = [3, 3], strides = [1, 1], dilations = [1, 1], padding = [0, 0], inverse = true>} prologue {} epilogue {
    ^bb0(%acc: f32):
      kernel.yield %acc : f32
    } -> tensor<4x400xf32>
  %dw = kernel.contract lhs(%x : tensor<4x400xf32>) rhs(%dy : tensor<4x144xf32>) samples(%n)
      attributes {transpose_lhs, window = #kernel.window<[5, 5] -> [3, 3], taps = [3, 3], strides = [1, 1], dilations = [1, 1], padding = [0, 0]>} prologue {} epilogue {
    ^bb0(%acc: f32):
      kernel.yield %acc : f32
    } -> tensor<144x16xf32>
  return %dx, %dw : tensor<4x400xf32>, tensor<144x16xf32>
}

// -----

// An average's gradient goes to all pixels of a window.
// REMARK-NOT: averaged:
// CHECK-LABEL: func.func @averaged
// CHECK-NOT: lists_gradient
func.func @averaged(%dz: tensor<4x64xf32>, %index: tensor<4x64xf32>, %x: tensor<4x576xf32>,
    %w: tensor<144x16xf32>, %n: i32) -> (tensor<4x576xf32>, tensor<144x16xf32>) {
  %dy = kernel.window inputs(%dz, %index : tensor<4x64xf32>, tensor<4x64xf32>) samples(%n)
      window(<[4, 4] -> [2, 2], taps = [2, 2], strides = [2, 2], dilations = [1, 1], padding = [0, 0], inverse = true>)
      start([0.0 : f32]) {
    ^bb0(%sum: f32, %e: f32, %at: f32, %tap: i32):
      %number = arith.uitofp %tap : i32 to f32
      %here = arith.cmpf oeq, %at, %number : f32
      %zero = arith.constant 0.0 : f32
      %part = arith.select %here, %e, %zero : f32
      %new = arith.addf %sum, %e : f32
      kernel.yield %new : f32
    } -> tensor<4x256xf32>
  %dx = kernel.contract lhs(%dy : tensor<4x256xf32>) rhs(%w : tensor<144x16xf32>) samples(%n)
      attributes {transpose_rhs, window = #kernel.window<[6, 6] -> [4, 4], taps = [3, 3], strides = [1, 1], dilations = [1, 1], padding = [0, 0], inverse = true>} prologue {} epilogue {
    ^bb0(%acc: f32):
      kernel.yield %acc : f32
    } -> tensor<4x576xf32>
  %dw = kernel.contract lhs(%x : tensor<4x576xf32>) rhs(%dy : tensor<4x256xf32>) samples(%n)
      attributes {transpose_lhs, window = #kernel.window<[6, 6] -> [4, 4], taps = [3, 3], strides = [1, 1], dilations = [1, 1], padding = [0, 0]>} prologue {} epilogue {
    ^bb0(%acc: f32):
      kernel.yield %acc : f32
    } -> tensor<144x16xf32>
  return %dx, %dw : tensor<4x576xf32>, tensor<144x16xf32>
}

// -----

// At the image's edge taps are left out, which lists for the weights do not know.
// REMARK: remark: padded: {{.*}} leaves out the zeros of a pooled gradient
// REMARK: remark: padded: {{.*}} multiplies with the zeros of a pooled gradient: taps read beyond the image
// CHECK-LABEL: func.func @padded
// CHECK: lists_gradient, transpose_rhs
// CHECK-NOT: lists_gradient
func.func @padded(%dz: tensor<4x64xf32>, %index: tensor<4x64xf32>, %x: tensor<4x256xf32>,
    %w: tensor<144x16xf32>, %n: i32) -> (tensor<4x256xf32>, tensor<144x16xf32>) {
  %dy = kernel.window inputs(%dz, %index : tensor<4x64xf32>, tensor<4x64xf32>) samples(%n)
      window(<[4, 4] -> [2, 2], taps = [2, 2], strides = [2, 2], dilations = [1, 1], padding = [0, 0], inverse = true>)
      start([0.0 : f32]) {
    ^bb0(%sum: f32, %e: f32, %at: f32, %tap: i32):
      %number = arith.uitofp %tap : i32 to f32
      %here = arith.cmpf oeq, %at, %number : f32
      %zero = arith.constant 0.0 : f32
      %part = arith.select %here, %e, %zero : f32
      %new = arith.addf %sum, %part : f32
      kernel.yield %new : f32
    } -> tensor<4x256xf32>
  %dx = kernel.contract lhs(%dy : tensor<4x256xf32>) rhs(%w : tensor<144x16xf32>) samples(%n)
      attributes {transpose_rhs, window = #kernel.window<[4, 4] -> [4, 4], taps = [3, 3], strides = [1, 1], dilations = [1, 1], padding = [1, 1], inverse = true>} prologue {} epilogue {
    ^bb0(%acc: f32):
      kernel.yield %acc : f32
    } -> tensor<4x256xf32>
  %dw = kernel.contract lhs(%x : tensor<4x256xf32>) rhs(%dy : tensor<4x256xf32>) samples(%n)
      attributes {transpose_lhs, window = #kernel.window<[4, 4] -> [4, 4], taps = [3, 3], strides = [1, 1], dilations = [1, 1], padding = [1, 1]>} prologue {} epilogue {
    ^bb0(%acc: f32):
      kernel.yield %acc : f32
    } -> tensor<144x16xf32>
  return %dx, %dw : tensor<4x256xf32>, tensor<144x16xf32>
}

// -----

// 131 channels have no blocks of some taps, or taps of some blocks.
// REMARK: remark: prime: {{.*}} multiplies with the zeros of a pooled gradient: blocks of its sums end within a tap
// REMARK: remark: prime: {{.*}} leaves out the zeros of a pooled gradient
// CHECK-LABEL: func.func @prime
// CHECK-NOT: lists_gradient, transpose_rhs
// CHECK: lists_gradient, transpose_lhs
func.func @prime(%dz: tensor<4x524xf32>, %index: tensor<4x524xf32>, %x: tensor<4x576xf32>,
    %w: tensor<144x131xf32>, %n: i32) -> (tensor<4x576xf32>, tensor<144x131xf32>) {
  %dy = kernel.window inputs(%dz, %index : tensor<4x524xf32>, tensor<4x524xf32>) samples(%n)
      window(<[4, 4] -> [2, 2], taps = [2, 2], strides = [2, 2], dilations = [1, 1], padding = [0, 0], inverse = true>)
      start([0.0 : f32]) {
    ^bb0(%sum: f32, %e: f32, %at: f32, %tap: i32):
      %number = arith.uitofp %tap : i32 to f32
      %here = arith.cmpf oeq, %at, %number : f32
      %zero = arith.constant 0.0 : f32
      %part = arith.select %here, %e, %zero : f32
      %new = arith.addf %sum, %part : f32
      kernel.yield %new : f32
    } -> tensor<4x2096xf32>
  %dx = kernel.contract lhs(%dy : tensor<4x2096xf32>) rhs(%w : tensor<144x131xf32>) samples(%n)
      attributes {transpose_rhs, window = #kernel.window<[6, 6] -> [4, 4], taps = [3, 3], strides = [1, 1], dilations = [1, 1], padding = [0, 0], inverse = true>} prologue {} epilogue {
    ^bb0(%acc: f32):
      kernel.yield %acc : f32
    } -> tensor<4x576xf32>
  %dw = kernel.contract lhs(%x : tensor<4x576xf32>) rhs(%dy : tensor<4x2096xf32>) samples(%n)
      attributes {transpose_lhs, window = #kernel.window<[6, 6] -> [4, 4], taps = [3, 3], strides = [1, 1], dilations = [1, 1], padding = [0, 0]>} prologue {} epilogue {
    ^bb0(%acc: f32):
      kernel.yield %acc : f32
    } -> tensor<144x131xf32>
  return %dx, %dw : tensor<4x576xf32>, tensor<144x131xf32>
}
