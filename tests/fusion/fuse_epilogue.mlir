// RUN: sinter-opt %s --lower-to-kernel --fuse-epilogue --verify-diagnostics | FileCheck %s

// A chain fuses map by map; what nobody else reads is no result.
// CHECK-LABEL: func.func @chain
// CHECK: %[[Y:.*]] = kernel.contract lhs(%{{.*}}) rhs(%{{.*}}) inputs(%{{.*}}, %{{.*}} : tensor<8xf32>, i32)
// CHECK-SAME: kernel.ops = ["matmul", "bias_add (fuse-epilogue)", "relu (fuse-epilogue)", "dropout (fuse-epilogue)"]
// CHECK: ^bb0(%[[ACC:.*]]: f32, %[[BIAS:.*]]: f32, %[[KEY:.*]]: i32):
// CHECK-NEXT: %[[Z:.*]] = arith.addf %[[ACC]], %[[BIAS]]
// CHECK: %[[R:.*]] = arith.maximumf %[[Z]]
// CHECK: kernel.index 0
// CHECK: kernel.yield %{{.*}} : f32
// CHECK-NEXT: } -> tensor<4x8xf32>
// CHECK-NOT: kernel.map
func.func @chain(%x: tensor<4x6xf32> {nn.role = "x"}, %w: tensor<6x8xf32>, %b: tensor<8xf32>, %s: i32, %i: i64)
    -> tensor<4x8xf32> {
  %a = nn.matmul %x, %w : (tensor<4x6xf32>, tensor<6x8xf32>) -> tensor<4x8xf32>
  // expected-remark @below {{chain: fused bias_add into matmul, saves 256 bytes a step}}
  %z = nn.bias_add %a, %b : tensor<4x8xf32>, tensor<8xf32>
  // expected-remark @below {{chain: fused relu into matmul, saves 256 bytes a step}}
  %h = nn.relu %z : tensor<4x8xf32>
  // expected-remark @below {{chain: fused dropout into matmul, saves 256 bytes a step}}
  %d = nn.dropout %h, %s, %i rate(0.5) stream(0) : tensor<4x8xf32>
  return %d : tensor<4x8xf32>
}

// Two consumers of one value become two results; neither computes the tanh again.
// CHECK-LABEL: func.func @two_consumers
// CHECK: %[[Y:.*]]:3 = kernel.contract
// CHECK: math.tanh
// CHECK-NOT: math.tanh
// CHECK: kernel.yield %{{.*}}, %{{.*}}, %{{.*}} : f32, f32, f32
// CHECK-NOT: kernel.map
// CHECK: return %[[Y]]#0, %[[Y]]#1, %[[Y]]#2
func.func @two_consumers(%x: tensor<4x6xf32>, %w: tensor<6x8xf32>)
    -> (tensor<4x8xf32>, tensor<4x8xf32>, tensor<4x8xf32>) {
  %a = nn.matmul %x, %w : (tensor<4x6xf32>, tensor<6x8xf32>) -> tensor<4x8xf32>
  // expected-remark @below {{two_consumers: fused tanh into matmul, saves 256 bytes a step}}
  %t = nn.tanh %a : tensor<4x8xf32>
  // expected-remark @below {{two_consumers: fused rescale into matmul, saves 128 bytes a step}}
  %r = nn.rescale %t scale(0.5) offset(0.0) : tensor<4x8xf32>
  // expected-remark @below {{two_consumers: fused relu into matmul, saves 128 bytes a step}}
  %s = nn.relu %t : tensor<4x8xf32>
  return %t, %r, %s : tensor<4x8xf32>, tensor<4x8xf32>, tensor<4x8xf32>
}

// An activation gradient reads the forward value as a further input. Of two producers the later one takes the map.
// CHECK-LABEL: func.func @gradient
// CHECK: %[[H:.*]] = kernel.contract
// CHECK: kernel.contract lhs(%{{.*}}) rhs(%{{.*}}) inputs(%[[H]] : tensor<4x6xf32>)
// CHECK-SAME: "relu_grad (fuse-epilogue)"
// CHECK-NOT: kernel.map
func.func @gradient(%x: tensor<4x6xf32>, %w: tensor<6x6xf32>, %dz: tensor<4x6xf32>) -> tensor<4x6xf32> {
  %h = nn.matmul %x, %w : (tensor<4x6xf32>, tensor<6x6xf32>) -> tensor<4x6xf32>
  %dh = nn.matmul %dz, %w {transpose_b} : (tensor<4x6xf32>, tensor<6x6xf32>) -> tensor<4x6xf32>
  // expected-remark @below {{gradient: fused relu_grad into matmul, saves 192 bytes a step}}
  %g = nn.relu_grad %dh, %h : tensor<4x6xf32>
  %s = nn.add %g, %g : tensor<4x6xf32>
  // expected-remark @-1 {{gradient: fused add into matmul, saves 192 bytes a step}}
  return %s : tensor<4x6xf32>
}

// Maps on the input and on a sum fuse as well.
// CHECK-LABEL: func.func @maps_and_sums
// CHECK: kernel.map {{.*}}kernel.ops = ["cast", "rescale (fuse-epilogue)"]
// CHECK: kernel.reduce {{.*}}kernel.ops = ["reduce_sum", "relu (fuse-epilogue)"]
// CHECK-NOT: kernel.map
func.func @maps_and_sums(%x: tensor<4x6xui8> {nn.role = "x"}) -> tensor<6xf32> {
  %f = nn.cast %x : tensor<4x6xui8>
  // expected-remark @below {{maps_and_sums: fused rescale into cast, saves 192 bytes a step}}
  %r = nn.rescale %f scale(0.5) offset(0.0) : tensor<4x6xf32>
  %s = nn.reduce_sum %r : tensor<4x6xf32> -> tensor<6xf32>
  // expected-remark @below {{maps_and_sums: fused relu into reduce_sum, saves 48 bytes a step}}
  %y = nn.relu %s : tensor<6xf32>
  return %y : tensor<6xf32>
}

// A residual sum moves into the product of the path beside; what goes round stays a result of its own.
// CHECK-LABEL: func.func @residual
// CHECK: %[[H:.*]] = kernel.contract
// CHECK: %[[S:.*]] = kernel.contract lhs(%[[H]] : tensor<4x6xf32>) rhs(%{{.*}}) inputs(%[[H]] : tensor<4x6xf32>)
// CHECK-SAME: kernel.ops = ["matmul", "add (fuse-epilogue)"]
// CHECK-NOT: kernel.map
// CHECK: return %[[S]]
func.func @residual(%x: tensor<4x6xf32>, %w: tensor<6x6xf32>, %v: tensor<6x6xf32>) -> tensor<4x6xf32> {
  %a = nn.matmul %x, %w : (tensor<4x6xf32>, tensor<6x6xf32>) -> tensor<4x6xf32>
  // expected-remark @below {{residual: fused relu into matmul, saves 192 bytes a step}}
  %h = nn.relu %a : tensor<4x6xf32>
  %b = nn.matmul %h, %v : (tensor<4x6xf32>, tensor<6x6xf32>) -> tensor<4x6xf32>
  // expected-remark @below {{residual: fused add into matmul, saves 192 bytes a step}}
  %s = nn.add %b, %h : tensor<4x6xf32>
  return %s : tensor<4x6xf32>
}
