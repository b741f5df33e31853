// RUN: sinter-opt %s --skip-zero-gradients --split-input-file | FileCheck %s
// RUN: sinter-opt %s --skip-zero-gradients --split-input-file 2>&1 >/dev/null | FileCheck %s --check-prefix=REMARK

// RMSprop of few samples: without a gradient the weight rests.
// REMARK: remark: train_step: {{.*}} leaves weights alone where their gradient is zero
// CHECK-LABEL: func.func @train_step
// CHECK: skips_zero_sums
func.func @train_step(%x: tensor<8x32xf32>, %dy: tensor<8x64xf32>, %lr: f32,
    %w: tensor<32x64xf32> {nn.role = "parameter", nn.name = "dense.kernel"},
    %v: tensor<32x64xf32> {nn.role = "slot", nn.name = "dense.kernel.velocity"})
    -> (tensor<32x64xf32> {nn.role = "parameter", nn.name = "dense.kernel"},
        tensor<32x64xf32> {nn.role = "slot", nn.name = "dense.kernel.velocity"}) {
  %g:2 = kernel.contract lhs(%x : tensor<8x32xf32>) rhs(%dy : tensor<8x64xf32>)
    inputs(%w, %v, %lr : tensor<32x64xf32>, tensor<32x64xf32>, f32)
    attributes {transpose_lhs, kernel.role = "update"} prologue {} epilogue {
      ^bb0(%acc: f32, %old: f32, %velocity: f32, %rate: f32):
        %square = arith.mulf %acc, %acc : f32
        %rho = arith.constant 0.9 : f32
        %kept = arith.mulf %rho, %velocity : f32
        %mean = arith.addf %kept, %square : f32
        %epsilon = arith.constant 1.0e-7 : f32
        %sum = arith.addf %mean, %epsilon : f32
        %root = math.sqrt %sum : f32
        %top = arith.mulf %rate, %acc : f32
        %step = arith.divf %top, %root : f32
        %new = arith.subf %old, %step : f32
        kernel.yield %new, %mean : f32, f32
    } -> tensor<32x64xf32>, tensor<32x64xf32>
  return %g#0, %g#1 : tensor<32x64xf32>, tensor<32x64xf32>
}

// -----

// A variance may be negative, and its root no number: the quotient is not known to be zero.
// REMARK-NOT: centered:
// CHECK-LABEL: func.func @centered
// CHECK-NOT: skips_zero_sums
func.func @centered(%x: tensor<8x32xf32>, %dy: tensor<8x64xf32>, %lr: f32,
    %w: tensor<32x64xf32> {nn.role = "parameter", nn.name = "dense.kernel"},
    %v: tensor<32x64xf32>) -> (tensor<32x64xf32> {nn.role = "parameter", nn.name = "dense.kernel"}) {
  %g = kernel.contract lhs(%x : tensor<8x32xf32>) rhs(%dy : tensor<8x64xf32>)
    inputs(%w, %v, %lr : tensor<32x64xf32>, tensor<32x64xf32>, f32)
    attributes {transpose_lhs, kernel.role = "update"} prologue {} epilogue {
      ^bb0(%acc: f32, %old: f32, %velocity: f32, %rate: f32):
        %square = arith.mulf %velocity, %velocity : f32
        %variance = arith.subf %velocity, %square : f32
        %epsilon = arith.constant 1.0e-7 : f32
        %sum = arith.addf %variance, %epsilon : f32
        %root = math.sqrt %sum : f32
        %top = arith.mulf %rate, %acc : f32
        %step = arith.divf %top, %root : f32
        %new = arith.subf %old, %step : f32
        kernel.yield %new : f32
    } -> tensor<32x64xf32>
  return %g : tensor<32x64xf32>
}

// -----

// What decays moves anyway, but nothing is divided.
// REMARK: remark: decay: {{.*}} divides nothing where the gradient is zero
// CHECK-LABEL: func.func @decay
// CHECK: skips_zero_sums
func.func @decay(%x: tensor<8x32xf32>, %dy: tensor<8x64xf32>, %lr: f32,
    %w: tensor<32x64xf32> {nn.role = "parameter", nn.name = "dense.kernel"},
    %v: tensor<32x64xf32>) -> (tensor<32x64xf32> {nn.role = "parameter", nn.name = "dense.kernel"}) {
  %g = kernel.contract lhs(%x : tensor<8x32xf32>) rhs(%dy : tensor<8x64xf32>)
    inputs(%w, %v, %lr : tensor<32x64xf32>, tensor<32x64xf32>, f32)
    attributes {transpose_lhs, kernel.role = "update"} prologue {} epilogue {
      ^bb0(%acc: f32, %old: f32, %velocity: f32, %rate: f32):
        %lost = arith.mulf %old, %rate : f32
        %less = arith.subf %old, %lost : f32
        %epsilon = arith.constant 1.0e-7 : f32
        %sum = arith.addf %velocity, %epsilon : f32
        %root = math.sqrt %sum : f32
        %step = arith.divf %acc, %root : f32
        %new = arith.subf %less, %step : f32
        kernel.yield %new : f32
    } -> tensor<32x64xf32>
  return %g : tensor<32x64xf32>
}

// -----

// Of many samples, of which a zero says little; and a step that momentum goes on with.
// CHECK-LABEL: func.func @many
// CHECK-NOT: skips_zero_sums
func.func @many(%x: tensor<128x32xf32>, %few: tensor<8x32xf32>, %dy: tensor<128x64xf32>, %few_dy: tensor<8x64xf32>, %lr: f32,
    %w: tensor<32x64xf32> {nn.role = "parameter", nn.name = "a.kernel"},
    %u: tensor<32x64xf32> {nn.role = "parameter", nn.name = "b.kernel"}, %m: tensor<32x64xf32>)
    -> (tensor<32x64xf32> {nn.role = "parameter", nn.name = "a.kernel"},
        tensor<32x64xf32> {nn.role = "parameter", nn.name = "b.kernel"}) {
  %g = kernel.contract lhs(%x : tensor<128x32xf32>) rhs(%dy : tensor<128x64xf32>)
    inputs(%w, %lr : tensor<32x64xf32>, f32)
    attributes {transpose_lhs, kernel.role = "update"} prologue {} epilogue {
      ^bb0(%acc: f32, %old: f32, %rate: f32):
        %step = arith.mulf %acc, %rate : f32
        %new = arith.subf %old, %step : f32
        kernel.yield %new : f32
    } -> tensor<32x64xf32>
  %h = kernel.contract lhs(%few : tensor<8x32xf32>) rhs(%few_dy : tensor<8x64xf32>)
    inputs(%u, %m : tensor<32x64xf32>, tensor<32x64xf32>)
    attributes {transpose_lhs, kernel.role = "update"} prologue {} epilogue {
      ^bb0(%acc: f32, %old: f32, %momentum: f32):
        %step = arith.addf %acc, %momentum : f32
        %new = arith.subf %old, %step : f32
        kernel.yield %new : f32
    } -> tensor<32x64xf32>
  return %g, %h : tensor<32x64xf32>, tensor<32x64xf32>
}
