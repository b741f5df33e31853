// RUN: sinter-opt --split-input-file --verify-diagnostics %s

func.func @leaky_relu_slope(%x: tensor<4xf32>) {
  // expected-error@+1 {{needs negative_slope >= 0, not -1.000000e-01}}
  %0 = nn.leaky_relu %x {negative_slope = -0.1} : tensor<4xf32>
  return
}

// -----

func.func @leaky_relu_grad_slope(%x: tensor<4xf32>) {
  // expected-error@+1 {{needs negative_slope >= 0, not -1.000000e-01}}
  %0 = nn.leaky_relu_grad %x, %x {negative_slope = -0.1} : tensor<4xf32>
  return
}

// -----

func.func @clipped_relu_slope(%x: tensor<4xf32>) {
  // expected-error@+1 {{needs negative_slope >= 0, not -1.000000e-01}}
  %0 = nn.clipped_relu %x {negative_slope = -0.1} : tensor<4xf32>
  return
}

// -----

func.func @clipped_relu_grad_max_value(%x: tensor<4xf32>) {
  // expected-error@+1 {{needs max_value > 0, not 0.000000e+00}}
  %0 = nn.clipped_relu_grad %x, %x {max_value = 0.0} : tensor<4xf32>
  return
}

// -----

func.func @elu_alpha(%x: tensor<4xf32>) {
  // expected-error@+1 {{needs alpha >= 0, not -1.000000e+00}}
  %0 = nn.elu %x {alpha = -1.0} : tensor<4xf32>
  return
}

// -----

func.func @elu_grad_alpha(%x: tensor<4xf32>) {
  // expected-error@+1 {{needs alpha >= 0, not -1.000000e+00}}
  %0 = nn.elu_grad %x, %x {alpha = -1.0} : tensor<4xf32>
  return
}

// -----

func.func @softmax_of_scalar(%x: tensor<f32>) {
  // expected-error@+1 {{needs a tensor of rank 1 or more}}
  %0 = nn.softmax %x : tensor<f32>
  return
}

// -----

func.func @softmax_grad_of_scalar(%x: tensor<f32>) {
  // expected-error@+1 {{needs a tensor of rank 1 or more}}
  %0 = nn.softmax_grad %x, %x : tensor<f32>
  return
}

// -----

func.func @relu_shape(%x: tensor<4x2xf32>) {
  // expected-error@+1 {{requires the same type for all operands and results}}
  %0 = "nn.relu"(%x) : (tensor<4x2xf32>) -> tensor<2x4xf32>
  return
}

// -----

func.func @relu_grad_shape(%dy: tensor<4x2xf32>, %v: tensor<2x4xf32>) {
  // expected-error@+1 {{requires the same type for all operands and results}}
  %0 = "nn.relu_grad"(%dy, %v) : (tensor<4x2xf32>, tensor<2x4xf32>) -> tensor<4x2xf32>
  return
}

// -----

func.func @leaky_relu_shape(%x: tensor<4x2xf32>) {
  // expected-error@+1 {{requires the same type for all operands and results}}
  %0 = "nn.leaky_relu"(%x) : (tensor<4x2xf32>) -> tensor<2x4xf32>
  return
}

// -----

func.func @leaky_relu_grad_shape(%dy: tensor<4x2xf32>, %v: tensor<2x4xf32>) {
  // expected-error@+1 {{requires the same type for all operands and results}}
  %0 = "nn.leaky_relu_grad"(%dy, %v) : (tensor<4x2xf32>, tensor<2x4xf32>) -> tensor<4x2xf32>
  return
}

// -----

func.func @elu_shape(%x: tensor<4x2xf32>) {
  // expected-error@+1 {{requires the same type for all operands and results}}
  %0 = "nn.elu"(%x) : (tensor<4x2xf32>) -> tensor<2x4xf32>
  return
}

// -----

func.func @elu_grad_shape(%dy: tensor<4x2xf32>, %v: tensor<2x4xf32>) {
  // expected-error@+1 {{requires the same type for all operands and results}}
  %0 = "nn.elu_grad"(%dy, %v) : (tensor<4x2xf32>, tensor<2x4xf32>) -> tensor<4x2xf32>
  return
}

// -----

func.func @sigmoid_shape(%x: tensor<4x2xf32>) {
  // expected-error@+1 {{requires the same type for all operands and results}}
  %0 = "nn.sigmoid"(%x) : (tensor<4x2xf32>) -> tensor<2x4xf32>
  return
}

// -----

func.func @sigmoid_grad_shape(%dy: tensor<4x2xf32>, %v: tensor<2x4xf32>) {
  // expected-error@+1 {{requires the same type for all operands and results}}
  %0 = "nn.sigmoid_grad"(%dy, %v) : (tensor<4x2xf32>, tensor<2x4xf32>) -> tensor<4x2xf32>
  return
}

// -----

func.func @tanh_shape(%x: tensor<4x2xf32>) {
  // expected-error@+1 {{requires the same type for all operands and results}}
  %0 = "nn.tanh"(%x) : (tensor<4x2xf32>) -> tensor<2x4xf32>
  return
}

// -----

func.func @tanh_grad_shape(%dy: tensor<4x2xf32>, %v: tensor<2x4xf32>) {
  // expected-error@+1 {{requires the same type for all operands and results}}
  %0 = "nn.tanh_grad"(%dy, %v) : (tensor<4x2xf32>, tensor<2x4xf32>) -> tensor<4x2xf32>
  return
}

// -----

func.func @gelu_shape(%x: tensor<4x2xf32>) {
  // expected-error@+1 {{requires the same type for all operands and results}}
  %0 = "nn.gelu"(%x) : (tensor<4x2xf32>) -> tensor<2x4xf32>
  return
}

// -----

func.func @gelu_grad_shape(%dy: tensor<4x2xf32>, %v: tensor<2x4xf32>) {
  // expected-error@+1 {{requires the same type for all operands and results}}
  %0 = "nn.gelu_grad"(%dy, %v) : (tensor<4x2xf32>, tensor<2x4xf32>) -> tensor<4x2xf32>
  return
}

// -----

func.func @silu_shape(%x: tensor<4x2xf32>) {
  // expected-error@+1 {{requires the same type for all operands and results}}
  %0 = "nn.silu"(%x) : (tensor<4x2xf32>) -> tensor<2x4xf32>
  return
}

// -----

func.func @silu_grad_shape(%dy: tensor<4x2xf32>, %v: tensor<2x4xf32>) {
  // expected-error@+1 {{requires the same type for all operands and results}}
  %0 = "nn.silu_grad"(%dy, %v) : (tensor<4x2xf32>, tensor<2x4xf32>) -> tensor<4x2xf32>
  return
}

// -----

func.func @softmax_shape(%x: tensor<4x2xf32>) {
  // expected-error@+1 {{requires the same type for all operands and results}}
  %0 = "nn.softmax"(%x) : (tensor<4x2xf32>) -> tensor<2x4xf32>
  return
}

// -----

func.func @softmax_grad_shape(%dy: tensor<4x2xf32>, %v: tensor<2x4xf32>) {
  // expected-error@+1 {{requires the same type for all operands and results}}
  %0 = "nn.softmax_grad"(%dy, %v) : (tensor<4x2xf32>, tensor<2x4xf32>) -> tensor<4x2xf32>
  return
}
