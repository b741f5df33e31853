// RUN: sinter-opt %s | sinter-opt | FileCheck %s

// Every op of the kernel dialect, printed and parsed again.

// CHECK-LABEL: func.func @contract
func.func @contract(%raw: tensor<4x6xui8>, %w: tensor<6x8xf32>, %b: tensor<8xf32>,
                    %n: i32) -> (tensor<4x8xf32>, tensor<4x6xf32>) {
  // CHECK: kernel.contract lhs(%{{.*}} : tensor<4x6xui8>) rhs(%{{.*}} : tensor<6x8xf32>)
  // CHECK-SAME: inputs(%{{.*}} : tensor<8xf32>) samples(%{{.*}}) attributes {stage_lhs} prologue {
  // CHECK: kernel.yield
  // CHECK: } epilogue {
  // CHECK: } -> tensor<4x8xf32>, tensor<4x6xf32>
  %h, %x = kernel.contract lhs(%raw : tensor<4x6xui8>) rhs(%w : tensor<6x8xf32>)
      inputs(%b : tensor<8xf32>) samples(%n) attributes {stage_lhs} prologue {
    ^bb0(%byte: i8):
      %f = arith.uitofp %byte : i8 to f32
      kernel.yield %f : f32
  } epilogue {
    ^bb0(%acc: f32, %bias: f32):
      %z = arith.addf %acc, %bias : f32
      kernel.yield %z : f32
  } -> tensor<4x8xf32>, tensor<4x6xf32>
  return %h, %x : tensor<4x8xf32>, tensor<4x6xf32>
}

// CHECK-LABEL: func.func @map
func.func @map(%x: tensor<4x8xf32>, %row: tensor<4x1xf32>, %s: f32) -> tensor<4x8xf32> {
  // CHECK: kernel.map inputs(%{{.*}}, %{{.*}}, %{{.*}} : tensor<4x8xf32>, tensor<4x1xf32>, f32) {
  // CHECK: kernel.index 0
  // CHECK: } -> tensor<4x8xf32>
  %y = kernel.map inputs(%x, %row, %s : tensor<4x8xf32>, tensor<4x1xf32>, f32) {
    ^bb0(%e: f32, %r: f32, %scale: f32):
      %i = kernel.index 0
      %f = arith.uitofp %i : i32 to f32
      %p = arith.mulf %e, %scale : f32
      %q = arith.addf %p, %f : f32
      kernel.yield %q : f32
  } -> tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}

// CHECK-LABEL: func.func @reduce
func.func @reduce(%x: tensor<4x8xf32>, %n: i32) -> tensor<8xf32> {
  // CHECK: kernel.reduce input(%{{.*}} : tensor<4x8xf32>) samples(%{{.*}}) epilogue {
  %y = kernel.reduce input(%x : tensor<4x8xf32>) samples(%n) epilogue {
    ^bb0(%sum: f32):
      kernel.yield %sum : f32
  } -> tensor<8xf32>
  return %y : tensor<8xf32>
}

// CHECK-LABEL: func.func @reduce_squares_of_a_vector
func.func @reduce_squares_of_a_vector(%x: tensor<8xf32>) -> tensor<1xf32> {
  // CHECK: kernel.reduce input(%{{.*}} : tensor<8xf32>) prologue {
  // CHECK: } epilogue {
  %y = kernel.reduce input(%x : tensor<8xf32>) prologue {
    ^bb0(%e: f32):
      %square = arith.mulf %e, %e : f32
      kernel.yield %square : f32
  } epilogue {
    ^bb0(%sum: f32):
      kernel.yield %sum : f32
  } -> tensor<1xf32>
  return %y : tensor<1xf32>
}

// One number for all elements, whatever their channels.
// CHECK-LABEL: func.func @number
func.func @number(%x: tensor<4x8xf32>, %f: tensor<1xf32>, %c: tensor<2xf32>) -> tensor<4x8xf32> {
  // CHECK: kernel.map inputs(%{{.*}}, %{{.*}}, %{{.*}} : tensor<4x8xf32>, tensor<1xf32>, tensor<2xf32>)
  %y = kernel.map inputs(%x, %f, %c : tensor<4x8xf32>, tensor<1xf32>, tensor<2xf32>) {
    ^bb0(%e: f32, %factor: f32, %channel: f32):
      %p = arith.mulf %e, %factor : f32
      %q = arith.addf %p, %channel : f32
      kernel.yield %q : f32
  } -> tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}

// CHECK-LABEL: func.func @rows
func.func @rows(%z: tensor<4x10xf32>, %y: tensor<4xui8>) -> tensor<4x1xf32> {
  // CHECK: kernel.rows inputs(%{{.*}}, %{{.*}} : tensor<4x10xf32>, tensor<4xui8>) {
  // CHECK: kernel.iota : vector<10xf32>
  // CHECK: } -> tensor<4x1xf32>
  %s = kernel.rows inputs(%z, %y : tensor<4x10xf32>, tensor<4xui8>) {
    ^bb0(%row: vector<10xf32>, %label: i32):
      %i = kernel.iota : vector<10xf32>
      %p = arith.mulf %row, %i : vector<10xf32>
      %sum = vector.reduction <add>, %p : vector<10xf32> into f32
      kernel.yield %sum : f32
  } -> tensor<4x1xf32>
  return %s : tensor<4x1xf32>
}

// CHECK-LABEL: func.func @transpose_batch
func.func @transpose_batch(%x: tensor<4x6xf32, #kernel.nonzeros<depth = 6, group = 1>>, %n: i32) {
  // CHECK: kernel.transpose %{{.*}} samples(%{{.*}}) : tensor<4x6xf32, #kernel.nonzeros<depth = 6, group = 1>> -> tensor<6x4xf32, #kernel.nonzeros<depth = 4, group = 2>>
  %t = kernel.transpose %x samples(%n) : tensor<4x6xf32, #kernel.nonzeros<depth = 6, group = 1>>
    -> tensor<6x4xf32, #kernel.nonzeros<depth = 4, group = 2>>
  return
}

// CHECK-LABEL: func.func @transpose_bytes
func.func @transpose_bytes(%x: tensor<4x6xui8>, %n: i32) {
  // CHECK: kernel.transpose %{{.*}} samples(%{{.*}}) prologue {
  // CHECK: } : tensor<4x6xui8> -> tensor<6x4xf32, #kernel.nonzeros<depth = 4, group = 2>>
  %t = kernel.transpose %x samples(%n) prologue {
    ^bb0(%byte: i8):
      %f = arith.uitofp %byte : i8 to f32
      kernel.yield %f : f32
  } : tensor<4x6xui8> -> tensor<6x4xf32, #kernel.nonzeros<depth = 4, group = 2>>
  return
}

// CHECK-LABEL: func.func @transpose
func.func @transpose(%w: tensor<6x8xf32, #kernel.panels<16>>) -> tensor<8x6xf32> {
  // CHECK: kernel.transpose %{{.*}} {kernel.storage = [#kernel.storage<"arena", 64>]} : tensor<6x8xf32, #kernel.panels<16>> -> tensor<8x6xf32>
  %t = kernel.transpose %w {kernel.storage = [#kernel.storage<"arena", 64>]}
      : tensor<6x8xf32, #kernel.panels<16>> -> tensor<8x6xf32>
  return %t : tensor<8x6xf32>
}
