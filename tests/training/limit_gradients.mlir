// RUN: sinter-opt --limit-gradients="clipvalue=0.5" %s | FileCheck %s --check-prefix=VALUE
// RUN: sinter-opt --limit-gradients="clipnorm=2" %s | FileCheck %s --check-prefix=NORM
// RUN: sinter-opt --limit-gradients="global-clipnorm=3" %s | FileCheck %s --check-prefix=GLOBAL
// RUN: sinter-opt --limit-gradients %s | FileCheck %s --check-prefix=NONE

// The loss and the states stay as they are.
// VALUE-LABEL: func.func @train_step
// VALUE-SAME: %[[L:[^:]*]]: tensor<f32>, %[[S:[^:]*]]: tensor<3xf32>, %[[W:[^:]*]]: tensor<6x3xf32>, %[[B:[^:]*]]: tensor<3xf32>)
// VALUE-NEXT: %[[DW:.*]] = nn.clip %[[W]] {limit = 5.000000e-01 : f64} : tensor<6x3xf32>
// VALUE-NEXT: %[[DB:.*]] = nn.clip %[[B]] {limit = 5.000000e-01 : f64} : tensor<3xf32>
// VALUE-NEXT: return %[[L]], %[[S]], %[[DW]], %[[DB]]

// Each has a norm of its own.
// NORM-LABEL: func.func @train_step
// NORM-SAME: %[[L:[^:]*]]: tensor<f32>, %[[S:[^:]*]]: tensor<3xf32>, %[[W:[^:]*]]: tensor<6x3xf32>, %[[B:[^:]*]]: tensor<3xf32>)
// NORM-NEXT: %[[W2:.*]] = nn.sum_of_squares %[[W]]
// NORM-NEXT: %[[FW:.*]] = nn.limit_norm %[[W2]] {limit = 2.000000e+00 : f64}
// NORM-NEXT: %[[DW:.*]] = nn.times %[[W]], %[[FW]]
// NORM-NEXT: %[[B2:.*]] = nn.sum_of_squares %[[B]]
// NORM-NEXT: %[[FB:.*]] = nn.limit_norm %[[B2]] {limit = 2.000000e+00 : f64}
// NORM-NEXT: %[[DB:.*]] = nn.times %[[B]], %[[FB]]
// NORM-NEXT: return %[[L]], %[[S]], %[[DW]], %[[DB]]

// All have one.
// GLOBAL-LABEL: func.func @train_step
// GLOBAL-SAME: %[[L:[^:]*]]: tensor<f32>, %[[S:[^:]*]]: tensor<3xf32>, %[[W:[^:]*]]: tensor<6x3xf32>, %[[B:[^:]*]]: tensor<3xf32>)
// GLOBAL-NEXT: %[[W2:.*]] = nn.sum_of_squares %[[W]]
// GLOBAL-NEXT: %[[B2:.*]] = nn.sum_of_squares %[[B]]
// GLOBAL-NEXT: %[[TOTAL:.*]] = nn.add %[[W2]], %[[B2]]
// GLOBAL-NEXT: %[[F:.*]] = nn.limit_norm %[[TOTAL]] {finite, limit = 3.000000e+00 : f64}
// GLOBAL-NEXT: %[[DW:.*]] = nn.times %[[W]], %[[F]]
// GLOBAL-NEXT: %[[DB:.*]] = nn.times %[[B]], %[[F]]
// GLOBAL-NEXT: return %[[L]], %[[S]], %[[DW]], %[[DB]]

// NONE-NOT: nn.times
// NONE-NOT: nn.clip
func.func @train_step(%l: tensor<f32>, %s: tensor<3xf32>, %w: tensor<6x3xf32>, %b: tensor<3xf32>)
    -> (tensor<f32> {nn.role = "loss"}, tensor<3xf32> {nn.role = "state", nn.name = "n.mean"},
        tensor<6x3xf32> {nn.role = "gradient", nn.name = "dense.kernel"},
        tensor<3xf32> {nn.role = "gradient", nn.name = "dense.bias"}) {
  return %l, %s, %w, %b : tensor<f32>, tensor<3xf32>, tensor<6x3xf32>, tensor<3xf32>
}
