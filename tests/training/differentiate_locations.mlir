// RUN: sinter-opt --differentiate --mlir-print-debuginfo --mlir-print-local-scope %s | FileCheck %s

// A gradient op stands where its forward op stands.
func.func @train_step(%y: tensor<4xui8>, %n: i32,
                      %w: tensor<4x3xf32> {nn.role = "parameter", nn.name = "w"})
    -> (tensor<f32> {nn.role = "loss"}) {
  %0 = nn.relu %w : tensor<4x3xf32> loc("first"("a.yaml":3:7))
  %1 = nn.tanh %0 : tensor<4x3xf32> loc("second"("a.yaml":4:7))
  %losses = nn.mean_squared_error %1, %y : tensor<4x3xf32>, tensor<4xui8> loc("loss"("a.yaml":4:7))
  %2 = nn.sample_mean %losses, %n : tensor<4xf32> loc("loss"("a.yaml":4:7))
  // CHECK: nn.mean_squared_error_grad {{.*}} loc("loss"("a.yaml":4:7))
  // CHECK: nn.tanh_grad {{.*}} loc("second"("a.yaml":4:7))
  // CHECK: nn.relu_grad {{.*}} loc("first"("a.yaml":3:7))
  return %2 : tensor<f32>
}
