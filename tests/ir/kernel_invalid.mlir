// RUN: sinter-opt %s --split-input-file --verify-diagnostics

func.func @contract_depth(%x: tensor<4x6xf32>, %w: tensor<5x8xf32>) {
  // expected-error @+1 {{lhs sums over 6 elements, rhs over 5}}
  %h = kernel.contract lhs(%x : tensor<4x6xf32>) rhs(%w : tensor<5x8xf32>)
      prologue {} epilogue {
    ^bb0(%acc: f32):
      kernel.yield %acc : f32
  } -> tensor<4x8xf32>
  return
}

// -----

func.func @contract_result(%x: tensor<4x6xf32>, %w: tensor<6x8xf32>) {
  // expected-error @+1 {{result 0 must be 4 x 8}}
  %h = kernel.contract lhs(%x : tensor<4x6xf32>) rhs(%w : tensor<6x8xf32>)
      prologue {} epilogue {
    ^bb0(%acc: f32):
      kernel.yield %acc : f32
  } -> tensor<8x4xf32>
  return
}

// -----

func.func @contract_bytes(%x: tensor<4x6xui8>, %w: tensor<6x8xf32>) {
  // expected-error @+1 {{an lhs that is not f32 needs a prologue}}
  %h = kernel.contract lhs(%x : tensor<4x6xui8>) rhs(%w : tensor<6x8xf32>)
      prologue {} epilogue {
    ^bb0(%acc: f32):
      kernel.yield %acc : f32
  } -> tensor<4x8xf32>
  return
}

// -----

func.func @map_domain(%x: tensor<4x8xf32>, %b: tensor<7xf32>) {
  // expected-error @+1 {{input 1 of type 'tensor<7xf32>' does not fit the domain 4 x 8}}
  %y = kernel.map inputs(%x, %b : tensor<4x8xf32>, tensor<7xf32>) {
    ^bb0(%e: f32, %f: f32):
      kernel.yield %e : f32
  } -> tensor<4x8xf32>
  return
}

// -----

func.func @map_yield(%x: tensor<4x8xf32>) {
  // expected-error @+1 {{body yields 2 values, expected 1}}
  %y = kernel.map inputs(%x : tensor<4x8xf32>) {
    ^bb0(%e: f32):
      kernel.yield %e, %e : f32, f32
  } -> tensor<4x8xf32>
  return
}

// -----

func.func @reduce_result(%x: tensor<4x8xf32>) {
  // expected-error @+1 {{every result must be a vector of 8, or of the channels in 8 columns}}
  %y = kernel.reduce input(%x : tensor<4x8xf32>) epilogue {
    ^bb0(%sum: f32):
      kernel.yield %sum : f32
  } -> tensor<3xf32>
  return
}

// -----

func.func @reduce_prologue(%x: tensor<4x8xf32>) {
  // expected-error @+1 {{prologue has arguments 'f32', 'f32', expected 'f32'}}
  %y = kernel.reduce input(%x : tensor<4x8xf32>) prologue {
    ^bb0(%e: f32, %f: f32):
      kernel.yield %e : f32
  } epilogue {
    ^bb0(%sum: f32):
      kernel.yield %sum : f32
  } -> tensor<8xf32>
  return
}

// -----

func.func @rows_input(%z: tensor<4x10xf32>, %y: tensor<5xui8>) {
  // expected-error @+1 {{input 1 of type 'tensor<5xui8>' does not fit 4 rows}}
  %s = kernel.rows inputs(%z, %y : tensor<4x10xf32>, tensor<5xui8>) {
    ^bb0(%row: vector<10xf32>, %label: i32):
      kernel.yield %row : vector<10xf32>
  } -> tensor<4x10xf32>
  return
}

// -----

func.func @rows_result(%z: tensor<4x10xf32>) {
  // expected-error @+1 {{result 0 of type 'tensor<4x1xf32>' does not fit the yielded 'vector<10xf32>'}}
  %s = kernel.rows inputs(%z : tensor<4x10xf32>) {
    ^bb0(%row: vector<10xf32>):
      kernel.yield %row : vector<10xf32>
  } -> tensor<4x1xf32>
  return
}

// -----

func.func @transpose_shape(%w: tensor<6x8xf32>) {
  // expected-error @+1 {{result must be the transposed shape of a matrix}}
  %t = kernel.transpose %w : tensor<6x8xf32> -> tensor<6x8xf32>
  return
}

// -----

func.func @transpose_bytes_as_they_are(%x: tensor<4x6xui8>) {
  // expected-error @+1 {{an input that is not f32 needs a prologue}}
  %t = kernel.transpose %x : tensor<4x6xui8> -> tensor<6x4xf32>
  return
}

// -----

func.func @transpose_bytes_to_rows(%x: tensor<4x6xui8>) {
  // expected-error @+1 {{bytes become a matrix of nonzero elements}}
  %t = kernel.transpose %x prologue {
    ^bb0(%byte: i8):
      %f = arith.uitofp %byte : i8 to f32
      kernel.yield %f : f32
  } : tensor<4x6xui8> -> tensor<6x4xf32>
  return
}

// -----

func.func @transpose_floats_with_prologue(%x: tensor<4x6xf32>) {
  // expected-error @+1 {{only bytes have a prologue}}
  %t = kernel.transpose %x prologue {
    ^bb0(%e: f32):
      kernel.yield %e : f32
  } : tensor<4x6xf32> -> tensor<6x4xf32, #kernel.nonzeros<depth = 4, group = 2>>
  return
}

// -----

func.func @no_terminator(%x: tensor<4x8xf32>) -> tensor<4x8xf32> {
  // expected-error @+1 {{body must end with kernel.yield}}
  %y = kernel.map inputs(%x : tensor<4x8xf32>) {
    ^bb0(%e: f32):
  } -> tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}

// -----

func.func @panels_of_rhs_as_it_is(%a: tensor<4x6xf32>, %b: tensor<6x8xf32>) -> tensor<4x8xf32> {
  // expected-error@+1 {{only panels of a transposed matrix are staged}}
  %y:2 = kernel.contract lhs(%a : tensor<4x6xf32>) rhs(%b : tensor<6x8xf32>)
      attributes {stage_rhs} prologue {} epilogue {
    ^bb0(%acc: f32):
      kernel.yield %acc : f32
  } -> tensor<4x8xf32>, tensor<6x8xf32>
  return %y#0 : tensor<4x8xf32>
}

// -----

func.func @panels_of_another_shape(%a: tensor<4x6xf32>, %b: tensor<8x6xf32>) -> tensor<4x8xf32> {
  // expected-error@+1 {{the staged panels must have the shape of rhs^T}}
  %y:2 = kernel.contract lhs(%a : tensor<4x6xf32>) rhs(%b : tensor<8x6xf32>)
      attributes {stage_rhs, transpose_rhs} prologue {} epilogue {
    ^bb0(%acc: f32):
      kernel.yield %acc : f32
  } -> tensor<4x8xf32>, tensor<8x6xf32>
  return %y#0 : tensor<4x8xf32>
}

// -----

func.func @nothing_but_panels(%a: tensor<4x6xf32>, %b: tensor<8x6xf32>) -> tensor<6x8xf32> {
  // expected-error@+1 {{needs a result beside what it stages}}
  %y = kernel.contract lhs(%a : tensor<4x6xf32>) rhs(%b : tensor<8x6xf32>)
      attributes {stage_rhs, transpose_rhs} prologue {} epilogue {
    ^bb0(%acc: f32):
      kernel.yield
  } -> tensor<6x8xf32>
  return %y : tensor<6x8xf32>
}
