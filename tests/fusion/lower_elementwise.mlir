// RUN: sinter-opt %s --lower-to-kernel | FileCheck %s

// CHECK-LABEL: func.func @cast
// CHECK: kernel.map inputs(%{{.*}} : tensor<4x6xui8>) samples(%{{.*}}) attributes {kernel.ops = ["cast"], kernel.values = ["cast"]} {
// CHECK-NEXT: ^bb0(%[[BYTE:.*]]: i8):
// CHECK-NEXT: %[[F:.*]] = arith.uitofp %[[BYTE]] : i8 to f32
// CHECK-NEXT: kernel.yield %[[F]] : f32
// CHECK-NEXT: } -> tensor<4x6xf32>
func.func @cast(%x: tensor<4x2x3xui8> {nn.role = "x"}) -> tensor<4x2x3xf32> {
  %y = nn.cast %x : tensor<4x2x3xui8>
  return %y : tensor<4x2x3xf32>
}

// An offset of zero is not added.
// CHECK-LABEL: func.func @rescale
// CHECK: %[[HALF:.*]] = arith.constant 5.000000e-01 : f32
// CHECK-NEXT: %[[SCALED:.*]] = arith.mulf %{{.*}}, %[[HALF]]
// CHECK-NEXT: %[[ONE:.*]] = arith.constant -1.000000e+00 : f32
// CHECK-NEXT: arith.addf %[[SCALED]], %[[ONE]]
// CHECK: kernel.ops = ["rescale"]
// CHECK: %[[SCALED2:.*]] = arith.mulf
// CHECK-NEXT: kernel.yield %[[SCALED2]]
func.func @rescale(%x: tensor<4x6xf32>) -> tensor<4x6xf32> {
  %y = nn.rescale %x scale(0.5) offset(-1.0) : tensor<4x6xf32>
  %z = nn.rescale %y scale(0.5) offset(0.0) : tensor<4x6xf32>
  return %z : tensor<4x6xf32>
}

// CHECK-LABEL: func.func @bias_add
// CHECK: kernel.map inputs(%{{.*}}, %{{.*}} : tensor<4x6xf32>, tensor<6xf32>) attributes {kernel.ops = ["bias_add"], kernel.values = ["bias_add"]}
// CHECK: ^bb0(%[[E:.*]]: f32, %[[B:.*]]: f32):
// CHECK-NEXT: arith.addf %[[E]], %[[B]]
func.func @bias_add(%x: tensor<4x6xf32>, %b: tensor<6xf32>) -> tensor<4x6xf32> {
  %y = nn.bias_add %x, %b : tensor<4x6xf32>, tensor<6xf32>
  return %y : tensor<4x6xf32>
}

// CHECK-LABEL: func.func @products_and_sums
// CHECK: kernel.ops = ["multiply"]
// CHECK: arith.mulf
// CHECK: kernel.ops = ["add"]
// CHECK: arith.addf
func.func @products_and_sums(%a: tensor<4x6xf32>, %b: tensor<4x6xf32>) -> tensor<4x6xf32> {
  %p = nn.multiply %a, %b : tensor<4x6xf32>
  %s = nn.add %p, %b : tensor<4x6xf32>
  return %s : tensor<4x6xf32>
}

// CHECK-LABEL: func.func @broadcast
// CHECK: kernel.map inputs(%{{.*}} : tensor<6xf32>)
// CHECK: kernel.yield %{{.*}} : f32
// CHECK-NEXT: } -> tensor<4x6xf32>
func.func @broadcast(%v: tensor<6xf32>) -> tensor<4x6xf32> {
  %y = nn.broadcast %v : tensor<6xf32> -> tensor<4x6xf32>
  return %y : tensor<4x6xf32>
}
