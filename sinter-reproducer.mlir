module attributes {nn.model = "m3_v0"} {
  func.func @initialize() -> (tensor<1x2xf32> {nn.name = "loss_sum.kernel", nn.role = "parameter"}, tensor<2xf32> {nn.name = "loss_sum.bias", nn.role = "parameter"}) {
    %0 = nn.initialize glorot_uniform fan_in(1) fan_out(2) : tensor<1x2xf32>
    %1 = nn.initialize zeros fan_in(2) fan_out(2) : tensor<2xf32>
    return %0, %1 : tensor<1x2xf32>, tensor<2xf32>
  }
  func.func @predict(%arg0: tensor<1x1xf32> {nn.role = "x"}, %arg1: i32 {nn.role = "samples"}, %arg2: tensor<1x2xf32, #kernel.panels<16>> {nn.name = "loss_sum.kernel", nn.role = "parameter"}, %arg3: tensor<2xf32> {nn.name = "loss_sum.bias", nn.role = "parameter"}) -> (tensor<1x2xf32, #kernel.panels<16>> {nn.role = "output"}) {
    %0:2 = kernel.contract lhs(%arg0 : tensor<1x1xf32>) rhs(%arg2 : tensor<1x2xf32, #kernel.panels<16>>) inputs(%arg3 : tensor<2xf32>) samples(%arg1) attributes {kernel.ops = ["matmul", "bias_add (fuse-epilogue)"], kernel.phase = 0 : i64, kernel.split = "batch", kernel.tiles = [#kernel.tile<registers = 32, rows = 1, vectors = 2, depth = 1>, #kernel.tile<registers = 16, rows = 1, vectors = 2, depth = 1>], kernel.values = ["loss_sum_bias_add"], stage_lhs} prologue {
    ^bb0(%arg4: f32):
      kernel.yield %arg4 : f32
    } epilogue {
    ^bb0(%arg4: f32, %arg5: f32):
      %1 = arith.addf %arg4, %arg5 : f32
      kernel.yield %1 : f32
    } -> tensor<1x2xf32, #kernel.panels<16>>, tensor<1x1xf32, #kernel.panels<16>>
    return %0#0 : tensor<1x2xf32, #kernel.panels<16>>
  }
  func.func @evaluate_step(%arg0: tensor<1x1xf32> {nn.role = "x"}, %arg1: tensor<1xui8> {nn.role = "y"}, %arg2: i32 {nn.role = "samples"}, %arg3: tensor<1x2xf32, #kernel.panels<16>> {nn.name = "loss_sum.kernel", nn.role = "parameter"}, %arg4: tensor<2xf32> {nn.name = "loss_sum.bias", nn.role = "parameter"}) -> (tensor<1xf32> {nn.role = "loss"}, tensor<1xf32> {nn.name = "sparse_top_k_categorical_accuracy", nn.role = "metric"}, tensor<1xf32> {nn.name = "sparse_categorical_crossentropy", nn.role = "metric"}, tensor<1xf32> {nn.name = "sparse_categorical_accuracy", nn.role = "metric"}, tensor<1xf32> {nn.name = "accuracy", nn.role = "metric"}) {
    %cst = arith.constant 0.736999988 : f32
    %0 = arith.uitofp %arg2 : i32 to f32
    %1 = arith.divf %cst, %0 {kernel.name = "per_sample"} : f32
    %2:2 = kernel.contract lhs(%arg0 : tensor<1x1xf32>) rhs(%arg3 : tensor<1x2xf32, #kernel.panels<16>>) inputs(%arg4 : tensor<2xf32>) samples(%arg2) attributes {kernel.ops = ["matmul", "bias_add (fuse-epilogue)"], kernel.phase = 0 : i64, kernel.split = "batch", kernel.tiles = [#kernel.tile<registers = 32, rows = 1, vectors = 2, depth = 1>, #kernel.tile<registers = 16, rows = 1, vectors = 2, depth = 1>], kernel.values = ["loss_sum_bias_add"], stage_lhs} prologue {
    ^bb0(%arg5: f32):
      kernel.yield %arg5 : f32
    } epilogue {
    ^bb0(%arg5: f32, %arg6: f32):
      %9 = arith.addf %arg5, %arg6 : f32
      kernel.yield %9 : f32
    } -> tensor<1x2xf32, #kernel.panels<16>>, tensor<1x1xf32, #kernel.panels<16>>
    %3 = kernel.reduce input(%arg4 : tensor<2xf32>) attributes {kernel.ops = ["penalty"], kernel.phase = 0 : i64, kernel.split = "columns", kernel.values = ["loss_sum_penalty"]} prologue {
    ^bb0(%arg5: f32):
      %cst_0 = arith.constant 7.430000e-05 : f32
      %9 = math.absf %arg5 : f32
      %10 = arith.mulf %cst_0, %9 : f32
      %cst_1 = arith.constant 1.620000e-05 : f32
      %11 = arith.mulf %arg5, %arg5 : f32
      %12 = arith.mulf %cst_1, %11 : f32
      %13 = arith.addf %10, %12 : f32
      kernel.yield %13 : f32
    } epilogue {
    ^bb0(%arg5: f32):
      kernel.yield %arg5 : f32
    } -> tensor<1xf32>
    %4:3 = kernel.rows inputs(%2#0, %arg1 : tensor<1x2xf32, #kernel.panels<16>>, tensor<1xui8>) samples(%arg2) attributes {kernel.ops = ["sparse_cross_entropy", "top_k_accuracy (fuse-softmax-cross-entropy)", "accuracy (fuse-softmax-cross-entropy)"], kernel.phase = 0 : i64, kernel.split = "batch", kernel.values = ["loss_sparse_cross_entropy", "sparse_top_k_categorical_accuracy_top_k_accuracy", "sparse_categorical_accuracy_accuracy"]} {
    ^bb0(%arg5: vector<2xf32>, %arg6: i32):
      %9 = vector.reduction <maximumf>, %arg5 : vector<2xf32> into f32
      %10 = vector.broadcast %9 : f32 to vector<2xf32>
      %11 = arith.subf %arg5, %10 : vector<2xf32>
      %12 = math.exp %11 : vector<2xf32>
      %13 = vector.reduction <add>, %12 : vector<2xf32> into f32
      %14 = math.log %13 : f32
      %15 = kernel.iota : vector<2xf32>
      %16 = arith.uitofp %arg6 : i32 to f32
      %17 = vector.broadcast %16 : f32 to vector<2xf32>
      %18 = arith.cmpf oeq, %15, %17 : vector<2xf32>
      %cst_0 = arith.constant dense<0.000000e+00> : vector<2xf32>
      %19 = arith.select %18, %11, %cst_0 : vector<2xi1>, vector<2xf32>
      %20 = vector.reduction <add>, %19 : vector<2xf32> into f32
      %21 = arith.subf %14, %20 : f32
      %22 = arith.select %18, %arg5, %cst_0 : vector<2xi1>, vector<2xf32>
      %23 = vector.reduction <add>, %22 : vector<2xf32> into f32
      %24 = vector.broadcast %23 : f32 to vector<2xf32>
      %25 = arith.cmpf ogt, %arg5, %24 : vector<2xf32>
      %cst_1 = arith.constant dense<1.000000e+00> : vector<2xf32>
      %26 = arith.select %25, %cst_1, %cst_0 : vector<2xi1>, vector<2xf32>
      %27 = arith.subf %arg5, %arg5 : vector<2xf32>
      %28 = arith.addf %26, %27 : vector<2xf32>
      %29 = vector.reduction <add>, %28 : vector<2xf32> into f32
      %cst_2 = arith.constant 5.000000e+00 : f32
      %30 = arith.cmpf olt, %29, %cst_2 : f32
      %cst_3 = arith.constant 1.000000e+00 : f32
      %cst_4 = arith.constant 0.000000e+00 : f32
      %31 = arith.select %30, %cst_3, %cst_4 : f32
      %32 = arith.cmpf oeq, %arg5, %10 : vector<2xf32>
      %cst_5 = arith.constant dense<2.000000e+00> : vector<2xf32>
      %33 = arith.select %32, %15, %cst_5 : vector<2xi1>, vector<2xf32>
      %34 = vector.reduction <minimumf>, %33 : vector<2xf32> into f32
      %35 = arith.cmpf oeq, %34, %16 : f32
      %36 = arith.select %35, %cst_3, %cst_4 : f32
      kernel.yield %21, %31, %36 : f32, f32, f32
    } -> tensor<1x1xf32, #kernel.panels<16>>, tensor<1x1xf32, #kernel.panels<16>>, tensor<1x1xf32, #kernel.panels<16>>
    %5 = kernel.reduce input(%4#0 : tensor<1x1xf32, #kernel.panels<16>>) inputs(%1, %3 : f32, tensor<1xf32>) samples(%arg2) attributes {kernel.ops = ["sample_mean", "add (fuse-epilogue)"], kernel.phase = 1 : i64, kernel.split = "columns", kernel.values = ["loss_add"]} epilogue {
    ^bb0(%arg5: f32, %arg6: f32, %arg7: f32):
      %9 = arith.mulf %arg5, %arg6 : f32
      %10 = arith.addf %9, %arg7 : f32
      kernel.yield %10 : f32
    } -> tensor<1xf32>
    %6 = kernel.reduce input(%4#1 : tensor<1x1xf32, #kernel.panels<16>>) samples(%arg2) attributes {kernel.ops = ["sample_sum"], kernel.phase = 1 : i64, kernel.split = "columns", kernel.values = ["sparse_top_k_categorical_accuracy_sample_sum"]} epilogue {
    ^bb0(%arg5: f32):
      kernel.yield %arg5 : f32
    } -> tensor<1xf32>
    %7 = kernel.reduce input(%4#0 : tensor<1x1xf32, #kernel.panels<16>>) samples(%arg2) attributes {kernel.ops = ["sample_sum"], kernel.phase = 1 : i64, kernel.split = "columns", kernel.values = ["sparse_categorical_crossentropy_sample_sum"]} epilogue {
    ^bb0(%arg5: f32):
      kernel.yield %arg5 : f32
    } -> tensor<1xf32>
    %8 = kernel.reduce input(%4#2 : tensor<1x1xf32, #kernel.panels<16>>) samples(%arg2) attributes {kernel.ops = ["sample_sum"], kernel.phase = 1 : i64, kernel.split = "columns", kernel.values = ["sparse_categorical_accuracy_sample_sum"]} epilogue {
    ^bb0(%arg5: f32):
      kernel.yield %arg5 : f32
    } -> tensor<1xf32>
    return %5, %6, %7, %8, %8 : tensor<1xf32>, tensor<1xf32>, tensor<1xf32>, tensor<1xf32>, tensor<1xf32>
  }
  func.func @train_step(%arg0: tensor<1x1xf32> {nn.role = "x"}, %arg1: tensor<1xui8> {nn.role = "y"}, %arg2: i32 {nn.role = "samples"}, %arg3: f32 {nn.role = "learning_rate"}, %arg4: i64 {nn.role = "iteration"}, %arg5: i32 {nn.role = "seed"}, %arg6: tensor<1x2xf32, #kernel.panels<16>> {nn.name = "loss_sum.kernel", nn.role = "parameter"}, %arg7: tensor<2xf32> {nn.name = "loss_sum.bias", nn.role = "parameter"}) -> (tensor<1x2xf32, #kernel.panels<16>> {nn.name = "loss_sum.kernel", nn.role = "parameter"}, tensor<2xf32> {nn.name = "loss_sum.bias", nn.role = "parameter"}, tensor<1xf32> {nn.role = "loss"}, tensor<1xf32> {nn.name = "sparse_top_k_categorical_accuracy", nn.role = "metric"}, tensor<1xf32> {nn.name = "sparse_categorical_crossentropy", nn.role = "metric"}, tensor<1xf32> {nn.name = "sparse_categorical_accuracy", nn.role = "metric"}, tensor<1xf32> {nn.name = "accuracy", nn.role = "metric"}) {
    %cst = arith.constant 0.736999988 : f32
    %0 = arith.uitofp %arg2 : i32 to f32
    %1 = arith.divf %cst, %0 {kernel.name = "per_sample"} : f32
    %cst_0 = arith.constant 1.000000e+00 : f32
    %2 = arith.mulf %cst_0, %cst : f32
    %3 = arith.divf %2, %0 {kernel.name = "per_sample"} : f32
    %4:2 = kernel.contract lhs(%arg0 : tensor<1x1xf32>) rhs(%arg6 : tensor<1x2xf32, #kernel.panels<16>>) inputs(%arg7 : tensor<2xf32>) samples(%arg2) attributes {kernel.ops = ["matmul", "bias_add (fuse-epilogue)"], kernel.phase = 0 : i64, kernel.split = "batch", kernel.tiles = [#kernel.tile<registers = 32, rows = 1, vectors = 2, depth = 1>, #kernel.tile<registers = 16, rows = 1, vectors = 2, depth = 1>], kernel.values = ["loss_sum_bias_add"], stage_lhs} prologue {
    ^bb0(%arg8: f32):
      kernel.yield %arg8 : f32
    } epilogue {
    ^bb0(%arg8: f32, %arg9: f32):
      %14 = arith.addf %arg8, %arg9 : f32
      kernel.yield %14 : f32
    } -> tensor<1x2xf32, #kernel.panels<16>>, tensor<1x1xf32, #kernel.panels<16>>
    %5 = kernel.reduce input(%arg7 : tensor<2xf32>) attributes {kernel.ops = ["penalty"], kernel.phase = 0 : i64, kernel.split = "columns", kernel.values = ["loss_sum_penalty"]} prologue {
    ^bb0(%arg8: f32):
      %cst_1 = arith.constant 7.430000e-05 : f32
      %14 = math.absf %arg8 : f32
      %15 = arith.mulf %cst_1, %14 : f32
      %cst_2 = arith.constant 1.620000e-05 : f32
      %16 = arith.mulf %arg8, %arg8 : f32
      %17 = arith.mulf %cst_2, %16 : f32
      %18 = arith.addf %15, %17 : f32
      kernel.yield %18 : f32
    } epilogue {
    ^bb0(%arg8: f32):
      kernel.yield %arg8 : f32
    } -> tensor<1xf32>
    %6:4 = kernel.rows inputs(%4#0, %arg1, %3 : tensor<1x2xf32, #kernel.panels<16>>, tensor<1xui8>, f32) samples(%arg2) attributes {kernel.ops = ["sparse_cross_entropy", "top_k_accuracy (fuse-softmax-cross-entropy)", "accuracy (fuse-softmax-cross-entropy)", "sparse_cross_entropy_grad (fuse-softmax-cross-entropy)"], kernel.phase = 0 : i64, kernel.split = "batch", kernel.values = ["loss_sparse_cross_entropy", "sparse_top_k_categorical_accuracy_top_k_accuracy", "sparse_categorical_accuracy_accuracy", "loss_sparse_cross_entropy_grad"]} {
    ^bb0(%arg8: vector<2xf32>, %arg9: i32, %arg10: f32):
      %14 = vector.reduction <maximumf>, %arg8 : vector<2xf32> into f32
      %15 = vector.broadcast %14 : f32 to vector<2xf32>
      %16 = arith.subf %arg8, %15 : vector<2xf32>
      %17 = math.exp %16 : vector<2xf32>
      %18 = vector.reduction <add>, %17 : vector<2xf32> into f32
      %19 = math.log %18 : f32
      %20 = kernel.iota : vector<2xf32>
      %21 = arith.uitofp %arg9 : i32 to f32
      %22 = vector.broadcast %21 : f32 to vector<2xf32>
      %23 = arith.cmpf oeq, %20, %22 : vector<2xf32>
      %cst_1 = arith.constant dense<0.000000e+00> : vector<2xf32>
      %24 = arith.select %23, %16, %cst_1 : vector<2xi1>, vector<2xf32>
      %25 = vector.reduction <add>, %24 : vector<2xf32> into f32
      %26 = arith.subf %19, %25 : f32
      %27 = arith.select %23, %arg8, %cst_1 : vector<2xi1>, vector<2xf32>
      %28 = vector.reduction <add>, %27 : vector<2xf32> into f32
      %29 = vector.broadcast %28 : f32 to vector<2xf32>
      %30 = arith.cmpf ogt, %arg8, %29 : vector<2xf32>
      %cst_2 = arith.constant dense<1.000000e+00> : vector<2xf32>
      %31 = arith.select %30, %cst_2, %cst_1 : vector<2xi1>, vector<2xf32>
      %32 = arith.subf %arg8, %arg8 : vector<2xf32>
      %33 = arith.addf %31, %32 : vector<2xf32>
      %34 = vector.reduction <add>, %33 : vector<2xf32> into f32
      %cst_3 = arith.constant 5.000000e+00 : f32
      %35 = arith.cmpf olt, %34, %cst_3 : f32
      %cst_4 = arith.constant 1.000000e+00 : f32
      %cst_5 = arith.constant 0.000000e+00 : f32
      %36 = arith.select %35, %cst_4, %cst_5 : f32
      %37 = arith.cmpf oeq, %arg8, %15 : vector<2xf32>
      %cst_6 = arith.constant dense<2.000000e+00> : vector<2xf32>
      %38 = arith.select %37, %20, %cst_6 : vector<2xi1>, vector<2xf32>
      %39 = vector.reduction <minimumf>, %38 : vector<2xf32> into f32
      %40 = arith.cmpf oeq, %39, %21 : f32
      %41 = arith.select %40, %cst_4, %cst_5 : f32
      %42 = vector.broadcast %18 : f32 to vector<2xf32>
      %43 = arith.divf %17, %42 : vector<2xf32>
      %44 = arith.select %23, %cst_2, %cst_1 : vector<2xi1>, vector<2xf32>
      %45 = arith.subf %43, %44 : vector<2xf32>
      %46 = vector.broadcast %arg10 : f32 to vector<2xf32>
      %47 = arith.mulf %45, %46 : vector<2xf32>
      kernel.yield %26, %36, %41, %47 : f32, f32, f32, vector<2xf32>
    } -> tensor<1x1xf32, #kernel.panels<16>>, tensor<1x1xf32, #kernel.panels<16>>, tensor<1x1xf32, #kernel.panels<16>>, tensor<1x2xf32, #kernel.panels<16>>
    %7 = kernel.reduce input(%6#0 : tensor<1x1xf32, #kernel.panels<16>>) inputs(%1, %5 : f32, tensor<1xf32>) samples(%arg2) attributes {kernel.ops = ["sample_mean", "add (fuse-epilogue)"], kernel.phase = 1 : i64, kernel.split = "columns", kernel.values = ["loss_add"]} epilogue {
    ^bb0(%arg8: f32, %arg9: f32, %arg10: f32):
      %14 = arith.mulf %arg8, %arg9 : f32
      %15 = arith.addf %14, %arg10 : f32
      kernel.yield %15 : f32
    } -> tensor<1xf32>
    %8 = kernel.reduce input(%6#1 : tensor<1x1xf32, #kernel.panels<16>>) samples(%arg2) attributes {kernel.ops = ["sample_sum"], kernel.phase = 1 : i64, kernel.split = "columns", kernel.values = ["sparse_top_k_categorical_accuracy_sample_sum"]} epilogue {
    ^bb0(%arg8: f32):
      kernel.yield %arg8 : f32
    } -> tensor<1xf32>
    %9 = kernel.reduce input(%6#0 : tensor<1x1xf32, #kernel.panels<16>>) samples(%arg2) attributes {kernel.ops = ["sample_sum"], kernel.phase = 1 : i64, kernel.split = "columns", kernel.values = ["sparse_categorical_crossentropy_sample_sum"]} epilogue {
    ^bb0(%arg8: f32):
      kernel.yield %arg8 : f32
    } -> tensor<1xf32>
    %10 = kernel.reduce input(%6#2 : tensor<1x1xf32, #kernel.panels<16>>) samples(%arg2) attributes {kernel.ops = ["sample_sum"], kernel.phase = 1 : i64, kernel.split = "columns", kernel.values = ["sparse_categorical_accuracy_sample_sum"]} epilogue {
    ^bb0(%arg8: f32):
      kernel.yield %arg8 : f32
    } -> tensor<1xf32>
    %11 = kernel.map inputs(%arg7, %cst_0 : tensor<2xf32>, f32) attributes {kernel.ops = ["penalty_grad"], kernel.phase = 0 : i64, kernel.split = "columns", kernel.values = ["loss_sum_penalty_grad"]} {
    ^bb0(%arg8: f32, %arg9: f32):
      %cst_1 = arith.constant 7.430000e-05 : f32
      %cst_2 = arith.constant 0.000000e+00 : f32
      %14 = arith.cmpf ogt, %arg8, %cst_2 : f32
      %cst_3 = arith.constant 1.000000e+00 : f32
      %15 = arith.cmpf olt, %arg8, %cst_2 : f32
      %cst_4 = arith.constant -1.000000e+00 : f32
      %16 = arith.mulf %arg8, %cst_2 : f32
      %17 = arith.select %15, %cst_4, %16 : f32
      %18 = arith.select %14, %cst_3, %17 : f32
      %19 = arith.mulf %cst_1, %18 : f32
      %cst_5 = arith.constant 3.240000e-05 : f32
      %20 = arith.mulf %cst_5, %arg8 : f32
      %21 = arith.addf %19, %20 : f32
      %22 = arith.mulf %arg9, %21 : f32
      kernel.yield %22 : f32
    } -> tensor<2xf32>
    %12 = kernel.reduce input(%6#3 : tensor<1x2xf32, #kernel.panels<16>>) inputs(%11, %arg7, %arg3 : tensor<2xf32>, tensor<2xf32>, f32) samples(%arg2) attributes {kernel.ops = ["reduce_sum", "add (fuse-epilogue)", "sgd (fuse-optimizer)"], kernel.phase = 1 : i64, kernel.role = "update", kernel.split = "columns", kernel.values = ["loss_sum_sgd"]} epilogue {
    ^bb0(%arg8: f32, %arg9: f32, %arg10: f32, %arg11: f32):
      %14 = arith.addf %arg9, %arg8 : f32
      %15 = arith.mulf %arg11, %14 : f32
      %16 = arith.subf %arg10, %15 : f32
      kernel.yield %16 : f32
    } -> tensor<2xf32>
    %13 = kernel.contract lhs(%4#1 : tensor<1x1xf32, #kernel.panels<16>>) rhs(%6#3 : tensor<1x2xf32, #kernel.panels<16>>) inputs(%arg6, %arg3 : tensor<1x2xf32, #kernel.panels<16>>, f32) samples(%arg2) attributes {kernel.ops = ["matmul", "sgd (fuse-optimizer)"], kernel.phase = 1 : i64, kernel.role = "update", kernel.split = "rows", kernel.tiles = [#kernel.tile<registers = 32, rows = 1, vectors = 2, depth = 1>, #kernel.tile<registers = 16, rows = 1, vectors = 2, depth = 1>], kernel.values = ["loss_sum_sgd"], transpose_lhs} prologue {
    } epilogue {
    ^bb0(%arg8: f32, %arg9: f32, %arg10: f32):
      %14 = arith.mulf %arg10, %arg8 : f32
      %15 = arith.subf %arg9, %14 : f32
      kernel.yield %15 : f32
    } -> tensor<1x2xf32, #kernel.panels<16>>
    return %13, %12, %7, %8, %9, %10, %10 : tensor<1x2xf32, #kernel.panels<16>>, tensor<2xf32>, tensor<1xf32>, tensor<1xf32>, tensor<1xf32>, tensor<1xf32>, tensor<1xf32>
  }
}

{-#
  external_resources: {
    mlir_reproducer: {
      pipeline: "builtin.module(plan-memory)",
      disable_threading: true,
      verify_each: true
    }
  }
#-}
