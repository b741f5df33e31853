// RUN: sinter-opt --mask-pooled-gradients %s | FileCheck %s
// RUN: sinter-opt --mask-pooled-gradients %s 2>&1 >/dev/null | FileCheck %s --check-prefix=REMARK

// REMARK: remark: masked: relu_grad masks the gradient before max_pool_grad spreads it
// REMARK-NOT: remark

// The windows overlap: a pixel may get the gradients of several.
// CHECK-LABEL: func.func @masked
// CHECK-SAME: %[[X:[^:]*]]: tensor<2x7x7x3xf32>, %[[DY:[^:]*]]: tensor<2x3x3x3xf32>
// CHECK: %[[Y:.*]] = nn.relu %[[X]]
// CHECK: %[[Z:.*]], %[[INDEX:.*]] = nn.max_pool %[[Y]]
// CHECK: %[[MASKED:.*]] = nn.relu_grad %[[DY]], %[[Z]] : tensor<2x3x3x3xf32>
// CHECK: %[[DX:.*]] = nn.max_pool_grad %[[MASKED]], %[[INDEX]]
// CHECK: return %[[Z]], %[[DX]]
func.func @masked(%x: tensor<2x7x7x3xf32>, %dy: tensor<2x3x3x3xf32>) -> (tensor<2x3x3x3xf32>, tensor<2x7x7x3xf32>) {
  %y = nn.relu %x : tensor<2x7x7x3xf32>
  %z, %index = nn.max_pool %y window [3, 3] strides [2, 2] padding [0, 0] : tensor<2x7x7x3xf32> -> tensor<2x3x3x3xf32>
  %dz = nn.max_pool_grad %dy, %index window [3, 3] strides [2, 2] padding [0, 0] : tensor<2x3x3x3xf32> -> tensor<2x7x7x3xf32>
  %dx = nn.relu_grad %dz, %y : tensor<2x7x7x3xf32>
  return %z, %dx : tensor<2x3x3x3xf32>, tensor<2x7x7x3xf32>
}

// The relu's output is not what was pooled.
// CHECK-LABEL: func.func @of_another
// CHECK: %[[DZ:.*]] = nn.max_pool_grad
// CHECK: nn.relu_grad %[[DZ]]
func.func @of_another(%y: tensor<2x4x4x3xf32>, %x: tensor<2x4x4x3xf32>, %dy: tensor<2x2x2x3xf32>) -> tensor<2x4x4x3xf32> {
  %z, %index = nn.max_pool %x window [2, 2] strides [2, 2] padding [0, 0] : tensor<2x4x4x3xf32> -> tensor<2x2x2x3xf32>
  %dz = nn.max_pool_grad %dy, %index window [2, 2] strides [2, 2] padding [0, 0] : tensor<2x2x2x3xf32> -> tensor<2x4x4x3xf32>
  %dx = nn.relu_grad %dz, %y : tensor<2x4x4x3xf32>
  return %dx : tensor<2x4x4x3xf32>
}

// Another reads the gradient without the mask.
// CHECK-LABEL: func.func @read_twice
// CHECK: %[[DZ:.*]] = nn.max_pool_grad
// CHECK: nn.relu_grad %[[DZ]]
func.func @read_twice(%y: tensor<2x4x4x3xf32>, %dy: tensor<2x2x2x3xf32>) -> (tensor<2x4x4x3xf32>, tensor<2x4x4x3xf32>) {
  %z, %index = nn.max_pool %y window [2, 2] strides [2, 2] padding [0, 0] : tensor<2x4x4x3xf32> -> tensor<2x2x2x3xf32>
  %dz = nn.max_pool_grad %dy, %index window [2, 2] strides [2, 2] padding [0, 0] : tensor<2x2x2x3xf32> -> tensor<2x4x4x3xf32>
  %dx = nn.relu_grad %dz, %y : tensor<2x4x4x3xf32>
  return %dz, %dx : tensor<2x4x4x3xf32>, tensor<2x4x4x3xf32>
}
