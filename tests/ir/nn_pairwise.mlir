// RUN: sinter-opt %s | sinter-opt | FileCheck %s
// RUN: sinter-opt --mlir-print-op-generic %s | sinter-opt | FileCheck %s

// CHECK-LABEL: func.func @pairs
func.func @pairs(%a: tensor<4x6xf32>, %b: tensor<4x6xf32>) {
  // CHECK: nn.divide %{{.*}}, %{{.*}} : tensor<4x6xf32>
  %0 = nn.divide %a, %b : tensor<4x6xf32>
  // CHECK: nn.maximum %{{.*}}, %{{.*}} : tensor<4x6xf32>
  %1 = nn.maximum %a, %b : tensor<4x6xf32>
  // CHECK: nn.minimum %{{.*}}, %{{.*}} : tensor<4x6xf32>
  %2 = nn.minimum %a, %b : tensor<4x6xf32>
  // CHECK: nn.where_greater %{{.*}}, %{{.*}}, %{{.*}} : tensor<4x6xf32>
  %3 = nn.where_greater %0, %a, %b : tensor<4x6xf32>
  // CHECK: nn.where_greater %{{.*}}, %{{.*}}, %{{.*}} {or_equal} : tensor<4x6xf32>
  %4 = nn.where_greater %0, %a, %b {or_equal} : tensor<4x6xf32>
  return
}
