// RUN: sinter-opt %s --schedule | FileCheck %s

// More weights than activations: a worker keeps its columns of %w1, and the batch
// is staged before, by rows.
// CHECK-LABEL: func.func @train_step
func.func @train_step(
    %x: tensor<8x300xui8> {nn.role = "x"},
    %n: i32 {nn.role = "samples"},
    %w1: tensor<300x256xf32> {nn.role = "parameter", nn.name = "a.kernel"},
    %w2: tensor<256x4xf32> {nn.role = "parameter", nn.name = "b.kernel"},
    %w3: tensor<4x256xf32> {nn.role = "parameter", nn.name = "c.kernel"},
    %w4: tensor<256x256xf32> {nn.role = "parameter", nn.name = "d.kernel"})
    -> (tensor<300x256xf32> {nn.role = "parameter", nn.name = "a.kernel"},
        tensor<256xf32> {nn.role = "output"},
        tensor<8x256xf32> {nn.role = "output"}) {
  // CHECK: %[[STAGED:.*]] = kernel.map inputs(%{{[a-z0-9]*}} : tensor<8x300xui8>) samples(%{{[a-z0-9]*}})
  // CHECK-SAME: kernel.ops = ["cast (fuse-prologue)"], kernel.phase = 0 : i64, kernel.split = "batch"
  // CHECK: arith.uitofp
  // CHECK: %[[H:.*]] = kernel.contract lhs(%[[STAGED]] : tensor<8x300xf32>)
  // CHECK-SAME: kernel.ops = ["matmul"], kernel.phase = 1 : i64, kernel.split = "columns"
  // CHECK-NOT: stage_lhs
  // CHECK-NOT: prologue_ops
  %h, %s = kernel.contract lhs(%x : tensor<8x300xui8>) rhs(%w1 : tensor<300x256xf32>)
    samples(%n) attributes {stage_lhs, kernel.ops = ["matmul", "cast (fuse-prologue)"], kernel.prologue_ops = ["cast (fuse-prologue)"]}
    prologue {
      ^bb0(%byte: i8):
        %f = arith.uitofp %byte : i8 to f32
        kernel.yield %f : f32
    } epilogue {
      ^bb0(%acc: f32):
        kernel.yield %acc : f32
    } -> tensor<8x256xf32>, tensor<8x300xf32>
  // Few columns: by the batch's rows, which needs all of %h's columns.
  // CHECK: kernel.contract lhs(%[[H]]
  // CHECK-SAME: kernel.phase = 2 : i64, kernel.split = "batch"
  %z = kernel.contract lhs(%h : tensor<8x256xf32>) rhs(%w2 : tensor<256x4xf32>)
    samples(%n) prologue {} epilogue {
      ^bb0(%acc: f32):
        kernel.yield %acc : f32
    } -> tensor<8x4xf32>
  // Few weights. A later product reads all columns of the result: by rows.
  // CHECK: %[[G:.*]] = kernel.contract
  // CHECK-SAME: kernel.phase = 2 : i64, kernel.split = "batch"
  %g = kernel.contract lhs(%z : tensor<8x4xf32>) rhs(%w3 : tensor<4x256xf32>)
    samples(%n) prologue {} epilogue {
      ^bb0(%acc: f32):
        kernel.yield %acc : f32
    } -> tensor<8x256xf32>
  // CHECK: %[[D:.*]] = kernel.contract lhs(%[[G]]
  // CHECK-SAME: kernel.phase = 3 : i64, kernel.split = "columns"
  %d = kernel.contract lhs(%g : tensor<8x256xf32>) rhs(%w4 : tensor<256x256xf32>)
    samples(%n) prologue {} epilogue {
      ^bb0(%acc: f32):
        kernel.yield %acc : f32
    } -> tensor<8x256xf32>
  // Sums over the batch and gradients read their own columns of %d: no barrier.
  // CHECK: kernel.reduce input(%[[D]]
  // CHECK-SAME: kernel.phase = 3 : i64, kernel.split = "columns"
  %b = kernel.reduce input(%d : tensor<8x256xf32>) samples(%n) epilogue {
    ^bb0(%sum: f32):
      kernel.yield %sum : f32
  } -> tensor<256xf32>
  // CHECK: kernel.contract lhs(%[[STAGED]] : tensor<8x300xf32>) rhs(%[[D]]
  // CHECK-SAME: kernel.phase = 3 : i64, kernel.split = "columns"
  %new = kernel.contract lhs(%s : tensor<8x300xf32>) rhs(%d : tensor<8x256xf32>)
    samples(%n) attributes {transpose_lhs} prologue {} epilogue {
      ^bb0(%acc: f32):
        kernel.yield %acc : f32
    } -> tensor<300x256xf32>
  // A product's lhs is read whole.
  // CHECK: kernel.contract lhs(%[[D]]
  // CHECK-SAME: kernel.phase = 4 : i64, kernel.split = "columns"
  %last = kernel.contract lhs(%d : tensor<8x256xf32>) rhs(%w4 : tensor<256x256xf32>)
    samples(%n) prologue {} epilogue {
      ^bb0(%acc: f32):
        kernel.yield %acc : f32
    } -> tensor<8x256xf32>
  return %new, %b, %last : tensor<300x256xf32>, tensor<256xf32>, tensor<8x256xf32>
}

// Few weights, and nothing but gradients and sums reads the result: by columns,
// which saves a barrier.
// CHECK-LABEL: func.func @input_gradient
func.func @input_gradient(
    %x: tensor<8x16xf32> {nn.role = "x"},
    %n: i32 {nn.role = "samples"},
    %dz: tensor<8x4xf32> {nn.role = "parameter", nn.name = "dz"},
    %w: tensor<4x256xf32> {nn.role = "parameter", nn.name = "w"})
    -> (tensor<16x256xf32> {nn.role = "output"}) {
  // CHECK: kernel.contract
  // CHECK-SAME: kernel.phase = 0 : i64, kernel.split = "columns"
  %d = kernel.contract lhs(%dz : tensor<8x4xf32>) rhs(%w : tensor<4x256xf32>)
    samples(%n) prologue {} epilogue {
      ^bb0(%acc: f32):
        kernel.yield %acc : f32
    } -> tensor<8x256xf32>
  // CHECK: kernel.contract
  // CHECK-SAME: kernel.phase = 0 : i64, kernel.split = "columns"
  %new = kernel.contract lhs(%x : tensor<8x16xf32>) rhs(%d : tensor<8x256xf32>)
    samples(%n) attributes {transpose_lhs} prologue {} epilogue {
      ^bb0(%acc: f32):
        kernel.yield %acc : f32
    } -> tensor<16x256xf32>
  return %new : tensor<16x256xf32>
}

// Weights that nobody updates may be in all caches.
// CHECK-LABEL: func.func @predict
func.func @predict(
    %x: tensor<8x300xf32> {nn.role = "x"},
    %n: i32 {nn.role = "samples"},
    %w: tensor<300x256xf32> {nn.role = "parameter", nn.name = "w"})
    -> (tensor<8x256xf32> {nn.role = "output"}) {
  // CHECK: kernel.contract
  // CHECK-SAME: kernel.phase = 0 : i64, kernel.split = "batch"
  %h = kernel.contract lhs(%x : tensor<8x300xf32>) rhs(%w : tensor<300x256xf32>)
    samples(%n) prologue {} epilogue {
      ^bb0(%acc: f32):
        kernel.yield %acc : f32
    } -> tensor<8x256xf32>
  return %h : tensor<8x256xf32>
}

// A convolution's columns are pixels: it is cut by the batch, and the gradient of its weights by their rows, however many
// columns there are. So are nests that see pixels; the sum of all pixels is cut by channels.
// CHECK-LABEL: func.func @images
func.func @images(%x: tensor<2x1200xf32> {nn.role = "x"}, %n: i32 {nn.role = "samples"}, %w: tensor<3x300xf32>,
                  %b: tensor<300xf32>, %c: tensor<100xf32>)
    -> (tensor<3x300xf32>, tensor<1x300xf32>, tensor<300xf32>, tensor<2x1200xf32>) {
  // CHECK: kernel.contract
  // CHECK-SAME: kernel.phase = 0 : i64, kernel.split = "batch"
  %y = kernel.contract lhs(%x : tensor<2x1200xf32>) rhs(%w : tensor<3x300xf32>) samples(%n)
    attributes {window = #kernel.window<[20, 20] -> [2, 2], taps = [1, 1], strides = [9, 9], dilations = [1, 1],
                                        padding = [0, 0]>} prologue {} epilogue {
      ^bb0(%acc: f32):
        kernel.yield %acc : f32
    } -> tensor<2x1200xf32>
  // CHECK: kernel.contract
  // CHECK-SAME: kernel.phase = 1 : i64, kernel.split = "rows"
  %dw = kernel.contract lhs(%x : tensor<2x1200xf32>) rhs(%y : tensor<2x1200xf32>) samples(%n)
    attributes {transpose_lhs, window = #kernel.window<[20, 20] -> [2, 2], taps = [1, 1], strides = [9, 9],
                                                       dilations = [1, 1], padding = [0, 0]>} prologue {} epilogue {
      ^bb0(%acc: f32):
        kernel.yield %acc : f32
    } -> tensor<3x300xf32>
  // CHECK: kernel.reduce
  // CHECK-SAME: kernel.phase = 1 : i64, kernel.split = "columns"
  %db = kernel.reduce input(%y : tensor<2x1200xf32>) samples(%n) epilogue {
    ^bb0(%sum: f32):
      kernel.yield %sum : f32
  } -> tensor<300xf32>
  // CHECK: kernel.map
  // CHECK-SAME: kernel.phase = 0 : i64, kernel.split = "batch"
  %z = kernel.map inputs(%y, %b : tensor<2x1200xf32>, tensor<300xf32>) samples(%n) {
    ^bb0(%e: f32, %bias: f32):
      %sum = arith.addf %e, %bias : f32
      kernel.yield %sum : f32
  } -> tensor<2x1200xf32>
  // Without samples, by rows, even if there is only one: a share of columns would have to begin with a pixel.
  // CHECK: kernel.map
  // CHECK-SAME: kernel.split = "rows"
  %v = kernel.map inputs(%b, %c : tensor<300xf32>, tensor<100xf32>) {
    ^bb0(%e: f32, %f: f32):
      %sum = arith.addf %e, %f : f32
      kernel.yield %sum : f32
  } -> tensor<1x300xf32>
  return %dw, %v, %db, %z : tensor<3x300xf32>, tensor<1x300xf32>, tensor<300xf32>, tensor<2x1200xf32>
}
