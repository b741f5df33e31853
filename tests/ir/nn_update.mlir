// RUN: sinter-opt %s | sinter-opt | FileCheck %s
// RUN: sinter-opt --mlir-print-op-generic %s | sinter-opt | FileCheck %s

// CHECK-LABEL: func.func @initialize
func.func @initialize() {
  // CHECK: nn.initialize zeros fan_in(6) fan_out(6) : tensor<6xf32>
  %0 = nn.initialize zeros fan_in(6) fan_out(6) : tensor<6xf32>
  // CHECK: nn.initialize ones fan_in(6) fan_out(6) : tensor<6xf32>
  %1 = nn.initialize ones fan_in(6) fan_out(6) : tensor<6xf32>
  // CHECK: nn.initialize glorot_uniform fan_in(4) fan_out(6) : tensor<4x6xf32>
  %2 = nn.initialize glorot_uniform fan_in(4) fan_out(6) : tensor<4x6xf32>
  // CHECK: nn.initialize glorot_normal
  %3 = nn.initialize glorot_normal fan_in(4) fan_out(6) : tensor<4x6xf32>
  // CHECK: nn.initialize he_uniform
  %4 = nn.initialize he_uniform fan_in(4) fan_out(6) : tensor<4x6xf32>
  // CHECK: nn.initialize he_normal
  %5 = nn.initialize he_normal fan_in(4) fan_out(6) : tensor<4x6xf32>
  return
}

// CHECK-LABEL: func.func @updates
// CHECK-SAME: %[[W:[^:]*]]: tensor<4x6xf32>, %[[G:[^:]*]]: tensor<4x6xf32>, %[[LR:[^:]*]]: f32, %[[T:[^:]*]]: i64
// CHECK-SAME: %[[S:[^:]*]]: tensor<4x6xf32>, %[[V:[^:]*]]: tensor<4x6xf32>, %[[U:[^:]*]]: tensor<4x6xf32>
func.func @updates(%w: tensor<4x6xf32>, %g: tensor<4x6xf32>, %lr: f32, %t: i64,
                   %s: tensor<4x6xf32>, %v: tensor<4x6xf32>, %u: tensor<4x6xf32>) {
  // CHECK: nn.sgd %[[W]], %[[G]], %[[LR]] : tensor<4x6xf32>
  %w0 = nn.sgd %w, %g, %lr : tensor<4x6xf32>
  // CHECK: nn.sgd %[[W]], %[[G]], %[[LR]] slots(%[[S]]) {momentum = 9.000000e-01 : f64, nesterov} : tensor<4x6xf32>
  %w1, %s1 = nn.sgd %w, %g, %lr slots(%s) {momentum = 0.9, nesterov} : tensor<4x6xf32>
  // CHECK: nn.rmsprop %[[W]], %[[G]], %[[LR]] slots(%[[S]]) : tensor<4x6xf32>
  %w2, %s2 = nn.rmsprop %w, %g, %lr slots(%s) : tensor<4x6xf32>
  // CHECK: nn.rmsprop %[[W]], %[[G]], %[[LR]] slots(%[[S]], %[[V]], %[[U]])
  // CHECK-SAME: {centered, epsilon = 1.000000e-03 : f64, momentum = 5.000000e-01 : f64, rho = 8.000000e-01 : f64}
  %w3, %s3:3 = nn.rmsprop %w, %g, %lr slots(%s, %v, %u)
      {rho = 0.8, momentum = 0.5, epsilon = 1.0e-3, centered} : tensor<4x6xf32>
  // CHECK: nn.adam %[[W]], %[[G]], %[[LR]], %[[T]] slots(%[[S]], %[[V]]) {accumulation_steps = 3 : i64} : tensor<4x6xf32>
  %w6, %s6:2 = nn.adam %w, %g, %lr, %t slots(%s, %v) {accumulation_steps = 3} : tensor<4x6xf32>
  // CHECK: nn.adamax %[[W]], %[[G]], %[[LR]], %[[T]] slots(%[[S]], %[[V]]) : tensor<4x6xf32>
  %w8, %s8:2 = nn.adamax %w, %g, %lr, %t slots(%s, %v) : tensor<4x6xf32>
  // CHECK: nn.adadelta %[[W]], %[[G]], %[[LR]] slots(%[[S]], %[[V]]) {rho = 8.000000e-01 : f64} : tensor<4x6xf32>
  %w9, %s9:2 = nn.adadelta %w, %g, %lr slots(%s, %v) {rho = 0.8} : tensor<4x6xf32>
  // CHECK: nn.accumulate %[[S]], %[[G]], %[[T]] {steps = 3 : i64} : tensor<4x6xf32>
  %s7 = nn.accumulate %s, %g, %t {steps = 3} : tensor<4x6xf32>
  // CHECK: nn.adam %[[W]], %[[G]], %[[LR]], %[[T]] slots(%[[S]], %[[V]]) : tensor<4x6xf32>
  %w4, %s4:2 = nn.adam %w, %g, %lr, %t slots(%s, %v) : tensor<4x6xf32>
  // CHECK: nn.adam %[[W]], %[[G]], %[[LR]], %[[T]] slots(%[[S]], %[[V]], %[[U]])
  // CHECK-SAME: {amsgrad, beta_1 = 8.000000e-01 : f64, weight_decay = 4.000000e-03 : f64} : tensor<4x6xf32>
  %w5, %s5:3 = nn.adam %w, %g, %lr, %t slots(%s, %v, %u)
      {beta_1 = 0.8, amsgrad, weight_decay = 0.004} : tensor<4x6xf32>
  return
}

// CHECK-LABEL: func.func @state
func.func @state(%moving: tensor<6xf32>, %value: tensor<6xf32>) -> tensor<6xf32> {
  // CHECK: nn.moving_average %{{.*}}, %{{.*}} {momentum = 7.500000e-01 : f64} : tensor<6xf32>
  %0 = nn.moving_average %moving, %value {momentum = 0.75} : tensor<6xf32>
  return %0 : tensor<6xf32>
}
