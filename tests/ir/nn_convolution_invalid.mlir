// RUN: sinter-opt --split-input-file --verify-diagnostics %s

func.func @rank(%x: tensor<9x8x3xf32>, %w: tensor<3x2x3x5xf32>) {
  // expected-error@+1 {{operand #0 must be statically shaped tensor of 32-bit float values and rank 4}}
  %y = nn.conv2d %x, %w strides [1, 1] dilations [1, 1] padding [0, 0]
      : (tensor<9x8x3xf32>, tensor<3x2x3x5xf32>) -> tensor<2x7x7x5xf32>
  return
}

// -----

func.func @samples(%x: tensor<2x9x8x3xf32>, %w: tensor<3x2x3x5xf32>) {
  // expected-error@+1 {{has 2 samples in x but 1 in y}}
  %y = nn.conv2d %x, %w strides [1, 1] dilations [1, 1] padding [0, 0]
      : (tensor<2x9x8x3xf32>, tensor<3x2x3x5xf32>) -> tensor<1x7x7x5xf32>
  return
}

// -----

func.func @channels_in(%x: tensor<2x9x8x4xf32>, %w: tensor<3x2x3x5xf32>) {
  // expected-error@+1 {{has 4 channels in x but 3 in w}}
  %y = nn.conv2d %x, %w strides [1, 1] dilations [1, 1] padding [0, 0]
      : (tensor<2x9x8x4xf32>, tensor<3x2x3x5xf32>) -> tensor<2x7x7x5xf32>
  return
}

// -----

func.func @channels_out(%dy: tensor<2x7x7x4xf32>, %w: tensor<3x2x3x5xf32>) {
  // expected-error@+1 {{has 5 channels in w but 4 in y}}
  %dx = nn.conv2d_input_grad %dy, %w strides [1, 1] dilations [1, 1] padding [0, 0]
      : (tensor<2x7x7x4xf32>, tensor<3x2x3x5xf32>) -> tensor<2x9x8x3xf32>
  return
}

// -----

func.func @number_of_strides(%x: tensor<2x9x8x3xf32>, %w: tensor<3x2x3x5xf32>) {
  // expected-error@+1 {{needs strides of 2 numbers, not 1}}
  %y = nn.conv2d %x, %w strides [1] dilations [1, 1] padding [0, 0]
      : (tensor<2x9x8x3xf32>, tensor<3x2x3x5xf32>) -> tensor<2x7x7x5xf32>
  return
}

// -----

func.func @no_stride(%x: tensor<2x9x8x3xf32>, %w: tensor<3x2x3x5xf32>) {
  // expected-error@+1 {{needs strides from 1 to 2147483647, not 0}}
  %y = nn.conv2d %x, %w strides [1, 0] dilations [1, 1] padding [0, 0]
      : (tensor<2x9x8x3xf32>, tensor<3x2x3x5xf32>) -> tensor<2x7x7x5xf32>
  return
}

// -----

func.func @large_dilation(%x: tensor<2x9x8x3xf32>, %w: tensor<3x2x3x5xf32>) {
  // expected-error@+1 {{needs dilations from 1 to 2147483647, not 2147483648}}
  %y = nn.conv2d %x, %w strides [1, 1] dilations [2147483648, 1] padding [0, 0]
      : (tensor<2x9x8x3xf32>, tensor<3x2x3x5xf32>) -> tensor<2x7x7x5xf32>
  return
}

// -----

func.func @negative_padding(%x: tensor<2x9x8x3xf32>, %w: tensor<3x2x3x5xf32>) {
  // expected-error@+1 {{needs padding from 0 to 2147483647, not -1}}
  %y = nn.conv2d %x, %w strides [1, 1] dilations [1, 1] padding [0, -1]
      : (tensor<2x9x8x3xf32>, tensor<3x2x3x5xf32>) -> tensor<2x7x7x5xf32>
  return
}

// -----

func.func @padding_as_long_as_the_window(%x: tensor<2x9x8x3xf32>, %dy: tensor<2x7x7x5xf32>) {
  // expected-error@+1 {{has a padding of 5 before a window that is 5 long (height)}}
  %dw = nn.conv2d_kernel_grad %x, %dy strides [1, 1] dilations [2, 1] padding [5, 0]
      : (tensor<2x9x8x3xf32>, tensor<2x7x7x5xf32>) -> tensor<3x2x3x5xf32>
  return
}

// -----

func.func @window_after_the_images(%x: tensor<2x9x8x3xf32>, %w: tensor<3x2x3x5xf32>) {
  // expected-error@+1 {{has a window that starts at 8, but the images end at 8 (width)}}
  %y = nn.conv2d %x, %w strides [1, 2] dilations [1, 1] padding [0, 0]
      : (tensor<2x9x8x3xf32>, tensor<3x2x3x5xf32>) -> tensor<2x7x5x5xf32>
  return
}

// -----

func.func @pool_window(%x: tensor<2x9x8x3xf32>) {
  // expected-error@+1 {{needs window from 1 to 2147483647, not 0}}
  %y, %index = nn.max_pool %x window [0, 2] strides [2, 2] padding [0, 0] : tensor<2x9x8x3xf32> -> tensor<2x5x4x3xf32>
  return
}

// -----

func.func @pool_padding(%x: tensor<2x9x8x3xf32>) {
  // expected-error@+1 {{has a padding of 2 before a window that is 2 long (width)}}
  %y, %index = nn.max_pool %x window [3, 2] strides [2, 2] padding [0, 2] : tensor<2x9x8x3xf32> -> tensor<2x4x4x3xf32>
  return
}

// -----

func.func @pool_channels(%x: tensor<2x9x8x3xf32>) {
  // expected-error@+1 {{has 3 channels in x but 1 in y}}
  %y, %index = nn.max_pool %x window [3, 2] strides [2, 2] padding [0, 0] : tensor<2x9x8x3xf32> -> tensor<2x4x4x1xf32>
  return
}

// -----

func.func @pool_index(%x: tensor<2x9x8x3xf32>) {
  // expected-error@+1 {{needs an index of y's type}}
  %y, %index = "nn.max_pool"(%x) {window = array<i64: 3, 2>, strides = array<i64: 2, 2>, padding = array<i64: 0, 0>}
      : (tensor<2x9x8x3xf32>) -> (tensor<2x4x4x3xf32>, tensor<2x4x3x3xf32>)
  return
}

// -----

func.func @pool_grad_samples(%dy: tensor<1x4x4x3xf32>) {
  // expected-error@+1 {{has 2 samples in x but 1 in y}}
  %dx = nn.max_pool_grad %dy, %dy window [3, 2] strides [2, 2] padding [0, 0]
      : tensor<1x4x4x3xf32> -> tensor<2x9x8x3xf32>
  return
}

// -----

func.func @peak_pixels(%x: tensor<2x9x8x3xf32>) {
  // expected-error@+1 {{makes one pixel of each image 'tensor<2x9x8x3xf32>', not 'tensor<2x1x8x3xf32>'}}
  %y = nn.peak %x : tensor<2x9x8x3xf32> -> tensor<2x1x8x3xf32>
  return
}

// -----

func.func @count_padding(%x: tensor<2x9x8x3xf32>) {
  // expected-error@+1 {{has a padding of 2 before a window that is 2 long (width)}}
  %y = nn.count_pool %x window [3, 2] strides [2, 2] padding [0, 2] : tensor<2x9x8x3xf32> -> tensor<2x4x4x3xf32>
  return
}

// -----

func.func @depthwise_channels(%x: tensor<2x9x8x3xf32>, %w: tensor<3x2x4xf32>) {
  // expected-error@+1 {{has 3 channels in x but 4 in w}}
  %y = nn.depthwise_conv2d %x, %w strides [1, 1] dilations [1, 1] padding [0, 0]
      : (tensor<2x9x8x3xf32>, tensor<3x2x4xf32>) -> tensor<2x7x7x4xf32>
  return
}

// -----

func.func @depthwise_results(%dy: tensor<2x7x7x3xf32>, %w: tensor<3x2x4xf32>) {
  // expected-error@+1 {{has 4 channels in w but 3 in y}}
  %dx = nn.depthwise_input_grad %dy, %w strides [1, 1] dilations [1, 1] padding [0, 0]
      : (tensor<2x7x7x3xf32>, tensor<3x2x4xf32>) -> tensor<2x9x8x4xf32>
  return
}

// -----

func.func @depthwise_samples(%x: tensor<2x9x8x3xf32>, %dy: tensor<1x7x7x3xf32>) {
  // expected-error@+1 {{has 2 samples in x but 1 in y}}
  %dw = nn.depthwise_kernel_grad %x, %dy strides [1, 1] dilations [1, 1] padding [0, 0]
      : (tensor<2x9x8x3xf32>, tensor<1x7x7x3xf32>) -> tensor<3x2x3xf32>
  return
}
