// RUN: sinter-opt --accumulate-gradients="steps=4" %s | FileCheck %s

// The slots follow what was there, zeros.
// CHECK-LABEL: func.func @initialize
// CHECK: %[[W:.*]] = nn.initialize glorot_uniform
// CHECK: %[[MEAN:.*]] = nn.initialize zeros
// CHECK: %[[SLOT:.*]] = nn.initialize zeros fan_in(6) fan_out(3) : tensor<6x3xf32>
// CHECK: return %[[W]], %[[MEAN]], %[[SLOT]]
func.func @initialize() -> (tensor<6x3xf32> {nn.role = "parameter", nn.name = "dense.kernel"},
                            tensor<3xf32> {nn.role = "state", nn.name = "n.mean"}) {
  %w = nn.initialize glorot_uniform fan_in(6) fan_out(3) : tensor<6x3xf32>
  %m = nn.initialize zeros fan_in(3) fan_out(3) : tensor<3xf32>
  return %w, %m : tensor<6x3xf32>, tensor<3xf32>
}

// The update is by the mean of the sum and of this step's gradient.
// CHECK-LABEL: func.func @train_step
// CHECK-SAME: %[[L:[^:]*]]: tensor<f32>, %[[S:[^:]*]]: tensor<3xf32>, %[[G:[^:]*]]: tensor<6x3xf32>
// CHECK-SAME: %[[SLOT:[^:]*]]: tensor<6x3xf32> {nn.name = "dense.kernel.gradient_accumulator", nn.role = "slot"})
// CHECK: %[[SUM:.*]] = nn.add %[[SLOT]], %[[G]]
// CHECK: %[[MEAN:.*]] = nn.rescale %[[SUM]] scale(2.500000e-01) offset(0.000000e+00)
// CHECK: return %[[L]], %[[S]], %[[MEAN]]

// What a step returns of loss and states it returns here, too.
// CHECK-LABEL: func.func @accumulate_step
// CHECK-SAME: %[[L:[^:]*]]: tensor<f32>, %[[S:[^:]*]]: tensor<3xf32>, %[[G:[^:]*]]: tensor<6x3xf32>
// CHECK-SAME: %[[I:[^:]*]]: i64 {nn.role = "iteration"}
// CHECK-SAME: %[[SLOT:[^:]*]]: tensor<6x3xf32> {nn.name = "dense.kernel.gradient_accumulator", nn.role = "slot"})
// CHECK-SAME: (tensor<6x3xf32> {nn.name = "dense.kernel.gradient_accumulator", nn.role = "slot"}, tensor<f32> {nn.role = "loss"},
// CHECK: %[[SUM:.*]] = nn.accumulate %[[SLOT]], %[[G]], %[[I]] {steps = 4 : i64}
// CHECK: return %[[SUM]], %[[L]], %[[S]]
func.func @train_step(%l: tensor<f32>, %s: tensor<3xf32>, %g: tensor<6x3xf32>, %i: i64 {nn.role = "iteration"},
                      %w: tensor<6x3xf32> {nn.role = "parameter", nn.name = "dense.kernel"})
    -> (tensor<f32> {nn.role = "loss"}, tensor<3xf32> {nn.role = "state", nn.name = "n.mean"},
        tensor<6x3xf32> {nn.role = "gradient", nn.name = "dense.kernel"}) {
  return %l, %s, %g : tensor<f32>, tensor<3xf32>, tensor<6x3xf32>
}
