// The update runs where the gradient is computed; the gradient is no tensor any more.
// RUN: sinter-opt %s --lower-to-kernel --fuse-optimizer --verify-diagnostics | FileCheck %s

// CHECK-LABEL: func.func @train_step
// CHECK-SAME: %[[W:[a-z0-9]*]]: tensor<6x8xf32>, %[[B:[a-z0-9]*]]: tensor<8xf32>, %[[V:[a-z0-9]*]]: tensor<6x8xf32>
// CHECK: %[[DX:.*]] = kernel.contract lhs(%{{.*}}) rhs(%[[W]] : tensor<6x8xf32>)
// CHECK: %[[W1:.*]]:2 = kernel.contract lhs(%{{.*}}) rhs(%{{.*}}) inputs(%[[W]], %[[V]], %{{.*}} : tensor<6x8xf32>, tensor<6x8xf32>, f32)
// CHECK-SAME: kernel.ops = ["matmul", "rmsprop (fuse-optimizer)"], kernel.role = "update", kernel.values = [{{[^]]*}}], transpose_lhs
// CHECK: ^bb0(%[[G:.*]]: f32, %[[OLD:.*]]: f32, %{{.*}}: f32, %{{.*}}: f32):
// CHECK: arith.mulf %[[G]], %[[G]]
// CHECK: %[[NEW:.*]] = arith.subf %[[OLD]]
// CHECK: kernel.yield %[[NEW]], %{{.*}} : f32, f32
// CHECK: %[[B1:.*]] = kernel.reduce input(%{{.*}}) inputs(%[[B]], %{{.*}} : tensor<8xf32>, f32)
// CHECK-SAME: kernel.ops = ["reduce_sum", "sgd (fuse-optimizer)"], kernel.role = "update"
// CHECK-NOT: kernel.map
// CHECK: return %[[W1]]#0, %[[B1]], %[[W1]]#1, %[[DX]]
func.func @train_step(%x: tensor<4x6xf32> {nn.role = "x"}, %dy: tensor<4x8xf32>, %lr: f32, %w: tensor<6x8xf32>,
                      %b: tensor<8xf32>, %v: tensor<6x8xf32>)
    -> (tensor<6x8xf32>, tensor<8xf32>, tensor<6x8xf32>, tensor<4x6xf32>) {
  %dx = nn.matmul %dy, %w {transpose_b} : (tensor<4x8xf32>, tensor<6x8xf32>) -> tensor<4x6xf32>
  %dw = nn.matmul %x, %dy {transpose_a} : (tensor<4x6xf32>, tensor<4x8xf32>) -> tensor<6x8xf32>
  %db = nn.reduce_sum %dy : tensor<4x8xf32> -> tensor<8xf32>
  // expected-remark @below {{train_step: fused rmsprop into matmul, saves 384 bytes a step}}
  %w1, %v1 = nn.rmsprop %w, %dw, %lr slots(%v) : tensor<6x8xf32>
  // expected-remark @below {{train_step: fused sgd into reduce_sum, saves 64 bytes a step}}
  %b1 = nn.sgd %b, %db, %lr : tensor<8xf32>
  return %w1, %b1, %v1, %dx : tensor<6x8xf32>, tensor<8xf32>, tensor<6x8xf32>, tensor<4x6xf32>
}

// A gradient from elsewhere leaves the update as it is.
// CHECK-LABEL: func.func @given
// CHECK: kernel.map
func.func @given(%w: tensor<8xf32>, %g: tensor<8xf32>, %lr: f32) -> tensor<8xf32> {
  %w1 = nn.sgd %w, %g, %lr : tensor<8xf32>
  return %w1 : tensor<8xf32>
}
