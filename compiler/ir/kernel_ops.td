// Ops of the kernel dialect. docs/kernel-dialect.md is made from this file.
#ifndef SINTER_COMPILER_IR_KERNEL_OPS_TD_
#define SINTER_COMPILER_IR_KERNEL_OPS_TD_

include "compiler/ir/kernel_dialect.td"
include "compiler/ir/loop_nest_interface.td"
include "compiler/ir/random_warp.td"
include "mlir/IR/CommonAttrConstraints.td"
include "mlir/IR/CommonTypeConstraints.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

class Kernel_Op<string mnemonic, list<Trait> traits = []> : Op<Kernel_Dialect, mnemonic, traits>;

// `methods`: the questions of the interface that the op answers itself.
class Kernel_LoopNestOp<string mnemonic, list<string> methods, list<Trait> traits = []>
    : Kernel_Op<mnemonic, [Pure, IsolatedFromAbove, DeclareOpInterfaceMethods<LoopNestOpInterface, methods>] # traits>;

// A data operand of a region: float32 or raw uint8 matrices and vectors, and scalars.
def Kernel_Tensor : AnyTypeOf<[RankedTensorOf<[F32, UI8]>]>;
def Kernel_Input : AnyTypeOf<[RankedTensorOf<[F32, UI8]>, F32, I32]>;

def Kernel_ContractOp : Kernel_LoopNestOp<"contract", [
    "getNestBody", "getBodyInputsMutable", "getDomain", "getChannels", "getPixelColumns", "getImages", "hasAccumulator", "getBodyResults", "getRowBound",
    "readsWhole", "needsOwnColumnsOnly", "hasTiles", "countCuts", "countTasks", "skipsZeros", "getRole", "getResultRole"], [AttrSizedOperandSegments]> {
  let summary = "Matrix product with fused loads and stores";
  let description = [{
    For every (m, n) of the result:

        acc = sum over k of prologue(lhs[m, k]) * rhs[k, n]        (float32, see the tile's depth)
        results[m, n] = epilogue(acc, inputs...)

    `transpose_lhs` reads lhs[k, m], `transpose_rhs` reads rhs[n, k]. Dimension 0 of lhs is the batch: `samples` bounds m, or
    k under `transpose_lhs`, where rows beyond it are left out of the sum.

    With a `window` lhs' rows are images, and so are the results' rows: it is a convolution,

        acc[m, (p, n)] = sum over taps t and channels c of lhs[m, (pixel that tap t of p reads, c)] * rhs[(t, c), n]

    where under `inverse` p is read by tap t of the pixel. Under `transpose_rhs` rhs is [(t, n), c]. Under `transpose_lhs` it is the
    gradient of a convolution's weights: acc[(t, c), n] sums lhs[m, (pixel that tap t of p reads, c)] * rhs[m, (p, n)] over m and p.

    `prologue` turns one element of lhs into float32; an empty region reads it as it is. With `stage_lhs` the last result
    is the matrix of prologue values (same shape as lhs), so that a later op need not compute them again.
    With `transpose_rhs` and `stage_rhs` the last result is room for the transposed rhs, [k, n], of which a worker fills one
    panel at a time, just before it reads it.
    `skips_zero_sums`: sums that are zero have an epilogue of less work (zero_sum.h), an update whose gradient is zero.
    `delays_stores`: the results of a tile are stored beside the sums of the next one.
    `lists_gradient`: most of the gradient of a convolution's result is zero, lhs under `inverse` or rhs under `transpose_lhs`;
    terms with a zero are left out, by lists that the kernel makes. The gradient of weights then has a task for each 16 columns.
    `sparse_lhs` leaves out the terms whose lhs element is zero. With `stage_lhs` the staged result is then the matrix of
    lhs' nonzero elements. Without, lhs is such a matrix already: staged by a kernel.map, or the batch transposed, [m, k],
    by kernel.transpose, which left out rows beyond the samples, so that there is no `samples` here.
    `epilogue` has the arguments (acc, one per input) and yields one value per result.

    Example: a dense layer with bias and relu on raw bytes.

        %h, %x = kernel.contract lhs(%raw : tensor<4x6xui8>) rhs(%w : tensor<6x8xf32>)
            inputs(%b : tensor<8xf32>) samples(%n) attributes {stage_lhs} prologue {
          ^bb0(%byte: i8):
            %f = arith.uitofp %byte : i8 to f32
            kernel.yield %f : f32
        } epilogue {
          ^bb0(%acc: f32, %bias: f32):
            %z = arith.addf %acc, %bias : f32
            %zero = arith.constant 0.0 : f32
            %y = arith.maximumf %z, %zero : f32
            kernel.yield %y : f32
        } -> tensor<4x8xf32>, tensor<4x6xf32>
  }];
  let arguments = (ins Kernel_Tensor:$lhs, RankedTensorOf<[F32]>:$rhs, Variadic<Kernel_Input>:$inputs,
                       Optional<I32>:$samples, UnitAttr:$transpose_lhs, UnitAttr:$transpose_rhs, UnitAttr:$stage_lhs,
                       UnitAttr:$stage_rhs,
                       UnitAttr:$sparse_lhs, UnitAttr:$skips_zero_sums, UnitAttr:$delays_stores,
                       UnitAttr:$lists_gradient,
                       OptionalAttr<Kernel_WindowAttr>:$window);
  let results = (outs Variadic<RankedTensorOf<[F32]>>:$results);
  let regions = (region MaxSizedRegion<1>:$prologue, SizedRegion<1>:$epilogue);
  let assemblyFormat = [{
    `lhs` `(` $lhs `:` type($lhs) `)` `rhs` `(` $rhs `:` type($rhs) `)`
    (`inputs` `(` $inputs^ `:` type($inputs) `)`)? (`samples` `(` $samples^ `)`)?
    attr-dict-with-keyword `prologue` $prologue `epilogue` $epilogue `->` type($results)
  }];
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    // Rows of the product that are cut into tiles, its columns, and the length of its sums. With a window: the samples or,
    // of a gradient of weights, a tap's channels; the columns of one pixel; the terms that no tap leaves out.
    int64_t GetM();
    int64_t GetN();
    int64_t GetK();
    // Whether the rows of the results are images.
    bool MakesPixels() { return getWindow() && !getTransposeLhs(); }
    // Whether the batch is the summed dimension (a weight gradient).
    bool SumsOverBatch() { return getTransposeLhs() || (getSparseLhs() && !getSamples()); }
    // The matrix that the product's loops read.
    ::mlir::Value GetReadLhs() { return getStageLhs() ? GetStagedLhs() : ::mlir::Value(getLhs()); }
    ::mlir::Value GetStagedLhs();
    ::mlir::Value GetReadRhs() { return getStageRhs() ? ::mlir::Value(getResults().back()) : ::mlir::Value(getRhs()); }
  }];
}

def Kernel_MapOp : Kernel_LoopNestOp<"map", [
    "getNestBody", "getBodyInputsMutable", "getRowBound", "needsOwnColumnsOnly", "skipsZeros", "getRole",
    "getResultRole"],
    [AttrSizedOperandSegments]> {
  let summary = "Elementwise computation";
  let description = [{
    results[r, c] = body(inputs...) for every element of the results' common shape, the domain. `samples` bounds r.
    A vector that is shorter than a row is seen again for each pixel of that many channels; a vector of one element is the
    same number everywhere.

        %y = kernel.map inputs(%x, %scale : tensor<4x8xf32>, f32) samples(%n) {
          ^bb0(%e: f32, %s: f32):
            %p = arith.mulf %e, %s : f32
            kernel.yield %p : f32
        } -> tensor<4x8xf32>
  }];
  let arguments = (ins Variadic<Kernel_Input>:$inputs, Optional<I32>:$samples);
  let results = (outs Variadic<RankedTensorOf<[F32]>>:$results);
  let regions = (region SizedRegion<1>:$body);
  let assemblyFormat = [{
    (`inputs` `(` $inputs^ `:` type($inputs) `)`)? (`samples` `(` $samples^ `)`)?
    attr-dict-with-keyword $body `->` type($results)
  }];
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    // Whether it makes a batch's samples, and nothing else, ready for other nests.
    bool StagesInput();
  }];
}

def Kernel_ReduceOp : Kernel_LoopNestOp<"reduce", [
    "getNestBody", "getBodyInputsMutable", "getDomain", "getPixelColumns", "hasAccumulator", "readsWhole", "needsOwnColumnsOnly"],
    [AttrSizedOperandSegments]> {
  let summary = "Sum over rows";
  let description = [{
    For every column c: sum = sum over r of prologue(input[r, c]) (r ascending), results[c] = epilogue(sum, inputs...).
    `samples` bounds r. The results are vectors; a region's inputs are seen with the domain 1 x C. Results that are shorter than
    a row have an element for each channel: the row's pixels are summed, too. An input that is a vector is one row. An empty
    prologue reads the elements as they are.

        %total = kernel.reduce input(%dz : tensor<4x8xf32>) samples(%n) prologue {
          ^bb0(%x: f32):
            %square = arith.mulf %x, %x : f32
            kernel.yield %square : f32
        } epilogue {
          ^bb0(%sum: f32):
            kernel.yield %sum : f32
        } -> tensor<8xf32>
  }];
  let arguments = (ins RankedTensorOf<[F32]>:$input, Variadic<Kernel_Input>:$inputs, Optional<I32>:$samples);
  let results = (outs Variadic<RankedTensorOf<[F32]>>:$results);
  let regions = (region MaxSizedRegion<1>:$prologue, SizedRegion<1>:$epilogue);
  let assemblyFormat = [{
    `input` `(` $input `:` type($input) `)` (`inputs` `(` $inputs^ `:` type($inputs) `)`)? (`samples` `(` $samples^ `)`)?
    attr-dict-with-keyword (`prologue` $prologue^)? `epilogue` $epilogue `->` type($results)
  }];
  let hasVerifier = 1;
}

def Kernel_RowsOp : Kernel_LoopNestOp<"rows", [
    "getNestBody", "getBodyInputsMutable", "getChannels", "getPixelColumns", "hasRowBody", "getRowBound"], [AttrSizedOperandSegments]> {
  let summary = "Work on one row at a time";
  let description = [{
    Runs `body` once for every row r. An input tensor<RxCxf32> is a vector<C> in the body, labels tensor<Rxui8> one i32, a scalar
    itself. Vectors are worked on by elementwise `arith` and `math` ops, `vector.broadcast` (of a scalar), `vector.reduction`
    and `kernel.iota`. A yielded vector<C> is a row of a tensor<RxC> result, a yielded scalar one element of a tensor<Rx1>
    result. `samples` bounds r. Two `rows` ops over the same rows fuse by joining bodies. Where the vectors are shorter than
    the rows, which are then images, the body runs for each pixel of a row.

        %p = kernel.rows inputs(%z : tensor<4x10xf32>) samples(%n) {
          ^bb0(%row: vector<10xf32>):
            %m = vector.reduction <maximumf>, %row : vector<10xf32> into f32
            %mv = vector.broadcast %m : f32 to vector<10xf32>
            %d = arith.subf %row, %mv : vector<10xf32>
            %e = math.exp %d : vector<10xf32>
            %s = vector.reduction <add>, %e : vector<10xf32> into f32
            %sv = vector.broadcast %s : f32 to vector<10xf32>
            %q = arith.divf %e, %sv : vector<10xf32>
            kernel.yield %q : vector<10xf32>
        } -> tensor<4x10xf32>
  }];
  let arguments = (ins Variadic<Kernel_Input>:$inputs, Optional<I32>:$samples);
  let results = (outs Variadic<RankedTensorOf<[F32]>>:$results);
  let regions = (region SizedRegion<1>:$body);
  let assemblyFormat = [{
    (`inputs` `(` $inputs^ `:` type($inputs) `)`)? (`samples` `(` $samples^ `)`)?
    attr-dict-with-keyword $body `->` type($results)
  }];
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    // How often the body runs for a row.
    int64_t CountPixels();
  }];
}

def Kernel_TransposeOp : Kernel_LoopNestOp<"transpose", ["readsWhole", "countTasks", "getRole", "getPurpose", "getResultRole"]> {
  let summary = "A transposed copy of a matrix";
  let description = [{
    result[c, r] = prologue(input[r, c]). Inserted by select-layout where a contraction reads its rhs along the wrong dimension:
    the microkernel streams rhs rows, so the weights of an input gradient are transposed once a step. Inserted by
    exploit-input-sparsity, too: a weight gradient reads the batch's nonzero elements column by column. `samples` bounds r;
    rows beyond it are zero in the result. `taps`: the matrix is as many matrices, one below the other, and so is the result.

        %wt = kernel.transpose %w : tensor<6x8xf32> -> tensor<8x6xf32>

    A raw batch of bytes has a `prologue` that makes float32 of an element and keeps zero; its result is a matrix of nonzero
    elements.

        %t = kernel.transpose %raw samples(%n) prologue {
          ^bb0(%byte: i8):
            %f = arith.uitofp %byte : i8 to f32
            kernel.yield %f : f32
        } : tensor<4x6xui8> -> tensor<6x4xf32, #kernel.nonzeros<depth = 4, group = 2>>
  }];
  let arguments = (ins Kernel_Tensor:$input, Optional<I32>:$samples, DefaultValuedAttr<I64Attr, "1">:$taps);
  let results = (outs RankedTensorOf<[F32]>:$result);
  let regions = (region MaxSizedRegion<1>:$prologue);
  let extraClassDeclaration = [{
    // Whether it reads the samples' bytes.
    bool ReadsBytes() { return !getPrologue().empty(); }
  }];
  let assemblyFormat = [{
    $input (`samples` `(` $samples^ `)`)? attr-dict (`prologue` $prologue^)? `:` type($input) `->` type($result)
  }];
  let hasVerifier = 1;
}

def Kernel_WindowOp : Kernel_LoopNestOp<"window", ["getPixelColumns", "getRowBound", "readsWhole"], [AttrSizedOperandSegments]> {
  let summary = "Folds the pixels that a window reads";
  let description = [{
    For every row m, pixel p and channel c of the results: accumulators, one for each result, begin as `start`, and the body
    makes new ones of them for each tap t of the window that reads a pixel q, in row-major order of the taps:

        acc = body(acc..., inputs[m, (q, c)]..., t);  results[m, (p, c)] = acc

    `samples` bounds m. Maximum pooling, for example:

        %max, %index = kernel.window inputs(%x : tensor<4x64xf32>) samples(%n)
            window(<[4, 4] -> [2, 2], taps = [2, 2], strides = [2, 2], dilations = [1, 1], padding = [0, 0]>)
            start([0xFF800000 : f32, 0.0 : f32]) {
          ^bb0(%max: f32, %at: f32, %e: f32, %tap: i32):
            %is_larger = arith.cmpf ogt, %e, %max : f32
            %new_max = arith.select %is_larger, %e, %max : f32
            %number = arith.uitofp %tap : i32 to f32
            %new_at = arith.select %is_larger, %number, %at : f32
            kernel.yield %new_max, %new_at : f32, f32
        } -> tensor<4x16xf32>, tensor<4x16xf32>
  }];
  let arguments = (ins Variadic<RankedTensorOf<[F32]>>:$inputs, Optional<I32>:$samples, Kernel_WindowAttr:$window,
                       TypedArrayAttrBase<F32Attr, "float32 numbers">:$start);
  let results = (outs Variadic<RankedTensorOf<[F32]>>:$results);
  let regions = (region SizedRegion<1>:$body);
  let assemblyFormat = [{
    `inputs` `(` $inputs `:` type($inputs) `)` (`samples` `(` $samples^ `)`)? `window` `(` $window `)` `start` `(` $start `)`
    attr-dict-with-keyword $body `->` type($results)
  }];
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    int64_t GetChannels();
  }];
}

def Kernel_DepthwiseOp : Kernel_LoopNestOp<"depthwise", [
    "getNestBody", "getBodyInputsMutable", "getChannels", "getPixelColumns", "getImages", "hasAccumulator", "getRowBound",
    "readsWhole", "getRole"], [AttrSizedOperandSegments]> {
  let summary = "Convolution of each channel by itself, with fused stores";
  let description = [{
    For every row m, pixel p and channel c of the results:

        acc = sum over taps t of lhs[m, (pixel that tap t of p reads, c)] * rhs[t, c]
        results[m, (p, c)] = epilogue(acc, inputs...)

    where under the window's `inverse` p is read by tap t of the pixel. With `sums_batch` it is the gradient of the weights: rhs'
    rows are images, too, and acc[t, c] sums lhs[m, (pixel that tap t of p reads, c)] * rhs[m, (p, c)] over m and p. `samples`
    bounds m. The epilogue is as in `contract`.

        %y = kernel.depthwise lhs(%x : tensor<4x64xf32>) rhs(%w : tensor<9x4xf32>) samples(%n)
            window(<[4, 4] -> [4, 4], taps = [3, 3], strides = [1, 1], dilations = [1, 1], padding = [1, 1]>) epilogue {
          ^bb0(%acc: f32):
            kernel.yield %acc : f32
        } -> tensor<4x64xf32>
  }];
  let arguments = (ins RankedTensorOf<[F32]>:$lhs, RankedTensorOf<[F32]>:$rhs, Variadic<Kernel_Input>:$inputs,
                       Optional<I32>:$samples, Kernel_WindowAttr:$window, UnitAttr:$sums_batch);
  let results = (outs Variadic<RankedTensorOf<[F32]>>:$results);
  let regions = (region SizedRegion<1>:$epilogue);
  let assemblyFormat = [{
    `lhs` `(` $lhs `:` type($lhs) `)` `rhs` `(` $rhs `:` type($rhs) `)`
    (`inputs` `(` $inputs^ `:` type($inputs) `)`)? (`samples` `(` $samples^ `)`)? `window` `(` $window `)`
    attr-dict-with-keyword `epilogue` $epilogue `->` type($results)
  }];
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    // Of one pixel.
    int64_t CountChannels();
  }];
}

def Kernel_ArrangeOp : Kernel_LoopNestOp<"arrange", ["getPixelColumns", "getRowBound", "readsWhole"],
                                         [AttrSizedOperandSegments]> {
  let summary = "The elements of rows in other places";
  let description = [{
    Each piece puts elements of a row of one input into the same row of the result. Where no piece puts one the result is
    zero, and no two put one into the same place. `samples` bounds the rows. Two images side by side, for example:

        %y = kernel.arrange inputs(%a, %b : tensor<4x147xf32>, tensor<4x245xf32>) samples(%n) pieces([
            #kernel.piece<input = 0, sizes = [49, 3], from = 0 : [3, 1], to = 0 : [8, 1]>,
            #kernel.piece<input = 1, sizes = [49, 5], from = 0 : [5, 1], to = 3 : [8, 1]>]) -> tensor<4x392xf32>
  }];
  let arguments = (ins Variadic<RankedTensorOf<[F32]>>:$inputs, Optional<I32>:$samples, Kernel_Pieces:$pieces);
  let results = (outs RankedTensorOf<[F32]>:$result);
  let assemblyFormat = [{
    `inputs` `(` $inputs `:` type($inputs) `)` (`samples` `(` $samples^ `)`)? `pieces` `(` $pieces `)` attr-dict `->`
    type($result)
  }];
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    // Whether pieces put an element into each place.
    bool FillsRows();
  }];
}

def Kernel_WarpOp : Kernel_LoopNestOp<"warp", ["getPixelColumns", "getRowBound", "readsWhole"]> {
  let summary = "Images flipped, moved, turned and zoomed at random";
  let description = [{
    Row m of the result is an image of `image`: rows, columns and channels, whose pixels come from row m of the input, from
    where nn.random_warp says for sample m; its attributes are those of that op, `key` is its key. `samples` bounds m.

        %y = kernel.warp %x, %key samples(%n) image [28, 28, 1] fill("constant", 0.0) {flips_columns}
            : tensor<4x784xf32> -> tensor<4x784xf32>
  }];
  let arguments = !con((ins RankedTensorOf<[F32]>:$input, I32:$key, Optional<I32>:$samples, DenseI64ArrayAttr:$image),
                       kRandomWarpAttributes);
  let results = (outs RankedTensorOf<[F32]>:$result);
  let assemblyFormat = [{
    $input `,` $key (`samples` `(` $samples^ `)`)? `image` $image `fill` `(` $fill `,` $fill_value `)` attr-dict `:`
    type($input) `->` type($result)
  }];
  let hasVerifier = 1;
}

def Kernel_IndexOp : Kernel_Op<"index", [Pure]> {
  let summary = "The row (0) or column (1) of the element that a region works on";
  let description = [{ In the regions of `map`, `reduce` and `contract` epilogues: `%c = kernel.index 1 : i32`. }];
  let arguments = (ins ConfinedAttr<I32Attr, [IntMinValue<0>, IntMaxValue<1>]>:$dimension);
  let results = (outs I32:$result);
  let assemblyFormat = "$dimension attr-dict";
}

def Kernel_IotaOp : Kernel_Op<"iota", [Pure]> {
  let summary = "The vector 0, 1, 2, ... of a row's column numbers, as float32";
  let description = [{ In the body of `rows`: `%i = kernel.iota : vector<10xf32>`. Exact below 2^24. }];
  let results = (outs VectorOfRankAndType<[1], [F32]>:$result);
  let assemblyFormat = "attr-dict `:` type($result)";
}

def Kernel_YieldOp : Kernel_Op<"yield", [Pure, Terminator]> {
  let summary = "Ends a region with its values";
  let arguments = (ins Variadic<AnyType>:$values);
  let assemblyFormat = "attr-dict ($values^ `:` type($values))?";
}

#endif  // SINTER_COMPILER_IR_KERNEL_OPS_TD_
