// RUN: sinter-opt %s --select-layout | FileCheck %s

// Images keep whole rows, behind which a vector that begins at the last channel finds room: 7 * 5 + 15 floats and more
// for 7 pixels of 5 channels. A convolution's weights are in panels, and those of its input's gradient are transposed tap
// by tap.
// CHECK-LABEL: func.func @train_step
// CHECK-SAME: %[[W:[a-z0-9]+]]: tensor<6x5xf32, #kernel.panels<16>>
func.func @train_step(
    %x: tensor<4x24xf32> {nn.role = "x"}, %n: i32 {nn.role = "samples"},
    %w: tensor<6x5xf32> {nn.role = "parameter", nn.name = "conv.kernel"})
    -> (tensor<4x24xf32> {nn.role = "output"}, tensor<6x5xf32>) {
  // Staged samples are read one by one, but belong to a nest with loose pixels.
  // CHECK: kernel.contract lhs(%{{.*}} : tensor<4x24xf32>) rhs(%[[W]]
  // CHECK: -> tensor<4x35xf32, #kernel.panels<80>>, tensor<4x24xf32, #kernel.panels<48>>
  %y = kernel.contract lhs(%x : tensor<4x24xf32>) rhs(%w : tensor<6x5xf32>) samples(%n)
    attributes {window = #kernel.window<[1, 8] -> [1, 7], taps = [1, 2], strides = [1, 1], dilations = [1, 1],
                                        padding = [0, 0]>} prologue {} epilogue {
      ^bb0(%acc: f32):
        kernel.yield %acc : f32
    } -> tensor<4x35xf32>
  // CHECK: %[[WT:.*]] = kernel.transpose %[[W]] {taps = 2 : i64}
  // CHECK-SAME: -> tensor<10x3xf32, #kernel.panels<16>>
  // CHECK: kernel.contract
  // CHECK-SAME: rhs(%[[WT]]
  // CHECK-NOT: transpose_rhs
  // CHECK: -> tensor<4x24xf32, #kernel.panels<48>>
  %dx = kernel.contract lhs(%y : tensor<4x35xf32>) rhs(%w : tensor<6x5xf32>) samples(%n)
    attributes {transpose_rhs,
                window = #kernel.window<[1, 8] -> [1, 7], taps = [1, 2], strides = [1, 1], dilations = [1, 1],
                                        padding = [0, 0], inverse = true>} prologue {} epilogue {
      ^bb0(%acc: f32):
        kernel.yield %acc : f32
    } -> tensor<4x24xf32>
  // The gradient of weights streams the pixels of dy, which stay images.
  // CHECK: kernel.contract lhs(%{{.*}} : tensor<4x24xf32, #kernel.panels<48>>) rhs(%{{.*}} : tensor<4x35xf32, #kernel.panels<80>>)
  // CHECK: -> tensor<6x5xf32, #kernel.panels<16>>
  %dw = kernel.contract lhs(%x : tensor<4x24xf32>) rhs(%y : tensor<4x35xf32>) samples(%n)
    attributes {transpose_lhs,
                window = #kernel.window<[1, 8] -> [1, 7], taps = [1, 2], strides = [1, 1], dilations = [1, 1],
                                        padding = [0, 0]>} prologue {} epilogue {
      ^bb0(%acc: f32):
        kernel.yield %acc : f32
    } -> tensor<6x5xf32>
  return %dx, %dw : tensor<4x24xf32>, tensor<6x5xf32>
}

// Pixels of whole vectors need no room; the row's stride is an odd number of cache lines.
// CHECK-LABEL: func.func @whole_vectors
// CHECK: kernel.window
// CHECK: -> tensor<4x64xf32, #kernel.panels<80>>
func.func @whole_vectors(%x: tensor<4x256xf32> {nn.role = "parameter", nn.name = "x"}) -> tensor<4x64xf32> {
  %y = kernel.window inputs(%x : tensor<4x256xf32>)
      window(<[4, 4] -> [2, 2], taps = [2, 2], strides = [2, 2], dilations = [1, 1], padding = [0, 0]>)
      start([0.0 : f32]) {
    ^bb0(%sum: f32, %e: f32, %tap: i32):
      %new = arith.addf %sum, %e : f32
      kernel.yield %new : f32
  } -> tensor<4x64xf32>
  return %y : tensor<4x64xf32>
}

// A map, a sum and rows that see pixels make their operands loose, too; what a product streams and a sum reads by pixels
// stays whole.
// CHECK-LABEL: func.func @loose
func.func @loose(%x: tensor<8x48xf32> {nn.role = "x"}, %n: i32 {nn.role = "samples"}, %b: tensor<3xf32>,
                 %w: tensor<48x48xf32> {nn.role = "parameter", nn.name = "w"})
    -> (tensor<8x48xf32>, tensor<3xf32>, tensor<8x48xf32>, tensor<48x48xf32>) {
  // CHECK: kernel.map
  // CHECK: -> tensor<8x48xf32, #kernel.panels<80>>
  %m = kernel.map inputs(%x, %b : tensor<8x48xf32>, tensor<3xf32>) samples(%n) {
    ^bb0(%e: f32, %bias: f32):
      %z = arith.addf %e, %bias : f32
      kernel.yield %z : f32
  } -> tensor<8x48xf32>
  // CHECK: kernel.map
  // CHECK: -> tensor<8x48xf32, #kernel.panels<80>>
  %dy = kernel.map inputs(%m : tensor<8x48xf32>) samples(%n) {
    ^bb0(%e: f32):
      kernel.yield %e : f32
  } -> tensor<8x48xf32>
  %s = kernel.reduce input(%dy : tensor<8x48xf32>) samples(%n) epilogue {
    ^bb0(%sum: f32):
      kernel.yield %sum : f32
  } -> tensor<3xf32>
  // CHECK: kernel.rows
  // CHECK: -> tensor<8x48xf32, #kernel.panels<80>>
  %r = kernel.rows inputs(%dy : tensor<8x48xf32>) samples(%n) {
    ^bb0(%pixel: vector<3xf32>):
      kernel.yield %pixel : vector<3xf32>
  } -> tensor<8x48xf32>
  %dw = kernel.contract lhs(%m : tensor<8x48xf32>) rhs(%dy : tensor<8x48xf32>) samples(%n)
    attributes {transpose_lhs} prologue {} epilogue {
      ^bb0(%acc: f32):
        kernel.yield %acc : f32
    } -> tensor<48x48xf32>
  return %r, %s, %m, %dw : tensor<8x48xf32>, tensor<3xf32>, tensor<8x48xf32>, tensor<48x48xf32>
}

// A sum of all elements reads them one by one: no room behind them, so that functions without the sum store the
// parameter alike.
// CHECK-LABEL: func.func @single_elements
// CHECK-SAME: tensor<1x10xf32, #kernel.panels<16>>
func.func @single_elements(%w: tensor<1x10xf32> {nn.role = "parameter", nn.name = "dense.kernel"}) -> tensor<1xf32> {
  %y = kernel.reduce input(%w : tensor<1x10xf32>) epilogue {
    ^bb0(%sum: f32):
      kernel.yield %sum : f32
  } -> tensor<1xf32>
  return %y : tensor<1xf32>
}

// Lists read whole vectors of a row of taps: 400 + 15 floats and more for 25 pixels of 16 channels.
// CHECK-LABEL: func.func @lists
// CHECK: kernel.contract lhs(%{{.*}} : tensor<4x400xf32, #kernel.panels<432>>)
func.func @lists(%x: tensor<4x400xf32>, %dy: tensor<4x144xf32>, %n: i32) -> tensor<144x16xf32> {
  %dw = kernel.contract lhs(%x : tensor<4x400xf32>) rhs(%dy : tensor<4x144xf32>) samples(%n)
    attributes {lists_gradient, transpose_lhs,
                window = #kernel.window<[5, 5] -> [3, 3], taps = [3, 3], strides = [1, 1], dilations = [1, 1],
                                        padding = [0, 0]>} prologue {} epilogue {
      ^bb0(%acc: f32):
        kernel.yield %acc : f32
    } -> tensor<144x16xf32>
  return %dw : tensor<144x16xf32>
}
