// RUN: sinter-opt --split-input-file --verify-diagnostics --differentiate %s

// expected-error@+1 {{has no function @train_step of one block}}
module {}

// -----

// expected-error@+1 {{has no function @train_step of one block}}
module {
  func.func private @train_step(tensor<4x3xf32>) -> tensor<f32>
}

// -----

// expected-error@+1 {{computes no result of nn.role "loss"}}
func.func @train_step(%w: tensor<4x3xf32> {nn.role = "parameter", nn.name = "w"}) {
  return
}

// -----

// expected-error@+1 {{computes a loss that does not depend on the parameter unused}}
func.func @train_step(%y: tensor<4xui8>, %n: i32,
                      %w: tensor<4x3xf32> {nn.role = "parameter", nn.name = "w"},
                      %u: tensor<4x3xf32> {nn.role = "parameter", nn.name = "unused"})
    -> (tensor<f32> {nn.role = "loss"}) {
  %losses = nn.mean_squared_error %w, %y : tensor<4x3xf32>, tensor<4xui8>
  %0 = nn.sample_mean %losses, %n : tensor<4xf32>
  return %0 : tensor<f32>
}

// -----

func.func @train_step(%y: tensor<4xui8>, %n: i32,
                      %w: tensor<4x3xf32> {nn.role = "parameter", nn.name = "w"})
    -> (tensor<f32> {nn.role = "loss"}) {
  // expected-error@+1 {{has no gradient, but the loss depends on a parameter through it}}
  %0 = nn.relu_grad %w, %w : tensor<4x3xf32>
  %losses = nn.mean_squared_error %0, %y : tensor<4x3xf32>, tensor<4xui8>
  %1 = nn.sample_mean %losses, %n : tensor<4xf32>
  return %1 : tensor<f32>
}
