// RUN: sinter-opt %s --lower-to-kernel | FileCheck %s

// The first of the largest elements, or the first NaN, and the number of its tap; the gradient is the sum of those
// results' gradients that the element was the maximum of.
// CHECK-LABEL: func.func @max_pool
// CHECK: %[[Y:.*]]:2 = kernel.window inputs(%{{.*}} : tensor<2x216xf32>) samples(%[[N:[a-z0-9]+]])
// CHECK-SAME: window(<[9, 8] -> [5, 4], taps = [3, 2], strides = [2, 2], dilations = [1, 1], padding = [1, 0]>)
// CHECK-SAME: start([0xFF800000 : f32, -1.000000e+00 : f32]) attributes {kernel.ops = ["max_pool"], kernel.values = ["max_pool", "max_pool_index"]} {
// CHECK-NEXT: ^bb0(%[[MAX:.*]]: f32, %[[INDEX:.*]]: f32, %[[E:.*]]: f32, %[[TAP:.*]]: i32):
// CHECK-DAG: %[[IS_NUMBER:.*]] = arith.cmpf oeq, %[[E]], %[[E]] : f32
// CHECK-DAG: %[[IS_LARGER:.*]] = arith.cmpf ogt, %[[E]], %[[MAX]] : f32
// CHECK-DAG: %[[WAS_NUMBER:.*]] = arith.cmpf oeq, %[[MAX]], %[[MAX]] : f32
// CHECK-DAG: %[[LARGEST:.*]] = arith.select %[[IS_LARGER]], %[[E]], %[[MAX]] : f32
// CHECK-DAG: %[[NAN:.*]] = arith.select %[[WAS_NUMBER]], %[[E]], %[[MAX]] : f32
// CHECK-DAG: %[[NEW_MAX:.*]] = arith.select %[[IS_NUMBER]], %[[LARGEST]], %[[NAN]] : f32
// CHECK-DAG: %[[NUMBER:.*]] = arith.uitofp %[[TAP]] : i32 to f32
// CHECK-DAG: %[[IS_FIRST:.*]] = arith.cmpf olt, %[[INDEX]], %{{.*}} : f32
// CHECK-DAG: %[[FIRST:.*]] = arith.select %[[IS_FIRST]], %[[NUMBER]], %[[INDEX]] : f32
// CHECK-DAG: %[[OF_LARGEST:.*]] = arith.select %[[IS_LARGER]], %[[NUMBER]], %[[FIRST]] : f32
// CHECK-DAG: %[[OF_NAN:.*]] = arith.select %[[WAS_NUMBER]], %[[NUMBER]], %[[INDEX]] : f32
// CHECK-DAG: %[[NEW_INDEX:.*]] = arith.select %[[IS_NUMBER]], %[[OF_LARGEST]], %[[OF_NAN]] : f32
// CHECK: kernel.yield %[[NEW_MAX]], %[[NEW_INDEX]] : f32, f32
// CHECK-NEXT: } -> tensor<2x60xf32>, tensor<2x60xf32>
// CHECK: kernel.window inputs(%[[Y]]#0, %[[Y]]#1 : tensor<2x60xf32>, tensor<2x60xf32>) samples(%[[N]])
// CHECK-SAME: padding = [1, 0], inverse = true>) start([0.000000e+00 : f32]) attributes {kernel.ops = ["max_pool_grad"], kernel.values = ["max_pool_grad"]} {
// CHECK-NEXT: ^bb0(%[[SUM:.*]]: f32, %[[DY:.*]]: f32, %[[AT:.*]]: f32, %[[TAP:.*]]: i32):
// CHECK-DAG: %[[NUMBER:.*]] = arith.uitofp %[[TAP]] : i32 to f32
// CHECK-DAG: %[[IS_IT:.*]] = arith.cmpf oeq, %[[AT]], %[[NUMBER]] : f32
// CHECK-DAG: %[[ZERO:.*]] = arith.constant 0.000000e+00 : f32
// CHECK-DAG: %[[OF_IT:.*]] = arith.select %[[IS_IT]], %[[DY]], %[[ZERO]] : f32
// CHECK-DAG: %[[NEW:.*]] = arith.addf %[[SUM]], %[[OF_IT]] : f32
// CHECK: kernel.yield %[[NEW]] : f32
// CHECK-NEXT: } -> tensor<2x216xf32>
func.func @max_pool(%x: tensor<2x9x8x3xf32> {nn.role = "x"}) -> tensor<2x9x8x3xf32> {
  %y, %index = nn.max_pool %x window [3, 2] strides [2, 2] padding [1, 0] : tensor<2x9x8x3xf32> -> tensor<2x5x4x3xf32>
  %dx = nn.max_pool_grad %y, %index window [3, 2] strides [2, 2] padding [1, 0]
      : tensor<2x5x4x3xf32> -> tensor<2x9x8x3xf32>
  return %dx : tensor<2x9x8x3xf32>
}
