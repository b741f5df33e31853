// RUN: sinter-opt --split-input-file --verify-diagnostics --append-loss %s

// expected-error@+1 {{has no function @forward of one block}}
module {}

// -----

// expected-error@+1 {{needs one argument of nn.role "iteration"}}
func.func @forward(%x: tensor<4x3xf32> {nn.role = "x"}, %samples: i32 {nn.role = "samples"}, %seed: i32 {nn.role = "seed"}) -> tensor<4x3xf32> {
  return %x : tensor<4x3xf32>
}

// -----

// expected-error@+1 {{needs outputs of shape [batch, elements]}}
func.func @forward(%x: tensor<4x3x2xf32> {nn.role = "x"}, %samples: i32 {nn.role = "samples"}, %seed: i32 {nn.role = "seed"},
                   %iteration: i64 {nn.role = "iteration"}) -> (tensor<4x3x2xf32> {nn.role = "output"}) {
  return %x : tensor<4x3x2xf32>
}

// -----

// expected-error@+1 {{ends in no nn.softmax, so sparse_categorical_crossentropy needs from_logits}}
func.func @forward(%x: tensor<4x3xf32> {nn.role = "x"}, %samples: i32 {nn.role = "samples"}, %seed: i32 {nn.role = "seed"},
                   %iteration: i64 {nn.role = "iteration"}) -> (tensor<4x3xf32> {nn.role = "output", nn.compile = {loss = "sparse_categorical_crossentropy"}}) {
  %0 = nn.relu %x : tensor<4x3xf32>
  return %0 : tensor<4x3xf32>
}

// -----

func.func @forward(%x: tensor<4x3xf32> {nn.role = "x"}, %samples: i32 {nn.role = "samples"}, %seed: i32 {nn.role = "seed"},
                   %iteration: i64 {nn.role = "iteration"}) -> (tensor<4x3xf32> {nn.role = "output", nn.compile = {loss = "sparse_categorical_crossentropy"}}) {
  // expected-error@+1 {{needs nn.role "seed", which @predict has not: is it for nn.by_mode?}}
  %0 = nn.dropout %x, %seed, %iteration rate(0.5) stream(0) : tensor<4x3xf32>
  %1 = nn.softmax %0 : tensor<4x3xf32>
  return %1 : tensor<4x3xf32>
}

// -----

// expected-error@+1 {{needs nn.compile, which says how it learns, at its output}}
func.func @forward(%x: tensor<4x3xf32> {nn.role = "x"}, %samples: i32 {nn.role = "samples"}, %seed: i32 {nn.role = "seed"},
                   %iteration: i64 {nn.role = "iteration"}) -> (tensor<4x3xf32> {nn.role = "output"}) {
  %0 = nn.relu %x : tensor<4x3xf32>
  return %0 : tensor<4x3xf32>
}

// -----

// expected-error@+1 {{no loss is 'nothing'}}
func.func @forward(%x: tensor<4x3xf32> {nn.role = "x"}, %samples: i32 {nn.role = "samples"}, %seed: i32 {nn.role = "seed"},
                   %iteration: i64 {nn.role = "iteration"}) -> (tensor<4x3xf32> {nn.role = "output", nn.compile = {loss = "nothing"}}) {
  %0 = nn.relu %x : tensor<4x3xf32>
  return %0 : tensor<4x3xf32>
}

// -----

// expected-error@+1 {{no metric is 'recall'}}
func.func @forward(%x: tensor<4x3xf32> {nn.role = "x"}, %samples: i32 {nn.role = "samples"}, %seed: i32 {nn.role = "seed"},
                   %iteration: i64 {nn.role = "iteration"}) -> (tensor<4x3xf32> {nn.role = "output", nn.compile = {loss = "huber", metrics = ["recall"]}}) {
  %0 = nn.relu %x : tensor<4x3xf32>
  return %0 : tensor<4x3xf32>
}

// -----

// expected-error@+1 {{nn.compile has an unknown key "rate"}}
func.func @forward(%x: tensor<4x3xf32> {nn.role = "x"}, %samples: i32 {nn.role = "samples"}, %seed: i32 {nn.role = "seed"},
                   %iteration: i64 {nn.role = "iteration"}) -> (tensor<4x3xf32> {nn.role = "output", nn.compile = {loss = "huber", rate = 1.0}}) {
  %0 = nn.relu %x : tensor<4x3xf32>
  return %0 : tensor<4x3xf32>
}

// -----

// expected-error@+1 {{nn.compile has "big" as its delta}}
func.func @forward(%x: tensor<4x3xf32> {nn.role = "x"}, %samples: i32 {nn.role = "samples"}, %seed: i32 {nn.role = "seed"},
                   %iteration: i64 {nn.role = "iteration"}) -> (tensor<4x3xf32> {nn.role = "output", nn.compile = {loss = "huber", delta = "big"}}) {
  %0 = nn.relu %x : tensor<4x3xf32>
  return %0 : tensor<4x3xf32>
}

// -----

// expected-error@+1 {{ends in no nn.sigmoid, which is needed for binary_crossentropy}}
func.func @forward(%x: tensor<4x3xf32> {nn.role = "x"}, %samples: i32 {nn.role = "samples"}, %seed: i32 {nn.role = "seed"},
                   %iteration: i64 {nn.role = "iteration"}) -> (tensor<4x3xf32> {nn.role = "output", nn.compile = {loss = "huber", metrics = ["binary_crossentropy"]}}) {
  %0 = nn.relu %x : tensor<4x3xf32>
  return %0 : tensor<4x3xf32>
}
