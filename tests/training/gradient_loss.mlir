// RUN: sinter-opt --split-input-file --differentiate %s | FileCheck %s

// CHECK-LABEL: func.func @train_step
// CHECK-SAME: %[[Z:[^:]*]]: tensor<4x3xf32> {{.*}}, %[[Y:[^:]*]]: tensor<4xui8>, %[[N:[^:]*]]: i32
func.func @train_step(%z: tensor<4x3xf32> {nn.role = "parameter", nn.name = "z"}, %y: tensor<4xui8>, %n: i32)
    -> (tensor<f32> {nn.role = "loss"}) {
  // CHECK: %[[LOSS:.*]] = nn.sparse_cross_entropy %[[Z]], %[[Y]], %[[N]]
  // CHECK-NEXT: %[[DZ:.*]] = nn.sparse_cross_entropy_grad %[[Z]], %[[Y]], %[[N]] : tensor<4x3xf32>, tensor<4xui8>
  // CHECK-NEXT: return %[[LOSS]], %[[DZ]]
  %0 = nn.sparse_cross_entropy %z, %y, %n : tensor<4x3xf32>, tensor<4xui8>
  return %0 : tensor<f32>
}

// -----

// CHECK-LABEL: func.func @train_step
// CHECK-SAME: %[[Z:[^:]*]]: tensor<4x3xf32> {{.*}}, %[[Y:[^:]*]]: tensor<4xui8>, %[[N:[^:]*]]: i32
func.func @train_step(%z: tensor<4x3xf32> {nn.role = "parameter", nn.name = "z"}, %y: tensor<4xui8>, %n: i32)
    -> (tensor<f32> {nn.role = "loss"}) {
  // CHECK: %[[LOSS:.*]] = nn.mean_squared_error %[[Z]], %[[Y]], %[[N]]
  // CHECK-NEXT: %[[DZ:.*]] = nn.mean_squared_error_grad %[[Z]], %[[Y]], %[[N]] : tensor<4x3xf32>, tensor<4xui8>
  // CHECK-NEXT: return %[[LOSS]], %[[DZ]]
  %0 = nn.mean_squared_error %z, %y, %n : tensor<4x3xf32>, tensor<4xui8>
  return %0 : tensor<f32>
}
