// A model with one of everything, from its forward graph through all fusion passes, and with each of them left out:
// valid IR, no nn op in a step.
// RUN: sinter-opt %s --append-loss --differentiate --append-optimizer="optimizer=adam weight-decay=0.004" --mlir-print-debuginfo -o %t.mlir
// RUN: sinter-opt %t.mlir --lower-to-kernel --fuse-softmax-cross-entropy --fuse-prologue --fuse-epilogue --fuse-optimizer 2>%t.remarks -o %t.fused.mlir
// RUN: FileCheck %s --check-prefix=ANY < %t.fused.mlir
// RUN: FileCheck %s --check-prefix=ALL < %t.fused.mlir
// RUN: FileCheck %s --check-prefix=REPORT < %t.remarks
// RUN: sinter-opt %t.mlir --lower-to-kernel | FileCheck %s --check-prefix=ANY
// RUN: sinter-opt %t.mlir --lower-to-kernel --fuse-prologue --fuse-epilogue --fuse-optimizer | FileCheck %s --check-prefix=ANY
// RUN: sinter-opt %t.mlir --lower-to-kernel --fuse-softmax-cross-entropy --fuse-epilogue --fuse-optimizer | FileCheck %s --check-prefix=ANY
// RUN: sinter-opt %t.mlir --lower-to-kernel --fuse-softmax-cross-entropy --fuse-prologue --fuse-optimizer | FileCheck %s --check-prefix=ANY
// RUN: sinter-opt %t.mlir --lower-to-kernel --fuse-softmax-cross-entropy --fuse-prologue --fuse-epilogue | FileCheck %s --check-prefix=ANY

// ANY-LABEL: func.func @predict
// ANY-NOT: = nn.
// ANY-LABEL: func.func @evaluate_step
// ANY-NOT: = nn.
// ANY-LABEL: func.func @train_step
// ANY-NOT: = nn.
// ANY: return

// Fused, a step is three contractions forward, the loss over rows, two input gradients, three weight gradients with
// their updates and one bias gradient; besides them only the sums of loss and hits.
// ALL-LABEL: func.func @train_step
// ALL-NOT: kernel.map
// ALL: kernel.contract {{.*}}stage_lhs
// ALL: kernel.contract {{.*}}"tanh (fuse-epilogue)"
// ALL: kernel.contract
// ALL: kernel.rows
// ALL: kernel.reduce {{.*}}"sample_mean"
// ALL: kernel.reduce {{.*}}"sample_sum"
// ALL: kernel.contract {{.*}}"tanh_grad (fuse-epilogue)"{{.*}}transpose_rhs
// ALL: kernel.contract {{.*}}"adam (fuse-optimizer)"{{.*}}transpose_lhs
// ALL: kernel.contract {{.*}}"dropout (fuse-epilogue)", "gelu_grad (fuse-epilogue)"{{.*}}transpose_rhs
// ALL: kernel.contract {{.*}}"adam (fuse-optimizer)"{{.*}}transpose_lhs
// ALL-DAG: kernel.reduce {{.*}}"reduce_sum", "adam (fuse-optimizer)"
// ALL-DAG: kernel.contract {{.*}}"adam (fuse-optimizer)"{{.*}}transpose_lhs
// ALL-NOT: kernel.{{map|contract|reduce|rows}}
// ALL: return

// REPORT: train_step: fused cast into rescale (rescaling), saves
// REPORT: train_step: fused dropout into matmul (dense), saves
// REPORT: train_step: fused adam into matmul (dense), saves

#rescaling = loc("rescaling"("model.yaml":1:1))
#flatten = loc("flatten"("model.yaml":2:1))
#dense = loc("dense"("model.yaml":3:1))
#dropout = loc("dropout"("model.yaml":4:1))
#dense_1 = loc("dense_1"("model.yaml":5:1))
#dense_2 = loc("dense_2"("model.yaml":6:1))
module attributes {nn.model = "model"} {
  func.func @initialize() -> (tensor<6x8xf32> {nn.name = "dense.kernel", nn.role = "parameter"},
                              tensor<8xf32> {nn.name = "dense.bias", nn.role = "parameter"},
                              tensor<8x7xf32> {nn.name = "dense_1.kernel", nn.role = "parameter"},
                              tensor<7x5xf32> {nn.name = "dense_2.kernel", nn.role = "parameter"}) {
    %w0 = nn.initialize glorot_uniform fan_in(6) fan_out(8) : tensor<6x8xf32>
    %b0 = nn.initialize zeros fan_in(8) fan_out(8) : tensor<8xf32>
    %w1 = nn.initialize glorot_uniform fan_in(8) fan_out(7) : tensor<8x7xf32>
    %w2 = nn.initialize glorot_uniform fan_in(7) fan_out(5) : tensor<7x5xf32>
    return %w0, %b0, %w1, %w2 : tensor<6x8xf32>, tensor<8xf32>, tensor<8x7xf32>, tensor<7x5xf32>
  }
  func.func @forward(%x: tensor<4x2x3xui8> {nn.role = "x"}, %samples: i32 {nn.role = "samples"}, %seed: i32 {nn.role = "seed"},
                     %iteration: i64 {nn.role = "iteration"},
                     %w0: tensor<6x8xf32> {nn.name = "dense.kernel", nn.role = "parameter"},
                     %b0: tensor<8xf32> {nn.name = "dense.bias", nn.role = "parameter"},
                     %w1: tensor<8x7xf32> {nn.name = "dense_1.kernel", nn.role = "parameter"},
                     %w2: tensor<7x5xf32> {nn.name = "dense_2.kernel", nn.role = "parameter"})
      -> (tensor<4x5xf32> {nn.role = "output", nn.compile = {loss = "sparse_categorical_crossentropy", metrics = ["accuracy"]}}) {
    %f = nn.cast %x : tensor<4x2x3xui8> loc(#rescaling)
    %r = nn.rescale %f scale(0.5) offset(1.0) : tensor<4x2x3xf32> loc(#rescaling)
    %m = nn.reshape %r : tensor<4x2x3xf32> -> tensor<4x6xf32> loc(#flatten)
    %a0 = nn.matmul %m, %w0 : (tensor<4x6xf32>, tensor<6x8xf32>) -> tensor<4x8xf32> loc(#dense)
    %z0 = nn.bias_add %a0, %b0 : tensor<4x8xf32>, tensor<8xf32> loc(#dense)
    %h0 = nn.gelu %z0 : tensor<4x8xf32> loc(#dense)
    %dropped = nn.dropout %h0, %seed, %iteration rate(0.5) stream(0) : tensor<4x8xf32> loc(#dropout)
    %d0 = nn.by_mode training(%dropped) inference(%h0) : tensor<4x8xf32> loc(#dropout)
    %a1 = nn.matmul %d0, %w1 : (tensor<4x8xf32>, tensor<8x7xf32>) -> tensor<4x7xf32> loc(#dense_1)
    %h1 = nn.tanh %a1 : tensor<4x7xf32> loc(#dense_1)
    %a2 = nn.matmul %h1, %w2 : (tensor<4x7xf32>, tensor<7x5xf32>) -> tensor<4x5xf32> loc(#dense_2)
    %p = nn.softmax %a2 : tensor<4x5xf32> loc(#dense_2)
    return %p : tensor<4x5xf32> loc(#dense_2)
  }
}
