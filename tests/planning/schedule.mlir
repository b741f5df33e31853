// RUN: sinter-opt %s --schedule | FileCheck %s

// Rows of the batch stay with their worker: two nests cut along the batch share
// a phase. A sum over the batch waits for all workers. The update of %w waits
// for the nest that reads the old value.
// CHECK-LABEL: func.func @train_step
func.func @train_step(
    %x: tensor<8x16xf32> {nn.role = "x"},
    %n: i32 {nn.role = "samples"},
    %w: tensor<16x16xf32> {nn.role = "parameter", nn.name = "dense.kernel"})
    -> (tensor<16x16xf32> {nn.role = "parameter", nn.name = "dense.kernel"}) {
  // CHECK: kernel.contract
  // CHECK-SAME: kernel.phase = 0 : i64, kernel.split = "batch"
  %h = kernel.contract lhs(%x : tensor<8x16xf32>) rhs(%w : tensor<16x16xf32>)
    samples(%n) prologue {} epilogue {
      ^bb0(%acc: f32):
        kernel.yield %acc : f32
    } -> tensor<8x16xf32>
  // CHECK: kernel.map
  // CHECK-SAME: kernel.phase = 0 : i64, kernel.split = "batch"
  %y = kernel.map inputs(%h : tensor<8x16xf32>) samples(%n) {
    ^bb0(%e: f32):
      kernel.yield %e : f32
  } -> tensor<8x16xf32>
  // CHECK: kernel.contract
  // CHECK-SAME: kernel.phase = 1 : i64, kernel.split = "rows"
  %new = kernel.contract lhs(%x : tensor<8x16xf32>) rhs(%y : tensor<8x16xf32>)
    inputs(%w : tensor<16x16xf32>) samples(%n) attributes {transpose_lhs}
    prologue {} epilogue {
      ^bb0(%acc: f32, %old: f32):
        %sum = arith.addf %acc, %old : f32
        kernel.yield %sum : f32
    } -> tensor<16x16xf32>
  return %new : tensor<16x16xf32>
}

// CHECK-LABEL: func.func @old_reader
func.func @old_reader(
    %x: tensor<8x16xf32> {nn.role = "x"},
    %w: tensor<16x16xf32> {nn.role = "parameter", nn.name = "dense.kernel"})
    -> (tensor<16x16xf32> {nn.role = "parameter", nn.name = "dense.kernel"},
        tensor<16x16xf32> {nn.role = "output"}) {
  // CHECK: kernel.transpose
  // CHECK-SAME: kernel.phase = 0 : i64, kernel.split = "columns"
  %t = kernel.transpose %w : tensor<16x16xf32> -> tensor<16x16xf32>
  // CHECK: kernel.map
  // CHECK-SAME: kernel.phase = 1 : i64, kernel.split = "rows"
  %new = kernel.map inputs(%w : tensor<16x16xf32>) {
    ^bb0(%e: f32):
      %twice = arith.addf %e, %e : f32
      kernel.yield %twice : f32
  } -> tensor<16x16xf32>
  return %new, %t : tensor<16x16xf32>, tensor<16x16xf32>
}

// A gradient without zeros is cut by columns where there are many; the transposed
// batch that it reads needs the batch only.
// CHECK-LABEL: func.func @sparse_gradient
func.func @sparse_gradient(
    %x: tensor<8x16xf32, #kernel.nonzeros<depth = 16, group = 1>> {nn.role = "x"},
    %n: i32 {nn.role = "samples"},
    %g: tensor<8x256xf32> {nn.role = "parameter", nn.name = "many"},
    %f: tensor<8x255xf32> {nn.role = "parameter", nn.name = "few"})
    -> (tensor<16x256xf32> {nn.role = "output"},
        tensor<16x255xf32> {nn.role = "output"}) {
  // CHECK: kernel.transpose
  // CHECK-SAME: kernel.phase = 0 : i64, kernel.split = "rows"
  %t = kernel.transpose %x samples(%n)
    : tensor<8x16xf32, #kernel.nonzeros<depth = 16, group = 1>>
    -> tensor<16x8xf32, #kernel.nonzeros<depth = 8, group = 2>>
  // CHECK: kernel.contract
  // CHECK-SAME: kernel.phase = 1 : i64, kernel.split = "columns"
  %many = kernel.contract
    lhs(%t : tensor<16x8xf32, #kernel.nonzeros<depth = 8, group = 2>>)
    rhs(%g : tensor<8x256xf32>) attributes {sparse_lhs} prologue {} epilogue {
      ^bb0(%acc: f32):
        kernel.yield %acc : f32
    } -> tensor<16x256xf32>
  // CHECK: kernel.contract
  // CHECK-SAME: kernel.phase = 1 : i64, kernel.split = "rows"
  %few = kernel.contract
    lhs(%t : tensor<16x8xf32, #kernel.nonzeros<depth = 8, group = 2>>)
    rhs(%f : tensor<8x255xf32>) attributes {sparse_lhs} prologue {} epilogue {
      ^bb0(%acc: f32):
        kernel.yield %acc : f32
    } -> tensor<16x255xf32>
  return %many, %few : tensor<16x256xf32>, tensor<16x255xf32>
}
