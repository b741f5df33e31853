// RUN: sinter-opt %s | sinter-opt | FileCheck %s
// RUN: sinter-opt --mlir-print-op-generic %s | sinter-opt | FileCheck %s

// CHECK-LABEL: func.func @penalties
// CHECK-SAME: %[[W:.*]]: tensor<6x3xf32>, %[[D:.*]]: tensor<f32>
func.func @penalties(%w: tensor<6x3xf32>, %d: tensor<f32>) -> (tensor<f32>, tensor<6x3xf32>) {
  // CHECK: nn.penalty %[[W]] {l2 = 5.000000e-01 : f64} : tensor<6x3xf32>
  %0 = nn.penalty %w {l2 = 0.5} : tensor<6x3xf32>
  // CHECK: nn.penalty_grad %[[D]], %[[W]] {l1 = 2.500000e-01 : f64, l2 = 5.000000e-01 : f64} : tensor<f32>, tensor<6x3xf32>
  %1 = nn.penalty_grad %d, %w {l1 = 0.25, l2 = 0.5} : tensor<f32>, tensor<6x3xf32>
  return %0, %1 : tensor<f32>, tensor<6x3xf32>
}

// CHECK-LABEL: func.func @limits
// CHECK-SAME: %[[G:.*]]: tensor<6x3xf32>
func.func @limits(%g: tensor<6x3xf32>) -> (tensor<6x3xf32>, tensor<6x3xf32>, tensor<f32>) {
  // CHECK: %[[SQUARES:.*]] = nn.sum_of_squares %[[G]] : tensor<6x3xf32>
  %0 = nn.sum_of_squares %g : tensor<6x3xf32>
  // CHECK: %[[FACTOR:.*]] = nn.limit_norm %[[SQUARES]] {limit = 1.000000e+00 : f64} : tensor<f32>
  %1 = nn.limit_norm %0 {limit = 1.0} : tensor<f32>
  // CHECK: nn.times %[[G]], %[[FACTOR]] : tensor<6x3xf32>, tensor<f32>
  %2 = nn.times %g, %1 : tensor<6x3xf32>, tensor<f32>
  // CHECK: nn.clip %[[G]] {limit = 5.000000e-01 : f64} : tensor<6x3xf32>
  %3 = nn.clip %g {limit = 0.5} : tensor<6x3xf32>
  // CHECK: nn.limit_norm %[[SQUARES]] {finite, limit = 2.000000e+00 : f64} : tensor<f32>
  %4 = nn.limit_norm %0 {finite, limit = 2.0} : tensor<f32>
  return %2, %3, %4 : tensor<6x3xf32>, tensor<6x3xf32>, tensor<f32>
}
