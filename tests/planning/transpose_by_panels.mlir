// RUN: sinter-opt %s --transpose-by-panels --split-input-file | FileCheck %s
// RUN: sinter-opt %s --transpose-by-panels --split-input-file 2>&1 >/dev/null | FileCheck %s --check-prefix=REMARK

// Weights of which more must be read than of the batch: cut by columns.
// REMARK: remark: train_step: {{.*}} transposes weights panel by panel
// CHECK-LABEL: func.func @train_step
// CHECK: %[[DX:.*]]:2 = kernel.contract {{.*}}stage_rhs, transpose_rhs
// CHECK: -> tensor<32x256xf32>, tensor<512x256xf32>
// CHECK: return %{{.*}}, %[[DX]]#0
func.func @train_step(%x: tensor<32x256xf32>, %dy: tensor<32x512xf32>, %w: tensor<256x512xf32>, %n: i32)
    -> (tensor<256x512xf32>, tensor<32x256xf32>) {
  %dx = kernel.contract lhs(%dy : tensor<32x512xf32>) rhs(%w : tensor<256x512xf32>) samples(%n)
    attributes {transpose_rhs} prologue {} epilogue {
      ^bb0(%acc: f32):
        kernel.yield %acc : f32
    } -> tensor<32x256xf32>
  %g = kernel.contract lhs(%x : tensor<32x256xf32>) rhs(%dy : tensor<32x512xf32>)
    attributes {transpose_lhs} prologue {} epilogue {
      ^bb0(%acc: f32):
        kernel.yield %acc : f32
    } -> tensor<256x512xf32>
  return %g, %dx : tensor<256x512xf32>, tensor<32x256xf32>
}

// -----

// Cut by rows, every worker would transpose all of them.
// REMARK-NOT: narrow:
// CHECK-LABEL: func.func @narrow
// CHECK-NOT: stage_rhs
func.func @narrow(%x: tensor<32x128xf32>, %dy: tensor<32x512xf32>, %w: tensor<128x512xf32>, %n: i32)
    -> (tensor<128x512xf32>, tensor<32x128xf32>) {
  %dx = kernel.contract lhs(%dy : tensor<32x512xf32>) rhs(%w : tensor<128x512xf32>) samples(%n)
    attributes {transpose_rhs} prologue {} epilogue {
      ^bb0(%acc: f32):
        kernel.yield %acc : f32
    } -> tensor<32x128xf32>
  %g = kernel.contract lhs(%x : tensor<32x128xf32>) rhs(%dy : tensor<32x512xf32>)
    attributes {transpose_lhs} prologue {} epilogue {
      ^bb0(%acc: f32):
        kernel.yield %acc : f32
    } -> tensor<128x512xf32>
  return %g, %dx : tensor<128x512xf32>, tensor<32x128xf32>
}

// -----

// Few rows read a panel too few times.
// REMARK-NOT: few_samples:
// CHECK-LABEL: func.func @few_samples
// CHECK-NOT: stage_rhs
func.func @few_samples(%x: tensor<31x256xf32>, %dy: tensor<31x512xf32>, %w: tensor<256x512xf32>, %n: i32)
    -> (tensor<256x512xf32>, tensor<31x256xf32>) {
  %dx = kernel.contract lhs(%dy : tensor<31x512xf32>) rhs(%w : tensor<256x512xf32>) samples(%n)
    attributes {transpose_rhs} prologue {} epilogue {
      ^bb0(%acc: f32):
        kernel.yield %acc : f32
    } -> tensor<31x256xf32>
  %g = kernel.contract lhs(%x : tensor<31x256xf32>) rhs(%dy : tensor<31x512xf32>)
    attributes {transpose_lhs} prologue {} epilogue {
      ^bb0(%acc: f32):
        kernel.yield %acc : f32
    } -> tensor<256x512xf32>
  return %g, %dx : tensor<256x512xf32>, tensor<31x256xf32>
}
