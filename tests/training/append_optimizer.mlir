// RUN: sinter-opt --append-optimizer %s | FileCheck %s

// The slots of all parameters follow all parameters, and begin as zeros.
// CHECK-LABEL: func.func @initialize
// CHECK-SAME: -> (tensor<6x3xf32> {nn.name = "dense.kernel", nn.role = "parameter"},
// CHECK-SAME: tensor<3xf32> {nn.name = "dense.bias", nn.role = "parameter"},
// CHECK-SAME: tensor<6x3xf32> {nn.name = "dense.kernel.velocity", nn.role = "slot"},
// CHECK-SAME: tensor<3xf32> {nn.name = "dense.bias.velocity", nn.role = "slot"})
// CHECK-NEXT: %[[W:.*]] = nn.initialize glorot_uniform
// CHECK-NEXT: %[[B:.*]] = nn.initialize zeros fan_in(3) fan_out(3) : tensor<3xf32>
// CHECK-NEXT: %[[WV:.*]] = nn.initialize zeros fan_in(6) fan_out(3) : tensor<6x3xf32>
// CHECK-NEXT: %[[BV:.*]] = nn.initialize zeros fan_in(3) fan_out(3) : tensor<3xf32>
// CHECK-NEXT: return %[[W]], %[[B]], %[[WV]], %[[BV]]

// CHECK-LABEL: func.func @train_step
// CHECK-SAME: %[[LR:[^:]*]]: f32 {nn.role = "learning_rate"}
// CHECK-SAME: %[[W:[^:]*]]: tensor<6x3xf32> {nn.name = "dense.kernel", nn.role = "parameter"}
// CHECK-SAME: %[[B:[^:]*]]: tensor<3xf32> {nn.name = "dense.bias", nn.role = "parameter"}
// CHECK-SAME: %[[WV:[^:]*]]: tensor<6x3xf32> {nn.name = "dense.kernel.velocity", nn.role = "slot"}
// CHECK-SAME: %[[BV:[^:]*]]: tensor<3xf32> {nn.name = "dense.bias.velocity", nn.role = "slot"})
// CHECK-SAME: -> (tensor<6x3xf32> {nn.name = "dense.kernel", nn.role = "parameter"},
// CHECK-SAME: tensor<3xf32> {nn.name = "dense.bias", nn.role = "parameter"},
// CHECK-SAME: tensor<6x3xf32> {nn.name = "dense.kernel.velocity", nn.role = "slot"},
// CHECK-SAME: tensor<3xf32> {nn.name = "dense.bias.velocity", nn.role = "slot"},
// CHECK-SAME: tensor<f32> {nn.role = "loss"})
// CHECK: %[[LOSS:.*]] = nn.sample_mean %
// CHECK: %[[DB:.*]] = nn.reduce_sum
// CHECK-NEXT: %[[DW:.*]] = nn.matmul %{{.*}} {transpose_a}
// CHECK-NEXT: %[[W1:.*]], %[[WV1:.*]] = nn.rmsprop %[[W]], %[[DW]], %[[LR]] slots(%[[WV]]) : tensor<6x3xf32>
// CHECK-NEXT: %[[B1:.*]], %[[BV1:.*]] = nn.rmsprop %[[B]], %[[DB]], %[[LR]] slots(%[[BV]]) : tensor<3xf32>
// CHECK-NEXT: return %[[W1]], %[[B1]], %[[WV1]], %[[BV1]], %[[LOSS]]

func.func @initialize() -> (tensor<6x3xf32> {nn.role = "parameter", nn.name = "dense.kernel"},
                            tensor<3xf32> {nn.role = "parameter", nn.name = "dense.bias"}) {
  %0 = nn.initialize glorot_uniform fan_in(6) fan_out(3) : tensor<6x3xf32>
  %1 = nn.initialize zeros fan_in(3) fan_out(3) : tensor<3xf32>
  return %0, %1 : tensor<6x3xf32>, tensor<3xf32>
}

func.func @train_step(%y: tensor<4xui8> {nn.role = "y"}, %n: i32 {nn.role = "samples"},
                      %lr: f32 {nn.role = "learning_rate"}, %t: i64 {nn.role = "iteration"},
                      %w: tensor<6x3xf32> {nn.role = "parameter", nn.name = "dense.kernel"},
                      %b: tensor<3xf32> {nn.role = "parameter", nn.name = "dense.bias"},
                      %x: tensor<4x6xf32>)
    -> (tensor<f32> {nn.role = "loss"}, tensor<6x3xf32> {nn.role = "gradient", nn.name = "dense.kernel"},
        tensor<3xf32> {nn.role = "gradient", nn.name = "dense.bias"}) {
  %0 = nn.matmul %x, %w : (tensor<4x6xf32>, tensor<6x3xf32>) -> tensor<4x3xf32>
  %1 = nn.bias_add %0, %b : tensor<4x3xf32>, tensor<3xf32>
  %losses = nn.mean_squared_error %1, %y : tensor<4x3xf32>, tensor<4xui8>
  %2 = nn.sample_mean %losses, %n : tensor<4xf32>
  %seed_gradient = nn.constant 1.0 : tensor<f32>
  %dl = nn.sample_mean_grad %seed_gradient, %n : tensor<f32> -> tensor<4xf32>
  %dy = nn.mean_squared_error_grad %dl, %1, %y : tensor<4xf32>, tensor<4x3xf32>, tensor<4xui8>
  %db = nn.reduce_sum %dy : tensor<4x3xf32> -> tensor<3xf32>
  %dw = nn.matmul %x, %dy {transpose_a} : (tensor<4x6xf32>, tensor<4x3xf32>) -> tensor<6x3xf32>
  return %2, %dw, %db : tensor<f32>, tensor<6x3xf32>, tensor<3xf32>
}
