// RUN: sinter-opt %s --lower-to-kernel | FileCheck %s

// CHECK-LABEL: func.func @softmax
// CHECK: kernel.rows inputs(%{{.*}} : tensor<4x10xf32>) attributes {kernel.ops = ["softmax"], kernel.values = ["softmax"]} {
// CHECK-NEXT: ^bb0(%[[X:.*]]: vector<10xf32>):
// CHECK-NEXT: %[[M:.*]] = vector.reduction <maximumf>, %[[X]]
// CHECK-NEXT: %[[MV:.*]] = vector.broadcast %[[M]]
// CHECK-NEXT: %[[D:.*]] = arith.subf %[[X]], %[[MV]]
// CHECK-NEXT: %[[E:.*]] = math.exp %[[D]]
// CHECK-NEXT: %[[S:.*]] = vector.reduction <add>, %[[E]]
// CHECK-NEXT: %[[SV:.*]] = vector.broadcast %[[S]]
// CHECK-NEXT: %[[P:.*]] = arith.divf %[[E]], %[[SV]]
// CHECK-NEXT: kernel.yield %[[P]] : vector<10xf32>
func.func @softmax(%x: tensor<4x10xf32>) -> tensor<4x10xf32> {
  %y = nn.softmax %x : tensor<4x10xf32>
  return %y : tensor<4x10xf32>
}

// CHECK-LABEL: func.func @softmax_grad
// CHECK: ^bb0(%[[DY:.*]]: vector<10xf32>, %[[Y:.*]]: vector<10xf32>):
// CHECK-NEXT: %[[P:.*]] = arith.mulf %[[DY]], %[[Y]]
// CHECK-NEXT: %[[S:.*]] = vector.reduction <add>, %[[P]]
// CHECK-NEXT: %[[SV:.*]] = vector.broadcast %[[S]]
// CHECK-NEXT: %[[D:.*]] = arith.subf %[[DY]], %[[SV]]
// CHECK-NEXT: arith.mulf %[[Y]], %[[D]]
func.func @softmax_grad(%dy: tensor<4x10xf32>, %y: tensor<4x10xf32>) -> tensor<4x10xf32> {
  %dx = nn.softmax_grad %dy, %y : tensor<4x10xf32>
  return %dx : tensor<4x10xf32>
}
