// Loss, accuracy and logit gradient become one pass over the rows, with one maximum, one exp and one sum.
// RUN: sinter-opt %s --lower-to-kernel --fuse-softmax-cross-entropy --verify-diagnostics | FileCheck %s

// CHECK-LABEL: func.func @losses
// CHECK: %[[ROWS:.*]]:3 = kernel.rows inputs(%{{.*}}, %{{.*}}, %{{.*}} : tensor<4x10xf32>, tensor<4xui8>, f32)
// CHECK-SAME: kernel.ops = ["sparse_cross_entropy", "accuracy (fuse-softmax-cross-entropy)",
// CHECK-SAME: "sparse_cross_entropy_grad (fuse-softmax-cross-entropy)"]
// CHECK: vector.reduction <maximumf>
// CHECK-NOT: vector.reduction <maximumf>
// CHECK: math.exp
// CHECK-NOT: math.exp
// CHECK: kernel.yield %{{.*}}, %{{.*}}, %{{.*}} : f32, f32, vector<10xf32>
// CHECK-NEXT: } -> tensor<4x1xf32>, tensor<4x1xf32>, tensor<4x10xf32>
// CHECK-NOT: kernel.rows
// CHECK: kernel.reduce input(%[[ROWS]]#0
// CHECK: kernel.reduce input(%[[ROWS]]#1
// CHECK: return %{{.*}}, %{{.*}}, %[[ROWS]]#2
func.func @losses(%z: tensor<4x10xf32> {nn.role = "x"}, %y: tensor<4xui8> {nn.role = "y"},
                  %n: i32 {nn.role = "samples"}) -> (tensor<f32>, tensor<f32>, tensor<4x10xf32>) {
  %losses = nn.sparse_cross_entropy %z, %y : tensor<4x10xf32>, tensor<4xui8>
  %loss = nn.sample_mean %losses, %n : tensor<4xf32>
  // expected-remark @below {{losses: fused accuracy into sparse_cross_entropy, saves 164 bytes a step}}
  %correct = nn.accuracy %z, %y : tensor<4x10xf32>, tensor<4xui8>
  %hits = nn.sample_sum %correct, %n : tensor<4xf32>
  %seed = nn.constant 1.0 : tensor<f32>
  %d = nn.sample_mean_grad %seed, %n : tensor<f32> -> tensor<4xf32>
  // expected-remark @below {{losses: fused sparse_cross_entropy_grad into sparse_cross_entropy, saves 164 bytes a step}}
  %g = nn.sparse_cross_entropy_grad %d, %z, %y : tensor<4xf32>, tensor<4x10xf32>, tensor<4xui8>
  return %loss, %hits, %g : tensor<f32>, tensor<f32>, tensor<4x10xf32>
}

// What one row op reads of another stays in the body: softmax feeds the error without a tensor between.
// CHECK-LABEL: func.func @chain
// CHECK: kernel.rows
// CHECK: %[[P:.*]] = arith.divf
// CHECK: %[[E:.*]] = arith.subf %[[P]]
// CHECK: kernel.yield %{{.*}} : f32
// CHECK-NEXT: } -> tensor<4x1xf32>
// CHECK-NOT: kernel.rows
func.func @chain(%z: tensor<4x10xf32> {nn.role = "x"}, %y: tensor<4xui8> {nn.role = "y"},
                 %n: i32 {nn.role = "samples"}) -> tensor<f32> {
  %p = nn.softmax %z : tensor<4x10xf32>
  // expected-remark @below {{chain: fused mean_squared_error into softmax, saves 320 bytes a step}}
  %losses = nn.mean_squared_error %p, %y : tensor<4x10xf32>, tensor<4xui8>
  %loss = nn.sample_mean %losses, %n : tensor<4xf32>
  return %loss : tensor<f32>
}
