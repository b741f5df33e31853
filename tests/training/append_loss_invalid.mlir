// RUN: sinter-opt --split-input-file --verify-diagnostics --append-loss %s

// expected-error@+1 {{has no function @forward of one block}}
module {}

// -----

// expected-error@+1 {{needs one argument of nn.role "iteration"}}
func.func @forward(%x: tensor<4x3xf32> {nn.role = "x"}, %samples: i32 {nn.role = "samples"}, %seed: i32 {nn.role = "seed"}) -> tensor<4x3xf32> {
  return %x : tensor<4x3xf32>
}

// -----

// expected-error@+1 {{needs one result of shape [batch, classes]}}
func.func @forward(%x: tensor<4x3x2xf32> {nn.role = "x"}, %samples: i32 {nn.role = "samples"}, %seed: i32 {nn.role = "seed"},
                   %iteration: i64 {nn.role = "iteration"}) -> (tensor<4x3x2xf32> {nn.role = "output"}) {
  return %x : tensor<4x3x2xf32>
}

// -----

// expected-error@+1 {{ends in no nn.softmax, so cross-entropy needs from-logits}}
func.func @forward(%x: tensor<4x3xf32> {nn.role = "x"}, %samples: i32 {nn.role = "samples"}, %seed: i32 {nn.role = "seed"},
                   %iteration: i64 {nn.role = "iteration"}) -> (tensor<4x3xf32> {nn.role = "output"}) {
  %0 = nn.relu %x : tensor<4x3xf32>
  return %0 : tensor<4x3xf32>
}

// -----

func.func @forward(%x: tensor<4x3xf32> {nn.role = "x"}, %samples: i32 {nn.role = "samples"}, %seed: i32 {nn.role = "seed"},
                   %iteration: i64 {nn.role = "iteration"}) -> (tensor<4x3xf32> {nn.role = "output"}) {
  // expected-error@+1 {{needs nn.role "seed", which @predict has not: is it for nn.by_mode?}}
  %0 = nn.dropout %x, %seed, %iteration rate(0.5) stream(0) : tensor<4x3xf32>
  %1 = nn.softmax %0 : tensor<4x3xf32>
  return %1 : tensor<4x3xf32>
}
