// What runs along the last dimension of images sees their pixels; a vector of channels is seen again in each.
// RUN: sinter-opt %s --lower-to-kernel | FileCheck %s

// CHECK-LABEL: func.func @normalize
// CHECK: kernel.rows inputs(%{{.*}} : tensor<4x36xf32>) samples(%{{.*}}) attributes {kernel.ops = ["normalize"], kernel.values = ["normalize"]} {
// CHECK-NEXT: ^bb0(%[[X:.*]]: vector<6xf32>):
// CHECK-NEXT: %[[SUM:.*]] = vector.reduction <add>, %[[X]] : vector<6xf32> into f32
// CHECK-NEXT: %[[COUNT:.*]] = arith.constant 6.000000e+00 : f32
// CHECK-NEXT: %[[MEAN:.*]] = arith.divf %[[SUM]], %[[COUNT]]
// CHECK-NEXT: %[[MEANS:.*]] = vector.broadcast %[[MEAN]]
// CHECK-NEXT: %[[D:.*]] = arith.subf %[[X]], %[[MEANS]]
// CHECK: %[[SQUARES:.*]] = arith.mulf %[[D]], %[[D]]
// CHECK-NEXT: %[[SUM_OF_SQUARES:.*]] = vector.reduction <add>, %[[SQUARES]]
// CHECK-NEXT: %[[VARIANCE:.*]] = arith.divf %[[SUM_OF_SQUARES]], %[[COUNT]]
// CHECK-NEXT: %[[EPSILON:.*]] = arith.constant 1.000000e-03 : f32
// CHECK-NEXT: %[[MORE:.*]] = arith.addf %[[VARIANCE]], %[[EPSILON]]
// CHECK-NEXT: %[[ROOT:.*]] = math.sqrt %[[MORE]]
// CHECK-NEXT: %[[INVERSE:.*]] = arith.divf %{{.*}}, %[[ROOT]]
// CHECK-NEXT: %[[INVERSES:.*]] = vector.broadcast %[[INVERSE]]
// CHECK-NEXT: %[[Y:.*]] = arith.mulf %[[D]], %[[INVERSES]]
// CHECK-NEXT: kernel.yield %[[Y]] : vector<6xf32>
// CHECK-NEXT: } -> tensor<4x36xf32>
// CHECK: kernel.map inputs(%{{.*}}, %{{.*}} : tensor<4x36xf32>, tensor<6xf32>) samples(%{{.*}}) attributes {kernel.ops = ["scale"], kernel.values = ["scale"]}
// CHECK: arith.mulf
// CHECK: kernel.map inputs(%{{.*}}, %{{.*}} : tensor<4x36xf32>, tensor<6xf32>) samples(%{{.*}}) attributes {kernel.ops = ["bias_add"], kernel.values = ["bias_add"]}
// CHECK: arith.addf
func.func @normalize(%x: tensor<4x3x2x6xf32> {nn.role = "x"}, %gamma: tensor<6xf32>, %beta: tensor<6xf32>)
    -> tensor<4x3x2x6xf32> {
  %h = nn.normalize %x epsilon(1.0e-3) : tensor<4x3x2x6xf32>
  %scaled = nn.scale %h, %gamma : tensor<4x3x2x6xf32>, tensor<6xf32>
  %y = nn.bias_add %scaled, %beta : tensor<4x3x2x6xf32>, tensor<6xf32>
  return %y : tensor<4x3x2x6xf32>
}

// CHECK-LABEL: func.func @normalize_grad
// CHECK: kernel.rows inputs(%{{.*}}, %{{.*}} : tensor<4x36xf32>, tensor<4x36xf32>)
// CHECK-SAME: attributes {kernel.ops = ["normalize_grad"], kernel.values = ["normalize_grad"]} {
// CHECK-NEXT: ^bb0(%[[DY:.*]]: vector<6xf32>, %[[X:.*]]: vector<6xf32>):
// CHECK-COUNT-4: vector.reduction <add>
// CHECK: } -> tensor<4x36xf32>
// CHECK: kernel.reduce input(%{{.*}} : tensor<4x36xf32>) samples(%{{.*}}) attributes {kernel.ops = ["reduce_sum"], kernel.values = ["reduce_sum"]} epilogue {
// CHECK: } -> tensor<6xf32>
func.func @normalize_grad(%x: tensor<4x3x2x6xf32> {nn.role = "x"}) -> tensor<6xf32> {
  %dx = nn.normalize_grad %x, %x epsilon(1.0e-3) : tensor<4x3x2x6xf32>
  %sum = nn.reduce_sum %dx : tensor<4x3x2x6xf32> -> tensor<6xf32>
  return %sum : tensor<6xf32>
}

// CHECK-LABEL: func.func @softmax
// CHECK: kernel.rows inputs(%{{.*}} : tensor<4x6xf32>)
// CHECK-NEXT: ^bb0(%{{.*}}: vector<3xf32>):
func.func @softmax(%x: tensor<4x2x3xf32>) -> tensor<4x2x3xf32> {
  %y = nn.softmax %x : tensor<4x2x3xf32>
  return %y : tensor<4x2x3xf32>
}
