// RUN: sinter-opt %s --select-layout | FileCheck %s

// Streamed weights are cut into panels, rows get an odd number of cache lines,
// and weights read the wrong way are transposed.
// CHECK-LABEL: func.func @train_step
// CHECK-SAME: %[[W:[a-z0-9]+]]: tensor<64x40xf32, #kernel.panels<32>>
func.func @train_step(
    %x: tensor<8x64xf32> {nn.role = "x"},
    %w: tensor<64x40xf32> {nn.role = "parameter", nn.name = "dense.kernel"})
    -> (tensor<8x64xf32> {nn.role = "output"}) {
  // CHECK: kernel.contract
  // CHECK: -> tensor<8x40xf32, #kernel.panels<48>>
  %h = kernel.contract lhs(%x : tensor<8x64xf32>) rhs(%w : tensor<64x40xf32>)
    prologue {} epilogue {
      ^bb0(%acc: f32):
        kernel.yield %acc : f32
    } -> tensor<8x40xf32>
  // CHECK: %[[WT:.*]] = kernel.transpose %[[W]]
  // CHECK-SAME: -> tensor<40x64xf32, #kernel.panels<32>>
  // CHECK: kernel.contract
  // CHECK-SAME: rhs(%[[WT]]
  // CHECK-NOT: transpose_rhs
  // CHECK: -> tensor<8x64xf32, #kernel.panels<80>>
  %dx = kernel.contract lhs(%h : tensor<8x40xf32>) rhs(%w : tensor<64x40xf32>)
    attributes {transpose_rhs} prologue {} epilogue {
      ^bb0(%acc: f32):
        kernel.yield %acc : f32
    } -> tensor<8x64xf32>
  return %dx : tensor<8x64xf32>
}

// Rows that one product streams and another reads as lhs^T stay whole.
// CHECK-LABEL: func.func @read_both_ways
func.func @read_both_ways(
    %x: tensor<8x64xf32> {nn.role = "x"},
    %w: tensor<64x40xf32> {nn.role = "parameter", nn.name = "dense.kernel"})
    -> (tensor<40x40xf32> {nn.role = "output"}) {
  // CHECK: kernel.contract
  // CHECK: -> tensor<8x40xf32, #kernel.panels<48>>
  %h = kernel.contract lhs(%x : tensor<8x64xf32>) rhs(%w : tensor<64x40xf32>)
    prologue {} epilogue {
      ^bb0(%acc: f32):
        kernel.yield %acc : f32
    } -> tensor<8x40xf32>
  %hh = kernel.contract lhs(%h : tensor<8x40xf32>) rhs(%h : tensor<8x40xf32>)
    attributes {transpose_lhs} prologue {} epilogue {
      ^bb0(%acc: f32):
        kernel.yield %acc : f32
    } -> tensor<40x40xf32>
  return %hh : tensor<40x40xf32>
}
