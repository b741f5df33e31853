// RUN: sinter-opt %s --delay-updates --split-input-file | FileCheck %s
// RUN: sinter-opt %s --delay-updates --split-input-file 2>&1 >/dev/null | FileCheck %s --check-prefix=REMARK

// An update that divides has the sums of the next tile beside it.
// REMARK: remark: train_step: {{.*}} divides beside the sums of the next tile
// CHECK-LABEL: func.func @train_step
// CHECK: delays_stores
func.func @train_step(%x: tensor<32x32xf32>, %dy: tensor<32x64xf32>,
    %w: tensor<32x64xf32> {nn.role = "parameter", nn.name = "dense.kernel"},
    %v: tensor<32x64xf32>) -> (tensor<32x64xf32> {nn.role = "parameter", nn.name = "dense.kernel"}) {
  %g = kernel.contract lhs(%x : tensor<32x32xf32>) rhs(%dy : tensor<32x64xf32>)
    inputs(%w, %v : tensor<32x64xf32>, tensor<32x64xf32>)
    attributes {transpose_lhs, kernel.role = "update"} prologue {} epilogue {
      ^bb0(%acc: f32, %old: f32, %velocity: f32):
        %step = arith.divf %acc, %velocity : f32
        %new = arith.subf %old, %step : f32
        kernel.yield %new : f32
    } -> tensor<32x64xf32>
  return %g : tensor<32x64xf32>
}

// -----

// Nothing is divided.
// REMARK-NOT: descent:
// CHECK-LABEL: func.func @descent
// CHECK-NOT: delays_stores
func.func @descent(%x: tensor<32x32xf32>, %dy: tensor<32x64xf32>,
    %w: tensor<32x64xf32> {nn.role = "parameter", nn.name = "dense.kernel"},
    %lr: f32) -> (tensor<32x64xf32> {nn.role = "parameter", nn.name = "dense.kernel"}) {
  %g = kernel.contract lhs(%x : tensor<32x32xf32>) rhs(%dy : tensor<32x64xf32>)
    inputs(%w, %lr : tensor<32x64xf32>, f32)
    attributes {transpose_lhs, kernel.role = "update"} prologue {} epilogue {
      ^bb0(%acc: f32, %old: f32, %rate: f32):
        %step = arith.mulf %rate, %acc : f32
        %new = arith.subf %old, %step : f32
        kernel.yield %new : f32
    } -> tensor<32x64xf32>
  return %g : tensor<32x64xf32>
}

// -----

// Sums of few samples hide nothing.
// REMARK-NOT: small_batch:
// CHECK-LABEL: func.func @small_batch
// CHECK-NOT: delays_stores
func.func @small_batch(%x: tensor<31x32xf32>, %dy: tensor<31x64xf32>,
    %w: tensor<32x64xf32> {nn.role = "parameter", nn.name = "dense.kernel"},
    %v: tensor<32x64xf32>) -> (tensor<32x64xf32> {nn.role = "parameter", nn.name = "dense.kernel"}) {
  %g = kernel.contract lhs(%x : tensor<31x32xf32>) rhs(%dy : tensor<31x64xf32>)
    inputs(%w, %v : tensor<32x64xf32>, tensor<32x64xf32>)
    attributes {transpose_lhs, kernel.role = "update"} prologue {} epilogue {
      ^bb0(%acc: f32, %old: f32, %velocity: f32):
        %step = arith.divf %acc, %velocity : f32
        %new = arith.subf %old, %step : f32
        kernel.yield %new : f32
    } -> tensor<32x64xf32>
  return %g : tensor<32x64xf32>
}
