// RUN: sinter-opt %s --fuse-softmax-cross-entropy --split-input-file --verify-diagnostics | FileCheck %s

// The map between needs the first and feeds the second.
// CHECK-LABEL: func.func @dependent
// CHECK: kernel.rows
// CHECK: kernel.map
// CHECK: kernel.rows
func.func @dependent(%x: tensor<4x3xf32>) -> tensor<4x3xf32> {
  %a = kernel.rows inputs(%x : tensor<4x3xf32>) attributes {kernel.ops = ["softmax"]} {
  ^bb0(%row: vector<3xf32>):
    kernel.yield %row : vector<3xf32>
  } -> tensor<4x3xf32>
  %b = kernel.map inputs(%a : tensor<4x3xf32>) {
  ^bb0(%e: f32):
    kernel.yield %e : f32
  } -> tensor<4x3xf32>
  // expected-remark @below {{kept softmax_grad apart from softmax: an op between them stands in the way}}
  %c = kernel.rows inputs(%a, %b : tensor<4x3xf32>, tensor<4x3xf32>) attributes {kernel.ops = ["softmax_grad"]} {
  ^bb0(%row: vector<3xf32>, %other: vector<3xf32>):
    kernel.yield %other : vector<3xf32>
  } -> tensor<4x3xf32>
  return %c : tensor<4x3xf32>
}

// -----

// Other rows: not of one batch, or not of one count of samples.
// CHECK-LABEL: func.func @other_rows
// CHECK-COUNT-3: kernel.rows
func.func @other_rows(%x: tensor<4x3xf32>, %y: tensor<5x3xf32>, %n: i32)
    -> (tensor<4x3xf32>, tensor<4x3xf32>, tensor<5x3xf32>) {
  %a = kernel.rows inputs(%x : tensor<4x3xf32>) {
  ^bb0(%row: vector<3xf32>):
    kernel.yield %row : vector<3xf32>
  } -> tensor<4x3xf32>
  %b = kernel.rows inputs(%x : tensor<4x3xf32>) samples(%n) {
  ^bb0(%row: vector<3xf32>):
    kernel.yield %row : vector<3xf32>
  } -> tensor<4x3xf32>
  %c = kernel.rows inputs(%y : tensor<5x3xf32>) {
  ^bb0(%row: vector<3xf32>):
    kernel.yield %row : vector<3xf32>
  } -> tensor<5x3xf32>
  return %a, %b, %c : tensor<4x3xf32>, tensor<4x3xf32>, tensor<5x3xf32>
}

// -----

// The second reads a tensor that stands after the first, so the first moves down to it. A float a row is read back as
// a vector of one.
// CHECK-LABEL: func.func @sinks
// CHECK: kernel.map
// CHECK-NEXT: ^bb0
// CHECK: kernel.rows
// CHECK: ^bb0(%[[A:.*]]: vector<3xf32>, %[[B:.*]]: vector<3xf32>):
// CHECK: %[[SUM:.*]] = vector.reduction <add>, %[[A]]
// CHECK: %[[ONE:.*]] = vector.broadcast %[[SUM]] : f32 to vector<1xf32>
// CHECK: kernel.yield %[[ONE]], %[[B]] : vector<1xf32>, vector<3xf32>
func.func @sinks(%x: tensor<4x3xf32>) -> (tensor<4x1xf32>, tensor<4x3xf32>) {
  %a = kernel.rows inputs(%x : tensor<4x3xf32>) {
  ^bb0(%row: vector<3xf32>):
    %sum = vector.reduction <add>, %row : vector<3xf32> into f32
    kernel.yield %sum : f32
  } -> tensor<4x1xf32>
  %b = kernel.map inputs(%x : tensor<4x3xf32>) {
  ^bb0(%e: f32):
    kernel.yield %e : f32
  } -> tensor<4x3xf32>
  // expected-remark @below {{sinks: fused rows into rows, saves 32 bytes a step}}
  %c, %d = kernel.rows inputs(%a, %b : tensor<4x1xf32>, tensor<4x3xf32>) {
  ^bb0(%one: vector<1xf32>, %row: vector<3xf32>):
    kernel.yield %one, %row : vector<1xf32>, vector<3xf32>
  } -> tensor<4x1xf32>, tensor<4x3xf32>
  return %c, %d : tensor<4x1xf32>, tensor<4x3xf32>
}

// -----

// One sees pixels of three channels, the other those of two, or whole rows.
// CHECK-LABEL: func.func @other_pixels
// CHECK-COUNT-3: kernel.rows
func.func @other_pixels(%x: tensor<4x12xf32>) -> (tensor<4x12xf32>, tensor<4x12xf32>, tensor<4x12xf32>) {
  %a = kernel.rows inputs(%x : tensor<4x12xf32>) {
  ^bb0(%pixel: vector<3xf32>):
    kernel.yield %pixel : vector<3xf32>
  } -> tensor<4x12xf32>
  %b = kernel.rows inputs(%x : tensor<4x12xf32>) {
  ^bb0(%pixel: vector<2xf32>):
    kernel.yield %pixel : vector<2xf32>
  } -> tensor<4x12xf32>
  %c = kernel.rows inputs(%x : tensor<4x12xf32>) {
  ^bb0(%row: vector<12xf32>):
    kernel.yield %row : vector<12xf32>
  } -> tensor<4x12xf32>
  return %a, %b, %c : tensor<4x12xf32>, tensor<4x12xf32>, tensor<4x12xf32>
}
