// Raw bytes are converted where the first contraction loads them.
// RUN: sinter-opt %s --lower-to-kernel --fuse-prologue --verify-diagnostics | FileCheck %s

// No other op reads the floats. Those between the two ops exist in registers only; planning says what becomes of the
// others.
// CHECK-LABEL: func.func @forward_only
// CHECK-SAME: %[[X:.*]]: tensor<4x6xui8>
// CHECK-NOT: kernel.map
// CHECK: kernel.contract lhs(%[[X]] : tensor<4x6xui8>)
// CHECK-SAME: kernel.ops = ["matmul", "cast (fuse-prologue)", "rescale (fuse-prologue)"], kernel.prologue_ops = ["cast (fuse-prologue)", "rescale (fuse-prologue)"]{{.*}}} prologue {
// CHECK-NEXT: ^bb0(%[[BYTE:.*]]: i8):
// CHECK-NEXT: %[[F:.*]] = arith.uitofp %[[BYTE]]
// CHECK-NEXT: %[[SCALE:.*]] = arith.constant
// CHECK-NEXT: %[[Y:.*]] = arith.mulf %[[F]], %[[SCALE]]
// CHECK-NEXT: kernel.yield %[[Y]] : f32
// CHECK-NEXT: } epilogue {
// CHECK: } -> tensor<4x8xf32>
func.func @forward_only(%x: tensor<4x6xui8> {nn.role = "x"}, %w: tensor<6x8xf32>) -> tensor<4x8xf32> {
  // expected-remark @below {{forward_only: fused cast into rescale, saves 192 bytes a step}}
  %f = nn.cast %x : tensor<4x6xui8>
  %s = nn.rescale %f scale(0.5) offset(0.0) : tensor<4x6xf32>
  %y = nn.matmul %s, %w : (tensor<4x6xf32>, tensor<6x8xf32>) -> tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}

// The weight gradient reads the floats too: the contraction stages them.
// CHECK-LABEL: func.func @with_weight_gradient
// CHECK: %[[Y:.*]]:2 = kernel.contract lhs(%{{.*}} : tensor<4x6xui8>)
// CHECK-SAME: stage_lhs
// CHECK: } -> tensor<4x8xf32>, tensor<4x6xf32>
// CHECK: kernel.contract lhs(%[[Y]]#1 : tensor<4x6xf32>) rhs(%[[Y]]#0 : tensor<4x8xf32>)
// CHECK-SAME: transpose_lhs
func.func @with_weight_gradient(%x: tensor<4x6xui8> {nn.role = "x"}, %w: tensor<6x8xf32>) -> tensor<6x8xf32> {
  %f = nn.cast %x : tensor<4x6xui8>
  %y = nn.matmul %f, %w : (tensor<4x6xf32>, tensor<6x8xf32>) -> tensor<4x8xf32>
  %dw = nn.matmul %f, %y {transpose_a} : (tensor<4x6xf32>, tensor<4x8xf32>) -> tensor<6x8xf32>
  return %dw : tensor<6x8xf32>
}

// An activation of a contraction is no work on the input: nothing to move, nothing to say.
// CHECK-LABEL: func.func @hidden_layer
// CHECK: kernel.map
func.func @hidden_layer(%x: tensor<4x6xf32> {nn.role = "x"}, %w: tensor<6x6xf32>) -> tensor<4x6xf32> {
  %y = nn.matmul %x, %w : (tensor<4x6xf32>, tensor<6x6xf32>) -> tensor<4x6xf32>
  %h = nn.relu %y : tensor<4x6xf32>
  %z = nn.matmul %h, %w : (tensor<4x6xf32>, tensor<6x6xf32>) -> tensor<4x6xf32>
  return %z : tensor<4x6xf32>
}
