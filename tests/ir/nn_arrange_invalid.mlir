// RUN: sinter-opt %s --split-input-file --verify-diagnostics

func.func @concat_rows(%a: tensor<4x7x3xf32>, %b: tensor<4x6x5xf32>) {
  // expected-error@+1 {{cannot put 'tensor<4x6x5xf32>' into 'tensor<4x7x8xf32>'}}
  %y = nn.concat %a, %b : (tensor<4x7x3xf32>, tensor<4x6x5xf32>) -> tensor<4x7x8xf32>
  return
}

// -----

func.func @concat_columns(%a: tensor<4x3xf32>, %b: tensor<4x5xf32>) {
  // expected-error@+1 {{has 8 elements side by side, not 9}}
  %y = nn.concat %a, %b : (tensor<4x3xf32>, tensor<4x5xf32>) -> tensor<4x9xf32>
  return
}

// -----

func.func @slice_rows(%x: tensor<4x7x8xf32>) {
  // expected-error@+1 {{cannot have 'tensor<4x6x5xf32>' in 'tensor<4x7x8xf32>'}}
  %y = nn.slice %x from 2 : tensor<4x7x8xf32> -> tensor<4x6x5xf32>
  return
}

// -----

func.func @slice_beyond(%x: tensor<4x8xf32>) {
  // expected-error@+1 {{has elements 4 to 9 of 8}}
  %y = nn.slice %x from 4 : tensor<4x8xf32> -> tensor<4x5xf32>
  return
}

// -----

func.func @embed_beyond(%x: tensor<4x5xf32>) {
  // expected-error@+1 {{has elements 9 to 14 of 8}}
  %y = nn.embed %x from 9 : tensor<4x5xf32> -> tensor<4x8xf32>
  return
}

// -----

func.func @slice_before(%x: tensor<4x8xf32>) {
  // expected-error@+1 {{attribute 'from' failed to satisfy constraint}}
  %y = nn.slice %x from -1 : tensor<4x8xf32> -> tensor<4x5xf32>
  return
}

// -----

func.func @permute_twice(%x: tensor<4x7x8xf32>) {
  // expected-error@+1 {{needs each dimension of 'tensor<4x7x8xf32>' once}}
  %y = nn.permute %x dims [0, 1, 1] : tensor<4x7x8xf32> -> tensor<4x7x7xf32>
  return
}

// -----

func.func @permute_samples(%x: tensor<4x7x8xf32>) {
  // expected-error@+1 {{keeps the batch first}}
  %y = nn.permute %x dims [1, 0, 2] : tensor<4x7x8xf32> -> tensor<7x4x8xf32>
  return
}

// -----

func.func @permute_shape(%x: tensor<4x7x8xf32>) {
  // expected-error@+1 {{does not make 'tensor<4x7x8xf32>' of 'tensor<4x7x8xf32>'}}
  %y = nn.permute %x dims [0, 2, 1] : tensor<4x7x8xf32> -> tensor<4x7x8xf32>
  return
}
