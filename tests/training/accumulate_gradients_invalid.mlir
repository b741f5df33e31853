// RUN: sinter-opt --split-input-file --verify-diagnostics --accumulate-gradients %s

// expected-error@+2 {{has no function @initialize of one block}}
// expected-error@+1 {{has no function @train_step of one block}}
module {}

// -----

func.func @initialize() { return }
// expected-error@+1 {{needs an argument of nn.role "iteration"}}
func.func @train_step() { return }

// -----

func.func @initialize() { return }
// expected-error@+1 {{returns a gradient of dense.kernel, which it lacks}}
func.func @train_step(%i: i64 {nn.role = "iteration"}, %g: tensor<6xf32>)
    -> (tensor<6xf32> {nn.role = "gradient", nn.name = "dense.kernel"}) {
  return %g : tensor<6xf32>
}
