// RUN: sinter-opt %s --lower-to-kernel --fuse-optimizer --split-input-file --verify-diagnostics | FileCheck %s

// The input gradient is built after the weight gradient and reads the old weight.
// CHECK-LABEL: func.func @late_input_gradient
// CHECK: kernel.map {{.*}}kernel.role = "update"
func.func @late_input_gradient(%x: tensor<4x6xf32>, %dy: tensor<4x8xf32>, %lr: f32,
                               %w: tensor<6x8xf32> {nn.name = "k", nn.role = "parameter"})
    -> (tensor<6x8xf32>, tensor<4x6xf32>) {
  %dw = nn.matmul %x, %dy {transpose_a} : (tensor<4x6xf32>, tensor<4x8xf32>) -> tensor<6x8xf32>
  %dx = nn.matmul %dy, %w {transpose_b} : (tensor<4x8xf32>, tensor<6x8xf32>) -> tensor<4x6xf32>
  // expected-remark @below {{kept sgd apart from matmul: the old weight is still read by matmul}}
  %w1 = nn.sgd %w, %dw, %lr : tensor<6x8xf32>
  return %w1, %dx : tensor<6x8xf32>, tensor<4x6xf32>
}

// -----

// CHECK-LABEL: func.func @late_slot
// CHECK: kernel.map {{.*}}kernel.role = "update"
func.func @late_slot(%x: tensor<4x6xf32>, %dy: tensor<4x8xf32>, %lr: f32, %w: tensor<6x8xf32>,
                     %m: tensor<6x8xf32> {nn.name = "k.momentum", nn.role = "slot"})
    -> (tensor<6x8xf32>, tensor<6x8xf32>, tensor<6x8xf32>) {
  %dw = nn.matmul %x, %dy {transpose_a} : (tensor<4x6xf32>, tensor<4x8xf32>) -> tensor<6x8xf32>
  // expected-remark @below {{kept sgd apart from matmul: the old slot is still read by the caller}}
  %w1, %m1 = nn.sgd %w, %dw, %lr slots(%m) {momentum = 0.5} : tensor<6x8xf32>
  return %w1, %m1, %m : tensor<6x8xf32>, tensor<6x8xf32>, tensor<6x8xf32>
}

// -----

// The product that computes the gradient reads the weight whole.
// CHECK-LABEL: func.func @reads_its_own_weight
// CHECK: kernel.map {{.*}}kernel.role = "update"
func.func @reads_its_own_weight(%w: tensor<6x6xf32>, %g: tensor<6x6xf32>, %lr: f32) -> tensor<6x6xf32> {
  %dw = nn.matmul %w, %g {transpose_a} : (tensor<6x6xf32>, tensor<6x6xf32>) -> tensor<6x6xf32>
  // expected-remark @below {{kept sgd apart from matmul: the old weight is still read by matmul}}
  %w1 = nn.sgd %w, %dw, %lr : tensor<6x6xf32>
  return %w1 : tensor<6x6xf32>
}

// -----

// CHECK-LABEL: func.func @gradient_returned
// CHECK: kernel.map {{.*}}kernel.role = "update"
func.func @gradient_returned(%dy: tensor<4x8xf32>, %lr: f32, %b: tensor<8xf32>) -> (tensor<8xf32>, tensor<8xf32>) {
  %db = nn.reduce_sum %dy : tensor<4x8xf32> -> tensor<8xf32>
  // expected-remark @below {{kept sgd apart from reduce_sum: the gradient is also read by the caller}}
  %b1 = nn.sgd %b, %db, %lr : tensor<8xf32>
  return %b1, %db : tensor<8xf32>, tensor<8xf32>
}

// -----

// CHECK-LABEL: func.func @row_wise_gradient
// CHECK: kernel.map {{.*}}kernel.role = "update"
func.func @row_wise_gradient(%w: tensor<6x8xf32>, %g: tensor<6x8xf32>, %lr: f32) -> tensor<6x8xf32> {
  %dw = nn.softmax %g : tensor<6x8xf32>
  // expected-remark @below {{kept sgd apart from softmax: the one works row by row, the other element by element}}
  %w1 = nn.sgd %w, %dw, %lr : tensor<6x8xf32>
  return %w1 : tensor<6x8xf32>
}
