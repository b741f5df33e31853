// RUN: sinter-opt --split-input-file --verify-diagnostics %s

func.func @normalize_scalar(%x: tensor<f32>) {
  // expected-error@+1 {{operand #0 must be statically shaped tensor of 32-bit float values and rank 1 or more}}
  %0 = nn.normalize %x epsilon(1.0e-3) : tensor<f32>
  return
}

// -----

func.func @normalize_without_epsilon(%x: tensor<4x6xf32>) {
  // expected-error@+1 {{needs float(epsilon) > 0, not 0.000000e+00}}
  %0 = nn.normalize %x epsilon(0.0) : tensor<4x6xf32>
  return
}

// -----

func.func @epsilon_that_is_no_float(%x: tensor<4x6xf32>) {
  // expected-error@+1 {{needs float(epsilon) > 0, not 1.000000e-60}}
  %0 = nn.normalize_grad %x, %x epsilon(1.0e-60) : tensor<4x6xf32>
  return
}

// -----

func.func @scale_vector(%x: tensor<6xf32>) {
  // expected-error@+1 {{operand #0 must be statically shaped tensor of 32-bit float values and rank 2 or more}}
  %0 = nn.scale %x, %x : tensor<6xf32>, tensor<6xf32>
  return
}

// -----

func.func @scale_length(%x: tensor<4x3x6xf32>, %gamma: tensor<3xf32>) {
  // expected-error@+1 {{multiplies 6 columns by 3 factors}}
  %0 = nn.scale %x, %gamma : tensor<4x3x6xf32>, tensor<3xf32>
  return
}

// -----

func.func @batch_normalize_without_epsilon(%x: tensor<4x6xf32>, %n: i32) {
  // expected-error@+1 {{needs float(epsilon) > 0, not 0.000000e+00}}
  %y, %mean, %variance = nn.batch_normalize %x, %n epsilon(0.0) : tensor<4x6xf32>
  return
}

// -----

func.func @batch_normalize_grad_channels(%x: tensor<4x6xf32>, %v: tensor<5xf32>, %n: i32) {
  // expected-error@+1 {{has 6 channels but statistics of 5}}
  %0 = nn.batch_normalize_grad %x, %x, %v, %n epsilon(1.0e-3) : tensor<4x6xf32>, tensor<5xf32>
  return
}

// -----

func.func @standardize_channels(%x: tensor<4x6xf32>, %v: tensor<5xf32>) {
  // expected-error@+1 {{has 6 channels but statistics of 5}}
  %0 = nn.standardize %x, %v, %v epsilon(1.0e-3) : tensor<4x6xf32>, tensor<5xf32>
  return
}

// -----

func.func @standardize_without_epsilon(%x: tensor<4x6xf32>, %v: tensor<6xf32>) {
  // expected-error@+1 {{needs float(epsilon) > 0, not 0.000000e+00}}
  %0 = nn.standardize %x, %v, %v epsilon(0.0) : tensor<4x6xf32>, tensor<6xf32>
  return
}
