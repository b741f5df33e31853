// RUN: sinter-opt --canonicalize --cse %s | FileCheck %s

// CHECK-LABEL: func.func @reshape_of_reshape
func.func @reshape_of_reshape(%x: tensor<4x2x3xf32>) -> tensor<4x3x2xf32> {
  // CHECK-NEXT: %[[Y:.*]] = nn.reshape %arg0 : tensor<4x2x3xf32> -> tensor<4x3x2xf32>
  // CHECK-NEXT: return %[[Y]]
  %0 = nn.reshape %x : tensor<4x2x3xf32> -> tensor<4x6xf32>
  %1 = nn.reshape %0 : tensor<4x6xf32> -> tensor<4x3x2xf32>
  return %1 : tensor<4x3x2xf32>
}

// CHECK-LABEL: func.func @reshape_and_back
func.func @reshape_and_back(%x: tensor<4x2x3xf32>) -> tensor<4x2x3xf32> {
  // CHECK-NEXT: return %arg0
  %0 = nn.reshape %x : tensor<4x2x3xf32> -> tensor<4x6xf32>
  %1 = nn.reshape %0 : tensor<4x6xf32> -> tensor<4x2x3xf32>
  return %1 : tensor<4x2x3xf32>
}

// CHECK-LABEL: func.func @identities
func.func @identities(%x: tensor<4x6xf32>, %seed: i32, %iteration: i64) -> tensor<4x6xf32> {
  // CHECK-NEXT: return %arg0
  %0 = nn.cast %x : tensor<4x6xf32>
  %1 = nn.rescale %0 scale(1.0) offset(0.0) : tensor<4x6xf32>
  %2 = nn.dropout %1, %seed, %iteration rate(0.0) stream(0) : tensor<4x6xf32>
  %3 = nn.gaussian_noise %2, %seed, %iteration stddev(0.0) stream(1) : tensor<4x6xf32>
  return %3 : tensor<4x6xf32>
}

// CHECK-LABEL: func.func @not_identities
func.func @not_identities(%x: tensor<4x6xui8>, %seed: i32, %iteration: i64) -> tensor<4x6xf32> {
  // CHECK-NEXT: nn.cast
  // CHECK-NEXT: nn.rescale
  // CHECK-NEXT: nn.rescale
  // CHECK-NEXT: nn.dropout
  %0 = nn.cast %x : tensor<4x6xui8>
  %1 = nn.rescale %0 scale(2.0) offset(0.0) : tensor<4x6xf32>
  %2 = nn.rescale %1 scale(1.0) offset(1.0) : tensor<4x6xf32>
  %3 = nn.dropout %2, %seed, %iteration rate(0.1) stream(0) : tensor<4x6xf32>
  return %3 : tensor<4x6xf32>
}

// Equal ops are one, but two draws stay two.
// CHECK-LABEL: func.func @common
func.func @common(%x: tensor<4x6xf32>) -> (tensor<4x6xf32>, tensor<4x6xf32>, tensor<2xf32>, tensor<2xf32>) {
  // CHECK-NEXT: %[[Y:.*]] = nn.relu
  // CHECK-NEXT: %[[A:.*]] = nn.initialize
  // CHECK-NEXT: %[[B:.*]] = nn.initialize
  // CHECK-NEXT: return %[[Y]], %[[Y]], %[[A]], %[[B]]
  %0 = nn.relu %x : tensor<4x6xf32>
  %1 = nn.relu %x : tensor<4x6xf32>
  %2 = nn.initialize he_normal fan_in(2) fan_out(2) : tensor<2xf32>
  %3 = nn.initialize he_normal fan_in(2) fan_out(2) : tensor<2xf32>
  return %0, %1, %2, %3 : tensor<4x6xf32>, tensor<4x6xf32>, tensor<2xf32>, tensor<2xf32>
}
