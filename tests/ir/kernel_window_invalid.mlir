// RUN: sinter-opt %s --split-input-file --verify-diagnostics

// expected-error @+1 {{a window has two numbers of each kind, and only its padding may be zero}}
func.func private @window_of_three() attributes {window = #kernel.window<[4, 4, 4] -> [3, 3], taps = [2, 2], strides = [1, 1], dilations = [1, 1], padding = [0, 0]>}

// -----

// expected-error @+1 {{a window has two numbers of each kind, and only its padding may be zero}}
func.func private @window_without_pixels() attributes {window = #kernel.window<[4, 4] -> [3, 0], taps = [2, 2], strides = [1, 1], dilations = [1, 1], padding = [0, 0]>}

// -----

// expected-error @+1 {{a window has two numbers of each kind, and only its padding may be zero}}
func.func private @window_without_taps() attributes {window = #kernel.window<[4, 4] -> [3, 3], taps = [0, 2], strides = [1, 1], dilations = [1, 1], padding = [0, 0]>}

// -----

// expected-error @+1 {{a window has two numbers of each kind, and only its padding may be zero}}
func.func private @window_without_stride() attributes {window = #kernel.window<[4, 4] -> [3, 3], taps = [2, 2], strides = [1, 0], dilations = [1, 1], padding = [0, 0]>}

// -----

// expected-error @+1 {{a window has two numbers of each kind, and only its padding may be zero}}
func.func private @window_without_dilation() attributes {window = #kernel.window<[4, 4] -> [3, 3], taps = [2, 2], strides = [1, 1], dilations = [0, 1], padding = [0, 0]>}

// -----

// expected-error @+1 {{a window has two numbers of each kind, and only its padding may be zero}}
func.func private @window_with_negative_padding() attributes {window = #kernel.window<[4, 4] -> [3, 3], taps = [2, 2], strides = [1, 1], dilations = [1, 1], padding = [0, -1]>}

// -----

func.func @contract_pixels_of_lhs(%a: tensor<4x50xf32>, %b: tensor<12x5xf32>) {
  // expected-error @+1 {{lhs has 50 columns, which are not 16 pixels}}
  %y = kernel.contract lhs(%a : tensor<4x50xf32>) rhs(%b : tensor<12x5xf32>)
      attributes {window = #kernel.window<[4, 4] -> [3, 3], taps = [2, 2], strides = [1, 1], dilations = [1, 1], padding = [0, 0]>} prologue {} epilogue {
    ^bb0(%acc: f32):
      kernel.yield %acc : f32
  } -> tensor<4x45xf32>
  return
}

// -----

func.func @contract_pixels_of_inverse_lhs(%a: tensor<4x48xf32>, %b: tensor<12x5xf32>) {
  // expected-error @+1 {{lhs has 48 columns, which are not 9 pixels}}
  %y = kernel.contract lhs(%a : tensor<4x48xf32>) rhs(%b : tensor<12x5xf32>)
      attributes {transpose_rhs, window = #kernel.window<[4, 4] -> [3, 3], taps = [2, 2], strides = [1, 1], dilations = [1, 1], padding = [0, 0], inverse = true>} prologue {} epilogue {
    ^bb0(%acc: f32):
      kernel.yield %acc : f32
  } -> tensor<4x80xf32>
  return
}

// -----

func.func @contract_taps(%a: tensor<4x48xf32>, %b: tensor<13x5xf32>) {
  // expected-error @+1 {{rhs has 13 rows, which are not 4 taps}}
  %y = kernel.contract lhs(%a : tensor<4x48xf32>) rhs(%b : tensor<13x5xf32>)
      attributes {window = #kernel.window<[4, 4] -> [3, 3], taps = [2, 2], strides = [1, 1], dilations = [1, 1], padding = [0, 0]>} prologue {} epilogue {
    ^bb0(%acc: f32):
      kernel.yield %acc : f32
  } -> tensor<4x45xf32>
  return
}

// -----

func.func @contract_channels(%a: tensor<4x48xf32>, %b: tensor<8x5xf32>) {
  // expected-error @+1 {{lhs sums over 12 elements, rhs over 8}}
  %y = kernel.contract lhs(%a : tensor<4x48xf32>) rhs(%b : tensor<8x5xf32>)
      attributes {window = #kernel.window<[4, 4] -> [3, 3], taps = [2, 2], strides = [1, 1], dilations = [1, 1], padding = [0, 0]>} prologue {} epilogue {
    ^bb0(%acc: f32):
      kernel.yield %acc : f32
  } -> tensor<4x45xf32>
  return
}

// -----

func.func @contract_channels_of_inverse(%a: tensor<4x45xf32>, %b: tensor<12x6xf32>) {
  // expected-error @+1 {{lhs sums over 20 elements, rhs over 24}}
  %y = kernel.contract lhs(%a : tensor<4x45xf32>) rhs(%b : tensor<12x6xf32>)
      attributes {transpose_rhs, window = #kernel.window<[4, 4] -> [3, 3], taps = [2, 2], strides = [1, 1], dilations = [1, 1], padding = [0, 0], inverse = true>} prologue {} epilogue {
    ^bb0(%acc: f32):
      kernel.yield %acc : f32
  } -> tensor<4x48xf32>
  return
}

// -----

func.func @contract_result(%a: tensor<4x48xf32>, %b: tensor<12x5xf32>) {
  // expected-error @+1 {{result 0 must be 4 x 45}}
  %y = kernel.contract lhs(%a : tensor<4x48xf32>) rhs(%b : tensor<12x5xf32>)
      attributes {window = #kernel.window<[4, 4] -> [3, 3], taps = [2, 2], strides = [1, 1], dilations = [1, 1], padding = [0, 0]>} prologue {} epilogue {
    ^bb0(%acc: f32):
      kernel.yield %acc : f32
  } -> tensor<4x5xf32>
  return
}

// -----

func.func @contract_zeros(%a: tensor<4x48xf32>, %b: tensor<12x5xf32>) {
  // expected-error @+1 {{leaves out no zeros under a window}}
  %y = kernel.contract lhs(%a : tensor<4x48xf32>) rhs(%b : tensor<12x5xf32>)
      attributes {sparse_lhs, window = #kernel.window<[4, 4] -> [3, 3], taps = [2, 2], strides = [1, 1], dilations = [1, 1], padding = [0, 0]>} prologue {} epilogue {
    ^bb0(%acc: f32):
      kernel.yield %acc : f32
  } -> tensor<4x45xf32>
  return
}

// -----

func.func @weights_pixels_of_rhs(%a: tensor<4x48xf32>, %b: tensor<4x48xf32>) {
  // expected-error @+1 {{rhs has 48 columns, which are not 9 pixels}}
  %y = kernel.contract lhs(%a : tensor<4x48xf32>) rhs(%b : tensor<4x48xf32>)
      attributes {transpose_lhs, window = #kernel.window<[4, 4] -> [3, 3], taps = [2, 2], strides = [1, 1], dilations = [1, 1], padding = [0, 0]>} prologue {} epilogue {
    ^bb0(%acc: f32):
      kernel.yield %acc : f32
  } -> tensor<12x5xf32>
  return
}

// -----

func.func @weights_samples(%a: tensor<4x48xf32>, %b: tensor<3x45xf32>) {
  // expected-error @+1 {{lhs sums over 4 elements, rhs over 3}}
  %y = kernel.contract lhs(%a : tensor<4x48xf32>) rhs(%b : tensor<3x45xf32>)
      attributes {transpose_lhs, window = #kernel.window<[4, 4] -> [3, 3], taps = [2, 2], strides = [1, 1], dilations = [1, 1], padding = [0, 0]>} prologue {} epilogue {
    ^bb0(%acc: f32):
      kernel.yield %acc : f32
  } -> tensor<12x5xf32>
  return
}

// -----

func.func @weights_result(%a: tensor<4x48xf32>, %b: tensor<4x45xf32>) {
  // expected-error @+1 {{result 0 must be 12 x 5}}
  %y = kernel.contract lhs(%a : tensor<4x48xf32>) rhs(%b : tensor<4x45xf32>)
      attributes {transpose_lhs, window = #kernel.window<[4, 4] -> [3, 3], taps = [2, 2], strides = [1, 1], dilations = [1, 1], padding = [0, 0]>} prologue {} epilogue {
    ^bb0(%acc: f32):
      kernel.yield %acc : f32
  } -> tensor<5x12xf32>
  return
}

// -----

func.func @weights_inverse(%a: tensor<4x45xf32>, %b: tensor<4x48xf32>) {
  // expected-error @+1 {{sums over samples and pixels one way only}}
  %y = kernel.contract lhs(%a : tensor<4x45xf32>) rhs(%b : tensor<4x48xf32>)
      attributes {transpose_lhs, window = #kernel.window<[4, 4] -> [3, 3], taps = [2, 2], strides = [1, 1], dilations = [1, 1], padding = [0, 0], inverse = true>} prologue {} epilogue {
    ^bb0(%acc: f32):
      kernel.yield %acc : f32
  } -> tensor<12x5xf32>
  return
}

// -----

func.func @weights_transposed(%a: tensor<4x48xf32>, %b: tensor<4x45xf32>) {
  // expected-error @+1 {{sums over samples and pixels one way only}}
  %y = kernel.contract lhs(%a : tensor<4x48xf32>) rhs(%b : tensor<4x45xf32>)
      attributes {transpose_lhs, transpose_rhs, window = #kernel.window<[4, 4] -> [3, 3], taps = [2, 2], strides = [1, 1], dilations = [1, 1], padding = [0, 0]>} prologue {} epilogue {
    ^bb0(%acc: f32):
      kernel.yield %acc : f32
  } -> tensor<12x5xf32>
  return
}

// -----

func.func @contract_channels_of_input(%a: tensor<4x48xf32>, %b: tensor<12x5xf32>, %c: tensor<3xf32>) {
  // expected-error @+1 {{input 0 is a vector of 'tensor<3xf32>', expected one of 5 channels}}
  %y = kernel.contract lhs(%a : tensor<4x48xf32>) rhs(%b : tensor<12x5xf32>) inputs(%c : tensor<3xf32>)
      attributes {window = #kernel.window<[4, 4] -> [3, 3], taps = [2, 2], strides = [1, 1], dilations = [1, 1], padding = [0, 0]>} prologue {} epilogue {
    ^bb0(%acc: f32, %e: f32):
      kernel.yield %acc : f32
  } -> tensor<4x45xf32>
  return
}

// -----

func.func @map_channels(%x: tensor<4x12xf32>, %a: tensor<3xf32>, %b: tensor<4xf32>) {
  // expected-error @+1 {{input 2 is a vector of 'tensor<4xf32>', expected one of 3 channels}}
  %y = kernel.map inputs(%x, %a, %b : tensor<4x12xf32>, tensor<3xf32>, tensor<4xf32>) {
    ^bb0(%e: f32, %f: f32, %g: f32):
      kernel.yield %e : f32
  } -> tensor<4x12xf32>
  return
}

// -----

func.func @reduce_channels(%x: tensor<4x12xf32>) {
  // expected-error @+1 {{every result must be a vector of 12, or of the channels in 12 columns}}
  %y:2 = kernel.reduce input(%x : tensor<4x12xf32>) epilogue {
    ^bb0(%sum: f32):
      kernel.yield %sum, %sum : f32, f32
  } -> tensor<3xf32>, tensor<4xf32>
  return
}

// -----

func.func @rows_of_other_pixels(%x: tensor<4x12xf32>, %z: tensor<4x6xf32>) {
  // expected-error @+1 {{inputs and results must have rows of as many pixels}}
  %y = kernel.rows inputs(%x, %z : tensor<4x12xf32>, tensor<4x6xf32>) {
    ^bb0(%a: vector<3xf32>, %b: vector<3xf32>):
      kernel.yield %a : vector<3xf32>
  } -> tensor<4x12xf32>
  return
}

// -----

func.func @rows_of_pixels_to_scalars(%x: tensor<4x12xf32>) {
  // expected-error @+1 {{inputs and results must have rows of as many pixels}}
  %y = kernel.rows inputs(%x : tensor<4x12xf32>) {
    ^bb0(%a: vector<3xf32>):
      %sum = vector.reduction <add>, %a : vector<3xf32> into f32
      kernel.yield %sum : f32
  } -> tensor<4x1xf32>
  return
}

// -----

func.func @transpose_taps(%w: tensor<12x5xf32>) {
  // expected-error @+1 {{result must be the transposed shape of a matrix}}
  %t = kernel.transpose %w {taps = 3 : i64} : tensor<12x5xf32> -> tensor<20x3xf32>
  return
}

// -----

func.func @transpose_no_taps(%w: tensor<12x5xf32>) {
  // expected-error @+1 {{result must be the transposed shape of a matrix}}
  %t = kernel.transpose %w {taps = 0 : i64} : tensor<12x5xf32> -> tensor<0x5xf32>
  return
}

// -----

func.func @window_pixels(%x: tensor<4x50xf32>) {
  // expected-error @+1 {{inputs have 50 columns, which are not 16 pixels}}
  %y = kernel.window inputs(%x : tensor<4x50xf32>)
      window(<[4, 4] -> [3, 3], taps = [2, 2], strides = [1, 1], dilations = [1, 1], padding = [0, 0]>) start([0.0 : f32]) {
    ^bb0(%acc: f32, %e: f32, %tap: i32):
      kernel.yield %acc : f32
  } -> tensor<4x27xf32>
  return
}

// -----

func.func @window_inputs(%x: tensor<4x48xf32>, %z: tensor<4x32xf32>) {
  // expected-error @+1 {{all inputs must be matrices of one shape}}
  %y = kernel.window inputs(%x, %z : tensor<4x48xf32>, tensor<4x32xf32>)
      window(<[4, 4] -> [3, 3], taps = [2, 2], strides = [1, 1], dilations = [1, 1], padding = [0, 0]>) start([0.0 : f32]) {
    ^bb0(%acc: f32, %e: f32, %f: f32, %tap: i32):
      kernel.yield %acc : f32
  } -> tensor<4x27xf32>
  return
}

// -----

func.func @window_result(%x: tensor<4x48xf32>) {
  // expected-error @+1 {{every result must be 4 x 27}}
  %y = kernel.window inputs(%x : tensor<4x48xf32>)
      window(<[4, 4] -> [3, 3], taps = [2, 2], strides = [1, 1], dilations = [1, 1], padding = [0, 0]>) start([0.0 : f32]) {
    ^bb0(%acc: f32, %e: f32, %tap: i32):
      kernel.yield %acc : f32
  } -> tensor<4x9xf32>
  return
}

// -----

func.func @window_start(%x: tensor<4x48xf32>) {
  // expected-error @+1 {{needs a start for each result}}
  %y = kernel.window inputs(%x : tensor<4x48xf32>)
      window(<[4, 4] -> [3, 3], taps = [2, 2], strides = [1, 1], dilations = [1, 1], padding = [0, 0]>) start([0.0 : f32, 1.0 : f32]) {
    ^bb0(%acc: f32, %e: f32, %tap: i32):
      kernel.yield %acc : f32
  } -> tensor<4x27xf32>
  return
}

// -----

func.func @window_arguments(%x: tensor<4x48xf32>) {
  // expected-error @+1 {{body has arguments 'f32', 'f32', expected 'f32', 'f32', 'i32'}}
  %y = kernel.window inputs(%x : tensor<4x48xf32>)
      window(<[4, 4] -> [3, 3], taps = [2, 2], strides = [1, 1], dilations = [1, 1], padding = [0, 0]>) start([0.0 : f32]) {
    ^bb0(%acc: f32, %e: f32):
      kernel.yield %acc : f32
  } -> tensor<4x27xf32>
  return
}

// -----

func.func @window_yield(%x: tensor<4x48xf32>) {
  // expected-error @+1 {{body yields 2 values, expected 1}}
  %y = kernel.window inputs(%x : tensor<4x48xf32>)
      window(<[4, 4] -> [3, 3], taps = [2, 2], strides = [1, 1], dilations = [1, 1], padding = [0, 0]>) start([0.0 : f32]) {
    ^bb0(%acc: f32, %e: f32, %tap: i32):
      kernel.yield %acc, %e : f32, f32
  } -> tensor<4x27xf32>
  return
}

// -----

func.func @window_tap_as_result(%x: tensor<4x48xf32>) {
  // expected-error @+1 {{body yields 'i32', expected 'f32'}}
  %y = kernel.window inputs(%x : tensor<4x48xf32>)
      window(<[4, 4] -> [3, 3], taps = [2, 2], strides = [1, 1], dilations = [1, 1], padding = [0, 0]>) start([0.0 : f32]) {
    ^bb0(%acc: f32, %e: f32, %tap: i32):
      kernel.yield %tap : i32
  } -> tensor<4x27xf32>
  return
}

// -----

func.func @list_of_no_gradient(%a: tensor<4x9xf32>, %b: tensor<4x16xf32>) {
  // expected-error @+1 {{only gradients of convolutions list one}}
  %y = kernel.contract lhs(%a : tensor<4x9xf32>) rhs(%b : tensor<4x16xf32>)
      attributes {lists_gradient,
                  window = #kernel.window<[3, 3] -> [2, 2], taps = [2, 2], strides = [1, 1], dilations = [1, 1],
                                          padding = [0, 0]>} prologue {} epilogue {
      ^bb0(%acc: f32):
        kernel.yield %acc : f32
    } -> tensor<4x64xf32>
  return
}
