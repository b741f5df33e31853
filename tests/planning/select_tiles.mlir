// RUN: sinter-opt %s --select-tiles | FileCheck %s

// 128 rows: ten balanced tiles of at most 14, or 22 of at most 6.
// CHECK-LABEL: func.func @batch_of_128
// CHECK: kernel.tiles = [#kernel.tile<registers = 32, rows = 13, vectors = 2, depth = 16>,
// CHECK-SAME:            #kernel.tile<registers = 16, rows = 6, vectors = 2, depth = 16>]
func.func @batch_of_128(%x: tensor<128x16xf32>, %w: tensor<16x32xf32>)
    -> tensor<128x32xf32> {
  %h = kernel.contract lhs(%x : tensor<128x16xf32>) rhs(%w : tensor<16x32xf32>)
    prologue {} epilogue {
      ^bb0(%acc: f32):
        kernel.yield %acc : f32
    } -> tensor<128x32xf32>
  return %h : tensor<128x32xf32>
}

// CHECK-LABEL: func.func @one_row
// CHECK: kernel.tiles = [#kernel.tile<registers = 32, rows = 1, vectors = 2, depth = 16>,
func.func @one_row(%x: tensor<1x16xf32>, %w: tensor<16x32xf32>)
    -> tensor<1x32xf32> {
  %h = kernel.contract lhs(%x : tensor<1x16xf32>) rhs(%w : tensor<16x32xf32>)
    prologue {} epilogue {
      ^bb0(%acc: f32):
        kernel.yield %acc : f32
    } -> tensor<1x32xf32>
  return %h : tensor<1x32xf32>
}

// One row has no others to hide the latency behind: it takes more vectors, as far
// as there are columns.
// CHECK-LABEL: func.func @one_wide_row
// CHECK: kernel.tiles = [#kernel.tile<registers = 32, rows = 1, vectors = 8, depth = 16>,
// CHECK-SAME:            #kernel.tile<registers = 16, rows = 1, vectors = 8, depth = 16>]
func.func @one_wide_row(%x: tensor<1x16xf32>, %w: tensor<16x512xf32>)
    -> tensor<1x512xf32> {
  %h = kernel.contract lhs(%x : tensor<1x16xf32>) rhs(%w : tensor<16x512xf32>)
    prologue {} epilogue {
      ^bb0(%acc: f32):
        kernel.yield %acc : f32
    } -> tensor<1x512xf32>
  return %h : tensor<1x512xf32>
}

// The rows of a convolution's tiles are samples, those of its weights' gradient a tap's channels; blocks of terms are
// shorter than those of other products: 9 * 20 terms in three.
// CHECK-LABEL: func.func @convolution
// CHECK: kernel.tiles = [#kernel.tile<registers = 32, rows = 10, vectors = 2, depth = 60>,
// CHECK-SAME:            #kernel.tile<registers = 16, rows = 6, vectors = 2, depth = 60>]
// CHECK: kernel.tiles = [#kernel.tile<registers = 32, rows = 10, vectors = 2, depth = 60>,
// CHECK-SAME:            #kernel.tile<registers = 16, rows = 5, vectors = 2, depth = 60>]
func.func @convolution(%x: tensor<30x80xf32>, %w: tensor<180x32xf32>) -> tensor<180x32xf32> {
  %y = kernel.contract lhs(%x : tensor<30x80xf32>) rhs(%w : tensor<180x32xf32>)
    attributes {window = #kernel.window<[2, 2] -> [2, 2], taps = [3, 3], strides = [1, 1], dilations = [1, 1],
                                        padding = [1, 1]>} prologue {} epilogue {
      ^bb0(%acc: f32):
        kernel.yield %acc : f32
    } -> tensor<30x128xf32>
  %dw = kernel.contract lhs(%x : tensor<30x80xf32>) rhs(%y : tensor<30x128xf32>)
    attributes {transpose_lhs, window = #kernel.window<[2, 2] -> [2, 2], taps = [3, 3], strides = [1, 1],
                                                       dilations = [1, 1], padding = [1, 1]>} prologue {} epilogue {
      ^bb0(%acc: f32):
        kernel.yield %acc : f32
    } -> tensor<180x32xf32>
  return %dw : tensor<180x32xf32>
}

// Blocks of the gradient of a convolution's input hold whole taps, 3 of 20 channels, or a tap whole blocks: lists need it.
// CHECK-LABEL: func.func @taps_of_20
// CHECK: depth = 60>
func.func @taps_of_20(%dy: tensor<30x20xf32>, %w: tensor<80x5xf32>) -> tensor<30x20xf32> {
  %dx = kernel.contract lhs(%dy : tensor<30x20xf32>) rhs(%w : tensor<80x5xf32>)
    attributes {window = #kernel.window<[2, 2] -> [1, 1], taps = [2, 2], strides = [1, 1], dilations = [1, 1],
                                        padding = [0, 0], inverse = true>} prologue {} epilogue {
      ^bb0(%acc: f32):
        kernel.yield %acc : f32
    } -> tensor<30x20xf32>
  return %dx : tensor<30x20xf32>
}

// CHECK-LABEL: func.func @taps_of_100
// CHECK: depth = 50>
func.func @taps_of_100(%dy: tensor<30x100xf32>, %w: tensor<400x5xf32>) -> tensor<30x20xf32> {
  %dx = kernel.contract lhs(%dy : tensor<30x100xf32>) rhs(%w : tensor<400x5xf32>)
    attributes {window = #kernel.window<[2, 2] -> [1, 1], taps = [2, 2], strides = [1, 1], dilations = [1, 1],
                                        padding = [0, 0], inverse = true>} prologue {} epilogue {
      ^bb0(%acc: f32):
        kernel.yield %acc : f32
    } -> tensor<30x20xf32>
  return %dx : tensor<30x20xf32>
}

// CHECK-LABEL: func.func @taps_of_67
// CHECK: depth = 67>
func.func @taps_of_67(%dy: tensor<30x67xf32>, %w: tensor<268x5xf32>) -> tensor<30x20xf32> {
  %dx = kernel.contract lhs(%dy : tensor<30x67xf32>) rhs(%w : tensor<268x5xf32>)
    attributes {window = #kernel.window<[2, 2] -> [1, 1], taps = [2, 2], strides = [1, 1], dilations = [1, 1],
                                        padding = [0, 0], inverse = true>} prologue {} epilogue {
      ^bb0(%acc: f32):
        kernel.yield %acc : f32
    } -> tensor<30x20xf32>
  return %dx : tensor<30x20xf32>
}

// CHECK-LABEL: func.func @taps_of_131
// CHECK: depth = 59>
func.func @taps_of_131(%dy: tensor<30x131xf32>, %w: tensor<524x5xf32>) -> tensor<30x20xf32> {
  %dx = kernel.contract lhs(%dy : tensor<30x131xf32>) rhs(%w : tensor<524x5xf32>)
    attributes {window = #kernel.window<[2, 2] -> [1, 1], taps = [2, 2], strides = [1, 1], dilations = [1, 1],
                                        padding = [0, 0], inverse = true>} prologue {} epilogue {
      ^bb0(%acc: f32):
        kernel.yield %acc : f32
    } -> tensor<30x20xf32>
  return %dx : tensor<30x20xf32>
}
