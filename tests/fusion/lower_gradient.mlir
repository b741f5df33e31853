// Sums over all elements: the rows of a matrix first, then what is left of its columns; a vector at once. What is made of
// one number is a map over one element, and a map over many reads it as a vector of one.
// RUN: sinter-opt %s --lower-to-kernel --split-input-file | FileCheck %s

// CHECK-LABEL: func.func @sums
// CHECK-SAME: %[[G:.*]]: tensor<6x8xf32>, %[[B:.*]]: tensor<8xf32>
// CHECK: %[[COLUMNS:.*]] = kernel.reduce input(%[[G]] : tensor<6x8xf32>) attributes {{.*}}"sum_of_squares"{{.*}} prologue {
// CHECK-NEXT: ^bb0(%[[X:.*]]: f32):
// CHECK-NEXT: %[[XX:.*]] = arith.mulf %[[X]], %[[X]]
// CHECK-NEXT: kernel.yield %[[XX]]
// CHECK-NEXT: } epilogue {
// CHECK-NEXT: ^bb0(%[[SUM:.*]]: f32):
// CHECK-NEXT: kernel.yield %[[SUM]]
// CHECK-NEXT: } -> tensor<8xf32>
// CHECK: kernel.reduce input(%[[COLUMNS]] : tensor<8xf32>) attributes {{.*}} epilogue {
// CHECK: } -> tensor<1xf32>
// CHECK: kernel.reduce input(%[[B]] : tensor<8xf32>) attributes {{.*}} prologue {
// CHECK: } -> tensor<1xf32>
// CHECK-NOT: kernel.reduce
func.func @sums(%g: tensor<6x8xf32>, %b: tensor<8xf32>) -> (tensor<f32>, tensor<f32>) {
  %0 = nn.sum_of_squares %g : tensor<6x8xf32>
  %1 = nn.sum_of_squares %b : tensor<8xf32>
  return %0, %1 : tensor<f32>, tensor<f32>
}

// -----

// CHECK-LABEL: func.func @limits
// CHECK: %[[FACTOR:.*]] = kernel.map inputs(%{{.*}} : tensor<1xf32>)
// CHECK: ^bb0(%[[SQUARES:.*]]: f32):
// CHECK: %[[NORM:.*]] = math.sqrt %[[SQUARES]]
// CHECK: %[[LARGER:.*]] = arith.maximumf %[[NORM]], %[[LIMIT:.*]] : f32
// CHECK: arith.divf %[[LIMIT]], %[[LARGER]]
// CHECK: } -> tensor<1xf32>
// CHECK: kernel.map inputs(%{{.*}}, %[[FACTOR]] : tensor<2x12xf32>, tensor<1xf32>)
// CHECK: ^bb0(%[[G:.*]]: f32, %[[F:.*]]: f32):
// CHECK-NEXT: arith.mulf %[[G]], %[[F]]
func.func @limits(%g: tensor<2x12xf32>, %s: tensor<f32>) -> tensor<2x12xf32> {
  %0 = nn.limit_norm %s {limit = 0.5} : tensor<f32>
  %1 = nn.times %g, %0 : tensor<2x12xf32>, tensor<f32>
  return %1 : tensor<2x12xf32>
}

// -----

// NaN stays NaN, and an infinite norm becomes it: x - x.
// CHECK-LABEL: func.func @clips
// CHECK: arith.maximumf
// CHECK: arith.minimumf
// CHECK: %[[NORM:.*]] = math.sqrt
// CHECK: arith.subf %[[NORM]], %[[NORM]]
func.func @clips(%g: tensor<8xf32>, %s: tensor<f32>) -> (tensor<8xf32>, tensor<f32>) {
  %0 = nn.clip %g {limit = 0.5} : tensor<8xf32>
  %1 = nn.limit_norm %s {finite, limit = 0.5} : tensor<f32>
  return %0, %1 : tensor<8xf32>, tensor<f32>
}

// -----

// The gradient of the loss by itself is a constant, and so is what it multiplies.
// CHECK-LABEL: func.func @penalty
// CHECK: kernel.reduce {{.*}}"penalty"
// CHECK: math.absf
// CHECK: kernel.map inputs(%{{.*}}, %{{.*}} : tensor<6x8xf32>, f32)
// CHECK-SAME: "penalty_grad"
// CHECK: arith.cmpf ogt
// CHECK: arith.cmpf olt
func.func @penalty(%w: tensor<6x8xf32>) -> (tensor<f32>, tensor<6x8xf32>) {
  %0 = nn.penalty %w {l1 = 0.5, l2 = 0.25} : tensor<6x8xf32>
  %1 = nn.constant 1.0 : tensor<f32>
  %2 = nn.penalty_grad %1, %w {l1 = 0.5, l2 = 0.25} : tensor<f32>, tensor<6x8xf32>
  return %0, %2 : tensor<f32>, tensor<6x8xf32>
}
