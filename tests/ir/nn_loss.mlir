// RUN: sinter-opt %s | sinter-opt | FileCheck %s
// RUN: sinter-opt --mlir-print-op-generic %s | sinter-opt | FileCheck %s

// CHECK-LABEL: func.func @losses
// CHECK-SAME: %[[Z:.*]]: tensor<4x3xf32>, %[[Y:.*]]: tensor<4xui8>, %[[D:.*]]: tensor<4xf32>
func.func @losses(%z: tensor<4x3xf32>, %y: tensor<4xui8>, %d: tensor<4xf32>)
    -> (tensor<4xf32>, tensor<4x3xf32>, tensor<4xf32>, tensor<4x3xf32>, tensor<4xf32>, tensor<4xf32>) {
  // CHECK: nn.sparse_cross_entropy %[[Z]], %[[Y]] : tensor<4x3xf32>, tensor<4xui8>
  %0 = nn.sparse_cross_entropy %z, %y : tensor<4x3xf32>, tensor<4xui8>
  // CHECK: nn.sparse_cross_entropy_grad %[[D]], %[[Z]], %[[Y]] : tensor<4xf32>, tensor<4x3xf32>, tensor<4xui8>
  %1 = nn.sparse_cross_entropy_grad %d, %z, %y : tensor<4xf32>, tensor<4x3xf32>, tensor<4xui8>
  // CHECK: nn.mean_squared_error %[[Z]], %[[Y]] : tensor<4x3xf32>, tensor<4xui8>
  %2 = nn.mean_squared_error %z, %y : tensor<4x3xf32>, tensor<4xui8>
  // CHECK: nn.mean_squared_error_grad %[[D]], %[[Z]], %[[Y]] : tensor<4xf32>, tensor<4x3xf32>, tensor<4xui8>
  %3 = nn.mean_squared_error_grad %d, %z, %y : tensor<4xf32>, tensor<4x3xf32>, tensor<4xui8>
  // CHECK: nn.accuracy %[[Z]], %[[Y]] : tensor<4x3xf32>, tensor<4xui8>
  %4 = nn.accuracy %z, %y : tensor<4x3xf32>, tensor<4xui8>
  // CHECK: nn.top_k_accuracy %[[Z]], %[[Y]] k(2) : tensor<4x3xf32>, tensor<4xui8>
  %5 = nn.top_k_accuracy %z, %y k(2) : tensor<4x3xf32>, tensor<4xui8>
  return %0, %1, %2, %3, %4, %5
    : tensor<4xf32>, tensor<4x3xf32>, tensor<4xf32>, tensor<4x3xf32>, tensor<4xf32>, tensor<4xf32>
}

// CHECK-LABEL: func.func @over_samples
// CHECK-SAME: %[[X:.*]]: tensor<4xf32>, %[[N:.*]]: i32
func.func @over_samples(%x: tensor<4xf32>, %n: i32) -> (tensor<f32>, tensor<4xf32>, tensor<f32>) {
  // CHECK: nn.sample_mean %[[X]], %[[N]] : tensor<4xf32>
  %0 = nn.sample_mean %x, %n : tensor<4xf32>
  // CHECK: %[[SEED:.*]] = nn.constant 1.000000e+00 : tensor<f32>
  %1 = nn.constant 1.0 : tensor<f32>
  // CHECK: nn.sample_mean_grad %[[SEED]], %[[N]] : tensor<f32> -> tensor<4xf32>
  %2 = nn.sample_mean_grad %1, %n : tensor<f32> -> tensor<4xf32>
  // CHECK: nn.sample_sum %[[X]], %[[N]] : tensor<4xf32>
  %3 = nn.sample_sum %x, %n : tensor<4xf32>
  return %0, %2, %3 : tensor<f32>, tensor<4xf32>, tensor<f32>
}
