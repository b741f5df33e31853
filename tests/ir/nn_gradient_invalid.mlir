// RUN: sinter-opt --split-input-file --verify-diagnostics %s

func.func @no_norm(%squares: tensor<f32>) {
  // expected-error@+1 {{needs float(limit) > 0, not 0}}
  %0 = nn.limit_norm %squares {limit = 0.0} : tensor<f32>
  return
}

// -----

func.func @nothing_left(%g: tensor<4xf32>) {
  // expected-error@+1 {{needs float(limit) > 0, not 1}}
  %0 = nn.clip %g {limit = 1.0e-60} : tensor<4xf32>
  return
}
