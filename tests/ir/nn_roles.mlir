// RUN: sinter-opt %s | sinter-opt | FileCheck %s

// CHECK: module attributes {nn.model = "all_roles"}
module attributes {nn.model = "all_roles"} {
  // CHECK: func.func private @f(tensor<4x2xui8> {nn.role = "x"}, tensor<4xui8> {nn.role = "y"},
  // CHECK-SAME: i32 {nn.role = "samples"}, f32 {nn.role = "learning_rate"}, i64 {nn.role = "iteration"},
  // CHECK-SAME: i32 {nn.role = "seed"}, tensor<2x3xf32> {nn.name = "dense.kernel", nn.role = "parameter"},
  // CHECK-SAME: tensor<3xf32> {nn.name = "norm.moving_mean", nn.role = "state"},
  // CHECK-SAME: tensor<2x3xf32> {nn.name = "dense.kernel.velocity", nn.role = "slot"})
  // CHECK-SAME: -> (tensor<2x3xf32> {nn.name = "dense.kernel", nn.role = "parameter"},
  // CHECK-SAME: tensor<3xf32> {nn.name = "norm.moving_mean", nn.role = "state"},
  // CHECK-SAME: tensor<2x3xf32> {nn.name = "dense.kernel.velocity", nn.role = "slot"},
  // CHECK-SAME: tensor<f32> {nn.role = "loss"}, tensor<f32> {nn.name = "accuracy", nn.role = "metric"},
  // CHECK-SAME: tensor<4x3xf32> {nn.role = "output"},
  // CHECK-SAME: tensor<2x3xf32> {nn.name = "dense.kernel", nn.role = "gradient"})
  func.func private @f(
      tensor<4x2xui8> {nn.role = "x"}, tensor<4xui8> {nn.role = "y"}, i32 {nn.role = "samples"},
      f32 {nn.role = "learning_rate"}, i64 {nn.role = "iteration"}, i32 {nn.role = "seed"},
      tensor<2x3xf32> {nn.role = "parameter", nn.name = "dense.kernel"},
      tensor<3xf32> {nn.role = "state", nn.name = "norm.moving_mean"},
      tensor<2x3xf32> {nn.role = "slot", nn.name = "dense.kernel.velocity"})
      -> (tensor<2x3xf32> {nn.role = "parameter", nn.name = "dense.kernel"},
          tensor<3xf32> {nn.role = "state", nn.name = "norm.moving_mean"},
          tensor<2x3xf32> {nn.role = "slot", nn.name = "dense.kernel.velocity"},
          tensor<f32> {nn.role = "loss"}, tensor<f32> {nn.name = "accuracy", nn.role = "metric"}, tensor<4x3xf32> {nn.role = "output"},
          tensor<2x3xf32> {nn.role = "gradient", nn.name = "dense.kernel"})
}
