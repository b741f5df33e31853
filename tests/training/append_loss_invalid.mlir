// RUN: sinter-opt --split-input-file --verify-diagnostics --append-loss %s

// expected-error@+1 {{has no function @forward of one block}}
module {}

// -----

// expected-error@+1 {{needs one argument of nn.role "iteration"}}
func.func @forward(%x: tensor<4x3xf32> {nn.role = "x"}, %seed: i32 {nn.role = "seed"}) -> tensor<4x3xf32> {
  return %x : tensor<4x3xf32>
}

// -----

// expected-error@+1 {{needs one result of shape [batch, classes]}}
func.func @forward(%x: tensor<4x3x2xf32> {nn.role = "x"}, %seed: i32 {nn.role = "seed"},
                   %iteration: i64 {nn.role = "iteration"}) -> tensor<4x3x2xf32> {
  return %x : tensor<4x3x2xf32>
}

// -----

// expected-error@+1 {{ends in no nn.softmax, so cross-entropy needs from-logits}}
func.func @forward(%x: tensor<4x3xf32> {nn.role = "x"}, %seed: i32 {nn.role = "seed"},
                   %iteration: i64 {nn.role = "iteration"}) -> tensor<4x3xf32> {
  %0 = nn.relu %x : tensor<4x3xf32>
  return %0 : tensor<4x3xf32>
}
