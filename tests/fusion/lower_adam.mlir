// Adam's alpha depends on the step only and is computed once; so is AdamW's decay.
// RUN: sinter-opt %s --lower-to-kernel | FileCheck %s

// CHECK-LABEL: func.func @adamw
// CHECK-SAME: %[[W:[a-z0-9]*]]: tensor<6xf32>, %[[G:[a-z0-9]*]]: tensor<6xf32>, %[[LR:.*]]: f32, %[[I:.*]]: i64
// CHECK: %[[ITERATION:.*]] = arith.uitofp %[[I]] : i64 to f32
// CHECK: %[[T:.*]] = arith.addf %[[ITERATION]]
// CHECK: %[[LOG2:.*]] = arith.constant -0.00100050028 : f32
// CHECK: %[[T2:.*]] = arith.mulf %[[T]], %[[LOG2]]
// CHECK: %[[P2:.*]] = math.expm1 %[[T2]]
// CHECK: %[[C2:.*]] = arith.negf %[[P2]]
// CHECK: %[[ROOT:.*]] = math.sqrt %[[C2]]
// CHECK: %[[TOP:.*]] = arith.mulf %[[LR]], %[[ROOT]]
// CHECK: %[[LOG1:.*]] = arith.constant -0.105360515 : f32
// CHECK: %[[ALPHA:.*]] = arith.divf %[[TOP]]
// CHECK: %[[DECAY:.*]] = arith.mulf %[[LR]], %{{.*}} : f32
// CHECK: kernel.map inputs(%[[W]], %[[G]], %{{.*}}, %{{.*}}, %{{.*}}, %[[ALPHA]], %[[DECAY]] :
// CHECK: ^bb0(%[[WE:.*]]: f32, %[[GE:.*]]: f32, %[[M:.*]]: f32, %[[V:.*]]: f32, %[[H:.*]]: f32, %[[A:.*]]: f32, %[[WD:.*]]: f32):
// CHECK: %[[LOST:.*]] = arith.mulf %[[WE]], %[[WD]]
// CHECK: %[[LESS:.*]] = arith.subf %[[WE]], %[[LOST]]
// CHECK: %[[M1:.*]] = arith.addf %[[M]]
// CHECK: %[[TOP:.*]] = arith.mulf %[[M1]], %[[A]]
// CHECK: %[[V1:.*]] = arith.addf %[[V]]
// CHECK: %[[H1:.*]] = arith.maximumf %[[H]], %[[V1]]
// CHECK: %[[ROOT:.*]] = math.sqrt %[[H1]]
// CHECK: %[[BOTTOM:.*]] = arith.addf %[[ROOT]]
// CHECK: %[[STEP:.*]] = arith.divf %[[TOP]], %[[BOTTOM]]
// CHECK: %[[W1:.*]] = arith.subf %[[LESS]], %[[STEP]]
// CHECK: kernel.yield %[[W1]], %[[M1]], %[[V1]], %[[H1]] : f32, f32, f32, f32
func.func @adamw(%w: tensor<6xf32>, %g: tensor<6xf32>, %lr: f32, %i: i64, %m: tensor<6xf32>, %v: tensor<6xf32>,
                 %h: tensor<6xf32>) -> (tensor<6xf32>, tensor<6xf32>, tensor<6xf32>, tensor<6xf32>) {
  %0, %1, %2, %3 = nn.adam %w, %g, %lr, %i slots(%m, %v, %h) {amsgrad, weight_decay = 0.004} : tensor<6xf32>
  return %0, %1, %2, %3 : tensor<6xf32>, tensor<6xf32>, tensor<6xf32>, tensor<6xf32>
}

// A beta of zero has no logarithm: 1 - 0^t is 1.
// CHECK-LABEL: func.func @no_average
// CHECK: %[[ONE:.*]] = arith.constant 1.000000e+00 : f32
// CHECK: math.expm1
// CHECK-NOT: math.expm1
// CHECK: arith.divf %{{.*}}, %[[ONE]]
func.func @no_average(%w: tensor<6xf32>, %g: tensor<6xf32>, %lr: f32, %i: i64, %m: tensor<6xf32>,
                      %v: tensor<6xf32>) -> tensor<6xf32> {
  %0, %1, %2 = nn.adam %w, %g, %lr, %i slots(%m, %v) {beta_1 = 0.0} : tensor<6xf32>
  return %0 : tensor<6xf32>
}
