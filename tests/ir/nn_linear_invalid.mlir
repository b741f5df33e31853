// RUN: sinter-opt --split-input-file --verify-diagnostics %s

func.func @cast_from_f64(%x: tensor<4xf64>) {
  // expected-error@+1 {{operand #0 must be statically shaped tensor of 32-bit float or 8-bit unsigned integer values}}
  %0 = "nn.cast"(%x) : (tensor<4xf64>) -> tensor<4xf32>
  return
}

// -----

func.func @cast_changes_shape(%x: tensor<4x2xui8>) {
  // expected-error@+2 {{inferred type(s) 'tensor<4x2xf32>' are incompatible with return type(s)}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = "nn.cast"(%x) : (tensor<4x2xui8>) -> tensor<2x4xf32>
  return
}

// -----

func.func @rescale_changes_shape(%x: tensor<4x2xf32>) {
  // expected-error@+1 {{requires the same type for all operands and results}}
  %0 = "nn.rescale"(%x) {scale = 1.0, offset = 0.0} : (tensor<4x2xf32>) -> tensor<2x4xf32>
  return
}

// -----

func.func @dynamic_batch(%x: tensor<?x2xf32>) {
  // expected-error@+1 {{operand #0 must be statically shaped tensor}}
  %0 = nn.rescale %x scale(2.0) offset(0.0) : tensor<?x2xf32>
  return
}

// -----

func.func @reshape_converts(%x: tensor<4x2xui8>) {
  // expected-error@+1 {{cannot change the element type from 'ui8' to 'f32'}}
  %0 = nn.reshape %x : tensor<4x2xui8> -> tensor<4x2x1xf32>
  return
}

// -----

func.func @reshape_loses_elements(%x: tensor<4x6xf32>) {
  // expected-error@+1 {{cannot change the number of elements from 24 to 20}}
  %0 = nn.reshape %x : tensor<4x6xf32> -> tensor<4x5xf32>
  return
}

// -----

func.func @reshape_mixes_samples(%x: tensor<4x6xf32>) {
  // expected-error@+1 {{must keep dimension 0, the batch}}
  %0 = nn.reshape %x : tensor<4x6xf32> -> tensor<6x4xf32>
  return
}

// -----

func.func @matmul_inner(%a: tensor<4x6xf32>, %b: tensor<5x7xf32>) {
  // expected-error@+2 {{sums over 6 columns of a but 5 rows of b}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = nn.matmul %a, %b : (tensor<4x6xf32>, tensor<5x7xf32>) -> tensor<4x7xf32>
  return
}

// -----

func.func @matmul_transposed_inner(%a: tensor<4x6xf32>, %b: tensor<6x7xf32>) {
  // expected-error@+2 {{sums over 4 columns of a but 6 rows of b}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = nn.matmul %a, %b {transpose_a} : (tensor<4x6xf32>, tensor<6x7xf32>) -> tensor<6x7xf32>
  return
}

// -----

func.func @matmul_result(%a: tensor<4x6xf32>, %b: tensor<6x7xf32>) {
  // expected-error@+2 {{inferred type(s) 'tensor<4x7xf32>' are incompatible with return type(s)}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = nn.matmul %a, %b : (tensor<4x6xf32>, tensor<6x7xf32>) -> tensor<7x4xf32>
  return
}

// -----

func.func @matmul_rank(%a: tensor<4x6x1xf32>, %b: tensor<6x7xf32>) {
  // expected-error@+1 {{operand #0 must be statically shaped tensor of 32-bit float values and rank 2}}
  %0 = nn.matmul %a, %b : (tensor<4x6x1xf32>, tensor<6x7xf32>) -> tensor<4x7xf32>
  return
}

// -----

func.func @bias_length(%x: tensor<4x6xf32>, %bias: tensor<4xf32>) {
  // expected-error@+1 {{adds a bias of 4 elements to 6 columns}}
  %0 = nn.bias_add %x, %bias : tensor<4x6xf32>, tensor<4xf32>
  return
}

// -----

func.func @bias_along_the_last_dimension(%x: tensor<4x6x5xf32>, %bias: tensor<6xf32>) {
  // expected-error@+1 {{adds a bias of 6 elements to 5 columns}}
  %0 = nn.bias_add %x, %bias : tensor<4x6x5xf32>, tensor<6xf32>
  return
}

// -----

func.func @bias_of_a_vector(%x: tensor<6xf32>) {
  // expected-error@+1 {{operand #0 must be statically shaped tensor of 32-bit float values and rank 2 or more}}
  %0 = nn.bias_add %x, %x : tensor<6xf32>, tensor<6xf32>
  return
}

// -----

func.func @add_shapes(%a: tensor<4x6xf32>, %b: tensor<6xf32>) {
  // expected-error@+1 {{requires the same type for all operands and results}}
  %0 = "nn.add"(%a, %b) : (tensor<4x6xf32>, tensor<6xf32>) -> tensor<4x6xf32>
  return
}

// -----

func.func @multiply_shapes(%a: tensor<4x6xf32>, %b: tensor<6xf32>) {
  // expected-error@+1 {{requires the same type for all operands and results}}
  %0 = "nn.multiply"(%a, %b) : (tensor<4x6xf32>, tensor<6xf32>) -> tensor<4x6xf32>
  return
}

// -----

func.func @reduce_sum_over_columns(%x: tensor<4x6xf32>) {
  // expected-error@+2 {{inferred type(s) 'tensor<6xf32>' are incompatible with return type(s)}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = nn.reduce_sum %x : tensor<4x6xf32> -> tensor<4xf32>
  return
}

// -----

func.func @broadcast_length(%x: tensor<4xf32>) {
  // expected-error@+1 {{makes rows of 6 elements from 4}}
  %0 = nn.broadcast %x : tensor<4xf32> -> tensor<4x6xf32>
  return
}

// -----

func.func @dropout_of_everything(%x: tensor<4x6xf32>, %seed: i32, %iteration: i64) {
  // expected-error@+1 {{needs 0 <= rate < 1, not 1.000000e+00}}
  %0 = nn.dropout %x, %seed, %iteration rate(1.0) stream(0) : tensor<4x6xf32>
  return
}

// -----

func.func @dropout_rate_negative(%x: tensor<4x6xf32>, %seed: i32, %iteration: i64) {
  // expected-error@+1 {{needs 0 <= rate < 1, not -5.000000e-01}}
  %0 = nn.dropout %x, %seed, %iteration rate(-0.5) stream(0) : tensor<4x6xf32>
  return
}

// -----

func.func @noise_stddev_negative(%x: tensor<4x6xf32>, %seed: i32, %iteration: i64) {
  // expected-error@+1 {{needs stddev >= 0, not -5.000000e-01}}
  %0 = nn.gaussian_noise %x, %seed, %iteration stddev(-0.5) stream(0) : tensor<4x6xf32>
  return
}

// -----

func.func @warp_of_rows(%x: tensor<4x6xf32>, %seed: i32, %iteration: i64) {
  // expected-error@+1 {{needs images, not 'tensor<4x6xf32>'}}
  %0 = nn.random_warp %x, %seed, %iteration stream(0) fill("wrap", 0.0) : tensor<4x6xf32>
  return
}

// -----

func.func @warp_of_another_fill(%x: tensor<4x2x3x1xf32>, %seed: i32, %iteration: i64) {
  // expected-error@+1 {{has no fill "mirror"}}
  %0 = nn.random_warp %x, %seed, %iteration stream(0) fill("mirror", 0.0) : tensor<4x2x3x1xf32>
  return
}

// -----

func.func @warp_by_one_number(%x: tensor<4x2x3x1xf32>, %seed: i32, %iteration: i64) {
  // expected-error@+1 {{needs "angle" of two numbers from -16}}
  %0 = nn.random_warp %x, %seed, %iteration stream(0) fill("wrap", 0.0) {angle = array<f64: 0.5>} : tensor<4x2x3x1xf32>
  return
}

// -----

func.func @warp_by_nothing_between(%x: tensor<4x2x3x1xf32>, %seed: i32, %iteration: i64) {
  // expected-error@+1 {{the lower first}}
  %0 = nn.random_warp %x, %seed, %iteration stream(0) fill("wrap", 0.0) {row_zoom = array<f64: 0.5, 0.25>} : tensor<4x2x3x1xf32>
  return
}
