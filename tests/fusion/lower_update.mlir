// RUN: sinter-opt %s --lower-to-kernel --split-input-file | FileCheck %s

// CHECK-LABEL: func.func @sgd
// CHECK-SAME: %[[W:[a-z0-9]*]]: tensor<6x8xf32>, %[[G:[a-z0-9]*]]: tensor<6x8xf32>, %[[LR:.*]]: f32
// CHECK: kernel.map inputs(%[[W]], %[[G]], %[[LR]] : tensor<6x8xf32>, tensor<6x8xf32>, f32)
// CHECK-SAME: attributes {kernel.ops = ["sgd"], kernel.role = "update", kernel.values = ["sgd"]} {
// CHECK-NEXT: ^bb0(%[[WE:.*]]: f32, %[[GE:.*]]: f32, %[[RATE:.*]]: f32):
// CHECK-NEXT: %[[STEP:.*]] = arith.mulf %[[RATE]], %[[GE]]
// CHECK-NEXT: %[[NEW:.*]] = arith.subf %[[WE]], %[[STEP]]
// CHECK-NEXT: kernel.yield %[[NEW]] : f32
func.func @sgd(%w: tensor<6x8xf32>, %g: tensor<6x8xf32>, %lr: f32) -> tensor<6x8xf32> {
  %0 = nn.sgd %w, %g, %lr : tensor<6x8xf32>
  return %0 : tensor<6x8xf32>
}

// -----

// CHECK-LABEL: func.func @nesterov
// CHECK: ^bb0(%[[W:.*]]: f32, %[[G:.*]]: f32, %[[M:.*]]: f32, %[[RATE:.*]]: f32):
// CHECK: %[[OLD:.*]] = arith.mulf %{{.*}}, %[[M]]
// CHECK: %[[STEP:.*]] = arith.mulf %[[RATE]], %[[G]]
// CHECK: %[[NEW:.*]] = arith.subf %[[OLD]], %[[STEP]]
// CHECK: %[[AHEAD:.*]] = arith.mulf %{{.*}}, %[[NEW]]
// CHECK: %[[MOVE:.*]] = arith.subf %[[AHEAD]], %[[STEP]]
// CHECK: %[[W1:.*]] = arith.addf %[[W]], %[[MOVE]]
// CHECK: kernel.yield %[[W1]], %[[NEW]] : f32, f32
func.func @nesterov(%w: tensor<6xf32>, %g: tensor<6xf32>, %lr: f32, %m: tensor<6xf32>)
    -> (tensor<6xf32>, tensor<6xf32>) {
  %0, %1 = nn.sgd %w, %g, %lr slots(%m) {momentum = 0.9, nesterov} : tensor<6xf32>
  return %0, %1 : tensor<6xf32>, tensor<6xf32>
}

// -----

// Epsilon stands inside the root.
// CHECK-LABEL: func.func @rmsprop
// CHECK: ^bb0(%[[W:.*]]: f32, %[[G:.*]]: f32, %[[V:.*]]: f32, %[[A:.*]]: f32, %[[M:.*]]: f32, %[[RATE:.*]]: f32):
// CHECK: arith.mulf %{{.*}}, %[[M]]
// CHECK: arith.mulf %[[RATE]], %[[G]]
// CHECK: %[[RHO:.*]] = arith.constant 0.899999976 : f32
// CHECK: arith.mulf %[[RHO]], %[[V]]
// CHECK: %[[V1:.*]] = arith.addf
// CHECK: arith.mulf %[[RHO]], %[[A]]
// CHECK: %[[A1:.*]] = arith.addf
// CHECK: %[[AA:.*]] = arith.mulf %[[A1]], %[[A1]]
// CHECK: %[[VARIANCE:.*]] = arith.subf %[[V1]], %[[AA]]
// CHECK: %[[EPSILON:.*]] = arith.constant 1.000000e-07 : f32
// CHECK: %[[D:.*]] = arith.addf %[[VARIANCE]], %[[EPSILON]]
// CHECK: math.sqrt %[[D]]
// CHECK: %[[M1:.*]] = arith.addf
// CHECK: %[[W1:.*]] = arith.subf %[[W]], %[[M1]]
// CHECK: kernel.yield %[[W1]], %[[V1]], %[[A1]], %[[M1]] : f32, f32, f32, f32
func.func @rmsprop(%w: tensor<6xf32>, %g: tensor<6xf32>, %lr: f32, %v: tensor<6xf32>, %a: tensor<6xf32>,
                   %m: tensor<6xf32>) -> (tensor<6xf32>, tensor<6xf32>, tensor<6xf32>, tensor<6xf32>) {
  %0, %1, %2, %3 = nn.rmsprop %w, %g, %lr slots(%v, %a, %m) {momentum = 0.5, centered} : tensor<6xf32>
  return %0, %1, %2, %3 : tensor<6xf32>, tensor<6xf32>, tensor<6xf32>, tensor<6xf32>
}

// -----

// The place of a step among those of its sum depends on the step only. Selected, not multiplied: an infinite sum of the
// update before does not stay.
// CHECK-LABEL: func.func @accumulate
// CHECK-SAME: %[[SUM:[a-z0-9]*]]: tensor<6xf32>, %[[G:[a-z0-9]*]]: tensor<6xf32>, %[[I:.*]]: i64
// CHECK: %[[STEPS:.*]] = arith.constant 4 : i64
// CHECK: %[[REST:.*]] = arith.remui %[[I]], %[[STEPS]] : i64
// CHECK: %[[PLACE:.*]] = arith.uitofp %[[REST]]
// CHECK: kernel.map inputs(%[[SUM]], %[[G]], %[[PLACE]] :
// CHECK-SAME: kernel.role = "update"
// CHECK: ^bb0(%[[S:.*]]: f32, %[[E:.*]]: f32, %[[P:.*]]: f32):
// CHECK: %[[FIRST:.*]] = arith.cmpf oeq, %[[P]]
// CHECK: %[[BOTH:.*]] = arith.addf %[[S]], %[[E]]
// CHECK: %[[NEW:.*]] = arith.select %[[FIRST]], %[[E]], %[[BOTH]]
// CHECK: kernel.yield %[[NEW]] : f32
func.func @accumulate(%sum: tensor<6xf32>, %g: tensor<6xf32>, %i: i64) -> tensor<6xf32> {
  %0 = nn.accumulate %sum, %g, %i {steps = 4} : tensor<6xf32>
  return %0 : tensor<6xf32>
}

// -----

// Adam's t counts updates.
// CHECK-LABEL: func.func @updates
// CHECK-SAME: %[[I:[a-z0-9]*]]: i64
// CHECK: %[[STEPS:.*]] = arith.constant 3 : i64
// CHECK: %[[UPDATES:.*]] = arith.divui %[[I]], %[[STEPS]] : i64
// CHECK: arith.uitofp %[[UPDATES]] : i64 to f32
func.func @updates(%i: i64, %w: tensor<6xf32>, %g: tensor<6xf32>, %lr: f32, %m: tensor<6xf32>, %v: tensor<6xf32>)
    -> tensor<6xf32> {
  %0, %1, %2 = nn.adam %w, %g, %lr, %i slots(%m, %v) {accumulation_steps = 3} : tensor<6xf32>
  return %0 : tensor<6xf32>
}

// -----

// The norm fades unless the gradient is larger; alpha depends on the step only.
// CHECK-LABEL: func.func @adamax
// CHECK: math.expm1
// CHECK: %[[ALPHA:.*]] = arith.divf
// CHECK: ^bb0(%[[W:.*]]: f32, %[[G:.*]]: f32, %[[M:.*]]: f32, %[[U:.*]]: f32, %[[A:.*]]: f32):
// CHECK: %[[M1:.*]] = arith.addf %[[M]]
// CHECK: %[[TOP:.*]] = arith.mulf %[[M1]], %[[A]]
// CHECK: %[[FADED:.*]] = arith.mulf %{{.*}}, %[[U]]
// CHECK: %[[SIZE:.*]] = math.absf %[[G]]
// CHECK: %[[U1:.*]] = arith.maximumf %[[FADED]], %[[SIZE]]
// CHECK: %[[STEP:.*]] = arith.divf %[[TOP]]
// CHECK: %[[W1:.*]] = arith.subf %[[W]], %[[STEP]]
// CHECK: kernel.yield %[[W1]], %[[M1]], %[[U1]] : f32, f32, f32
func.func @adamax(%i: i64, %w: tensor<6xf32>, %g: tensor<6xf32>, %lr: f32, %m: tensor<6xf32>, %u: tensor<6xf32>)
    -> (tensor<6xf32>, tensor<6xf32>, tensor<6xf32>) {
  %0, %1, %2 = nn.adamax %w, %g, %lr, %i slots(%m, %u) : tensor<6xf32>
  return %0, %1, %2 : tensor<6xf32>, tensor<6xf32>, tensor<6xf32>
}

// -----

// The step is of the size of the steps before it.
// CHECK-LABEL: func.func @adadelta
// CHECK: ^bb0(%[[W:.*]]: f32, %[[G:.*]]: f32, %[[A:.*]]: f32, %[[D:.*]]: f32, %[[RATE:.*]]: f32):
// CHECK: math.sqrt
// CHECK: %[[ROOT:.*]] = math.sqrt
// CHECK: %[[STEP:.*]] = arith.divf %{{.*}}, %[[ROOT]]
// CHECK: %[[MOVE:.*]] = arith.mulf %[[RATE]], %[[STEP]]
// CHECK: arith.subf %[[W]], %[[MOVE]]
func.func @adadelta(%w: tensor<6xf32>, %g: tensor<6xf32>, %lr: f32, %a: tensor<6xf32>, %d: tensor<6xf32>)
    -> (tensor<6xf32>, tensor<6xf32>, tensor<6xf32>) {
  %0, %1, %2 = nn.adadelta %w, %g, %lr slots(%a, %d) : tensor<6xf32>
  return %0, %1, %2 : tensor<6xf32>, tensor<6xf32>, tensor<6xf32>
}
