"builtin.module"() ({
  "func.func"() <{function_type = () -> (tensor<784x64xf32>, tensor<64xf32>, tensor<64x10xf32>, tensor<10xf32>), res_attrs = [{nn.name = "dense.kernel", nn.role = "parameter"}, {nn.name = "dense.bias", nn.role = "parameter"}, {nn.name = "dense_1.kernel", nn.role = "parameter"}, {nn.name = "dense_1.bias", nn.role = "parameter"}], sym_name = "initialize"}> ({
    %12 = "nn.initialize"() <{fan_in = 784 : i64, fan_out = 64 : i64, kind = #nn<initializer glorot_uniform>}> : () -> tensor<784x64xf32>
    %13 = "nn.initialize"() <{fan_in = 64 : i64, fan_out = 64 : i64, kind = #nn<initializer zeros>}> : () -> tensor<64xf32>
    %14 = "nn.initialize"() <{fan_in = 64 : i64, fan_out = 10 : i64, kind = #nn<initializer glorot_uniform>}> : () -> tensor<64x10xf32>
    %15 = "nn.initialize"() <{fan_in = 10 : i64, fan_out = 10 : i64, kind = #nn<initializer zeros>}> : () -> tensor<10xf32>
    "func.return"(%12, %13, %14, %15) : (tensor<784x64xf32>, tensor<64xf32>, tensor<64x10xf32>, tensor<10xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{nn.role = "x"}, {nn.role = "samples"}, {nn.role = "seed"}, {nn.role = "iteration"}, {nn.name = "dense.kernel", nn.role = "parameter"}, {nn.name = "dense.bias", nn.role = "parameter"}, {nn.name = "dense_1.kernel", nn.role = "parameter"}, {nn.name = "dense_1.bias", nn.role = "parameter"}], function_type = (tensor<128x28x28xui8>, i32, i32, i64, tensor<784x64xf32>, tensor<64xf32>, tensor<64x10xf32>, tensor<10xf32>) -> (tensor<128x10xf32>, tensor<f32>, tensor<f32>, tensor<f32>), res_attrs = [{nn.role = "output"}, {nn.role = "penalty"}, {nn.role = "penalty"}, {nn.role = "penalty"}], sym_name = "forward"}> ({
  ^bb0(%arg0: tensor<128x28x28xui8>, %arg1: i32, %arg2: i32, %arg3: i64, %arg4: tensor<784x64xf32>, %arg5: tensor<64xf32>, %arg6: tensor<64x10xf32>, %arg7: tensor<10xf32>):
    %0 = "nn.cast"(%arg0) : (tensor<128x28x28xui8>) -> tensor<128x28x28xf32>
    %1 = "nn.reshape"(%0) : (tensor<128x28x28xf32>) -> tensor<128x784xf32>
    %2 = "nn.rescale"(%1) <{offset = 0.000000e+00 : f64, scale = 0.0039215686274509803 : f64}> : (tensor<128x784xf32>) -> tensor<128x784xf32>
    %3 = "nn.matmul"(%2, %arg4) : (tensor<128x784xf32>, tensor<784x64xf32>) -> tensor<128x64xf32>
    %4 = "nn.bias_add"(%3, %arg5) : (tensor<128x64xf32>, tensor<64xf32>) -> tensor<128x64xf32>
    %5 = "nn.relu"(%4) : (tensor<128x64xf32>) -> tensor<128x64xf32>
    %6 = "nn.matmul"(%5, %arg6) : (tensor<128x64xf32>, tensor<64x10xf32>) -> tensor<128x10xf32>
    %7 = "nn.bias_add"(%6, %arg7) : (tensor<128x10xf32>, tensor<10xf32>) -> tensor<128x10xf32>
    %8 = "nn.softmax"(%7) : (tensor<128x10xf32>) -> tensor<128x10xf32>
    "func.return"() : () -> ()
    %9 = "nn.penalty"(%arg4) <{l1 = 0.000000e+00 : f64, l2 = 2.000000e-03 : f64}> : (tensor<784x64xf32>) -> tensor<f32>
    %10 = "nn.penalty"(%arg5) <{l1 = 1.000000e-02 : f64, l2 = 0.000000e+00 : f64}> : (tensor<64xf32>) -> tensor<f32>
    %11 = "nn.penalty"(%8, %9, %10, %11) <{l1 = 1.000000e-04 : f64, l2 = 1.000000e-03 : f64}> : (tensor<128x10xf32>, tensor<f32>, tensor<f32>, tensor<f32>) -> tensor<f32>
  }) : () -> ()
}) {nn.classes = 10 : i32, nn.model = "reg"} : () -> ()

{-#
  external_resources: {
    mlir_reproducer: {
      pipeline: "builtin.module(append-loss{accuracy=true from-logits=false loss=sparse_categorical_crossentropy})",
      disable_threading: true,
      verify_each: true
    }
  }
#-}
