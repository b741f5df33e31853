// RUN: sinter-opt --split-input-file --differentiate %s | FileCheck %s

// No gradient is built for the input of the first layer, nor for what only
// the input reaches, nor through accuracy.
// CHECK-LABEL: func.func @train_step
// CHECK-SAME: (%[[X:[^:]*]]: tensor<4x6xui8>
// CHECK-SAME: -> (tensor<f32> {nn.role = "loss"}, tensor<f32> {nn.name = "accuracy", nn.role = "metric"},
// CHECK-SAME: tensor<6x3xf32> {nn.name = "dense.kernel", nn.role = "gradient"},
// CHECK-SAME: tensor<3xf32> {nn.name = "dense.bias", nn.role = "gradient"})
func.func @train_step(%x: tensor<4x6xui8> {nn.role = "x"}, %y: tensor<4xui8> {nn.role = "y"},
                      %n: i32 {nn.role = "samples"},
                      %w: tensor<6x3xf32> {nn.role = "parameter", nn.name = "dense.kernel"},
                      %b: tensor<3xf32> {nn.role = "parameter", nn.name = "dense.bias"})
    -> (tensor<f32> {nn.role = "loss"}, tensor<f32> {nn.name = "accuracy", nn.role = "metric"}) {
  // CHECK: %[[XF:.*]] = nn.cast %[[X]]
  %0 = nn.cast %x : tensor<4x6xui8>
  %1 = nn.matmul %0, %w : (tensor<4x6xf32>, tensor<6x3xf32>) -> tensor<4x3xf32>
  %2 = nn.bias_add %1, %b : tensor<4x3xf32>, tensor<3xf32>
  %losses = nn.sparse_cross_entropy %2, %y : tensor<4x3xf32>, tensor<4xui8>
  %3 = nn.sample_mean %losses, %n : tensor<4xf32>
  %correct = nn.accuracy %2, %y : tensor<4x3xf32>, tensor<4xui8>
  %4 = nn.sample_sum %correct, %n : tensor<4xf32>
  // CHECK: nn.accuracy
  // CHECK-NEXT: nn.sample_sum
  // CHECK-NEXT: nn.constant
  // CHECK-NEXT: nn.sample_mean_grad
  // CHECK-NEXT: %[[DZ:.*]] = nn.sparse_cross_entropy_grad
  // CHECK-NEXT: %[[DB:.*]] = nn.reduce_sum %[[DZ]]
  // CHECK-NEXT: %[[DW:.*]] = nn.matmul %[[XF]], %[[DZ]] {transpose_a}
  // CHECK-NEXT: return %{{.*}}, %{{.*}}, %[[DW]], %[[DB]]
  return %3, %4 : tensor<f32>, tensor<f32>
}

// -----

// The gradient of a value with several uses is the sum over its users.
// CHECK-LABEL: func.func @train_step
func.func @train_step(%y: tensor<4xui8>, %n: i32,
                      %w: tensor<4x3xf32> {nn.role = "parameter", nn.name = "w"})
    -> (tensor<f32> {nn.role = "loss"}) {
  // CHECK: %[[R:.*]] = nn.relu
  %0 = nn.relu %w : tensor<4x3xf32>
  // CHECK: %[[T:.*]] = nn.tanh %[[R]]
  %1 = nn.tanh %0 : tensor<4x3xf32>
  %2 = nn.multiply %1, %0 : tensor<4x3xf32>
  %losses = nn.mean_squared_error %2, %y : tensor<4x3xf32>, tensor<4xui8>
  %3 = nn.sample_mean %losses, %n : tensor<4xf32>
  // CHECK: %[[DY:.*]] = nn.mean_squared_error_grad
  // CHECK-NEXT: %[[DT:.*]] = nn.multiply %[[DY]], %[[R]]
  // CHECK-NEXT: %[[DR0:.*]] = nn.multiply %[[DY]], %[[T]]
  // CHECK-NEXT: %[[DR1:.*]] = nn.tanh_grad %[[DT]], %[[T]]
  // CHECK-NEXT: %[[DR:.*]] = nn.add %[[DR0]], %[[DR1]]
  // CHECK-NEXT: %[[DW:.*]] = nn.relu_grad %[[DR]], %[[R]]
  // CHECK-NEXT: return %{{.*}}, %[[DW]]
  return %3 : tensor<f32>
}
