// Signatures: more than two dimensions become a matrix, a scalar becomes a vector of one, attributes stay, and a
// function of samples without a count of them gets one.
// RUN: sinter-opt %s --lower-to-kernel --split-input-file | FileCheck %s

// CHECK-LABEL: func.func @predict
// CHECK-SAME: (%[[X:.*]]: tensor<4x6xui8> {nn.role = "x"}, %[[N:.*]]: i32 {nn.role = "samples"},
// CHECK-SAME: %{{.*}}: tensor<6xf32> {nn.name = "p", nn.role = "parameter"})
// CHECK-SAME: -> (tensor<4x6xf32> {nn.role = "output"})
// CHECK: %[[Y:.*]] = kernel.map inputs(%[[X]] : tensor<4x6xui8>) samples(%[[N]])
// CHECK: return %[[Y]] : tensor<4x6xf32>
func.func @predict(%x: tensor<4x2x3xui8> {nn.role = "x"}, %p: tensor<6xf32> {nn.name = "p", nn.role = "parameter"})
    -> (tensor<4x6xf32> {nn.role = "output"}) {
  %f = nn.cast %x : tensor<4x2x3xui8>
  %y = nn.reshape %f : tensor<4x2x3xf32> -> tensor<4x6xf32>
  return %y : tensor<4x6xf32>
}

// -----

// CHECK-LABEL: func.func @evaluate_step
// CHECK-SAME: (%{{.*}}: tensor<4x3xf32> {nn.role = "x"}, %{{.*}}: tensor<4xui8> {nn.role = "y"},
// CHECK-SAME: %{{.*}}: i32 {nn.role = "samples"}) -> (tensor<1xf32> {nn.role = "loss"})
func.func @evaluate_step(%x: tensor<4x3xf32> {nn.role = "x"}, %y: tensor<4xui8> {nn.role = "y"},
                         %n: i32 {nn.role = "samples"}) -> (tensor<f32> {nn.role = "loss"}) {
  %losses = nn.mean_squared_error %x, %y : tensor<4x3xf32>, tensor<4xui8>
  %loss = nn.sample_mean %losses, %n : tensor<4xf32>
  return %loss : tensor<f32>
}

// -----

// The function of initial values is the runtime's: it stays.
// CHECK-LABEL: func.func @initialize
// CHECK: nn.initialize
func.func @initialize() -> (tensor<2xf32> {nn.name = "p", nn.role = "parameter"}) {
  %p = nn.initialize zeros fan_in(1) fan_out(1) : tensor<2xf32>
  return %p : tensor<2xf32>
}
