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
