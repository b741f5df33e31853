// How images are flipped, moved, turned and zoomed at random: the attributes of
// nn.random_warp, which kernel.warp has, too.
#ifndef SINTER_COMPILER_IR_RANDOM_WARP_TD_
#define SINTER_COMPILER_IR_RANDOM_WARP_TD_

include "mlir/IR/CommonAttrConstraints.td"
include "mlir/IR/OpBase.td"

// An interval is two numbers, the lower first.
defvar kRandomWarpAttributes = (ins
    StrAttr:$fill, F64Attr:$fill_value, UnitAttr:$nearest, UnitAttr:$transposed,
    UnitAttr:$flips_rows, UnitAttr:$flips_columns,
    OptionalAttr<DenseF64ArrayAttr>:$row_shift, OptionalAttr<DenseF64ArrayAttr>:$column_shift,
    OptionalAttr<DenseF64ArrayAttr>:$angle,
    OptionalAttr<DenseF64ArrayAttr>:$row_zoom, OptionalAttr<DenseF64ArrayAttr>:$column_zoom);

#endif  // SINTER_COMPILER_IR_RANDOM_WARP_TD_
