// RUN: sinter-opt %s --schedule --plan-memory --split-input-file --verify-diagnostics | FileCheck %s

// The loss, then the metrics in the order in which they are returned.
// CHECK-LABEL: func.func @train_step
// CHECK: kernel.reduce
// CHECK-SAME: kernel.storage = [#kernel.storage<"metrics", 2>]
// CHECK: kernel.reduce
// CHECK-SAME: kernel.storage = [#kernel.storage<"metrics", 0>]
// CHECK: kernel.reduce
// CHECK-SAME: kernel.storage = [#kernel.storage<"metrics", 1>]
func.func @train_step(%x: tensor<8x1xf32> {nn.role = "x"})
    -> (tensor<1xf32> {nn.role = "loss"}, tensor<1xf32> {nn.role = "metric", nn.name = "a"},
        tensor<1xf32> {nn.role = "metric", nn.name = "b"}) {
  %0 = kernel.reduce input(%x : tensor<8x1xf32>) epilogue {
      ^bb0(%sum: f32):
        kernel.yield %sum : f32
    } -> tensor<1xf32>
  %1 = kernel.reduce input(%x : tensor<8x1xf32>) epilogue {
      ^bb0(%sum: f32):
        kernel.yield %sum : f32
    } -> tensor<1xf32>
  %2 = kernel.reduce input(%x : tensor<8x1xf32>) epilogue {
      ^bb0(%sum: f32):
        kernel.yield %sum : f32
    } -> tensor<1xf32>
  return %1, %2, %0 : tensor<1xf32>, tensor<1xf32>, tensor<1xf32>
}

// -----

// A value has one place.
// expected-error @below {{returns one value as two metrics}}
func.func @train_step(%x: tensor<8x1xf32> {nn.role = "x"})
    -> (tensor<1xf32> {nn.role = "loss"}, tensor<1xf32> {nn.role = "metric", nn.name = "a"}) {
  %0 = kernel.reduce input(%x : tensor<8x1xf32>) epilogue {
      ^bb0(%sum: f32):
        kernel.yield %sum : f32
    } -> tensor<1xf32>
  return %0, %0 : tensor<1xf32>, tensor<1xf32>
}
