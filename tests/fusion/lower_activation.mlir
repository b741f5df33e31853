// RUN: sinter-opt %s --lower-to-kernel | FileCheck %s

// CHECK-LABEL: func.func @activations
// CHECK: kernel.ops = ["relu"]
// CHECK: ^bb0(%[[X:.*]]: f32):
// CHECK-NEXT: %[[ZERO:.*]] = arith.constant 0.0
// CHECK-NEXT: arith.maximumf %[[X]], %[[ZERO]]
// CHECK: kernel.ops = ["leaky_relu"]
// CHECK: ^bb0(%[[X:.*]]: f32):
// CHECK: %[[POSITIVE:.*]] = arith.cmpf ogt, %[[X]]
// CHECK-NEXT: %[[SLOPE:.*]] = arith.constant 1.000000e-01
// CHECK-NEXT: %[[LESS:.*]] = arith.mulf %[[SLOPE]], %[[X]]
// CHECK-NEXT: arith.select %[[POSITIVE]], %[[X]], %[[LESS]]
// CHECK: kernel.ops = ["elu"]
// CHECK: %[[BELOW:.*]] = arith.minimumf
// CHECK: math.expm1 %[[BELOW]]
// CHECK: arith.select
// CHECK: kernel.ops = ["sigmoid"]
// CHECK: %[[SIZE:.*]] = math.absf
// CHECK: %[[MINUS:.*]] = arith.negf %[[SIZE]]
// CHECK: %[[E:.*]] = math.exp %[[MINUS]]
// CHECK-DAG: %[[TOP:.*]] = arith.select %{{.*}}, %[[E]], %{{.*}}
// CHECK-DAG: %[[SUM:.*]] = arith.addf %{{.*}}, %[[E]]
// CHECK: arith.divf %[[TOP]], %[[SUM]]
// CHECK: kernel.ops = ["tanh"]
// CHECK: math.tanh
// CHECK: kernel.ops = ["gelu"]
// CHECK: ^bb0(%[[X:.*]]: f32):
// CHECK: arith.constant 0.707106769
// CHECK: math.erf
// CHECK: kernel.ops = ["silu"]
// CHECK: ^bb0(%[[X:.*]]: f32):
// CHECK: %[[S:.*]] = arith.divf
// CHECK-NEXT: arith.mulf %[[X]], %[[S]]
// CHECK: kernel.ops = ["softsign"]
// CHECK: ^bb0(%[[X:.*]]: f32):
// CHECK: %[[SIZE:.*]] = math.absf %[[X]]
// CHECK: %[[SUM:.*]] = arith.addf %{{.*}}, %[[SIZE]]
// CHECK-NEXT: arith.divf %[[X]], %[[SUM]]
func.func @activations(%x: tensor<4x6xf32>) -> tensor<4x6xf32> {
  %0 = nn.relu %x : tensor<4x6xf32>
  %1 = nn.leaky_relu %0 {negative_slope = 0.1} : tensor<4x6xf32>
  %2 = nn.elu %1 {alpha = 0.5} : tensor<4x6xf32>
  %3 = nn.sigmoid %2 : tensor<4x6xf32>
  %4 = nn.tanh %3 : tensor<4x6xf32>
  %5 = nn.gelu %4 : tensor<4x6xf32>
  %6 = nn.silu %5 : tensor<4x6xf32>
  %7 = nn.softsign %6 : tensor<4x6xf32>
  return %7 : tensor<4x6xf32>
}
