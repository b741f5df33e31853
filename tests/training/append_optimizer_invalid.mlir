// RUN: sinter-opt --split-input-file --verify-diagnostics --append-optimizer %s

// expected-error@+2 {{has no function @initialize of one block}}
// expected-error@+1 {{has no function @train_step of one block}}
module {}

// -----

func.func @initialize() { return }
// expected-error@+1 {{needs one argument of nn.role "learning_rate"}}
func.func @train_step() { return }

// -----

func.func @initialize() { return }
// expected-error@+1 {{returns no gradient of the parameter dense.kernel}}
func.func @train_step(%lr: f32 {nn.role = "learning_rate"}, %t: i64 {nn.role = "iteration"},
                      %w: tensor<6x3xf32> {nn.role = "parameter", nn.name = "dense.kernel"}) {
  return
}

// -----

// expected-error@+1 {{returns more than initialized parameters}}
func.func @initialize(%w: tensor<6x3xf32>) -> (tensor<6x3xf32> {nn.role = "parameter", nn.name = "dense.kernel"}) {
  return %w : tensor<6x3xf32>
}
func.func @train_step(%lr: f32 {nn.role = "learning_rate"}, %t: i64 {nn.role = "iteration"}) {
  return
}
