// RUN: sinter-opt --split-input-file --verify-diagnostics %s

func.func @initialize_fan() {
  // expected-error@+1 {{attribute 'fan_in' failed to satisfy constraint}}
  %0 = nn.initialize glorot_uniform fan_in(0) fan_out(6) : tensor<4x6xf32>
  return
}

// -----

func.func @initialize_kind() {
  // expected-error@+2 {{expected ::sinter::nn::InitializerKind to be one of: zeros, ones, glorot_uniform}}
  // expected-error@+1 {{failed to parse Nn_InitializerKindAttr parameter 'value'}}
  %0 = nn.initialize uniform fan_in(4) fan_out(6) : tensor<4x6xf32>
  return
}

// -----

func.func @gradient_type(%w: tensor<4x6xf32>, %g: tensor<6x4xf32>, %lr: f32) {
  // expected-error@+1 {{has a weight of type 'tensor<4x6xf32>' but a gradient of type 'tensor<6x4xf32>'}}
  %0 = "nn.sgd"(%w, %g, %lr) : (tensor<4x6xf32>, tensor<6x4xf32>, f32) -> tensor<4x6xf32>
  return
}

// -----

func.func @sgd_without_slot(%w: tensor<4x6xf32>, %g: tensor<4x6xf32>, %lr: f32) {
  // expected-error@+1 {{has 0 slots, needs 1: momentum}}
  %0 = nn.sgd %w, %g, %lr {momentum = 0.9} : tensor<4x6xf32>
  return
}

// -----

func.func @sgd_with_slot(%w: tensor<4x6xf32>, %g: tensor<4x6xf32>, %lr: f32, %s: tensor<4x6xf32>) {
  // expected-error@+1 {{has 1 slots, needs 0}}
  %0, %1 = nn.sgd %w, %g, %lr slots(%s) : tensor<4x6xf32>
  return
}

// -----

func.func @rmsprop_slots(%w: tensor<4x6xf32>, %g: tensor<4x6xf32>, %lr: f32, %s: tensor<4x6xf32>) {
  // expected-error@+1 {{has 1 slots, needs 3: velocity, average_gradient, momentum}}
  %0, %1 = nn.rmsprop %w, %g, %lr slots(%s) {centered, momentum = 0.5} : tensor<4x6xf32>
  return
}

// -----

func.func @adam_slots(%w: tensor<4x6xf32>, %g: tensor<4x6xf32>, %lr: f32, %t: i64, %s: tensor<4x6xf32>) {
  // expected-error@+1 {{has 2 slots, needs 3: momentum, velocity, velocity_hat}}
  %0, %1:2 = nn.adam %w, %g, %lr, %t slots(%s, %s) {amsgrad} : tensor<4x6xf32>
  return
}

// -----

func.func @slot_type(%w: tensor<4x6xf32>, %g: tensor<4x6xf32>, %lr: f32, %s: tensor<6xf32>) {
  // expected-error@+1 {{has a weight of type 'tensor<4x6xf32>' but the slot velocity of type 'tensor<6xf32>'}}
  %0:2 = "nn.rmsprop"(%w, %g, %lr, %s) : (tensor<4x6xf32>, tensor<4x6xf32>, f32, tensor<6xf32>) -> (tensor<4x6xf32>, tensor<6xf32>)
  return
}

// -----

func.func @result_count(%w: tensor<4x6xf32>, %g: tensor<4x6xf32>, %lr: f32, %s: tensor<4x6xf32>) {
  // expected-error@+2 {{are incompatible with return type(s)}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = "nn.rmsprop"(%w, %g, %lr, %s) : (tensor<4x6xf32>, tensor<4x6xf32>, f32, tensor<4x6xf32>) -> tensor<4x6xf32>
  return
}
