// RUN: sinter-opt %s --lower-to-kernel --fuse-prologue --verify-diagnostics | FileCheck %s

// CHECK-LABEL: func.func @needs_its_position
// CHECK-COUNT-2: kernel.map
// CHECK: kernel.contract lhs(%{{.*}} : tensor<4x6xf32>)
func.func @needs_its_position(%x: tensor<4x6xui8> {nn.role = "x"}, %w: tensor<6x8xf32>, %s: i32, %i: i64)
    -> tensor<4x8xf32> {
  %f = nn.cast %x : tensor<4x6xui8>
  // expected-remark @below {{kept dropout apart from matmul: dropout reads more than the element that is loaded}}
  %d = nn.dropout %f, %s, %i rate(0.5) stream(0) : tensor<4x6xf32>
  %y = nn.matmul %d, %w : (tensor<4x6xf32>, tensor<6x8xf32>) -> tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}

// CHECK-LABEL: func.func @two_readers
// CHECK-COUNT-2: kernel.map
func.func @two_readers(%x: tensor<4x6xui8> {nn.role = "x"}, %w: tensor<6x8xf32>)
    -> (tensor<4x6xf32>, tensor<4x8xf32>) {
  %f = nn.cast %x : tensor<4x6xui8>
  // expected-remark @below {{kept relu apart from matmul: the result of cast alone has another reader}}
  %r = nn.relu %f : tensor<4x6xf32>
  %y = nn.matmul %r, %w : (tensor<4x6xf32>, tensor<6x8xf32>) -> tensor<4x8xf32>
  return %f, %y : tensor<4x6xf32>, tensor<4x8xf32>
}

// CHECK-LABEL: func.func @earlier_reader
// CHECK: kernel.map
// CHECK: kernel.rows
// CHECK: kernel.contract lhs(%{{.*}} : tensor<4x6xf32>)
func.func @earlier_reader(%x: tensor<4x6xui8> {nn.role = "x"}, %w: tensor<6x8xf32>)
    -> (tensor<4x6xf32>, tensor<4x8xf32>) {
  // expected-remark @below {{kept cast apart from matmul: an earlier op reads the result}}
  %f = nn.cast %x : tensor<4x6xui8>
  %p = nn.softmax %f : tensor<4x6xf32>
  %y = nn.matmul %f, %w : (tensor<4x6xf32>, tensor<6x8xf32>) -> tensor<4x8xf32>
  return %p, %y : tensor<4x6xf32>, tensor<4x8xf32>
}

// CHECK-LABEL: func.func @summed_over
// CHECK: kernel.map
func.func @summed_over(%x: tensor<4x6xui8> {nn.role = "x"}, %g: tensor<4x8xf32>) -> tensor<6x8xf32> {
  // expected-remark @below {{kept cast apart from matmul: it does not read the samples row by row alone}}
  %f = nn.cast %x : tensor<4x6xui8>
  %y = nn.matmul %f, %g {transpose_a} : (tensor<4x6xf32>, tensor<4x8xf32>) -> tensor<6x8xf32>
  return %y : tensor<6x8xf32>
}
