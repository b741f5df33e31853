// RUN: sinter-opt %s --schedule --plan-memory --split-input-file --verify-diagnostics | FileCheck %s

// The parameter is updated in place, the first and third intermediate share
// bytes because no phase needs both, and the loss goes to the caller.
// CHECK: module attributes {kernel.arena_bytes = 1536 : i64, kernel.state_floats = 16 : i64}
// CHECK-LABEL: func.func @train_step
// CHECK-SAME: kernel.storage = #kernel.storage<"input", 0>
// CHECK-SAME: kernel.storage = #kernel.storage<"state", 0>
func.func @train_step(
    %x: tensor<8x16xf32> {nn.role = "x"},
    %b: tensor<16xf32> {nn.role = "parameter", nn.name = "dense.bias"})
    -> (tensor<16xf32> {nn.role = "parameter", nn.name = "dense.bias"},
        tensor<16xf32> {nn.role = "loss"}) {
  // CHECK: kernel.transpose
  // CHECK-SAME: kernel.storage = [#kernel.storage<"arena", 0>]
  %0 = kernel.transpose %x : tensor<8x16xf32> -> tensor<16x8xf32>
  // CHECK: kernel.transpose
  // CHECK-SAME: kernel.storage = [#kernel.storage<"arena", 1024>]
  %1 = kernel.transpose %0 : tensor<16x8xf32> -> tensor<8x16xf32>
  // CHECK: kernel.transpose
  // CHECK-SAME: kernel.storage = [#kernel.storage<"arena", 0>]
  %2 = kernel.transpose %1 : tensor<8x16xf32> -> tensor<16x8xf32>
  %3 = kernel.transpose %2 : tensor<16x8xf32> -> tensor<8x16xf32>
  // CHECK: kernel.reduce
  // CHECK-SAME: kernel.storage = [#kernel.storage<"state", 0>]
  %new = kernel.reduce input(%3 : tensor<8x16xf32>) inputs(%b : tensor<16xf32>)
    epilogue {
      ^bb0(%sum: f32, %old: f32):
        %next = arith.addf %sum, %old : f32
        kernel.yield %next : f32
    } -> tensor<16xf32>
  // CHECK: kernel.reduce
  // CHECK-SAME: kernel.storage = [#kernel.storage<"metrics", 0>]
  %loss = kernel.reduce input(%x : tensor<8x16xf32>) epilogue {
      ^bb0(%sum: f32):
        kernel.yield %sum : f32
    } -> tensor<16xf32>
  return %new, %loss : tensor<16xf32>, tensor<16xf32>
}

// -----

// An update in place must not run ahead of a reader of the old value.
func.func @train_step(
    %x: tensor<8x16xf32> {nn.role = "x"},
    %b: tensor<16xf32> {nn.role = "parameter", nn.name = "dense.bias"})
    -> (tensor<16xf32> {nn.role = "parameter", nn.name = "dense.bias"},
        tensor<16xf32> {nn.role = "output"}) {
  %new = kernel.reduce input(%x : tensor<8x16xf32>) inputs(%b : tensor<16xf32>)
    epilogue {
      ^bb0(%sum: f32, %old: f32):
        %next = arith.addf %sum, %old : f32
        kernel.yield %next : f32
    } -> tensor<16xf32>
  // expected-error @+1 {{reads the old value of dense.bias after it has been updated in place}}
  %late = kernel.map inputs(%b : tensor<16xf32>) {
    ^bb0(%e: f32):
      kernel.yield %e : f32
  } -> tensor<16xf32>
  return %new, %late : tensor<16xf32>, tensor<16xf32>
}
