// RUN: sinter-opt %s | sinter-opt | FileCheck %s
// RUN: sinter-opt --mlir-print-op-generic %s | sinter-opt | FileCheck %s

// CHECK-LABEL: func.func @elsewhere
func.func @elsewhere(%a: tensor<4x7x3xf32>, %b: tensor<4x7x5xf32>) {
  // CHECK: nn.concat %{{.*}}, %{{.*}} : (tensor<4x7x3xf32>, tensor<4x7x5xf32>) -> tensor<4x7x8xf32>
  %0 = nn.concat %a, %b : (tensor<4x7x3xf32>, tensor<4x7x5xf32>) -> tensor<4x7x8xf32>
  // CHECK: nn.slice %{{.*}} from 2 : tensor<4x7x8xf32> -> tensor<4x7x5xf32>
  %1 = nn.slice %0 from 2 : tensor<4x7x8xf32> -> tensor<4x7x5xf32>
  // CHECK: nn.embed %{{.*}} from 3 : tensor<4x7x5xf32> -> tensor<4x7x8xf32>
  %2 = nn.embed %1 from 3 : tensor<4x7x5xf32> -> tensor<4x7x8xf32>
  // CHECK: nn.permute %{{.*}} dims [0, 2, 1] : tensor<4x7x8xf32> -> tensor<4x8x7xf32>
  %3 = nn.permute %2 dims [0, 2, 1] : tensor<4x7x8xf32> -> tensor<4x8x7xf32>
  return
}
