// RUN: sinter-opt --split-input-file --verify-diagnostics %s

// expected-error@+1 {{nn.model must be a string that is not empty}}
module attributes {nn.model = ""} {}

// -----

// expected-error@+1 {{nn.compile is a dictionary beside nn.role output}}
func.func private @f() -> (tensor<4x3xf32> {nn.role = "output", nn.compile = "huber"})

// -----

// expected-error@+1 {{nn.compile is a dictionary beside nn.role output}}
func.func private @f() -> (tensor<f32> {nn.role = "loss", nn.compile = {loss = "huber"}})

// -----

// expected-error@+1 {{unknown attribute "nn.modle"}}
module attributes {nn.modle = "m"} {}

// -----

// expected-error@+1 {{cannot carry "nn.model"}}
func.func @f() attributes {nn.model = "m"} { return }

// -----

// expected-error@+1 {{"weight" is not an nn.role of an argument}}
func.func @f(%w: tensor<4xf32> {nn.role = "weight"}) { return }

// -----

// expected-error@+1 {{"loss" is not an nn.role of an argument}}
func.func @f(%w: tensor<f32> {nn.role = "loss"}) { return }

// -----

// expected-error@+1 {{"seed" is not an nn.role of a result}}
func.func private @f() -> (i32 {nn.role = "seed"})

// -----

// expected-error@+1 {{an argument of nn.role "samples" cannot be of type 'i64'}}
func.func @f(%n: i64 {nn.role = "samples"}) { return }

// -----

// expected-error@+1 {{an argument of nn.role "learning_rate" cannot be of type 'f64'}}
func.func @f(%lr: f64 {nn.role = "learning_rate"}) { return }

// -----

// expected-error@+1 {{an argument of nn.role "y" cannot be of type 'tensor<4xf32>'}}
func.func @f(%y: tensor<4xf32> {nn.role = "y"}) { return }

// -----

// expected-error@+1 {{a result of nn.role "output" cannot be of type 'f32'}}
func.func private @f() -> (f32 {nn.role = "output"})

// -----

// expected-error@+1 {{nn.name must be a string that is not empty}}
func.func @f(%w: tensor<4xf32> {nn.role = "parameter", nn.name = ""}) { return }

// -----

// expected-error@+1 {{nn.name "x" stands beside no nn.role that has a name}}
func.func @f(%x: tensor<4xf32> {nn.role = "x", nn.name = "x"}) { return }

// -----

// expected-error@+1 {{nn.name "w" stands beside no nn.role that has a name}}
func.func private @f() -> (tensor<4xf32> {nn.name = "w"})

// -----

// expected-error@+1 {{unknown attribute "nn.rule"}}
func.func @f(%x: tensor<4xf32> {nn.rule = "x"}) { return }

// -----

// expected-error@+1 {{unknown attribute "nn.rule"}}
func.func private @f() -> (tensor<4xf32> {nn.rule = "x"})
