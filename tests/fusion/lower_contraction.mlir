// Rows of the batch are bounded by the number of samples, rows of a parameter's gradient are not; a sum over the batch
// is bounded too.
// RUN: sinter-opt %s --lower-to-kernel --split-input-file | FileCheck %s

// CHECK-LABEL: func.func @dense
// CHECK-SAME: %[[X:.*]]: tensor<4x6xf32> {{.*}}, %[[N:.*]]: i32 {{.*}}, %[[W:.*]]: tensor<6x8xf32>, %[[V:.*]]: tensor<6x8xf32>
// CHECK: %[[Y:.*]] = kernel.contract lhs(%[[X]] : tensor<4x6xf32>) rhs(%[[W]] : tensor<6x8xf32>) samples(%[[N]])
// CHECK-SAME: attributes {kernel.ops = ["matmul"], kernel.values = ["matmul"]} prologue {
// CHECK-NEXT: } epilogue {
// CHECK-NEXT: ^bb0(%[[ACC:.*]]: f32):
// CHECK-NEXT: kernel.yield %[[ACC]] : f32
// CHECK-NEXT: } -> tensor<4x8xf32>
// CHECK: %[[DX:.*]] = kernel.contract lhs(%[[Y]] : tensor<4x8xf32>) rhs(%[[W]] : tensor<6x8xf32>) samples(%[[N]])
// CHECK-SAME: transpose_rhs
// CHECK: %[[DW:.*]] = kernel.contract lhs(%[[X]] : tensor<4x6xf32>) rhs(%[[Y]] : tensor<4x8xf32>) samples(%[[N]])
// CHECK-SAME: transpose_lhs
// CHECK: %[[DB:.*]] = kernel.reduce input(%[[Y]] : tensor<4x8xf32>) samples(%[[N]])
// CHECK-SAME: {kernel.ops = ["reduce_sum"], kernel.values = ["reduce_sum"]} epilogue {
// CHECK-NEXT: ^bb0(%[[SUM:.*]]: f32):
// CHECK-NEXT: kernel.yield %[[SUM]] : f32
// CHECK: kernel.map inputs(%[[DW]], %[[V]] : tensor<6x8xf32>, tensor<6x8xf32>) attributes
// CHECK: kernel.map inputs(%[[DX]] : tensor<4x6xf32>) samples(%[[N]]) attributes
func.func @dense(%x: tensor<4x6xf32> {nn.role = "x"}, %n: i32 {nn.role = "samples"}, %w: tensor<6x8xf32>,
                 %v: tensor<6x8xf32>) -> (tensor<4x6xf32>, tensor<6x8xf32>, tensor<8xf32>) {
  %y = nn.matmul %x, %w : (tensor<4x6xf32>, tensor<6x8xf32>) -> tensor<4x8xf32>
  %dx = nn.matmul %y, %w {transpose_b} : (tensor<4x8xf32>, tensor<6x8xf32>) -> tensor<4x6xf32>
  %dw = nn.matmul %x, %y {transpose_a} : (tensor<4x6xf32>, tensor<4x8xf32>) -> tensor<6x8xf32>
  %db = nn.reduce_sum %y : tensor<4x8xf32> -> tensor<8xf32>
  %dw2 = nn.add %dw, %v : tensor<6x8xf32>
  %dx2 = nn.add %dx, %dx : tensor<4x6xf32>
  return %dx2, %dw2, %db : tensor<4x6xf32>, tensor<6x8xf32>, tensor<8xf32>
}
