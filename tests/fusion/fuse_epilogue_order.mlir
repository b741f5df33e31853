// Where the fused op stands, and what must not move past what.
// RUN: sinter-opt %s --fuse-epilogue --split-input-file --verify-diagnostics | FileCheck %s

// The map's other input comes after the contraction, which therefore moves down.
// CHECK-LABEL: func.func @sinks
// CHECK: %[[P:.*]] = kernel.rows
// CHECK: kernel.contract {{.*}} inputs(%[[P]] : tensor<4x3xf32>)
func.func @sinks(%x: tensor<4x5xf32>, %w: tensor<5x3xf32>, %z: tensor<4x3xf32>) -> tensor<4x3xf32> {
  %a = kernel.contract lhs(%x : tensor<4x5xf32>) rhs(%w : tensor<5x3xf32>) prologue {} epilogue {
  ^bb0(%acc: f32):
    kernel.yield %acc : f32
  } -> tensor<4x3xf32>
  %p = kernel.rows inputs(%z : tensor<4x3xf32>) {
  ^bb0(%row: vector<3xf32>):
    kernel.yield %row : vector<3xf32>
  } -> tensor<4x3xf32>
  // expected-remark @below {{sinks: fused map into contract, saves 96 bytes a step}}
  %y = kernel.map inputs(%a, %p : tensor<4x3xf32>, tensor<4x3xf32>) {
  ^bb0(%e: f32, %q: f32):
    %m = arith.mulf %e, %q : f32
    kernel.yield %m : f32
  } -> tensor<4x3xf32>
  return %y : tensor<4x3xf32>
}

// -----

// The contraction reads the old weight, which the update overwrites: it must not move behind it.
// CHECK-LABEL: func.func @update_between
// CHECK: kernel.contract
// CHECK: kernel.map {{.*}}kernel.role = "update"
// CHECK: kernel.map
func.func @update_between(%x: tensor<4x5xf32>, %w: tensor<5x3xf32>, %g: tensor<5x3xf32>)
    -> (tensor<4x3xf32>, tensor<5x3xf32>) {
  %a = kernel.contract lhs(%x : tensor<4x5xf32>) rhs(%w : tensor<5x3xf32>) prologue {} epilogue {
  ^bb0(%acc: f32):
    kernel.yield %acc : f32
  } -> tensor<4x3xf32>
  %w1 = kernel.map inputs(%w, %g : tensor<5x3xf32>, tensor<5x3xf32>) attributes {kernel.role = "update"} {
  ^bb0(%old: f32, %d: f32):
    %new = arith.subf %old, %d : f32
    kernel.yield %new : f32
  } -> tensor<5x3xf32>
  %p = kernel.rows inputs(%x : tensor<4x5xf32>) {
  ^bb0(%row: vector<5xf32>):
    %sum = vector.reduction <add>, %row : vector<5xf32> into f32
    kernel.yield %sum : f32
  } -> tensor<4x1xf32>
  // expected-remark @below {{kept map apart from rows: the one works row by row, the other element by element}}
  // expected-remark @below {{kept map apart from contract: an op between them stands in the way}}
  %y = kernel.map inputs(%a, %p : tensor<4x3xf32>, tensor<4x1xf32>) {
  ^bb0(%e: f32, %q: f32):
    %m = arith.mulf %e, %q : f32
    kernel.yield %m : f32
  } -> tensor<4x3xf32>
  return %y, %w1 : tensor<4x3xf32>, tensor<5x3xf32>
}
