module attributes {nn.classes = 10 : i32, nn.model = "mnist_mlp"} {
  func.func @initialize() -> (tensor<784x512xf32> {nn.name = "dense.kernel", nn.role = "parameter"}, tensor<512xf32> {nn.name = "dense.bias", nn.role = "parameter"}, tensor<512x10xf32> {nn.name = "dense_1.kernel", nn.role = "parameter"}, tensor<10xf32> {nn.name = "dense_1.bias", nn.role = "parameter"}, tensor<784x512xf32> {nn.name = "dense.kernel.velocity", nn.role = "slot"}, tensor<512xf32> {nn.name = "dense.bias.velocity", nn.role = "slot"}, tensor<512x10xf32> {nn.name = "dense_1.kernel.velocity", nn.role = "slot"}, tensor<10xf32> {nn.name = "dense_1.bias.velocity", nn.role = "slot"}) {
    %0 = nn.initialize glorot_uniform fan_in(784) fan_out(512) : tensor<784x512xf32>
    %1 = nn.initialize zeros fan_in(512) fan_out(512) : tensor<512xf32>
    %2 = nn.initialize glorot_uniform fan_in(512) fan_out(10) : tensor<512x10xf32>
    %3 = nn.initialize zeros fan_in(10) fan_out(10) : tensor<10xf32>
    %4 = nn.initialize zeros fan_in(784) fan_out(512) : tensor<784x512xf32>
    %5 = nn.initialize zeros fan_in(512) fan_out(512) : tensor<512xf32>
    %6 = nn.initialize zeros fan_in(512) fan_out(10) : tensor<512x10xf32>
    %7 = nn.initialize zeros fan_in(10) fan_out(10) : tensor<10xf32>
    return %0, %1, %2, %3, %4, %5, %6, %7 : tensor<784x512xf32>, tensor<512xf32>, tensor<512x10xf32>, tensor<10xf32>, tensor<784x512xf32>, tensor<512xf32>, tensor<512x10xf32>, tensor<10xf32>
  }
  func.func @predict(%arg0: tensor<128x784xui8> {nn.role = "x"}, %arg1: i32 {nn.role = "samples"}, %arg2: tensor<784x512xf32> {nn.name = "dense.kernel", nn.role = "parameter"}, %arg3: tensor<512xf32> {nn.name = "dense.bias", nn.role = "parameter"}, %arg4: tensor<512x10xf32> {nn.name = "dense_1.kernel", nn.role = "parameter"}, %arg5: tensor<10xf32> {nn.name = "dense_1.bias", nn.role = "parameter"}) -> (tensor<128x10xf32> {nn.role = "output"}) {
    %0:2 = kernel.contract lhs(%arg0 : tensor<128x784xui8>) rhs(%arg2 : tensor<784x512xf32>) inputs(%arg3 : tensor<512xf32>) samples(%arg1) attributes {kernel.ops = ["matmul", "cast (fuse-prologue)", "rescale (fuse-prologue)", "bias_add (fuse-epilogue)", "relu (fuse-epilogue)"], kernel.prologue_ops = ["cast (fuse-prologue)", "rescale (fuse-prologue)"], stage_lhs} prologue {
    ^bb0(%arg6: i8):
      %3 = arith.uitofp %arg6 : i8 to f32
      %cst = arith.constant 0.00392156886 : f32
      %4 = arith.mulf %3, %cst : f32
      kernel.yield %4 : f32
    } epilogue {
    ^bb0(%arg6: f32, %arg7: f32):
      %3 = arith.addf %arg6, %arg7 : f32
      %cst = arith.constant 0.000000e+00 : f32
      %4 = arith.maximumf %3, %cst : f32
      kernel.yield %4 : f32
    } -> tensor<128x512xf32>, tensor<128x784xf32>
    %1 = kernel.contract lhs(%0#0 : tensor<128x512xf32>) rhs(%arg4 : tensor<512x10xf32>) inputs(%arg5 : tensor<10xf32>) samples(%arg1) attributes {kernel.ops = ["matmul", "bias_add (fuse-epilogue)"]} prologue {
    } epilogue {
    ^bb0(%arg6: f32, %arg7: f32):
      %3 = arith.addf %arg6, %arg7 : f32
      kernel.yield %3 : f32
    } -> tensor<128x10xf32>
    %2 = kernel.rows inputs(%1 : tensor<128x10xf32>) samples(%arg1) attributes {kernel.ops = ["softmax"]} {
    ^bb0(%arg6: vector<10xf32>):
      %3 = vector.reduction <maximumf>, %arg6 : vector<10xf32> into f32
      %4 = vector.broadcast %3 : f32 to vector<10xf32>
      %5 = arith.subf %arg6, %4 : vector<10xf32>
      %6 = math.exp %5 : vector<10xf32>
      %7 = vector.reduction <add>, %6 : vector<10xf32> into f32
      %8 = vector.broadcast %7 : f32 to vector<10xf32>
      %9 = arith.divf %6, %8 : vector<10xf32>
      kernel.yield %9 : vector<10xf32>
    } -> tensor<128x10xf32>
    return %2 : tensor<128x10xf32>
  }
  func.func @predict_one(%arg0: tensor<1x784xui8> {nn.role = "x"}, %arg1: i32 {nn.role = "samples"}, %arg2: tensor<784x512xf32> {nn.name = "dense.kernel", nn.role = "parameter"}, %arg3: tensor<512xf32> {nn.name = "dense.bias", nn.role = "parameter"}, %arg4: tensor<512x10xf32> {nn.name = "dense_1.kernel", nn.role = "parameter"}, %arg5: tensor<10xf32> {nn.name = "dense_1.bias", nn.role = "parameter"}) -> (tensor<1x10xf32> {nn.role = "output"}) {
    %0:2 = kernel.contract lhs(%arg0 : tensor<1x784xui8>) rhs(%arg2 : tensor<784x512xf32>) inputs(%arg3 : tensor<512xf32>) samples(%arg1) attributes {kernel.ops = ["matmul", "cast (fuse-prologue)", "rescale (fuse-prologue)", "bias_add (fuse-epilogue)", "relu (fuse-epilogue)"], kernel.prologue_ops = ["cast (fuse-prologue)", "rescale (fuse-prologue)"], stage_lhs} prologue {
    ^bb0(%arg6: i8):
      %3 = arith.uitofp %arg6 : i8 to f32
      %cst = arith.constant 0.00392156886 : f32
      %4 = arith.mulf %3, %cst : f32
      kernel.yield %4 : f32
    } epilogue {
    ^bb0(%arg6: f32, %arg7: f32):
      %3 = arith.addf %arg6, %arg7 : f32
      %cst = arith.constant 0.000000e+00 : f32
      %4 = arith.maximumf %3, %cst : f32
      kernel.yield %4 : f32
    } -> tensor<1x512xf32>, tensor<1x784xf32>
    %1 = kernel.contract lhs(%0#0 : tensor<1x512xf32>) rhs(%arg4 : tensor<512x10xf32>) inputs(%arg5 : tensor<10xf32>) samples(%arg1) attributes {kernel.ops = ["matmul", "bias_add (fuse-epilogue)"]} prologue {
    } epilogue {
    ^bb0(%arg6: f32, %arg7: f32):
      %3 = arith.addf %arg6, %arg7 : f32
      kernel.yield %3 : f32
    } -> tensor<1x10xf32>
    %2 = kernel.rows inputs(%1 : tensor<1x10xf32>) samples(%arg1) attributes {kernel.ops = ["softmax"]} {
    ^bb0(%arg6: vector<10xf32>):
      %3 = vector.reduction <maximumf>, %arg6 : vector<10xf32> into f32
      %4 = vector.broadcast %3 : f32 to vector<10xf32>
      %5 = arith.subf %arg6, %4 : vector<10xf32>
      %6 = math.exp %5 : vector<10xf32>
      %7 = vector.reduction <add>, %6 : vector<10xf32> into f32
      %8 = vector.broadcast %7 : f32 to vector<10xf32>
      %9 = arith.divf %6, %8 : vector<10xf32>
      kernel.yield %9 : vector<10xf32>
    } -> tensor<1x10xf32>
    return %2 : tensor<1x10xf32>
  }
  func.func @evaluate_step(%arg0: tensor<128x784xui8> {nn.role = "x"}, %arg1: tensor<128xui8> {nn.role = "y"}, %arg2: i32 {nn.role = "samples"}, %arg3: tensor<784x512xf32> {nn.name = "dense.kernel", nn.role = "parameter"}, %arg4: tensor<512xf32> {nn.name = "dense.bias", nn.role = "parameter"}, %arg5: tensor<512x10xf32> {nn.name = "dense_1.kernel", nn.role = "parameter"}, %arg6: tensor<10xf32> {nn.name = "dense_1.bias", nn.role = "parameter"}) -> (tensor<1xf32> {nn.role = "loss"}, tensor<1xf32> {nn.role = "correct"}) {
    %0 = arith.uitofp %arg2 : i32 to f32
    %cst = arith.constant 1.000000e+00 : f32
    %1 = arith.divf %cst, %0 {kernel.name = "per_sample"} : f32
    %2:2 = kernel.contract lhs(%arg0 : tensor<128x784xui8>) rhs(%arg3 : tensor<784x512xf32>) inputs(%arg4 : tensor<512xf32>) samples(%arg2) attributes {kernel.ops = ["matmul", "cast (fuse-prologue)", "rescale (fuse-prologue)", "bias_add (fuse-epilogue)", "relu (fuse-epilogue)"], kernel.prologue_ops = ["cast (fuse-prologue)", "rescale (fuse-prologue)"], stage_lhs} prologue {
    ^bb0(%arg7: i8):
      %7 = arith.uitofp %arg7 : i8 to f32
      %cst_0 = arith.constant 0.00392156886 : f32
      %8 = arith.mulf %7, %cst_0 : f32
      kernel.yield %8 : f32
    } epilogue {
    ^bb0(%arg7: f32, %arg8: f32):
      %7 = arith.addf %arg7, %arg8 : f32
      %cst_0 = arith.constant 0.000000e+00 : f32
      %8 = arith.maximumf %7, %cst_0 : f32
      kernel.yield %8 : f32
    } -> tensor<128x512xf32>, tensor<128x784xf32>
    %3 = kernel.contract lhs(%2#0 : tensor<128x512xf32>) rhs(%arg5 : tensor<512x10xf32>) inputs(%arg6 : tensor<10xf32>) samples(%arg2) attributes {kernel.ops = ["matmul", "bias_add (fuse-epilogue)"]} prologue {
    } epilogue {
    ^bb0(%arg7: f32, %arg8: f32):
      %7 = arith.addf %arg7, %arg8 : f32
      kernel.yield %7 : f32
    } -> tensor<128x10xf32>
    %4:2 = kernel.rows inputs(%3, %arg1 : tensor<128x10xf32>, tensor<128xui8>) samples(%arg2) attributes {kernel.ops = ["sparse_cross_entropy", "accuracy (fuse-softmax-cross-entropy)"]} {
    ^bb0(%arg7: vector<10xf32>, %arg8: i32):
      %7 = vector.reduction <maximumf>, %arg7 : vector<10xf32> into f32
      %8 = vector.broadcast %7 : f32 to vector<10xf32>
      %9 = arith.subf %arg7, %8 : vector<10xf32>
      %10 = math.exp %9 : vector<10xf32>
      %11 = vector.reduction <add>, %10 : vector<10xf32> into f32
      %12 = math.log %11 : f32
      %13 = kernel.iota : vector<10xf32>
      %14 = arith.uitofp %arg8 : i32 to f32
      %15 = vector.broadcast %14 : f32 to vector<10xf32>
      %16 = arith.cmpf oeq, %13, %15 : vector<10xf32>
      %cst_0 = arith.constant dense<0.000000e+00> : vector<10xf32>
      %17 = arith.select %16, %9, %cst_0 : vector<10xi1>, vector<10xf32>
      %18 = vector.reduction <add>, %17 : vector<10xf32> into f32
      %19 = arith.subf %12, %18 : f32
      %20 = arith.cmpf oeq, %arg7, %8 : vector<10xf32>
      %cst_1 = arith.constant dense<1.000000e+01> : vector<10xf32>
      %21 = arith.select %20, %13, %cst_1 : vector<10xi1>, vector<10xf32>
      %22 = vector.reduction <minimumf>, %21 : vector<10xf32> into f32
      %23 = arith.cmpf oeq, %22, %14 : f32
      %cst_2 = arith.constant 1.000000e+00 : f32
      %cst_3 = arith.constant 0.000000e+00 : f32
      %24 = arith.select %23, %cst_2, %cst_3 : f32
      kernel.yield %19, %24 : f32, f32
    } -> tensor<128x1xf32>, tensor<128x1xf32>
    %5 = kernel.reduce input(%4#0 : tensor<128x1xf32>) inputs(%1 : f32) samples(%arg2) attributes {kernel.ops = ["sparse_cross_entropy_mean"]} epilogue {
    ^bb0(%arg7: f32, %arg8: f32):
      %7 = arith.mulf %arg7, %arg8 : f32
      kernel.yield %7 : f32
    } -> tensor<1xf32>
    %6 = kernel.reduce input(%4#1 : tensor<128x1xf32>) samples(%arg2) attributes {kernel.ops = ["accuracy_sum"]} epilogue {
    ^bb0(%arg7: f32):
      kernel.yield %arg7 : f32
    } -> tensor<1xf32>
    return %5, %6 : tensor<1xf32>, tensor<1xf32>
  }
  func.func @train_step(%arg0: tensor<128x784xui8> {nn.role = "x"}, %arg1: tensor<128xui8> {nn.role = "y"}, %arg2: i32 {nn.role = "samples"}, %arg3: f32 {nn.role = "learning_rate"}, %arg4: i64 {nn.role = "iteration"}, %arg5: i32 {nn.role = "seed"}, %arg6: tensor<784x512xf32> {nn.name = "dense.kernel", nn.role = "parameter"}, %arg7: tensor<512xf32> {nn.name = "dense.bias", nn.role = "parameter"}, %arg8: tensor<512x10xf32> {nn.name = "dense_1.kernel", nn.role = "parameter"}, %arg9: tensor<10xf32> {nn.name = "dense_1.bias", nn.role = "parameter"}, %arg10: tensor<784x512xf32> {nn.name = "dense.kernel.velocity", nn.role = "slot"}, %arg11: tensor<512xf32> {nn.name = "dense.bias.velocity", nn.role = "slot"}, %arg12: tensor<512x10xf32> {nn.name = "dense_1.kernel.velocity", nn.role = "slot"}, %arg13: tensor<10xf32> {nn.name = "dense_1.bias.velocity", nn.role = "slot"}) -> (tensor<784x512xf32> {nn.name = "dense.kernel", nn.role = "parameter"}, tensor<512xf32> {nn.name = "dense.bias", nn.role = "parameter"}, tensor<512x10xf32> {nn.name = "dense_1.kernel", nn.role = "parameter"}, tensor<10xf32> {nn.name = "dense_1.bias", nn.role = "parameter"}, tensor<784x512xf32> {nn.name = "dense.kernel.velocity", nn.role = "slot"}, tensor<512xf32> {nn.name = "dense.bias.velocity", nn.role = "slot"}, tensor<512x10xf32> {nn.name = "dense_1.kernel.velocity", nn.role = "slot"}, tensor<10xf32> {nn.name = "dense_1.bias.velocity", nn.role = "slot"}, tensor<1xf32> {nn.role = "loss"}, tensor<1xf32> {nn.role = "correct"}) {
    %0 = arith.uitofp %arg2 : i32 to f32
    %cst = arith.constant 1.000000e+00 : f32
    %1 = arith.divf %cst, %0 {kernel.name = "per_sample"} : f32
    %2:2 = kernel.contract lhs(%arg0 : tensor<128x784xui8>) rhs(%arg6 : tensor<784x512xf32>) inputs(%arg7 : tensor<512xf32>) samples(%arg2) attributes {kernel.ops = ["matmul", "cast (fuse-prologue)", "rescale (fuse-prologue)", "bias_add (fuse-epilogue)", "relu (fuse-epilogue)"], kernel.prologue_ops = ["cast (fuse-prologue)", "rescale (fuse-prologue)"], stage_lhs} prologue {
    ^bb0(%arg14: i8):
      %12 = arith.uitofp %arg14 : i8 to f32
      %cst_0 = arith.constant 0.00392156886 : f32
      %13 = arith.mulf %12, %cst_0 : f32
      kernel.yield %13 : f32
    } epilogue {
    ^bb0(%arg14: f32, %arg15: f32):
      %12 = arith.addf %arg14, %arg15 : f32
      %cst_0 = arith.constant 0.000000e+00 : f32
      %13 = arith.maximumf %12, %cst_0 : f32
      kernel.yield %13 : f32
    } -> tensor<128x512xf32>, tensor<128x784xf32>
    %3 = kernel.contract lhs(%2#0 : tensor<128x512xf32>) rhs(%arg8 : tensor<512x10xf32>) inputs(%arg9 : tensor<10xf32>) samples(%arg2) attributes {kernel.ops = ["matmul", "bias_add (fuse-epilogue)"]} prologue {
    } epilogue {
    ^bb0(%arg14: f32, %arg15: f32):
      %12 = arith.addf %arg14, %arg15 : f32
      kernel.yield %12 : f32
    } -> tensor<128x10xf32>
    %4:3 = kernel.rows inputs(%3, %arg1, %1 : tensor<128x10xf32>, tensor<128xui8>, f32) samples(%arg2) attributes {kernel.ops = ["sparse_cross_entropy", "accuracy (fuse-softmax-cross-entropy)", "sparse_cross_entropy_grad (fuse-softmax-cross-entropy)"]} {
    ^bb0(%arg14: vector<10xf32>, %arg15: i32, %arg16: f32):
      %12 = vector.reduction <maximumf>, %arg14 : vector<10xf32> into f32
      %13 = vector.broadcast %12 : f32 to vector<10xf32>
      %14 = arith.subf %arg14, %13 : vector<10xf32>
      %15 = math.exp %14 : vector<10xf32>
      %16 = vector.reduction <add>, %15 : vector<10xf32> into f32
      %17 = math.log %16 : f32
      %18 = kernel.iota : vector<10xf32>
      %19 = arith.uitofp %arg15 : i32 to f32
      %20 = vector.broadcast %19 : f32 to vector<10xf32>
      %21 = arith.cmpf oeq, %18, %20 : vector<10xf32>
      %cst_0 = arith.constant dense<0.000000e+00> : vector<10xf32>
      %22 = arith.select %21, %14, %cst_0 : vector<10xi1>, vector<10xf32>
      %23 = vector.reduction <add>, %22 : vector<10xf32> into f32
      %24 = arith.subf %17, %23 : f32
      %25 = arith.cmpf oeq, %arg14, %13 : vector<10xf32>
      %cst_1 = arith.constant dense<1.000000e+01> : vector<10xf32>
      %26 = arith.select %25, %18, %cst_1 : vector<10xi1>, vector<10xf32>
      %27 = vector.reduction <minimumf>, %26 : vector<10xf32> into f32
      %28 = arith.cmpf oeq, %27, %19 : f32
      %cst_2 = arith.constant 1.000000e+00 : f32
      %cst_3 = arith.constant 0.000000e+00 : f32
      %29 = arith.select %28, %cst_2, %cst_3 : f32
      %30 = vector.broadcast %16 : f32 to vector<10xf32>
      %31 = arith.divf %15, %30 : vector<10xf32>
      %cst_4 = arith.constant dense<1.000000e+00> : vector<10xf32>
      %32 = arith.select %21, %cst_4, %cst_0 : vector<10xi1>, vector<10xf32>
      %33 = arith.subf %31, %32 : vector<10xf32>
      %34 = vector.broadcast %arg16 : f32 to vector<10xf32>
      %35 = arith.mulf %33, %34 : vector<10xf32>
      kernel.yield %24, %29, %35 : f32, f32, vector<10xf32>
    } -> tensor<128x1xf32>, tensor<128x1xf32>, tensor<128x10xf32>
    %5 = kernel.reduce input(%4#0 : tensor<128x1xf32>) inputs(%1 : f32) samples(%arg2) attributes {kernel.ops = ["sparse_cross_entropy_mean"]} epilogue {
    ^bb0(%arg14: f32, %arg15: f32):
      %12 = arith.mulf %arg14, %arg15 : f32
      kernel.yield %12 : f32
    } -> tensor<1xf32>
    %6 = kernel.reduce input(%4#1 : tensor<128x1xf32>) samples(%arg2) attributes {kernel.ops = ["accuracy_sum"]} epilogue {
    ^bb0(%arg14: f32):
      kernel.yield %arg14 : f32
    } -> tensor<1xf32>
    %7:2 = kernel.reduce input(%4#2 : tensor<128x10xf32>) inputs(%arg9, %arg13, %arg3 : tensor<10xf32>, tensor<10xf32>, f32) samples(%arg2) attributes {kernel.ops = ["reduce_sum", "rmsprop (fuse-optimizer)"], kernel.role = "update"} epilogue {
    ^bb0(%arg14: f32, %arg15: f32, %arg16: f32, %arg17: f32):
      %12 = arith.mulf %arg17, %arg14 : f32
      %cst_0 = arith.constant 0.899999976 : f32
      %13 = arith.mulf %cst_0, %arg16 : f32
      %cst_1 = arith.constant 1.000000e-01 : f32
      %14 = arith.mulf %arg14, %arg14 : f32
      %15 = arith.mulf %cst_1, %14 : f32
      %16 = arith.addf %13, %15 : f32
      %cst_2 = arith.constant 1.000000e-07 : f32
      %17 = arith.addf %16, %cst_2 : f32
      %18 = math.sqrt %17 : f32
      %19 = arith.divf %12, %18 : f32
      %20 = arith.subf %arg15, %19 : f32
      kernel.yield %20, %16 : f32, f32
    } -> tensor<10xf32>, tensor<10xf32>
    %8 = kernel.contract lhs(%4#2 : tensor<128x10xf32>) rhs(%arg8 : tensor<512x10xf32>) inputs(%2#0 : tensor<128x512xf32>) samples(%arg2) attributes {kernel.ops = ["matmul", "relu_grad (fuse-epilogue)"], transpose_rhs} prologue {
    } epilogue {
    ^bb0(%arg14: f32, %arg15: f32):
      %cst_0 = arith.constant 0.000000e+00 : f32
      %12 = arith.cmpf ogt, %arg15, %cst_0 : f32
      %13 = arith.select %12, %arg14, %cst_0 : f32
      kernel.yield %13 : f32
    } -> tensor<128x512xf32>
    %9:2 = kernel.contract lhs(%2#0 : tensor<128x512xf32>) rhs(%4#2 : tensor<128x10xf32>) inputs(%arg8, %arg12, %arg3 : tensor<512x10xf32>, tensor<512x10xf32>, f32) samples(%arg2) attributes {kernel.ops = ["matmul", "rmsprop (fuse-optimizer)"], kernel.role = "update", transpose_lhs} prologue {
    } epilogue {
    ^bb0(%arg14: f32, %arg15: f32, %arg16: f32, %arg17: f32):
      %12 = arith.mulf %arg17, %arg14 : f32
      %cst_0 = arith.constant 0.899999976 : f32
      %13 = arith.mulf %cst_0, %arg16 : f32
      %cst_1 = arith.constant 1.000000e-01 : f32
      %14 = arith.mulf %arg14, %arg14 : f32
      %15 = arith.mulf %cst_1, %14 : f32
      %16 = arith.addf %13, %15 : f32
      %cst_2 = arith.constant 1.000000e-07 : f32
      %17 = arith.addf %16, %cst_2 : f32
      %18 = math.sqrt %17 : f32
      %19 = arith.divf %12, %18 : f32
      %20 = arith.subf %arg15, %19 : f32
      kernel.yield %20, %16 : f32, f32
    } -> tensor<512x10xf32>, tensor<512x10xf32>
    %10:2 = kernel.reduce input(%8 : tensor<128x512xf32>) inputs(%arg7, %arg11, %arg3 : tensor<512xf32>, tensor<512xf32>, f32) samples(%arg2) attributes {kernel.ops = ["reduce_sum", "rmsprop (fuse-optimizer)"], kernel.role = "update"} epilogue {
    ^bb0(%arg14: f32, %arg15: f32, %arg16: f32, %arg17: f32):
      %12 = arith.mulf %arg17, %arg14 : f32
      %cst_0 = arith.constant 0.899999976 : f32
      %13 = arith.mulf %cst_0, %arg16 : f32
      %cst_1 = arith.constant 1.000000e-01 : f32
      %14 = arith.mulf %arg14, %arg14 : f32
      %15 = arith.mulf %cst_1, %14 : f32
      %16 = arith.addf %13, %15 : f32
      %cst_2 = arith.constant 1.000000e-07 : f32
      %17 = arith.addf %16, %cst_2 : f32
      %18 = math.sqrt %17 : f32
      %19 = arith.divf %12, %18 : f32
      %20 = arith.subf %arg15, %19 : f32
      kernel.yield %20, %16 : f32, f32
    } -> tensor<512xf32>, tensor<512xf32>
    %11:2 = kernel.contract lhs(%2#1 : tensor<128x784xf32>) rhs(%8 : tensor<128x512xf32>) inputs(%arg6, %arg10, %arg3 : tensor<784x512xf32>, tensor<784x512xf32>, f32) samples(%arg2) attributes {kernel.ops = ["matmul", "rmsprop (fuse-optimizer)"], kernel.role = "update", transpose_lhs} prologue {
    } epilogue {
    ^bb0(%arg14: f32, %arg15: f32, %arg16: f32, %arg17: f32):
      %12 = arith.mulf %arg17, %arg14 : f32
      %cst_0 = arith.constant 0.899999976 : f32
      %13 = arith.mulf %cst_0, %arg16 : f32
      %cst_1 = arith.constant 1.000000e-01 : f32
      %14 = arith.mulf %arg14, %arg14 : f32
      %15 = arith.mulf %cst_1, %14 : f32
      %16 = arith.addf %13, %15 : f32
      %cst_2 = arith.constant 1.000000e-07 : f32
      %17 = arith.addf %16, %cst_2 : f32
      %18 = math.sqrt %17 : f32
      %19 = arith.divf %12, %18 : f32
      %20 = arith.subf %arg15, %19 : f32
      kernel.yield %20, %16 : f32, f32
    } -> tensor<784x512xf32>, tensor<784x512xf32>
    return %11#0, %10#0, %9#0, %7#0, %11#1, %10#1, %9#1, %7#1, %5, %6 : tensor<784x512xf32>, tensor<512xf32>, tensor<512x10xf32>, tensor<10xf32>, tensor<784x512xf32>, tensor<512xf32>, tensor<512x10xf32>, tensor<10xf32>, tensor<1xf32>, tensor<1xf32>
  }
  func.func @predict_sparse(%arg0: tensor<128x784xui8> {nn.role = "x"}, %arg1: i32 {nn.role = "samples"}, %arg2: tensor<784x512xf32> {nn.name = "dense.kernel", nn.role = "parameter"}, %arg3: tensor<512xf32> {nn.name = "dense.bias", nn.role = "parameter"}, %arg4: tensor<512x10xf32> {nn.name = "dense_1.kernel", nn.role = "parameter"}, %arg5: tensor<10xf32> {nn.name = "dense_1.bias", nn.role = "parameter"}) -> (tensor<128x10xf32> {nn.role = "output"}) {
    %0:2 = kernel.contract lhs(%arg0 : tensor<128x784xui8>) rhs(%arg2 : tensor<784x512xf32>) inputs(%arg3 : tensor<512xf32>) samples(%arg1) attributes {kernel.ops = ["matmul", "cast (fuse-prologue)", "rescale (fuse-prologue)", "bias_add (fuse-epilogue)", "relu (fuse-epilogue)"], kernel.prologue_ops = ["cast (fuse-prologue)", "rescale (fuse-prologue)"], sparse_lhs, stage_lhs} prologue {
    ^bb0(%arg6: i8):
      %3 = arith.uitofp %arg6 : i8 to f32
      %cst = arith.constant 0.00392156886 : f32
      %4 = arith.mulf %3, %cst : f32
      kernel.yield %4 : f32
    } epilogue {
    ^bb0(%arg6: f32, %arg7: f32):
      %3 = arith.addf %arg6, %arg7 : f32
      %cst = arith.constant 0.000000e+00 : f32
      %4 = arith.maximumf %3, %cst : f32
      kernel.yield %4 : f32
    } -> tensor<128x512xf32>, tensor<128x784xf32, #kernel.nonzeros<depth = 112, group = 1>>
    %1 = kernel.contract lhs(%0#0 : tensor<128x512xf32>) rhs(%arg4 : tensor<512x10xf32>) inputs(%arg5 : tensor<10xf32>) samples(%arg1) attributes {kernel.ops = ["matmul", "bias_add (fuse-epilogue)"]} prologue {
    } epilogue {
    ^bb0(%arg6: f32, %arg7: f32):
      %3 = arith.addf %arg6, %arg7 : f32
      kernel.yield %3 : f32
    } -> tensor<128x10xf32>
    %2 = kernel.rows inputs(%1 : tensor<128x10xf32>) samples(%arg1) attributes {kernel.ops = ["softmax"]} {
    ^bb0(%arg6: vector<10xf32>):
      %3 = vector.reduction <maximumf>, %arg6 : vector<10xf32> into f32
      %4 = vector.broadcast %3 : f32 to vector<10xf32>
      %5 = arith.subf %arg6, %4 : vector<10xf32>
      %6 = math.exp %5 : vector<10xf32>
      %7 = vector.reduction <add>, %6 : vector<10xf32> into f32
      %8 = vector.broadcast %7 : f32 to vector<10xf32>
      %9 = arith.divf %6, %8 : vector<10xf32>
      kernel.yield %9 : vector<10xf32>
    } -> tensor<128x10xf32>
    return %2 : tensor<128x10xf32>
  }
  func.func @predict_one_sparse(%arg0: tensor<1x784xui8> {nn.role = "x"}, %arg1: i32 {nn.role = "samples"}, %arg2: tensor<784x512xf32> {nn.name = "dense.kernel", nn.role = "parameter"}, %arg3: tensor<512xf32> {nn.name = "dense.bias", nn.role = "parameter"}, %arg4: tensor<512x10xf32> {nn.name = "dense_1.kernel", nn.role = "parameter"}, %arg5: tensor<10xf32> {nn.name = "dense_1.bias", nn.role = "parameter"}) -> (tensor<1x10xf32> {nn.role = "output"}) {
    %0:2 = kernel.contract lhs(%arg0 : tensor<1x784xui8>) rhs(%arg2 : tensor<784x512xf32>) inputs(%arg3 : tensor<512xf32>) samples(%arg1) attributes {kernel.ops = ["matmul", "cast (fuse-prologue)", "rescale (fuse-prologue)", "bias_add (fuse-epilogue)", "relu (fuse-epilogue)"], kernel.prologue_ops = ["cast (fuse-prologue)", "rescale (fuse-prologue)"], sparse_lhs, stage_lhs} prologue {
    ^bb0(%arg6: i8):
      %3 = arith.uitofp %arg6 : i8 to f32
      %cst = arith.constant 0.00392156886 : f32
      %4 = arith.mulf %3, %cst : f32
      kernel.yield %4 : f32
    } epilogue {
    ^bb0(%arg6: f32, %arg7: f32):
      %3 = arith.addf %arg6, %arg7 : f32
      %cst = arith.constant 0.000000e+00 : f32
      %4 = arith.maximumf %3, %cst : f32
      kernel.yield %4 : f32
    } -> tensor<1x512xf32>, tensor<1x784xf32, #kernel.nonzeros<depth = 112, group = 1>>
    %1 = kernel.contract lhs(%0#0 : tensor<1x512xf32>) rhs(%arg4 : tensor<512x10xf32>) inputs(%arg5 : tensor<10xf32>) samples(%arg1) attributes {kernel.ops = ["matmul", "bias_add (fuse-epilogue)"]} prologue {
    } epilogue {
    ^bb0(%arg6: f32, %arg7: f32):
      %3 = arith.addf %arg6, %arg7 : f32
      kernel.yield %3 : f32
    } -> tensor<1x10xf32>
    %2 = kernel.rows inputs(%1 : tensor<1x10xf32>) samples(%arg1) attributes {kernel.ops = ["softmax"]} {
    ^bb0(%arg6: vector<10xf32>):
      %3 = vector.reduction <maximumf>, %arg6 : vector<10xf32> into f32
      %4 = vector.broadcast %3 : f32 to vector<10xf32>
      %5 = arith.subf %arg6, %4 : vector<10xf32>
      %6 = math.exp %5 : vector<10xf32>
      %7 = vector.reduction <add>, %6 : vector<10xf32> into f32
      %8 = vector.broadcast %7 : f32 to vector<10xf32>
      %9 = arith.divf %6, %8 : vector<10xf32>
      kernel.yield %9 : vector<10xf32>
    } -> tensor<1x10xf32>
    return %2 : tensor<1x10xf32>
  }
  func.func @evaluate_step_sparse(%arg0: tensor<128x784xui8> {nn.role = "x"}, %arg1: tensor<128xui8> {nn.role = "y"}, %arg2: i32 {nn.role = "samples"}, %arg3: tensor<784x512xf32> {nn.name = "dense.kernel", nn.role = "parameter"}, %arg4: tensor<512xf32> {nn.name = "dense.bias", nn.role = "parameter"}, %arg5: tensor<512x10xf32> {nn.name = "dense_1.kernel", nn.role = "parameter"}, %arg6: tensor<10xf32> {nn.name = "dense_1.bias", nn.role = "parameter"}) -> (tensor<1xf32> {nn.role = "loss"}, tensor<1xf32> {nn.role = "correct"}) {
    %0 = arith.uitofp %arg2 : i32 to f32
    %cst = arith.constant 1.000000e+00 : f32
    %1 = arith.divf %cst, %0 {kernel.name = "per_sample"} : f32
    %2:2 = kernel.contract lhs(%arg0 : tensor<128x784xui8>) rhs(%arg3 : tensor<784x512xf32>) inputs(%arg4 : tensor<512xf32>) samples(%arg2) attributes {kernel.ops = ["matmul", "cast (fuse-prologue)", "rescale (fuse-prologue)", "bias_add (fuse-epilogue)", "relu (fuse-epilogue)"], kernel.prologue_ops = ["cast (fuse-prologue)", "rescale (fuse-prologue)"], sparse_lhs, stage_lhs} prologue {
    ^bb0(%arg7: i8):
      %7 = arith.uitofp %arg7 : i8 to f32
      %cst_0 = arith.constant 0.00392156886 : f32
      %8 = arith.mulf %7, %cst_0 : f32
      kernel.yield %8 : f32
    } epilogue {
    ^bb0(%arg7: f32, %arg8: f32):
      %7 = arith.addf %arg7, %arg8 : f32
      %cst_0 = arith.constant 0.000000e+00 : f32
      %8 = arith.maximumf %7, %cst_0 : f32
      kernel.yield %8 : f32
    } -> tensor<128x512xf32>, tensor<128x784xf32, #kernel.nonzeros<depth = 112, group = 1>>
    %3 = kernel.contract lhs(%2#0 : tensor<128x512xf32>) rhs(%arg5 : tensor<512x10xf32>) inputs(%arg6 : tensor<10xf32>) samples(%arg2) attributes {kernel.ops = ["matmul", "bias_add (fuse-epilogue)"]} prologue {
    } epilogue {
    ^bb0(%arg7: f32, %arg8: f32):
      %7 = arith.addf %arg7, %arg8 : f32
      kernel.yield %7 : f32
    } -> tensor<128x10xf32>
    %4:2 = kernel.rows inputs(%3, %arg1 : tensor<128x10xf32>, tensor<128xui8>) samples(%arg2) attributes {kernel.ops = ["sparse_cross_entropy", "accuracy (fuse-softmax-cross-entropy)"]} {
    ^bb0(%arg7: vector<10xf32>, %arg8: i32):
      %7 = vector.reduction <maximumf>, %arg7 : vector<10xf32> into f32
      %8 = vector.broadcast %7 : f32 to vector<10xf32>
      %9 = arith.subf %arg7, %8 : vector<10xf32>
      %10 = math.exp %9 : vector<10xf32>
      %11 = vector.reduction <add>, %10 : vector<10xf32> into f32
      %12 = math.log %11 : f32
      %13 = kernel.iota : vector<10xf32>
      %14 = arith.uitofp %arg8 : i32 to f32
      %15 = vector.broadcast %14 : f32 to vector<10xf32>
      %16 = arith.cmpf oeq, %13, %15 : vector<10xf32>
      %cst_0 = arith.constant dense<0.000000e+00> : vector<10xf32>
      %17 = arith.select %16, %9, %cst_0 : vector<10xi1>, vector<10xf32>
      %18 = vector.reduction <add>, %17 : vector<10xf32> into f32
      %19 = arith.subf %12, %18 : f32
      %20 = arith.cmpf oeq, %arg7, %8 : vector<10xf32>
      %cst_1 = arith.constant dense<1.000000e+01> : vector<10xf32>
      %21 = arith.select %20, %13, %cst_1 : vector<10xi1>, vector<10xf32>
      %22 = vector.reduction <minimumf>, %21 : vector<10xf32> into f32
      %23 = arith.cmpf oeq, %22, %14 : f32
      %cst_2 = arith.constant 1.000000e+00 : f32
      %cst_3 = arith.constant 0.000000e+00 : f32
      %24 = arith.select %23, %cst_2, %cst_3 : f32
      kernel.yield %19, %24 : f32, f32
    } -> tensor<128x1xf32>, tensor<128x1xf32>
    %5 = kernel.reduce input(%4#0 : tensor<128x1xf32>) inputs(%1 : f32) samples(%arg2) attributes {kernel.ops = ["sparse_cross_entropy_mean"]} epilogue {
    ^bb0(%arg7: f32, %arg8: f32):
      %7 = arith.mulf %arg7, %arg8 : f32
      kernel.yield %7 : f32
    } -> tensor<1xf32>
    %6 = kernel.reduce input(%4#1 : tensor<128x1xf32>) samples(%arg2) attributes {kernel.ops = ["accuracy_sum"]} epilogue {
    ^bb0(%arg7: f32):
      kernel.yield %arg7 : f32
    } -> tensor<1xf32>
    return %5, %6 : tensor<1xf32>, tensor<1xf32>
  }
  func.func @train_step_sparse(%arg0: tensor<128x784xui8> {nn.role = "x"}, %arg1: tensor<128xui8> {nn.role = "y"}, %arg2: i32 {nn.role = "samples"}, %arg3: f32 {nn.role = "learning_rate"}, %arg4: i64 {nn.role = "iteration"}, %arg5: i32 {nn.role = "seed"}, %arg6: tensor<784x512xf32> {nn.name = "dense.kernel", nn.role = "parameter"}, %arg7: tensor<512xf32> {nn.name = "dense.bias", nn.role = "parameter"}, %arg8: tensor<512x10xf32> {nn.name = "dense_1.kernel", nn.role = "parameter"}, %arg9: tensor<10xf32> {nn.name = "dense_1.bias", nn.role = "parameter"}, %arg10: tensor<784x512xf32> {nn.name = "dense.kernel.velocity", nn.role = "slot"}, %arg11: tensor<512xf32> {nn.name = "dense.bias.velocity", nn.role = "slot"}, %arg12: tensor<512x10xf32> {nn.name = "dense_1.kernel.velocity", nn.role = "slot"}, %arg13: tensor<10xf32> {nn.name = "dense_1.bias.velocity", nn.role = "slot"}) -> (tensor<784x512xf32> {nn.name = "dense.kernel", nn.role = "parameter"}, tensor<512xf32> {nn.name = "dense.bias", nn.role = "parameter"}, tensor<512x10xf32> {nn.name = "dense_1.kernel", nn.role = "parameter"}, tensor<10xf32> {nn.name = "dense_1.bias", nn.role = "parameter"}, tensor<784x512xf32> {nn.name = "dense.kernel.velocity", nn.role = "slot"}, tensor<512xf32> {nn.name = "dense.bias.velocity", nn.role = "slot"}, tensor<512x10xf32> {nn.name = "dense_1.kernel.velocity", nn.role = "slot"}, tensor<10xf32> {nn.name = "dense_1.bias.velocity", nn.role = "slot"}, tensor<1xf32> {nn.role = "loss"}, tensor<1xf32> {nn.role = "correct"}) {
    %0 = arith.uitofp %arg2 : i32 to f32
    %cst = arith.constant 1.000000e+00 : f32
    %1 = arith.divf %cst, %0 {kernel.name = "per_sample"} : f32
    %2:2 = kernel.contract lhs(%arg0 : tensor<128x784xui8>) rhs(%arg6 : tensor<784x512xf32>) inputs(%arg7 : tensor<512xf32>) samples(%arg2) attributes {kernel.ops = ["matmul", "cast (fuse-prologue)", "rescale (fuse-prologue)", "bias_add (fuse-epilogue)", "relu (fuse-epilogue)"], kernel.prologue_ops = ["cast (fuse-prologue)", "rescale (fuse-prologue)"], sparse_lhs, stage_lhs} prologue {
    ^bb0(%arg14: i8):
      %13 = arith.uitofp %arg14 : i8 to f32
      %cst_0 = arith.constant 0.00392156886 : f32
      %14 = arith.mulf %13, %cst_0 : f32
      kernel.yield %14 : f32
    } epilogue {
    ^bb0(%arg14: f32, %arg15: f32):
      %13 = arith.addf %arg14, %arg15 : f32
      %cst_0 = arith.constant 0.000000e+00 : f32
      %14 = arith.maximumf %13, %cst_0 : f32
      kernel.yield %14 : f32
    } -> tensor<128x512xf32>, tensor<128x784xf32, #kernel.nonzeros<depth = 112, group = 1>>
    %3 = kernel.contract lhs(%2#0 : tensor<128x512xf32>) rhs(%arg8 : tensor<512x10xf32>) inputs(%arg9 : tensor<10xf32>) samples(%arg2) attributes {kernel.ops = ["matmul", "bias_add (fuse-epilogue)"]} prologue {
    } epilogue {
    ^bb0(%arg14: f32, %arg15: f32):
      %13 = arith.addf %arg14, %arg15 : f32
      kernel.yield %13 : f32
    } -> tensor<128x10xf32>
    %4:3 = kernel.rows inputs(%3, %arg1, %1 : tensor<128x10xf32>, tensor<128xui8>, f32) samples(%arg2) attributes {kernel.ops = ["sparse_cross_entropy", "accuracy (fuse-softmax-cross-entropy)", "sparse_cross_entropy_grad (fuse-softmax-cross-entropy)"]} {
    ^bb0(%arg14: vector<10xf32>, %arg15: i32, %arg16: f32):
      %13 = vector.reduction <maximumf>, %arg14 : vector<10xf32> into f32
      %14 = vector.broadcast %13 : f32 to vector<10xf32>
      %15 = arith.subf %arg14, %14 : vector<10xf32>
      %16 = math.exp %15 : vector<10xf32>
      %17 = vector.reduction <add>, %16 : vector<10xf32> into f32
      %18 = math.log %17 : f32
      %19 = kernel.iota : vector<10xf32>
      %20 = arith.uitofp %arg15 : i32 to f32
      %21 = vector.broadcast %20 : f32 to vector<10xf32>
      %22 = arith.cmpf oeq, %19, %21 : vector<10xf32>
      %cst_0 = arith.constant dense<0.000000e+00> : vector<10xf32>
      %23 = arith.select %22, %15, %cst_0 : vector<10xi1>, vector<10xf32>
      %24 = vector.reduction <add>, %23 : vector<10xf32> into f32
      %25 = arith.subf %18, %24 : f32
      %26 = arith.cmpf oeq, %arg14, %14 : vector<10xf32>
      %cst_1 = arith.constant dense<1.000000e+01> : vector<10xf32>
      %27 = arith.select %26, %19, %cst_1 : vector<10xi1>, vector<10xf32>
      %28 = vector.reduction <minimumf>, %27 : vector<10xf32> into f32
      %29 = arith.cmpf oeq, %28, %20 : f32
      %cst_2 = arith.constant 1.000000e+00 : f32
      %cst_3 = arith.constant 0.000000e+00 : f32
      %30 = arith.select %29, %cst_2, %cst_3 : f32
      %31 = vector.broadcast %17 : f32 to vector<10xf32>
      %32 = arith.divf %16, %31 : vector<10xf32>
      %cst_4 = arith.constant dense<1.000000e+00> : vector<10xf32>
      %33 = arith.select %22, %cst_4, %cst_0 : vector<10xi1>, vector<10xf32>
      %34 = arith.subf %32, %33 : vector<10xf32>
      %35 = vector.broadcast %arg16 : f32 to vector<10xf32>
      %36 = arith.mulf %34, %35 : vector<10xf32>
      kernel.yield %25, %30, %36 : f32, f32, vector<10xf32>
    } -> tensor<128x1xf32>, tensor<128x1xf32>, tensor<128x10xf32>
    %5 = kernel.reduce input(%4#0 : tensor<128x1xf32>) inputs(%1 : f32) samples(%arg2) attributes {kernel.ops = ["sparse_cross_entropy_mean"]} epilogue {
    ^bb0(%arg14: f32, %arg15: f32):
      %13 = arith.mulf %arg14, %arg15 : f32
      kernel.yield %13 : f32
    } -> tensor<1xf32>
    %6 = kernel.reduce input(%4#1 : tensor<128x1xf32>) samples(%arg2) attributes {kernel.ops = ["accuracy_sum"]} epilogue {
    ^bb0(%arg14: f32):
      kernel.yield %arg14 : f32
    } -> tensor<1xf32>
    %7:2 = kernel.reduce input(%4#2 : tensor<128x10xf32>) inputs(%arg9, %arg13, %arg3 : tensor<10xf32>, tensor<10xf32>, f32) samples(%arg2) attributes {kernel.ops = ["reduce_sum", "rmsprop (fuse-optimizer)"], kernel.role = "update"} epilogue {
    ^bb0(%arg14: f32, %arg15: f32, %arg16: f32, %arg17: f32):
      %13 = arith.mulf %arg17, %arg14 : f32
      %cst_0 = arith.constant 0.899999976 : f32
      %14 = arith.mulf %cst_0, %arg16 : f32
      %cst_1 = arith.constant 1.000000e-01 : f32
      %15 = arith.mulf %arg14, %arg14 : f32
      %16 = arith.mulf %cst_1, %15 : f32
      %17 = arith.addf %14, %16 : f32
      %cst_2 = arith.constant 1.000000e-07 : f32
      %18 = arith.addf %17, %cst_2 : f32
      %19 = math.sqrt %18 : f32
      %20 = arith.divf %13, %19 : f32
      %21 = arith.subf %arg15, %20 : f32
      kernel.yield %21, %17 : f32, f32
    } -> tensor<10xf32>, tensor<10xf32>
    %8 = kernel.contract lhs(%4#2 : tensor<128x10xf32>) rhs(%arg8 : tensor<512x10xf32>) inputs(%2#0 : tensor<128x512xf32>) samples(%arg2) attributes {kernel.ops = ["matmul", "relu_grad (fuse-epilogue)"], transpose_rhs} prologue {
    } epilogue {
    ^bb0(%arg14: f32, %arg15: f32):
      %cst_0 = arith.constant 0.000000e+00 : f32
      %13 = arith.cmpf ogt, %arg15, %cst_0 : f32
      %14 = arith.select %13, %arg14, %cst_0 : f32
      kernel.yield %14 : f32
    } -> tensor<128x512xf32>
    %9:2 = kernel.contract lhs(%2#0 : tensor<128x512xf32>) rhs(%4#2 : tensor<128x10xf32>) inputs(%arg8, %arg12, %arg3 : tensor<512x10xf32>, tensor<512x10xf32>, f32) samples(%arg2) attributes {kernel.ops = ["matmul", "rmsprop (fuse-optimizer)"], kernel.role = "update", transpose_lhs} prologue {
    } epilogue {
    ^bb0(%arg14: f32, %arg15: f32, %arg16: f32, %arg17: f32):
      %13 = arith.mulf %arg17, %arg14 : f32
      %cst_0 = arith.constant 0.899999976 : f32
      %14 = arith.mulf %cst_0, %arg16 : f32
      %cst_1 = arith.constant 1.000000e-01 : f32
      %15 = arith.mulf %arg14, %arg14 : f32
      %16 = arith.mulf %cst_1, %15 : f32
      %17 = arith.addf %14, %16 : f32
      %cst_2 = arith.constant 1.000000e-07 : f32
      %18 = arith.addf %17, %cst_2 : f32
      %19 = math.sqrt %18 : f32
      %20 = arith.divf %13, %19 : f32
      %21 = arith.subf %arg15, %20 : f32
      kernel.yield %21, %17 : f32, f32
    } -> tensor<512x10xf32>, tensor<512x10xf32>
    %10:2 = kernel.reduce input(%8 : tensor<128x512xf32>) inputs(%arg7, %arg11, %arg3 : tensor<512xf32>, tensor<512xf32>, f32) samples(%arg2) attributes {kernel.ops = ["reduce_sum", "rmsprop (fuse-optimizer)"], kernel.role = "update"} epilogue {
    ^bb0(%arg14: f32, %arg15: f32, %arg16: f32, %arg17: f32):
      %13 = arith.mulf %arg17, %arg14 : f32
      %cst_0 = arith.constant 0.899999976 : f32
      %14 = arith.mulf %cst_0, %arg16 : f32
      %cst_1 = arith.constant 1.000000e-01 : f32
      %15 = arith.mulf %arg14, %arg14 : f32
      %16 = arith.mulf %cst_1, %15 : f32
      %17 = arith.addf %14, %16 : f32
      %cst_2 = arith.constant 1.000000e-07 : f32
      %18 = arith.addf %17, %cst_2 : f32
      %19 = math.sqrt %18 : f32
      %20 = arith.divf %13, %19 : f32
      %21 = arith.subf %arg15, %20 : f32
      kernel.yield %21, %17 : f32, f32
    } -> tensor<512xf32>, tensor<512xf32>
    %11 = kernel.transpose %arg0 samples(%arg2) prologue {
    ^bb0(%arg14: i8):
      %13 = arith.uitofp %arg14 : i8 to f32
      %cst_0 = arith.constant 0.00392156886 : f32
      %14 = arith.mulf %13, %cst_0 : f32
      kernel.yield %14 : f32
    } : tensor<128x784xui8> -> tensor<784x128xf32, #kernel.nonzeros<depth = 128, group = 2>>
    %12:2 = kernel.contract lhs(%11 : tensor<784x128xf32, #kernel.nonzeros<depth = 128, group = 2>>) rhs(%8 : tensor<128x512xf32>) inputs(%arg6, %arg10, %arg3 : tensor<784x512xf32>, tensor<784x512xf32>, f32) attributes {kernel.ops = ["matmul", "rmsprop (fuse-optimizer)"], kernel.role = "update", sparse_lhs} prologue {
    } epilogue {
    ^bb0(%arg14: f32, %arg15: f32, %arg16: f32, %arg17: f32):
      %13 = arith.mulf %arg17, %arg14 : f32
      %cst_0 = arith.constant 0.899999976 : f32
      %14 = arith.mulf %cst_0, %arg16 : f32
      %cst_1 = arith.constant 1.000000e-01 : f32
      %15 = arith.mulf %arg14, %arg14 : f32
      %16 = arith.mulf %cst_1, %15 : f32
      %17 = arith.addf %14, %16 : f32
      %cst_2 = arith.constant 1.000000e-07 : f32
      %18 = arith.addf %17, %cst_2 : f32
      %19 = math.sqrt %18 : f32
      %20 = arith.divf %13, %19 : f32
      %21 = arith.subf %arg15, %20 : f32
      kernel.yield %21, %17 : f32, f32
    } -> tensor<784x512xf32>, tensor<784x512xf32>
    return %12#0, %10#0, %9#0, %7#0, %12#1, %10#1, %9#1, %7#1, %5, %6 : tensor<784x512xf32>, tensor<512xf32>, tensor<512x10xf32>, tensor<10xf32>, tensor<784x512xf32>, tensor<512xf32>, tensor<512x10xf32>, tensor<10xf32>, tensor<1xf32>, tensor<1xf32>
  }
}

{-#
  external_resources: {
    mlir_reproducer: {
      pipeline: "builtin.module(select-layout)",
      disable_threading: true,
      verify_each: true
    }
  }
#-}
