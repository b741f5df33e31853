// The kernel dialect: what the machine runs. A few kinds of loop nest whose scalar work stands in regions.
#ifndef SINTER_COMPILER_IR_KERNEL_DIALECT_TD_
#define SINTER_COMPILER_IR_KERNEL_DIALECT_TD_

include "mlir/IR/AttrTypeBase.td"
include "mlir/IR/OpBase.td"

def Kernel_Dialect : Dialect {
  let name = "kernel";
  let summary = "Loop nests with scalar bodies";
  let description = [{
    Eight loop nests: `contract` (a matrix product, a convolution), `depthwise` (a convolution of each channel by itself), `map`
    (elementwise), `reduce` (sum over rows), `rows` (work on one row at a time), `window` (fold the pixels of a window),
    `transpose` and `arrange` (the same elements elsewhere). Each but the last two holds the scalar work of its loads and stores in regions of `arith` and `math` ops, as
    linalg.generic does: to fuse two ops is to move one's region into the other's.

    Every tensor is a matrix (dimension 0 is the batch, or a weight's inputs) or a vector, which counts as one row. A batch of images
    is a matrix, too: a row holds a sample's pixels, and a pixel its channels; a convolution's weights are [(tap, channel), filter].
    A region sees an operand by its shape against the loop nest's domain of R x C elements:

    | operand            | the region gets                      |
    |--------------------|--------------------------------------|
    | tensor<RxC>        | the element at (row, column)         |
    | tensor<C>          | the element of this column           |
    | tensor<D>, D divides C | the element of this channel: columns are pixels (or time steps) of D channels |
    | tensor<Rx1>        | the element of this row              |
    | scalar             | the scalar                           |

    What is not here yet fits so: an Embedding is a nest that gathers rows of its table by the batch's integers, its gradient a scatter
    that adds in the order of the samples; a product with batch dimensions is a contraction whose operands both have a row of
    matrices per sample; a scan (LSTM, GRU) is an op with a region of nests that runs once per time step over pixels of one dimension.

    `samples` says how many rows of the batch hold samples: rows from there on are padding whose results have no meaning
    and reach no sum.

    After planning a tensor type's encoding says how it is stored (`#kernel.panels<32>`), and the attributes
    `kernel.storage`, `kernel.phase`, `kernel.split` and `kernel.tiles` say where, when, over which tasks and how.
  }];
  let cppNamespace = "::sinter::kernel";
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::math::MathDialect", "::mlir::vector::VectorDialect"
  ];
  let useDefaultAttributePrinterParser = 1;
}

class Kernel_Attr<string name, string attr_mnemonic, list<Trait> traits = []>
    : AttrDef<Kernel_Dialect, name, traits> {
  let mnemonic = attr_mnemonic;
}

def Kernel_PanelsAttr : Kernel_Attr<"Panels", "panels"> {
  let summary = "A matrix stored in panels of `width` columns";
  let description = [{
    The columns are cut into panels of `width`; a panel holds its columns of row 0, then of row 1, and so on, and panels
    follow each other. The last panel's width is what is left, rounded up to 16. A width of at least the number of columns
    is plain row-major storage with padded rows. runtime/engine/panel_layout.h has the formula.
  }];
  let parameters = (ins "int64_t":$width);
  let assemblyFormat = "`<` $width `>`";
}

def Kernel_NonzerosAttr : Kernel_Attr<"Nonzeros", "nonzeros"> {
  let summary = "A matrix stored as its nonzero elements";
  let description = [{
    Rows stand in groups of `group`, 1 or 2; an element is kept if any row of the group is not zero in its column. For each row the
    values, for each group their columns in ascending order, and where the elements of each run of `depth` columns end.
    `Nonzeros` in generated code has the formula; there is room for a matrix without zeros.
  }];
  let parameters = (ins "int64_t":$depth, "int64_t":$group);
  let assemblyFormat = "`<` `depth` `=` $depth `,` `group` `=` $group `>`";
}

def Kernel_WindowAttr : Kernel_Attr<"Window", "window"> {
  let summary = "Which pixels of an image the taps of an output pixel read";
  let description = [{
    Tap (k, l) of output pixel (i, j) reads input pixel (i * strides[0] + k * dilations[0] - padding[0], j * strides[1] + l *
    dilations[1] - padding[1]); taps that read beyond the image are left out. Images are [rows, columns, channels]; `input`
    and `output` give their rows and columns. `inverse`: output pixels are read, and input pixels are made of them, as for the
    gradient of a convolution's or a pooling's input.

    Example: a convolution's 3 x 3 window, padding 'valid': `#kernel.window<[28, 28] -> [26, 26], taps = [3, 3], strides = [1, 1],
    dilations = [1, 1], padding = [0, 0]>`.
  }];
  let parameters = (ins ArrayRefParameter<"int64_t">:$input, ArrayRefParameter<"int64_t">:$output,
                        ArrayRefParameter<"int64_t">:$taps, ArrayRefParameter<"int64_t">:$strides,
                        ArrayRefParameter<"int64_t">:$dilations, ArrayRefParameter<"int64_t">:$padding,
                        DefaultValuedParameter<"bool", "false">:$inverse);
  let assemblyFormat = [{
    `<` `[` $input `]` `->` `[` $output `]` `,` `taps` `=` `[` $taps `]` `,` `strides` `=` `[` $strides `]` `,`
    `dilations` `=` `[` $dilations `]` `,` `padding` `=` `[` $padding `]` (`,` `inverse` `=` $inverse^)? `>`
  }];
  let genVerifyDecl = 1;
  let extraClassDeclaration = [{
    int64_t CountTaps() const { return getTaps()[0] * getTaps()[1]; }
    int64_t CountInputs() const { return getInput()[0] * getInput()[1]; }
    int64_t CountOutputs() const { return getOutput()[0] * getOutput()[1]; }
    // Pixels of what is read and of what is made.
    int64_t CountRead() const { return getInverse() ? CountOutputs() : CountInputs(); }
    int64_t CountMade() const { return getInverse() ? CountInputs() : CountOutputs(); }
  }];
}

def Kernel_PieceAttr : Kernel_Attr<"Piece", "piece"> {
  let summary = "Elements of a row that kernel.arrange puts elsewhere";
  let description = [{
    For each index i of `sizes` element (from_offset + i . from) of a row of input number `input` becomes element
    (to_offset + i . to) of the result's row; `from` and `to` are strides.

    Example: the 3 channels of each of 49 pixels in front of 5 others:
    `#kernel.piece<input = 0, sizes = [49, 3], from = 0 : [3, 1], to = 0 : [8, 1]>`.
  }];
  let parameters = (ins "int64_t":$input, ArrayRefParameter<"int64_t">:$sizes,
                        "int64_t":$from_offset, ArrayRefParameter<"int64_t">:$from,
                        "int64_t":$to_offset, ArrayRefParameter<"int64_t">:$to);
  let assemblyFormat = [{
    `<` `input` `=` $input `,` `sizes` `=` `[` $sizes `]` `,` `from` `=` $from_offset `:` `[` $from `]` `,`
    `to` `=` $to_offset `:` `[` $to `]` `>`
  }];
  let extraClassDeclaration = [{
    int64_t CountElements() const;
  }];
}
def Kernel_Pieces : TypedArrayAttrBase<Kernel_PieceAttr, "pieces of a row">;

def Kernel_StorageAttr : Kernel_Attr<"Storage", "storage"> {
  let summary = "Where a tensor lives: a memory space and an offset into it";
  let description = [{
    Spaces: `state` (parameters and optimizer slots, offset in float32), `arena` (intermediates of a step, offset in bytes),
    `input` and `labels` (the data set, reached through the sample indices), `metrics` and `output` (the caller's results).
  }];
  let parameters = (ins "::mlir::StringAttr":$space, "int64_t":$offset);
  let assemblyFormat = "`<` $space `,` $offset `>`";
}

def Kernel_TileAttr : Kernel_Attr<"Tile", "tile"> {
  let summary = "A register tile for processors with `registers` vector registers";
  let description = [{
    The tile's accumulators are `rows` x `vectors` vector registers: `rows` rows of the result, `vectors` vectors wide.
    Sums are taken over blocks of at most `depth` terms, and the blocks' sums are added.
  }];
  let parameters = (ins "int64_t":$registers, "int64_t":$rows, "int64_t":$vectors, "int64_t":$depth);
  let assemblyFormat = [{
    `<` `registers` `=` $registers `,` `rows` `=` $rows `,` `vectors` `=` $vectors `,` `depth` `=` $depth `>`
  }];
}

#endif  // SINTER_COMPILER_IR_KERNEL_DIALECT_TD_
