// A loss is a float a row, then a sum over the samples times 1/samples; 1/samples is computed once for all. The
// gradient of a mean is a scalar, not a tensor.
// RUN: sinter-opt %s --lower-to-kernel --split-input-file | FileCheck %s

// CHECK-LABEL: func.func @cross_entropy
// CHECK-SAME: %[[Z:.*]]: tensor<4x10xf32> {{.*}}, %[[L:.*]]: tensor<4xui8> {{.*}}, %[[N:.*]]: i32
// CHECK: %[[NF:.*]] = arith.uitofp %[[N]] : i32 to f32
// CHECK: %[[INVERSE:.*]] = arith.divf %{{.*}}, %[[NF]]
// CHECK-NOT: arith.divf
// CHECK: %[[ROWS:.*]] = kernel.rows inputs(%[[Z]], %[[L]] : tensor<4x10xf32>, tensor<4xui8>) samples(%[[N]])
// CHECK: ^bb0(%[[ROW:.*]]: vector<10xf32>, %[[LABEL:.*]]: i32):
// CHECK: %[[D:.*]] = arith.subf %[[ROW]]
// CHECK: %[[LOG:.*]] = math.log
// CHECK: %[[IOTA:.*]] = kernel.iota : vector<10xf32>
// CHECK: %[[LF:.*]] = arith.uitofp %[[LABEL]]
// CHECK: %[[CHOSEN:.*]] = arith.cmpf oeq, %[[IOTA]]
// CHECK: %[[PICKED:.*]] = arith.select %[[CHOSEN]], %[[D]]
// CHECK: %[[AT:.*]] = vector.reduction <add>, %[[PICKED]]
// CHECK: arith.subf %[[LOG]], %[[AT]] : f32
// CHECK: } -> tensor<4x1xf32>
// CHECK: kernel.reduce input(%[[ROWS]] : tensor<4x1xf32>) inputs(%[[INVERSE]] : f32) samples(%[[N]])
// CHECK-SAME: "sample_mean"
// CHECK: } -> tensor<1xf32>
// CHECK: kernel.rows inputs(%[[Z]], %[[L]], %[[INVERSE]] : tensor<4x10xf32>, tensor<4xui8>, f32) samples(%[[N]])
// CHECK: ^bb0(%{{.*}}: vector<10xf32>, %{{.*}}: i32, %[[SCALE:.*]]: f32):
// CHECK: %[[P:.*]] = arith.divf
// CHECK: %[[HOT:.*]] = arith.select
// CHECK: %[[G:.*]] = arith.subf %[[P]], %[[HOT]]
// CHECK: %[[SV:.*]] = vector.broadcast %[[SCALE]]
// CHECK: arith.mulf %[[G]], %[[SV]]
// CHECK: } -> tensor<4x10xf32>
func.func @cross_entropy(%z: tensor<4x10xf32> {nn.role = "x"}, %y: tensor<4xui8> {nn.role = "y"},
                         %n: i32 {nn.role = "samples"}) -> (tensor<f32>, tensor<4x10xf32>) {
  %losses = nn.sparse_cross_entropy %z, %y : tensor<4x10xf32>, tensor<4xui8>
  %loss = nn.sample_mean %losses, %n : tensor<4xf32>
  %seed = nn.constant 1.0 : tensor<f32>
  %d = nn.sample_mean_grad %seed, %n : tensor<f32> -> tensor<4xf32>
  %g = nn.sparse_cross_entropy_grad %d, %z, %y : tensor<4xf32>, tensor<4x10xf32>, tensor<4xui8>
  return %loss, %g : tensor<f32>, tensor<4x10xf32>
}

// -----

// CHECK-LABEL: func.func @squared_error
// CHECK: %[[INVERSE:.*]] = arith.divf
// Twice the slope, of ten classes.
// CHECK: %[[FACTOR:.*]] = arith.constant 2.000000e-01 : f32
// CHECK: %[[SCALE:.*]] = arith.mulf %[[INVERSE]], %[[FACTOR]] {kernel.name = "per_score"}
// CHECK: kernel.ops = ["mean_squared_error"]
// CHECK: %[[E:.*]] = arith.subf
// CHECK: %[[SQUARE:.*]] = arith.mulf %[[E]], %[[E]]
// CHECK: %[[SUM:.*]] = vector.reduction <add>, %[[SQUARE]]
// CHECK: arith.divf %[[SUM]], %{{.*}} : f32
// CHECK: kernel.reduce
// CHECK: kernel.rows inputs(%{{.*}}, %{{.*}}, %[[SCALE]]
// CHECK-SAME: "mean_squared_error_grad"
func.func @squared_error(%o: tensor<4x10xf32> {nn.role = "x"}, %y: tensor<4xui8> {nn.role = "y"},
                         %n: i32 {nn.role = "samples"}) -> (tensor<f32>, tensor<4x10xf32>) {
  %losses = nn.mean_squared_error %o, %y : tensor<4x10xf32>, tensor<4xui8>
  %loss = nn.sample_mean %losses, %n : tensor<4xf32>
  %seed = nn.constant 1.0 : tensor<f32>
  %d = nn.sample_mean_grad %seed, %n : tensor<f32> -> tensor<4xf32>
  %g = nn.mean_squared_error_grad %d, %o, %y : tensor<4xf32>, tensor<4x10xf32>, tensor<4xui8>
  return %loss, %g : tensor<f32>, tensor<4x10xf32>
}

// -----

// The first of several maxima counts: the smallest column that holds it.
// CHECK-LABEL: func.func @accuracy
// CHECK: ^bb0(%[[ROW:.*]]: vector<10xf32>, %[[LABEL:.*]]: i32):
// CHECK: %[[M:.*]] = vector.reduction <maximumf>, %[[ROW]]
// CHECK: %[[MV:.*]] = vector.broadcast %[[M]]
// CHECK: %[[MAX:.*]] = arith.cmpf oeq, %[[ROW]], %[[MV]]
// CHECK: %[[IOTA:.*]] = kernel.iota
// CHECK: %[[LAST:.*]] = arith.constant dense<1.000000e+01>
// CHECK: %[[AT:.*]] = arith.select %[[MAX]], %[[IOTA]], %[[LAST]]
// CHECK: %[[FIRST:.*]] = vector.reduction <minimumf>, %[[AT]]
// CHECK: %[[LF:.*]] = arith.uitofp %[[LABEL]]
// CHECK: %[[HIT:.*]] = arith.cmpf oeq, %[[FIRST]], %[[LF]] : f32
// CHECK: %[[COUNT:.*]] = arith.select %[[HIT]]
// CHECK: kernel.yield %[[COUNT]] : f32
// CHECK: "sample_sum"
func.func @accuracy(%z: tensor<4x10xf32> {nn.role = "x"}, %y: tensor<4xui8> {nn.role = "y"},
                    %n: i32 {nn.role = "samples"}) -> tensor<f32> {
  %correct = nn.accuracy %z, %y : tensor<4x10xf32>, tensor<4xui8>
  %hits = nn.sample_sum %correct, %n : tensor<4xf32>
  return %hits : tensor<f32>
}

// -----

// What is not finite makes the count NaN, which is less than nothing.
// CHECK-LABEL: func.func @top_k_accuracy
// CHECK: ^bb0(%[[ROW:.*]]: vector<10xf32>, %[[LABEL:.*]]: i32):
// CHECK: %[[HERE:.*]] = arith.select %{{.*}}, %[[ROW]], %{{.*}} : vector<10xi1>, vector<10xf32>
// CHECK: %[[TARGET:.*]] = vector.reduction <add>, %[[HERE]]
// CHECK: %[[TV:.*]] = vector.broadcast %[[TARGET]]
// CHECK: %[[LARGER:.*]] = arith.cmpf ogt, %[[ROW]], %[[TV]]
// CHECK: %[[ONES:.*]] = arith.select %[[LARGER]]
// CHECK: %[[NOTHING:.*]] = arith.subf %[[ROW]], %[[ROW]]
// CHECK: %[[TERMS:.*]] = arith.addf %[[ONES]], %[[NOTHING]]
// CHECK: %[[COUNT:.*]] = vector.reduction <add>, %[[TERMS]]
// CHECK: %[[K:.*]] = arith.constant 3.000000e+00 : f32
// CHECK: %[[HIT:.*]] = arith.cmpf olt, %[[COUNT]], %[[K]] : f32
// CHECK: arith.select %[[HIT]]
func.func @top_k_accuracy(%z: tensor<4x10xf32> {nn.role = "x"}, %y: tensor<4xui8> {nn.role = "y"},
                          %n: i32 {nn.role = "samples"}) -> tensor<f32> {
  %correct = nn.top_k_accuracy %z, %y k(3) : tensor<4x10xf32>, tensor<4xui8>
  %hits = nn.sample_sum %correct, %n : tensor<4xf32>
  return %hits : tensor<f32>
}

// -----

// Against values: the target is a row, too.
// CHECK-LABEL: func.func @values
// CHECK: arith.constant 1.000000e-01 : f32
// CHECK: kernel.ops = ["log_cosh"]
// CHECK: ^bb0(%[[O:.*]]: vector<10xf32>, %[[T:.*]]: vector<10xf32>):
// CHECK: %[[E:.*]] = arith.subf %[[O]], %[[T]]
// CHECK: math.absf %[[E]]
// CHECK: kernel.ops = ["log_cosh_grad"]
// CHECK: math.tanh
func.func @values(%o: tensor<4x10xf32> {nn.role = "x"}, %t: tensor<4x10xf32> {nn.role = "y"},
                  %n: i32 {nn.role = "samples"}) -> (tensor<f32>, tensor<4x10xf32>) {
  %losses = nn.log_cosh %o, %t : tensor<4x10xf32>, tensor<4x10xf32>
  %loss = nn.sample_mean %losses, %n : tensor<4xf32>
  %seed = nn.constant 1.0 : tensor<f32>
  %d = nn.sample_mean_grad %seed, %n : tensor<f32> -> tensor<4xf32>
  %g = nn.log_cosh_grad %d, %o, %t : tensor<4xf32>, tensor<4x10xf32>, tensor<4x10xf32>
  return %loss, %g : tensor<f32>, tensor<4x10xf32>
}
