// The mask is a hash of the element's index; the step's key is computed once, before the loop.
// RUN: sinter-opt %s --lower-to-kernel | FileCheck %s

// CHECK-LABEL: func.func @dropout
// CHECK-SAME: %[[X:.*]]: tensor<4x6xf32>, %[[SEED:.*]]: i32, %[[ITERATION:.*]]: i64
// CHECK: %[[LOW:.*]] = arith.trunci %[[ITERATION]] : i64 to i32
// CHECK: %[[GOLDEN:.*]] = arith.constant -1640531527 : i32
// CHECK: arith.muli %[[LOW]], %[[GOLDEN]]
// CHECK: %[[STREAM:.*]] = arith.constant 3 : i32
// CHECK: %[[STEP:.*]] = arith.xori %[[SEED]]
// CHECK-COUNT-2: arith.muli
// CHECK: %[[KEY:.*]] = arith.xori
// CHECK: kernel.map inputs(%[[X]], %[[KEY]] : tensor<4x6xf32>, i32) attributes {kernel.ops = ["dropout"], kernel.values = ["dropout"]} {
// CHECK-NEXT: ^bb0(%[[E:.*]]: f32, %[[K:.*]]: i32):
// CHECK: kernel.index 0
// CHECK: arith.constant 6 : i32
// CHECK: kernel.index 1
// CHECK: arith.constant 2146121005 : i32
// CHECK: arith.constant -2073254261 : i32
// CHECK: %[[MIXED:.*]] = arith.xori %{{.*}}, %[[K]]
// CHECK: arith.constant 8 : i32
// CHECK: %[[DRAW:.*]] = arith.shrui
// CHECK: %[[THRESHOLD:.*]] = arith.constant 4194304 : i32
// CHECK: %[[KEEP:.*]] = arith.cmpi uge, %[[DRAW]], %[[THRESHOLD]]
// CHECK: %[[SCALE:.*]] = arith.constant 1.33333337 : f32
// CHECK: %[[KEPT:.*]] = arith.mulf %[[E]], %[[SCALE]]
// CHECK: arith.select %[[KEEP]], %[[KEPT]]
func.func @dropout(%x: tensor<4x2x3xf32>, %seed: i32, %iteration: i64) -> tensor<4x2x3xf32> {
  %y = nn.dropout %x, %seed, %iteration rate(0.25) stream(3) : tensor<4x2x3xf32>
  return %y : tensor<4x2x3xf32>
}

// As many random bits, and a quantile of them: a polynomial of one of two arguments.
// CHECK-LABEL: func.func @noise
// CHECK: kernel.map inputs(%{{.*}}, %{{.*}} : tensor<4x6xf32>, i32) attributes {kernel.ops = ["gaussian_noise"], kernel.values = ["gaussian_noise"]} {
// CHECK: arith.shrui
// CHECK: arith.uitofp
// CHECK: math.log
// CHECK: arith.cmpf olt
// CHECK: math.sqrt
// CHECK: arith.select
// CHECK: kernel.yield
func.func @noise(%x: tensor<4x2x3xf32>, %seed: i32, %iteration: i64) -> tensor<4x2x3xf32> {
  %y = nn.gaussian_noise %x, %seed, %iteration stddev(0.25) stream(3) : tensor<4x2x3xf32>
  return %y : tensor<4x2x3xf32>
}

// A nest of its own, with the key of its numbers.
// CHECK-LABEL: func.func @warp
// CHECK: %[[KEY:.*]] = arith.xori {{.*}}warp_key
// CHECK: kernel.warp %{{.*}}, %[[KEY]] image [5, 3, 2] fill("reflect", 0.000000e+00) {angle = array<f64: -1.000000e-01, 1.000000e-01>, kernel.ops = ["random_warp"]
func.func @warp(%x: tensor<4x5x3x2xf32>, %seed: i32, %iteration: i64) -> tensor<4x5x3x2xf32> {
  %y = nn.random_warp %x, %seed, %iteration stream(3) fill("reflect", 0.0) {angle = array<f64: -0.1, 0.1>} : tensor<4x5x3x2xf32>
  return %y : tensor<4x5x3x2xf32>
}
