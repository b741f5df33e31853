// nn ops that move the pixels of images.
#ifndef SINTER_COMPILER_IR_NN_WARP_OPS_TD_
#define SINTER_COMPILER_IR_NN_WARP_OPS_TD_

include "compiler/ir/nn_dialect.td"
include "compiler/ir/random_warp.td"

def Nn_RandomWarpOp : Nn_DifferentiableOp<"random_warp", [AllTypesMatch<["x", "y"]>]> {
  let summary = "images flipped, moved, turned and zoomed at random, Keras' RandomFlip, RandomTranslation, RandomRotation and RandomZoom while training";
  let description = [{
    Formula: y[n, r, c, k] = x[n, r', c', k], where

        r' = row_by_row r + row_by_column c + row_offset
        c' = column_by_row r + column_by_column c + column_offset

    A coordinate is float((float(a r) + float(b c)) + offset). With each sample's numbers below, a flip being -1 or 1, and the
    middle m = (size - 1) / 2 of rows and columns:

        row_by_row       =  cos(2 pi angle) row_zoom row_flip
        row_by_column    =  sin(2 pi angle) column_zoom column_flip
        column_by_row    = -sin(2 pi angle) row_zoom row_flip
        column_by_column =  cos(2 pi angle) column_zoom column_flip
        row_offset       = m_row - row_by_row m_row - row_by_column m_column - row_shift H
        column_offset    = m_column - column_by_row m_row - column_by_column m_column - column_shift W

    Between pixels x is interpolated from the four around, or is the nearest one, a half away from zero. Behind an image's
    edges stand, by `fill`, `fill_value` ("constant"), the image once more ("wrap"), the image mirrored, its edge twice
    ("reflect"), or its edge ("nearest"), as in Keras on JAX.

    A number is low + (high - low) u of its attribute's interval; without the attribute a shift and an angle is 0, a zoom 1,
    a column zoom the row zoom. Of the numbers of sample n, the flip is that of u < 0.5, for rows and columns alike:

        u_i = (mix(mix(8 n + i) ^ key) >> 8) / 2^24, of nn.dropout's mix and key
        i = 0: flip, 1: row_shift, 2: column_shift, 3: angle, 4: row_zoom, 5: column_zoom

    `transposed` gives the gradient: each element of x is added to those that y would have come from, with their weights.
    Shapes: x and y [N, H, W, C].

    ```mlir
    %y = nn.random_warp %x, %seed, %iteration stream(0) fill("reflect", 0.0) {angle = array<f64: -0.1, 0.1>}
        : tensor<32x28x28x1xf32>
    ```
  }];
  let arguments = !con((ins Nn_Batch:$x, I32:$seed, I64:$iteration, I32Attr:$stream), kRandomWarpAttributes);
  let results = (outs Nn_Batch:$y);
  let assemblyFormat = [{
    $x `,` $seed `,` $iteration `stream` `(` $stream `)` `fill` `(` $fill `,` $fill_value `)` attr-dict `:` type($x)
  }];
  let hasVerifier = 1;
}

#endif  // SINTER_COMPILER_IR_NN_WARP_OPS_TD_
