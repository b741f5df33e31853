// What the kernel dialect cannot express is an error, not wrong code.
// RUN: sinter-opt %s --lower-to-kernel --split-input-file --verify-diagnostics

func.func @other_count(%x: tensor<4x3xf32> {nn.role = "x"}, %y: tensor<4xui8> {nn.role = "y"},
                       %n: i32 {nn.role = "samples"}, %other: i32) -> tensor<f32> {
  %losses = nn.mean_squared_error %x, %y : tensor<4x3xf32>, tensor<4xui8>
  // expected-error @below {{must count the function's own argument of role samples}}
  %loss = nn.sample_mean %losses, %other : tensor<4xf32>
  return %loss : tensor<f32>
}

// -----

func.func @initial_values_in_a_step() -> tensor<2xf32> {
  // expected-error @below {{has no lowering to the kernel dialect}}
  %p = nn.initialize zeros fan_in(1) fan_out(1) : tensor<2xf32>
  return %p : tensor<2xf32>
}

// -----

func.func @statistics_of_another_count(%x: tensor<4x3xf32> {nn.role = "x"}, %n: i32 {nn.role = "samples"},
                                       %other: i32) -> tensor<4x3xf32> {
  // expected-error @below {{must count the function's own argument of role samples}}
  %y, %mean, %variance = nn.batch_normalize %x, %other epsilon(1.0e-3) : tensor<4x3xf32>
  return %y : tensor<4x3xf32>
}
