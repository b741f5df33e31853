// RUN: sinter-opt --split-input-file --verify-diagnostics %s

func.func @sparse_cross_entropy_labels(%z: tensor<4x3xf32>, %y: tensor<5xui8>, %d: tensor<4xf32>) {
  // expected-error@+1 {{has 4 rows of scores but 5 labels}}
  %0 = nn.sparse_cross_entropy %z, %y : tensor<4x3xf32>, tensor<5xui8>
  return
}

// -----

func.func @sparse_cross_entropy_grad_labels(%z: tensor<4x3xf32>, %y: tensor<5xui8>, %d: tensor<4xf32>) {
  // expected-error@+1 {{has 4 rows of scores but 5 labels}}
  %0 = nn.sparse_cross_entropy_grad %d, %z, %y : tensor<4xf32>, tensor<4x3xf32>, tensor<5xui8>
  return
}

// -----

func.func @mean_squared_error_labels(%z: tensor<4x3xf32>, %y: tensor<5xui8>, %d: tensor<4xf32>) {
  // expected-error@+1 {{has 4 rows of scores but 5 labels}}
  %0 = nn.mean_squared_error %z, %y : tensor<4x3xf32>, tensor<5xui8>
  return
}

// -----

func.func @mean_squared_error_grad_labels(%z: tensor<4x3xf32>, %y: tensor<5xui8>, %d: tensor<4xf32>) {
  // expected-error@+1 {{has 4 rows of scores but 5 labels}}
  %0 = nn.mean_squared_error_grad %d, %z, %y : tensor<4xf32>, tensor<4x3xf32>, tensor<5xui8>
  return
}

// -----

func.func @accuracy_labels(%z: tensor<4x3xf32>, %y: tensor<5xui8>, %d: tensor<4xf32>) {
  // expected-error@+1 {{has 4 rows of scores but 5 labels}}
  %0 = nn.accuracy %z, %y : tensor<4x3xf32>, tensor<5xui8>
  return
}

// -----

func.func @one_hot_labels(%z: tensor<4x3xf32>, %y: tensor<4x3xf32>) {
  // expected-error@+1 {{operand #1 must be statically shaped vector of 8-bit unsigned labels}}
  %0 = nn.sparse_cross_entropy %z, %y : tensor<4x3xf32>, tensor<4x3xf32>
  return
}

// -----

func.func @loss_of_images(%z: tensor<4x3x2xf32>, %y: tensor<4xui8>, %d: tensor<4xf32>) {
  // expected-error@+1 {{operand #0 must be statically shaped tensor of 32-bit float values and rank 2}}
  %0 = nn.mean_squared_error %z, %y : tensor<4x3x2xf32>, tensor<4xui8>
  return
}

// -----

func.func @loss_of_the_batch(%z: tensor<4x3xf32>, %y: tensor<4xui8>) {
  // expected-error@+1 {{result #0 must be statically shaped tensor of 32-bit float values and rank 1}}
  %0 = "nn.sparse_cross_entropy"(%z, %y) : (tensor<4x3xf32>, tensor<4xui8>) -> tensor<f32>
  return
}

// -----

func.func @gradient_shape(%z: tensor<4x3xf32>, %y: tensor<4xui8>, %d: tensor<4xf32>) {
  // expected-error@+1 {{failed to verify that all of {scores, gradient} have same type}}
  %0 = "nn.sparse_cross_entropy_grad"(%d, %z, %y) : (tensor<4xf32>, tensor<4x3xf32>, tensor<4xui8>) -> tensor<3x4xf32>
  return
}

// -----

func.func @gradients_of_other_losses(%z: tensor<4x3xf32>, %y: tensor<4xui8>, %d: tensor<5xf32>) {
  // expected-error@+1 {{has 4 rows of scores but gradients of 5 losses}}
  %0 = nn.mean_squared_error_grad %d, %z, %y : tensor<5xf32>, tensor<4x3xf32>, tensor<4xui8>
  return
}

// -----

func.func @top_k_accuracy_labels(%z: tensor<4x3xf32>, %y: tensor<5xui8>) {
  // expected-error@+1 {{has 4 rows of scores but 5 labels}}
  %0 = nn.top_k_accuracy %z, %y k(1) : tensor<4x3xf32>, tensor<5xui8>
  return
}

// -----

func.func @top_none(%z: tensor<4x3xf32>, %y: tensor<4xui8>) {
  // expected-error@+1 {{attribute 'k' failed to satisfy constraint: 32-bit signless integer attribute whose value is positive}}
  %0 = nn.top_k_accuracy %z, %y k(0) : tensor<4x3xf32>, tensor<4xui8>
  return
}
