// Sums over samples and pixels, with maps between them; 1 / (samples * pixels) is a scalar of the step.
// RUN: sinter-opt %s --lower-to-kernel --split-input-file | FileCheck %s

// CHECK-LABEL: func.func @training
// CHECK-SAME: %[[X:.*]]: tensor<4x24xf32> {{.*}}, %[[N:.*]]: i32
// CHECK: %[[NF:.*]] = arith.uitofp %[[N]]
// CHECK: %[[PIXELS:.*]] = arith.constant 8.000000e+00
// CHECK: %[[VALUES:.*]] = arith.mulf %[[NF]], %[[PIXELS]]
// CHECK: %[[SHARE:.*]] = arith.divf %{{.*}}, %[[VALUES]] {kernel.name = "per_value"}
// CHECK: %[[MEAN:.*]] = kernel.reduce input(%[[X]] : tensor<4x24xf32>) inputs(%[[SHARE]] : f32) samples(%[[N]])
// CHECK: -> tensor<3xf32>
// CHECK: %[[SQUARES:.*]] = kernel.map inputs(%[[X]], %[[MEAN]] : tensor<4x24xf32>, tensor<3xf32>) samples(%[[N]])
// CHECK: %[[D:.*]] = arith.subf
// CHECK: arith.mulf %[[D]], %[[D]]
// CHECK: %[[VARIANCE:.*]] = kernel.reduce input(%[[SQUARES]] : tensor<4x24xf32>) inputs(%[[SHARE]] : f32) samples(%[[N]])
// CHECK: %[[INVERSE:.*]] = kernel.map inputs(%[[VARIANCE]] : tensor<3xf32>)
// CHECK: math.sqrt
// CHECK: arith.divf
// CHECK: %[[Y:.*]] = kernel.map inputs(%[[X]], %[[MEAN]], %[[INVERSE]] : {{.*}}) samples(%[[N]])
// CHECK: kernel.map inputs(%{{.*}}, %[[MEAN]] : tensor<3xf32>, tensor<3xf32>)
// CHECK-SAME: kernel.role = "update"
func.func @training(%x: tensor<4x2x4x3xf32> {nn.role = "x"}, %n: i32 {nn.role = "samples"},
                    %moving: tensor<3xf32> {nn.role = "state", nn.name = "moving"})
    -> (tensor<4x2x4x3xf32>, tensor<3xf32> {nn.role = "state", nn.name = "moving"}) {
  %y, %mean, %variance = nn.batch_normalize %x, %n epsilon(1.0e-3) : tensor<4x2x4x3xf32>
  %new = nn.moving_average %moving, %mean {momentum = 0.99} : tensor<3xf32>
  return %y, %new : tensor<4x2x4x3xf32>, tensor<3xf32>
}

// -----

// CHECK-LABEL: func.func @inference
// CHECK: %[[INVERSE:.*]] = kernel.map inputs(%{{.*}} : tensor<3xf32>)
// CHECK-NOT: kernel.reduce
// CHECK: kernel.map inputs(%{{.*}}, %{{.*}}, %[[INVERSE]] : tensor<4x24xf32>, tensor<3xf32>, tensor<3xf32>) samples
func.func @inference(%x: tensor<4x2x4x3xf32> {nn.role = "x"}, %mean: tensor<3xf32>, %variance: tensor<3xf32>) -> tensor<4x2x4x3xf32> {
  %y = nn.standardize %x, %mean, %variance epsilon(1.0e-3) : tensor<4x2x4x3xf32>, tensor<3xf32>
  return %y : tensor<4x2x4x3xf32>
}
