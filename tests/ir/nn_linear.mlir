// RUN: sinter-opt %s | sinter-opt | FileCheck %s
// RUN: sinter-opt --mlir-print-op-generic %s | sinter-opt | FileCheck %s

// CHECK-LABEL: func.func @cast_and_reshape
func.func @cast_and_reshape(%x: tensor<4x2x3xui8>, %z: tensor<4x6xf32>) {
  // CHECK: nn.cast %{{.*}} : tensor<4x2x3xui8>
  %0 = nn.cast %x : tensor<4x2x3xui8>
  // CHECK: nn.rescale %{{.*}} scale(5.000000e-01) offset(-1.000000e+00) : tensor<4x2x3xf32>
  %1 = nn.rescale %0 scale(0.5) offset(-1.0) : tensor<4x2x3xf32>
  // CHECK: nn.reshape %{{.*}} : tensor<4x2x3xf32> -> tensor<4x6xf32>
  %2 = nn.reshape %1 : tensor<4x2x3xf32> -> tensor<4x6xf32>
  // CHECK: nn.add %{{.*}}, %{{.*}} : tensor<4x6xf32>
  %3 = nn.add %2, %z : tensor<4x6xf32>
  // CHECK: nn.multiply %{{.*}}, %{{.*}} : tensor<4x6xf32>
  %4 = nn.multiply %3, %z : tensor<4x6xf32>
  return
}

// CHECK-LABEL: func.func @matmul
func.func @matmul(%a: tensor<4x6xf32>, %b: tensor<6x5xf32>, %c: tensor<5x4xf32>) {
  // CHECK: nn.matmul %{{.*}}, %{{.*}} : (tensor<4x6xf32>, tensor<6x5xf32>) -> tensor<4x5xf32>
  %0 = nn.matmul %a, %b : (tensor<4x6xf32>, tensor<6x5xf32>) -> tensor<4x5xf32>
  // CHECK: nn.matmul %{{.*}}, %{{.*}} {transpose_a} : (tensor<4x6xf32>, tensor<4x5xf32>) -> tensor<6x5xf32>
  %1 = nn.matmul %a, %0 {transpose_a} : (tensor<4x6xf32>, tensor<4x5xf32>) -> tensor<6x5xf32>
  // CHECK: nn.matmul %{{.*}}, %{{.*}} {transpose_b} : (tensor<4x5xf32>, tensor<6x5xf32>) -> tensor<4x6xf32>
  %2 = nn.matmul %0, %1 {transpose_b} : (tensor<4x5xf32>, tensor<6x5xf32>) -> tensor<4x6xf32>
  // CHECK: nn.matmul %{{.*}}, %{{.*}} {transpose_a, transpose_b} : (tensor<4x6xf32>, tensor<5x4xf32>) -> tensor<6x5xf32>
  %3 = nn.matmul %2, %c {transpose_a, transpose_b} : (tensor<4x6xf32>, tensor<5x4xf32>) -> tensor<6x5xf32>
  return
}

// CHECK-LABEL: func.func @rows
func.func @rows(%x: tensor<4x6xf32>, %bias: tensor<6xf32>, %seed: i32, %iteration: i64) {
  // CHECK: nn.bias_add %{{.*}}, %{{.*}} : tensor<4x6xf32>, tensor<6xf32>
  %0 = nn.bias_add %x, %bias : tensor<4x6xf32>, tensor<6xf32>
  // CHECK: nn.reduce_sum %{{.*}} : tensor<4x6xf32> -> tensor<6xf32>
  %1 = nn.reduce_sum %0 : tensor<4x6xf32> -> tensor<6xf32>
  // CHECK: nn.broadcast %{{.*}} : tensor<6xf32> -> tensor<3x6xf32>
  %2 = nn.broadcast %1 : tensor<6xf32> -> tensor<3x6xf32>
  // CHECK: nn.dropout %{{.*}}, %{{.*}}, %{{.*}} rate(2.000000e-01) stream(1) : tensor<3x6xf32>
  %3 = nn.dropout %2, %seed, %iteration rate(0.2) stream(1) : tensor<3x6xf32>
  // CHECK: nn.gaussian_noise %{{.*}}, %{{.*}}, %{{.*}} stddev(5.000000e-01) stream(2) : tensor<3x6xf32>
  %noisy = nn.gaussian_noise %2, %seed, %iteration stddev(0.5) stream(2) : tensor<3x6xf32>
  return
}

// CHECK-LABEL: func.func @images
func.func @images(%x: tensor<4x2x3x6xf32>, %seed: i32, %iteration: i64) {
  // CHECK: nn.random_warp %{{.*}}, %{{.*}}, %{{.*}} stream(1) fill("wrap", 0.000000e+00) {angle = array<f64: -2.500000e-01, 2.500000e-01>, flips_rows, nearest} : tensor<4x2x3x6xf32>
  %0 = nn.random_warp %x, %seed, %iteration stream(1) fill("wrap", 0.0) {angle = array<f64: -0.25, 0.25>, flips_rows, nearest} : tensor<4x2x3x6xf32>
  return
}

// The vector runs along the last dimension, whatever the rank.
// CHECK-LABEL: func.func @rows_of_images
func.func @rows_of_images(%x: tensor<4x2x3x6xf32>, %bias: tensor<6xf32>) {
  // CHECK: nn.bias_add %{{.*}}, %{{.*}} : tensor<4x2x3x6xf32>, tensor<6xf32>
  %0 = nn.bias_add %x, %bias : tensor<4x2x3x6xf32>, tensor<6xf32>
  // CHECK: nn.reduce_sum %{{.*}} : tensor<4x2x3x6xf32> -> tensor<6xf32>
  %1 = nn.reduce_sum %0 : tensor<4x2x3x6xf32> -> tensor<6xf32>
  // CHECK: nn.broadcast %{{.*}} : tensor<6xf32> -> tensor<3x2x6xf32>
  %2 = nn.broadcast %1 : tensor<6xf32> -> tensor<3x2x6xf32>
  return
}

// CHECK-LABEL: func.func @modes
func.func @modes(%a: tensor<4x6xf32>, %b: tensor<4x6xf32>) -> tensor<4x6xf32> {
  // CHECK: nn.by_mode training(%{{.*}}) inference(%{{.*}}) : tensor<4x6xf32>
  %0 = nn.by_mode training(%a) inference(%b) : tensor<4x6xf32>
  return %0 : tensor<4x6xf32>
}
