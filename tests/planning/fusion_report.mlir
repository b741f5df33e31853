// The report says where a prologue ended up: by the product that loads the batch, or apart from it where each worker
// has columns of its own. Nothing is said of a copy, which no fusion made.
// RUN: sinter-opt %s --schedule --verify-diagnostics -o /dev/null

func.func @by_columns(
    %x: tensor<8x300xui8> {nn.role = "x"},
    %n: i32 {nn.role = "samples"},
    %w: tensor<300x256xf32> {nn.role = "parameter", nn.name = "a.kernel"})
    -> (tensor<300x256xf32> {nn.role = "parameter", nn.name = "a.kernel"}) {
  // expected-remark @below {{by_columns: kept cast + rescale apart from matmul: its columns are shared out, and every worker reads all rows}}
  %h, %s = kernel.contract lhs(%x : tensor<8x300xui8>) rhs(%w : tensor<300x256xf32>)
    samples(%n)
    attributes {stage_lhs, kernel.ops = ["matmul", "cast (fuse-prologue)", "rescale (fuse-prologue)"], kernel.prologue_ops = ["cast (fuse-prologue)", "rescale (fuse-prologue)"]}
    prologue {
      ^bb0(%byte: i8):
        %f = arith.uitofp %byte : i8 to f32
        kernel.yield %f : f32
    } epilogue {
      ^bb0(%acc: f32):
        kernel.yield %acc : f32
    } -> tensor<8x256xf32>, tensor<8x300xf32>
  %gradient = kernel.contract lhs(%s : tensor<8x300xf32>) rhs(%h : tensor<8x256xf32>)
    samples(%n) attributes {transpose_lhs} prologue {} epilogue {
      ^bb0(%acc: f32):
        kernel.yield %acc : f32
    } -> tensor<300x256xf32>
  return %gradient : tensor<300x256xf32>
}

func.func @by_rows(
    %x: tensor<8x30xui8> {nn.role = "x"},
    %n: i32 {nn.role = "samples"},
    %w: tensor<30x4xf32> {nn.role = "parameter", nn.name = "a.kernel"})
    -> (tensor<8x4xf32> {nn.role = "output"}, tensor<8x30xf32> {nn.role = "output"}) {
  // expected-remark @below {{by_rows: fused cast into matmul, saves 960 bytes a step}}
  %h, %s = kernel.contract lhs(%x : tensor<8x30xui8>) rhs(%w : tensor<30x4xf32>)
    samples(%n) attributes {stage_lhs, kernel.ops = ["matmul", "cast (fuse-prologue)"], kernel.prologue_ops = ["cast (fuse-prologue)"]}
    prologue {
      ^bb0(%byte: i8):
        %f = arith.uitofp %byte : i8 to f32
        kernel.yield %f : f32
    } epilogue {
      ^bb0(%acc: f32):
        kernel.yield %acc : f32
    } -> tensor<8x4xf32>, tensor<8x30xf32>
  return %h, %s : tensor<8x4xf32>, tensor<8x30xf32>
}

func.func @copy(
    %x: tensor<8x30xf32> {nn.role = "x"},
    %n: i32 {nn.role = "samples"},
    %w: tensor<30x4xf32> {nn.role = "parameter", nn.name = "a.kernel"})
    -> (tensor<8x4xf32> {nn.role = "output"}, tensor<8x30xf32> {nn.role = "output"}) {
  %h, %s = kernel.contract lhs(%x : tensor<8x30xf32>) rhs(%w : tensor<30x4xf32>)
    samples(%n) attributes {stage_lhs, kernel.ops = ["matmul"]}
    prologue {
      ^bb0(%e: f32):
        kernel.yield %e : f32
    } epilogue {
      ^bb0(%acc: f32):
        kernel.yield %acc : f32
    } -> tensor<8x4xf32>, tensor<8x30xf32>
  return %h, %s : tensor<8x4xf32>, tensor<8x30xf32>
}
