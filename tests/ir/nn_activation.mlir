// RUN: sinter-opt %s | sinter-opt | FileCheck %s
// RUN: sinter-opt --mlir-print-op-generic %s | sinter-opt | FileCheck %s

// CHECK-LABEL: func.func @activations
func.func @activations(%x: tensor<4x6xf32>) {
  // CHECK: nn.relu %{{.*}} : tensor<4x6xf32>
  %0 = nn.relu %x : tensor<4x6xf32>
  // CHECK: nn.leaky_relu %{{.*}} : tensor<4x6xf32>
  %1 = nn.leaky_relu %x : tensor<4x6xf32>
  // CHECK: nn.leaky_relu %{{.*}} {negative_slope = 1.000000e-01 : f64} : tensor<4x6xf32>
  %2 = nn.leaky_relu %x {negative_slope = 0.1} : tensor<4x6xf32>
  // CHECK: nn.elu %{{.*}} {alpha = 5.000000e-01 : f64} : tensor<4x6xf32>
  %3 = nn.elu %x {alpha = 0.5} : tensor<4x6xf32>
  // CHECK: nn.sigmoid %{{.*}} : tensor<4x6xf32>
  %4 = nn.sigmoid %x : tensor<4x6xf32>
  // CHECK: nn.tanh %{{.*}} : tensor<4x6xf32>
  %5 = nn.tanh %x : tensor<4x6xf32>
  // CHECK: nn.gelu %{{.*}} : tensor<4x6xf32>
  %6 = nn.gelu %x : tensor<4x6xf32>
  // CHECK: nn.silu %{{.*}} : tensor<4x6xf32>
  %7 = nn.silu %x : tensor<4x6xf32>
  // CHECK: nn.softsign %{{.*}} : tensor<4x6xf32>
  %9 = nn.softsign %x : tensor<4x6xf32>
  // CHECK: nn.clipped_relu %{{.*}} : tensor<4x6xf32>
  %30 = nn.clipped_relu %x : tensor<4x6xf32>
  // CHECK: nn.clipped_relu %{{.*}} {max_value = 1.500000e+00 : f64, negative_slope = 1.000000e-01 : f64} : tensor<4x6xf32>
  %40 = nn.clipped_relu %x {max_value = 1.5, negative_slope = 0.1} : tensor<4x6xf32>
  // CHECK: nn.selu %{{.*}} : tensor<4x6xf32>
  %31 = nn.selu %x : tensor<4x6xf32>
  // CHECK: nn.hard_sigmoid %{{.*}} : tensor<4x6xf32>
  %32 = nn.hard_sigmoid %x : tensor<4x6xf32>
  // CHECK: nn.hard_silu %{{.*}} : tensor<4x6xf32>
  %33 = nn.hard_silu %x : tensor<4x6xf32>
  // CHECK: nn.mish %{{.*}} : tensor<4x6xf32>
  %34 = nn.mish %x : tensor<4x6xf32>
  // CHECK: nn.softplus %{{.*}} : tensor<4x6xf32>
  %35 = nn.softplus %x : tensor<4x6xf32>
  // CHECK: nn.exponential %{{.*}} : tensor<4x6xf32>
  %36 = nn.exponential %x : tensor<4x6xf32>
  // CHECK: nn.log_softmax %{{.*}} : tensor<4x6xf32>
  %37 = nn.log_softmax %x : tensor<4x6xf32>
  // CHECK: nn.softmax %{{.*}} : tensor<4x6xf32>
  %8 = nn.softmax %x : tensor<4x6xf32>
  return
}

// CHECK-LABEL: func.func @gradients
// CHECK-SAME: %[[DY:.*]]: tensor<4x6xf32>, %[[V:.*]]: tensor<4x6xf32>
func.func @gradients(%dy: tensor<4x6xf32>, %v: tensor<4x6xf32>) {
  // CHECK: nn.relu_grad %[[DY]], %[[V]] : tensor<4x6xf32>
  %0 = nn.relu_grad %dy, %v : tensor<4x6xf32>
  // CHECK: nn.leaky_relu_grad %[[DY]], %[[V]] {negative_slope = 1.000000e-01 : f64} : tensor<4x6xf32>
  %1 = nn.leaky_relu_grad %dy, %v {negative_slope = 0.1} : tensor<4x6xf32>
  // CHECK: nn.elu_grad %[[DY]], %[[V]] {alpha = 5.000000e-01 : f64} : tensor<4x6xf32>
  %2 = nn.elu_grad %dy, %v {alpha = 0.5} : tensor<4x6xf32>
  // CHECK: nn.sigmoid_grad %[[DY]], %[[V]] : tensor<4x6xf32>
  %3 = nn.sigmoid_grad %dy, %v : tensor<4x6xf32>
  // CHECK: nn.tanh_grad %[[DY]], %[[V]] : tensor<4x6xf32>
  %4 = nn.tanh_grad %dy, %v : tensor<4x6xf32>
  // CHECK: nn.gelu_grad %[[DY]], %[[V]] : tensor<4x6xf32>
  %5 = nn.gelu_grad %dy, %v : tensor<4x6xf32>
  // CHECK: nn.silu_grad %[[DY]], %[[V]] : tensor<4x6xf32>
  %6 = nn.silu_grad %dy, %v : tensor<4x6xf32>
  // CHECK: nn.clipped_relu_grad %[[DY]], %[[V]] : tensor<4x6xf32>
  %30 = nn.clipped_relu_grad %dy, %v : tensor<4x6xf32>
  // CHECK: nn.selu_grad %[[DY]], %[[V]] : tensor<4x6xf32>
  %31 = nn.selu_grad %dy, %v : tensor<4x6xf32>
  // CHECK: nn.hard_sigmoid_grad %[[DY]], %[[V]] : tensor<4x6xf32>
  %32 = nn.hard_sigmoid_grad %dy, %v : tensor<4x6xf32>
  // CHECK: nn.hard_silu_grad %[[DY]], %[[V]] : tensor<4x6xf32>
  %33 = nn.hard_silu_grad %dy, %v : tensor<4x6xf32>
  // CHECK: nn.mish_grad %[[DY]], %[[V]] : tensor<4x6xf32>
  %34 = nn.mish_grad %dy, %v : tensor<4x6xf32>
  // CHECK: nn.softplus_grad %[[DY]], %[[V]] : tensor<4x6xf32>
  %35 = nn.softplus_grad %dy, %v : tensor<4x6xf32>
  // CHECK: nn.exponential_grad %[[DY]], %[[V]] : tensor<4x6xf32>
  %36 = nn.exponential_grad %dy, %v : tensor<4x6xf32>
  // CHECK: nn.log_softmax_grad %[[DY]], %[[V]] : tensor<4x6xf32>
  %37 = nn.log_softmax_grad %dy, %v : tensor<4x6xf32>
  // CHECK: nn.softmax_grad %[[DY]], %[[V]] : tensor<4x6xf32>
  %7 = nn.softmax_grad %dy, %v : tensor<4x6xf32>
  return
}
