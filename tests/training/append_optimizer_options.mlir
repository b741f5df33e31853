// RUN: sinter-opt --append-optimizer="optimizer=sgd" %s | FileCheck %s --check-prefix=SGD
// RUN: sinter-opt --append-optimizer="optimizer=sgd momentum=0.9 nesterov" %s | FileCheck %s --check-prefix=NESTEROV
// RUN: sinter-opt --append-optimizer="rho=0.8 momentum=0.5 epsilon=0.01 centered" %s | FileCheck %s --check-prefix=RMSPROP
// RUN: sinter-opt --append-optimizer="optimizer=adam beta-1=0.8 beta-2=0.9 epsilon=0.01 amsgrad" %s | FileCheck %s --check-prefix=ADAM
// RUN: sinter-opt --append-optimizer="optimizer=adam weight-decay=0.5" %s | FileCheck %s --check-prefix=ADAMW
// RUN: sinter-opt --append-optimizer="optimizer=sgd weight-decay=0.5" %s | FileCheck %s --check-prefix=SGDW
// RUN: sinter-opt --append-optimizer="weight-decay=0.5" %s | FileCheck %s --check-prefix=RMSPROPW

// SGD-NOT: slot
// SGD: %[[W:.*]] = nn.sgd %{{.*}}, %{{.*}}, %{{.*}} : tensor<6x3xf32>
// SGD: return %[[W]], %{{.*}}, %{{.*}} : tensor<6x3xf32>, tensor<3xf32>, tensor<f32>

// NESTEROV: "dense.kernel.momentum"
// NESTEROV: nn.sgd %{{.*}} slots(%{{.*}}) {momentum = 9.000000e-01 : f64, nesterov} : tensor<6x3xf32>

// RMSPROP: "dense.kernel.velocity"{{.*}}"dense.kernel.average_gradient"{{.*}}"dense.kernel.momentum"{{.*}}"dense.bias.velocity"
// RMSPROP: nn.rmsprop %{{.*}} slots(%{{.*}}, %{{.*}}, %{{.*}})
// RMSPROP-SAME: {centered, epsilon = 1.000000e-02 : f64, momentum = 5.000000e-01 : f64, rho = 8.000000e-01 : f64}

// ADAM: "dense.kernel.momentum"{{.*}}"dense.kernel.velocity"{{.*}}"dense.kernel.velocity_hat"
// ADAM: func.func @train_step
// ADAM-SAME: %[[LR:[^:]*]]: f32 {nn.role = "learning_rate"}, %[[T:[^:]*]]: i64 {nn.role = "iteration"}
// ADAM: nn.adam %{{.*}}, %{{.*}}, %[[LR]], %[[T]] slots(%{{.*}}, %{{.*}}, %{{.*}})
// ADAM-SAME: {amsgrad, beta_1 = 8.000000e-01 : f64, beta_2 = 9.000000e-01 : f64, epsilon = 1.000000e-02 : f64}

// ADAMW: nn.adam %{{.*}} slots(%{{.*}}, %{{.*}}) {weight_decay = 5.000000e-01 : f64}
// SGDW: nn.sgd %{{.*}} {weight_decay = 5.000000e-01 : f64}
// RMSPROPW: nn.rmsprop %{{.*}} slots(%{{.*}}) {weight_decay = 5.000000e-01 : f64}

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
