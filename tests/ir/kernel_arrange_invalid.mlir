// RUN: sinter-opt %s --split-input-file --verify-diagnostics

func.func @vector(%a: tensor<6xf32>) {
  // expected-error @+1 {{makes a matrix of others}}
  %y = kernel.arrange inputs(%a : tensor<6xf32>) pieces([]) -> tensor<6xf32>
  return
}

// -----

func.func @rows(%a: tensor<3x6xf32>) {
  // expected-error @+1 {{needs inputs of 4 rows, not 'tensor<3x6xf32>'}}
  %y = kernel.arrange inputs(%a : tensor<3x6xf32>) pieces([]) -> tensor<4x6xf32>
  return
}

// -----

func.func @input(%a: tensor<4x6xf32>) {
  // expected-error @+1 {{has no input 1}}
  %y = kernel.arrange inputs(%a : tensor<4x6xf32>) pieces([
      #kernel.piece<input = 1, sizes = [6], from = 0 : [1], to = 0 : [1]>]) -> tensor<4x6xf32>
  return
}

// -----

func.func @read_beyond(%a: tensor<4x6xf32>) {
  // expected-error @+1 {{has a piece that does not lie in the rows}}
  %y = kernel.arrange inputs(%a : tensor<4x6xf32>) pieces([
      #kernel.piece<input = 0, sizes = [2, 3], from = 1 : [3, 1], to = 0 : [3, 1]>]) -> tensor<4x6xf32>
  return
}

// -----

func.func @written_beyond(%a: tensor<4x6xf32>) {
  // expected-error @+1 {{has a piece that does not lie in the rows}}
  %y = kernel.arrange inputs(%a : tensor<4x6xf32>) pieces([
      #kernel.piece<input = 0, sizes = [2, 3], from = 0 : [3, 1], to = 0 : [4, 1]>]) -> tensor<4x6xf32>
  return
}

// -----

func.func @strides(%a: tensor<4x6xf32>) {
  // expected-error @+1 {{has a piece that does not lie in the rows}}
  %y = kernel.arrange inputs(%a : tensor<4x6xf32>) pieces([
      #kernel.piece<input = 0, sizes = [2, 3], from = 0 : [1], to = 0 : [3, 1]>]) -> tensor<4x6xf32>
  return
}

// -----

func.func @pixels(%x: tensor<4x63xf32>, %w: tensor<9x4xf32>) {
  // expected-error @+1 {{lhs has 63 columns, which are not 16 pixels}}
  %y = kernel.depthwise lhs(%x : tensor<4x63xf32>) rhs(%w : tensor<9x4xf32>)
      window(<[4, 4] -> [4, 4], taps = [3, 3], strides = [1, 1], dilations = [1, 1], padding = [1, 1]>) epilogue {
    ^bb0(%acc: f32):
      kernel.yield %acc : f32
  } -> tensor<4x64xf32>
  return
}

// -----

func.func @weights(%x: tensor<4x64xf32>, %w: tensor<9x5xf32>) {
  // expected-error @+1 {{rhs must be 9 x 4}}
  %y = kernel.depthwise lhs(%x : tensor<4x64xf32>) rhs(%w : tensor<9x5xf32>)
      window(<[4, 4] -> [4, 4], taps = [3, 3], strides = [1, 1], dilations = [1, 1], padding = [1, 1]>) epilogue {
    ^bb0(%acc: f32):
      kernel.yield %acc : f32
  } -> tensor<4x64xf32>
  return
}

// -----

func.func @results(%x: tensor<4x64xf32>, %w: tensor<9x4xf32>) {
  // expected-error @+1 {{every result must be 4 x 64}}
  %y = kernel.depthwise lhs(%x : tensor<4x64xf32>) rhs(%w : tensor<9x4xf32>)
      window(<[4, 4] -> [4, 4], taps = [3, 3], strides = [1, 1], dilations = [1, 1], padding = [1, 1]>) epilogue {
    ^bb0(%acc: f32):
      kernel.yield %acc : f32
  } -> tensor<4x60xf32>
  return
}

// -----

func.func @both_ways(%x: tensor<4x64xf32>, %dy: tensor<4x64xf32>) {
  // expected-error @+1 {{sums over samples and pixels one way only}}
  %y = kernel.depthwise lhs(%x : tensor<4x64xf32>) rhs(%dy : tensor<4x64xf32>)
      window(<[4, 4] -> [4, 4], taps = [3, 3], strides = [1, 1], dilations = [1, 1], padding = [1, 1], inverse = true>)
      attributes {sums_batch} epilogue {
    ^bb0(%acc: f32):
      kernel.yield %acc : f32
  } -> tensor<9x4xf32>
  return
}

// -----

func.func @warp_of_other_sizes(%x: tensor<4x48xf32>, %key: i32) {
  // expected-error @+1 {{cannot see images of 4, 6, 3 in the rows of 'tensor<4x48xf32>'}}
  %y = kernel.warp %x, %key image [4, 6, 3] fill("constant", 0.5) : tensor<4x48xf32> -> tensor<4x48xf32>
  return
}

// -----

func.func @warp_without_channels(%x: tensor<4x48xf32>, %key: i32) {
  // expected-error @+1 {{cannot see images of 6, 8 in the rows of 'tensor<4x48xf32>'}}
  %y = kernel.warp %x, %key image [6, 8] fill("constant", 0.5) : tensor<4x48xf32> -> tensor<4x48xf32>
  return
}

// -----

func.func @warp_of_other_rows(%x: tensor<3x48xf32>, %key: i32) {
  // expected-error @+1 {{makes 'tensor<4x48xf32>' of 'tensor<3x48xf32>'}}
  %y = kernel.warp %x, %key image [4, 6, 2] fill("constant", 0.5) : tensor<3x48xf32> -> tensor<4x48xf32>
  return
}
