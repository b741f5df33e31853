// RUN: sinter-opt %s | sinter-opt | FileCheck %s
// RUN: sinter-opt --mlir-print-op-generic %s | sinter-opt | FileCheck %s

// CHECK-LABEL: func.func @losses
// CHECK-SAME: %[[Z:.*]]: tensor<4x3xf32>, %[[Y:.*]]: tensor<4xui8>, %[[N:.*]]: i32
func.func @losses(%z: tensor<4x3xf32>, %y: tensor<4xui8>, %n: i32)
    -> (tensor<f32>, tensor<4x3xf32>, tensor<f32>, tensor<4x3xf32>, tensor<f32>) {
  // CHECK: nn.sparse_cross_entropy %[[Z]], %[[Y]], %[[N]] : tensor<4x3xf32>, tensor<4xui8>
  %0 = nn.sparse_cross_entropy %z, %y, %n : tensor<4x3xf32>, tensor<4xui8>
  // CHECK: nn.sparse_cross_entropy_grad %[[Z]], %[[Y]], %[[N]] : tensor<4x3xf32>, tensor<4xui8>
  %1 = nn.sparse_cross_entropy_grad %z, %y, %n : tensor<4x3xf32>, tensor<4xui8>
  // CHECK: nn.mean_squared_error %[[Z]], %[[Y]], %[[N]] : tensor<4x3xf32>, tensor<4xui8>
  %2 = nn.mean_squared_error %z, %y, %n : tensor<4x3xf32>, tensor<4xui8>
  // CHECK: nn.mean_squared_error_grad %[[Z]], %[[Y]], %[[N]] : tensor<4x3xf32>, tensor<4xui8>
  %3 = nn.mean_squared_error_grad %z, %y, %n : tensor<4x3xf32>, tensor<4xui8>
  // CHECK: nn.accuracy %[[Z]], %[[Y]], %[[N]] : tensor<4x3xf32>, tensor<4xui8>
  %4 = nn.accuracy %z, %y, %n : tensor<4x3xf32>, tensor<4xui8>
  return %0, %1, %2, %3, %4 : tensor<f32>, tensor<4x3xf32>, tensor<f32>, tensor<4x3xf32>, tensor<f32>
}
