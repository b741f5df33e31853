// RUN: sinter-opt %s | sinter-opt | FileCheck %s
// RUN: sinter-opt --mlir-print-op-generic %s | sinter-opt | FileCheck %s

// CHECK-LABEL: func.func @layer_normalization
func.func @layer_normalization(%x: tensor<4x3x6xf32>, %gamma: tensor<6xf32>, %beta: tensor<6xf32>) {
  // CHECK: nn.normalize %{{.*}} epsilon(1.000000e-03) : tensor<4x3x6xf32>
  %0 = nn.normalize %x epsilon(1.0e-3) : tensor<4x3x6xf32>
  // CHECK: nn.scale %{{.*}}, %{{.*}} : tensor<4x3x6xf32>, tensor<6xf32>
  %1 = nn.scale %0, %gamma : tensor<4x3x6xf32>, tensor<6xf32>
  // CHECK: nn.bias_add %{{.*}}, %{{.*}} : tensor<4x3x6xf32>, tensor<6xf32>
  %2 = nn.bias_add %1, %beta : tensor<4x3x6xf32>, tensor<6xf32>
  // CHECK: nn.normalize_grad %{{.*}}, %{{.*}} epsilon(1.000000e-03) : tensor<4x3x6xf32>
  %3 = nn.normalize_grad %2, %x epsilon(1.0e-3) : tensor<4x3x6xf32>
  return
}

// CHECK-LABEL: func.func @batch_normalization
func.func @batch_normalization(%x: tensor<4x3x6xf32>, %n: i32) {
  // CHECK: %[[Y:.*]], %[[MEAN:.*]], %[[VARIANCE:.*]] = nn.batch_normalize %{{.*}}, %{{.*}} epsilon(1.000000e-03) : tensor<4x3x6xf32>
  %y, %mean, %variance = nn.batch_normalize %x, %n epsilon(1.0e-3) : tensor<4x3x6xf32>
  // CHECK: nn.batch_normalize_grad %{{.*}}, %[[Y]], %[[VARIANCE]], %{{.*}} epsilon(1.000000e-03) : tensor<4x3x6xf32>, tensor<6xf32>
  %0 = nn.batch_normalize_grad %x, %y, %variance, %n epsilon(1.0e-3) : tensor<4x3x6xf32>, tensor<6xf32>
  // CHECK: nn.standardize %{{.*}}, %[[MEAN]], %[[VARIANCE]] epsilon(1.000000e-03) : tensor<4x3x6xf32>, tensor<6xf32>
  %1 = nn.standardize %x, %mean, %variance epsilon(1.0e-3) : tensor<4x3x6xf32>, tensor<6xf32>
  return
}
