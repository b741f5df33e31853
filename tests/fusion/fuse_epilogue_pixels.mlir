// RUN: sinter-opt %s --lower-to-kernel --fuse-epilogue --split-input-file --verify-diagnostics | FileCheck %s

// Bias and relu move into a convolution's stores, which know the channel.
// CHECK-LABEL: func.func @convolution
// CHECK: kernel.contract lhs(%{{.*}}) rhs(%{{.*}}) inputs(%{{.*}} : tensor<5xf32>) samples(%{{[a-z0-9]+}})
// CHECK-SAME: kernel.ops = ["conv2d", "bias_add (fuse-epilogue)", "relu (fuse-epilogue)"]
// CHECK: ^bb0(%[[ACC:.*]]: f32, %[[BIAS:.*]]: f32):
// CHECK-NEXT: %[[Z:.*]] = arith.addf %[[ACC]], %[[BIAS]]
// CHECK: arith.maximumf %[[Z]]
// CHECK: } -> tensor<4x45xf32>
// CHECK-NOT: kernel.map
func.func @convolution(%x: tensor<4x5x5x2xf32> {nn.role = "x"}, %w: tensor<3x3x2x5xf32> {nn.role = "parameter"},
                       %b: tensor<5xf32>) -> tensor<4x3x3x5xf32> {
  %y = nn.conv2d %x, %w strides [1, 1] dilations [1, 1] padding [0, 0]
      : (tensor<4x5x5x2xf32>, tensor<3x3x2x5xf32>) -> tensor<4x3x3x5xf32>
  // expected-remark @below {{convolution: fused bias_add into conv2d, saves 1440 bytes a step}}
  %z = nn.bias_add %y, %b : tensor<4x3x3x5xf32>, tensor<5xf32>
  // expected-remark @below {{convolution: fused relu into conv2d, saves 1440 bytes a step}}
  %h = nn.relu %z : tensor<4x3x3x5xf32>
  return %h : tensor<4x3x3x5xf32>
}

// -----

// The product of a dense layer knows no pixels, and those of a convolution are not those of the reshaped image.
// CHECK-LABEL: func.func @other_pixels
// CHECK: kernel.contract
// CHECK: kernel.map
// CHECK: kernel.contract
// CHECK: kernel.map
func.func @other_pixels(%x: tensor<4x6xf32> {nn.role = "x"}, %w: tensor<6x24xf32>,
                        %v: tensor<2x2x3x6xf32> {nn.role = "parameter"}, %b: tensor<3xf32>) -> tensor<4x2x1x3xf32> {
  %a = nn.matmul %x, %w : (tensor<4x6xf32>, tensor<6x24xf32>) -> tensor<4x24xf32>
  %image = nn.reshape %a : tensor<4x24xf32> -> tensor<4x2x4x3xf32>
  // expected-remark @below {{other_pixels: kept bias_add apart from matmul: the two see pixels of different widths}}
  %z = nn.bias_add %image, %b : tensor<4x2x4x3xf32>, tensor<3xf32>
  %y = nn.conv2d %z, %v strides [2, 4] dilations [1, 1] padding [0, 0]
      : (tensor<4x2x4x3xf32>, tensor<2x2x3x6xf32>) -> tensor<4x1x1x6xf32>
  %pairs = nn.reshape %y : tensor<4x1x1x6xf32> -> tensor<4x2x1x3xf32>
  // expected-remark @below {{other_pixels: kept scale apart from conv2d: the two see pixels of different widths}}
  %h = nn.scale %pairs, %b : tensor<4x2x1x3xf32>, tensor<3xf32>
  return %h : tensor<4x2x1x3xf32>
}

// -----

// A map takes what sees pixels, unless it sees others itself.
// CHECK-LABEL: func.func @maps
// CHECK: kernel.map inputs(%{{.*}}, %{{.*}} : tensor<4x12xf32>, tensor<3xf32>)
// CHECK-SAME: kernel.ops = ["tanh", "scale (fuse-epilogue)", "bias_add (fuse-epilogue)"]
// CHECK: kernel.map inputs(%{{.*}}, %{{.*}} : tensor<4x12xf32>, tensor<2xf32>)
func.func @maps(%x: tensor<4x2x2x3xf32> {nn.role = "x"}, %a: tensor<3xf32>, %b: tensor<2xf32>) -> tensor<4x6x2xf32> {
  %t = nn.tanh %x : tensor<4x2x2x3xf32>
  // expected-remark @below {{maps: fused scale into tanh, saves 384 bytes a step}}
  %s = nn.scale %t, %a : tensor<4x2x2x3xf32>, tensor<3xf32>
  // expected-remark @below {{maps: fused bias_add into}}
  %z = nn.bias_add %s, %a : tensor<4x2x2x3xf32>, tensor<3xf32>
  %other = nn.reshape %z : tensor<4x2x2x3xf32> -> tensor<4x6x2xf32>
  // expected-remark @below {{the two see pixels of different widths}}
  %y = nn.bias_add %other, %b : tensor<4x6x2xf32>, tensor<2xf32>
  return %y : tensor<4x6x2xf32>
}

// -----

// A vector as long as the row is one of columns: every producer has it.
// CHECK-LABEL: func.func @columns
// CHECK: kernel.contract
// CHECK-SAME: inputs(%{{.*}} : tensor<18xf32>)
// CHECK-NOT: kernel.map
func.func @columns(%x: tensor<4x5x5x2xf32> {nn.role = "x"}, %w: tensor<3x3x2x2xf32> {nn.role = "parameter"},
                   %b: tensor<18xf32>) -> tensor<4x18xf32> {
  %y = nn.conv2d %x, %w strides [1, 1] dilations [1, 1] padding [0, 0]
      : (tensor<4x5x5x2xf32>, tensor<3x3x2x2xf32>) -> tensor<4x3x3x2xf32>
  %flat = nn.reshape %y : tensor<4x3x3x2xf32> -> tensor<4x18xf32>
  // expected-remark @below {{columns: fused bias_add into conv2d, saves 576 bytes a step}}
  %z = nn.bias_add %flat, %b : tensor<4x18xf32>, tensor<18xf32>
  return %z : tensor<4x18xf32>
}
