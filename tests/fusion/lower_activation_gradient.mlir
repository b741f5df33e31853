// RUN: sinter-opt %s --lower-to-kernel | FileCheck %s

// CHECK-LABEL: func.func @gradients
// CHECK: kernel.ops = ["relu_grad"]
// CHECK: ^bb0(%[[DY:.*]]: f32, %[[Y:.*]]: f32):
// CHECK-NEXT: %[[ZERO:.*]] = arith.constant 0.0
// CHECK-NEXT: %[[POSITIVE:.*]] = arith.cmpf ogt, %[[Y]], %[[ZERO]]
// CHECK-NEXT: arith.select %[[POSITIVE]], %[[DY]], %[[ZERO]]
// CHECK: kernel.ops = ["leaky_relu_grad"]
// CHECK: %[[LESS:.*]] = arith.mulf
// CHECK-NEXT: arith.select %{{.*}}, %{{.*}}, %[[LESS]]
// CHECK: kernel.ops = ["elu_grad"]
// CHECK: %[[SLOPE:.*]] = arith.addf
// CHECK-NEXT: %[[LESS:.*]] = arith.mulf %{{.*}}, %[[SLOPE]]
// CHECK-NEXT: arith.select %{{.*}}, %{{.*}}, %[[LESS]]
// CHECK: kernel.ops = ["sigmoid_grad"]
// CHECK: ^bb0(%[[DY:.*]]: f32, %[[Y:.*]]: f32):
// CHECK-NEXT: %[[P:.*]] = arith.mulf %[[DY]], %[[Y]]
// CHECK: %[[REST:.*]] = arith.subf %{{.*}}, %[[Y]]
// CHECK-NEXT: arith.mulf %[[P]], %[[REST]]
// CHECK: kernel.ops = ["tanh_grad"]
// CHECK: ^bb0(%[[DY:.*]]: f32, %[[Y:.*]]: f32):
// CHECK: %[[SQUARE:.*]] = arith.mulf %[[Y]], %[[Y]]
// CHECK-NEXT: %[[SLOPE:.*]] = arith.subf %{{.*}}, %[[SQUARE]]
// CHECK-NEXT: arith.mulf %[[DY]], %[[SLOPE]]
// CHECK: kernel.ops = ["gelu_grad"]
// CHECK: math.erf
// CHECK: math.exp
// CHECK: arith.constant 0.398942292
// CHECK: kernel.ops = ["silu_grad"]
// CHECK: math.exp
func.func @gradients(%dy: tensor<4x6xf32>, %v: tensor<4x6xf32>) -> tensor<4x6xf32> {
  %0 = nn.relu_grad %dy, %v : tensor<4x6xf32>
  %1 = nn.leaky_relu_grad %0, %v {negative_slope = 0.1} : tensor<4x6xf32>
  %2 = nn.elu_grad %1, %v {alpha = 0.5} : tensor<4x6xf32>
  %3 = nn.sigmoid_grad %2, %v : tensor<4x6xf32>
  %4 = nn.tanh_grad %3, %v : tensor<4x6xf32>
  %5 = nn.gelu_grad %4, %v : tensor<4x6xf32>
  %6 = nn.silu_grad %5, %v : tensor<4x6xf32>
  return %6 : tensor<4x6xf32>
}
