// RUN: sinter-opt %s --fuse-epilogue --split-input-file --verify-diagnostics | FileCheck %s

// CHECK-LABEL: func.func @row_wise_producer
// CHECK: kernel.rows
// CHECK: kernel.map
func.func @row_wise_producer(%x: tensor<4x3xf32>) -> tensor<4x3xf32> {
  %p = kernel.rows inputs(%x : tensor<4x3xf32>) attributes {kernel.ops = ["softmax"]} {
  ^bb0(%row: vector<3xf32>):
    kernel.yield %row : vector<3xf32>
  } -> tensor<4x3xf32>
  // expected-remark @below {{kept relu apart from softmax: the one works row by row, the other element by element}}
  %y = kernel.map inputs(%p : tensor<4x3xf32>) attributes {kernel.ops = ["relu"]} {
  ^bb0(%e: f32):
    kernel.yield %e : f32
  } -> tensor<4x3xf32>
  return %y : tensor<4x3xf32>
}

// -----

// The sum is a vector; the map reads it as a column's value at every row.
// CHECK-LABEL: func.func @other_elements
// CHECK: kernel.reduce
// CHECK: kernel.map
func.func @other_elements(%x: tensor<4x3xf32>) -> tensor<4x3xf32> {
  %s = kernel.reduce input(%x : tensor<4x3xf32>) attributes {kernel.ops = ["reduce_sum"]} epilogue {
  ^bb0(%sum: f32):
    kernel.yield %sum : f32
  } -> tensor<3xf32>
  // expected-remark @below {{kept bias_add apart from reduce_sum: the two do not run over the same elements}}
  %y = kernel.map inputs(%x, %s : tensor<4x3xf32>, tensor<3xf32>) attributes {kernel.ops = ["bias_add"]} {
  ^bb0(%e: f32, %b: f32):
    kernel.yield %b : f32
  } -> tensor<4x3xf32>
  return %y : tensor<4x3xf32>
}

// -----

// CHECK-LABEL: func.func @other_rows
// CHECK-COUNT-2: kernel.map
func.func @other_rows(%x: tensor<4x3xf32>, %n: i32) -> tensor<4x3xf32> {
  %a = kernel.map inputs(%x : tensor<4x3xf32>) samples(%n) {
  ^bb0(%e: f32):
    kernel.yield %e : f32
  } -> tensor<4x3xf32>
  // expected-remark @below {{kept map apart from map: the two do not run over the same rows}}
  %b = kernel.map inputs(%a : tensor<4x3xf32>) {
  ^bb0(%e: f32):
    kernel.yield %e : f32
  } -> tensor<4x3xf32>
  return %b : tensor<4x3xf32>
}

// -----

// The row op needs the map's first input and makes its second.
// CHECK-LABEL: func.func @between
// CHECK: kernel.map
// CHECK: kernel.rows
// CHECK: kernel.map
func.func @between(%x: tensor<4x3xf32>) -> tensor<4x3xf32> {
  %a = kernel.map inputs(%x : tensor<4x3xf32>) {
  ^bb0(%e: f32):
    kernel.yield %e : f32
  } -> tensor<4x3xf32>
  %p = kernel.rows inputs(%a : tensor<4x3xf32>) {
  ^bb0(%row: vector<3xf32>):
    kernel.yield %row : vector<3xf32>
  } -> tensor<4x3xf32>
  // expected-remark @below {{kept multiply apart from rows: the one works row by row, the other element by element}}
  // expected-remark @below {{kept multiply apart from map: an op between them stands in the way}}
  %y = kernel.map inputs(%a, %p : tensor<4x3xf32>, tensor<4x3xf32>) attributes {kernel.ops = ["multiply"]} {
  ^bb0(%e: f32, %q: f32):
    %m = arith.mulf %e, %q : f32
    kernel.yield %m : f32
  } -> tensor<4x3xf32>
  return %y : tensor<4x3xf32>
}

// -----

// A sample lies anywhere in the data set; the rows that a product stores are the batch's.
// CHECK-LABEL: func.func @data_set
// CHECK: kernel.contract
// CHECK: kernel.map inputs(%arg0, %{{.*}} : tensor<4x3xf32>, tensor<4x3xf32>)
// CHECK-SAME: kernel.ops = ["add", "tanh (fuse-epilogue)"]
func.func @data_set(%x: tensor<4x3xf32> {nn.role = "x"}, %w: tensor<3x3xf32>) -> tensor<4x3xf32> {
  %a = kernel.contract lhs(%x : tensor<4x3xf32>) rhs(%w : tensor<3x3xf32>)
    attributes {kernel.ops = ["matmul"]} prologue {} epilogue {
  ^bb0(%acc: f32):
    kernel.yield %acc : f32
  } -> tensor<4x3xf32>
  // expected-remark @below {{kept add apart from matmul: the one reads samples in the data set, the other in the batch}}
  %y = kernel.map inputs(%x, %a : tensor<4x3xf32>, tensor<4x3xf32>) attributes {kernel.ops = ["add"]} {
  ^bb0(%e: f32, %f: f32):
    %sum = arith.addf %e, %f : f32
    kernel.yield %sum : f32
  } -> tensor<4x3xf32>
  // expected-remark @below {{fused tanh into add, saves 96 bytes a step}}
  %z = kernel.map inputs(%y : tensor<4x3xf32>) attributes {kernel.ops = ["tanh"]} {
  ^bb0(%e: f32):
    %t = math.tanh %e : f32
    kernel.yield %t : f32
  } -> tensor<4x3xf32>
  return %z : tensor<4x3xf32>
}
