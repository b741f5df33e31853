// What the ops of the kernel dialect have in common: each is a loop nest.
#ifndef SINTER_COMPILER_IR_LOOP_NEST_INTERFACE_TD_
#define SINTER_COMPILER_IR_LOOP_NEST_INTERFACE_TD_

include "mlir/IR/OpBase.td"

def LoopNestOpInterface : OpInterface<"LoopNestOpInterface"> {
  let cppNamespace = "::sinter::kernel";
  let description = [{
    A nest of loops over rows and columns. It reads some operands whole, as a product its lhs and rhs, and lets a region,
    its body, see the others: its inputs. Passes ask these questions instead of looking which op it is.
  }];
  let methods = [
    InterfaceMethod<
      [{ The region that results come from: its last arguments are one for each body input. Null if elements are copied. }],
      "::mlir::Region *", "getNestBody", (ins), "", [{ return nullptr; }]>,
    InterfaceMethod<
      [{ The operands that the body sees; may be appended to together with the body's arguments. }],
      "::mlir::MutableOperandRange", "getBodyInputsMutable", (ins), "",
      [{ return ::mlir::MutableOperandRange($_op, 0, 0); }]>,
    InterfaceMethod<
      [{ Rows and columns that the body runs over. }],
      "::sinter::kernel::MatrixShape", "getDomain", (ins), "",
      [{ return ::sinter::kernel::GetMatrixShape($_op->getResult(0).getType()); }]>,
    InterfaceMethod<
      [{ Columns of one pixel (or time step) of the domain's rows, which vectors that the body sees repeat; all columns if rows are
         not cut so. }],
      "int64_t", "getChannels", (ins), "",
      [{ return ::sinter::kernel::FindChannels(::mlir::cast<::sinter::kernel::LoopNestOpInterface>($_op.getOperation())); }]>,
    InterfaceMethod<
      [{ Columns of the pixels that it reads or writes vector by vector; 0 if it works on rows that are not cut into pixels. }],
      "int64_t", "getPixelColumns", (ins), "", [{
        const int64_t channels = $_op.getChannels();
        return channels < $_op.getDomain().cols ? channels : 0;
      }]>,
    InterfaceMethod<
      [{ The matrices whose rows are those pixels. }],
      "::llvm::SmallVector<::mlir::Value>", "getImages", (ins), "", [{
        ::llvm::SmallVector<::mlir::Value> images($_op->getOperands());
        images.append($_op->result_begin(), $_op->result_end());
        return images;
      }]>,
    InterfaceMethod<
      [{ Whether the body's first argument is a sum that the loops have made. }],
      "bool", "hasAccumulator", (ins), "", [{ return false; }]>,
    InterfaceMethod<
      [{ Whether the body sees whole rows, as vectors, and not element after element. }],
      "bool", "hasRowBody", (ins), "", [{ return false; }]>,
    InterfaceMethod<
      [{ The results that the body yields. }],
      "::mlir::ResultRange", "getBodyResults", (ins), "", [{ return $_op->getResults(); }]>,
    InterfaceMethod<
      [{ How many of the domain's rows are worked on, an i32; null: all. }],
      "::mlir::Value", "getRowBound", (ins), "", [{ return ::mlir::Value(); }]>,
    InterfaceMethod<
      [{ Whether the operand is read in another way than by the body, element by element. }],
      "bool", "readsWhole", (ins "::mlir::OpOperand &":$operand), "", [{ return false; }]>,
    InterfaceMethod<
      [{ Whether columns first .. last - 1 of the results need only these columns of the operand, which is as wide as they. }],
      "bool", "needsOwnColumnsOnly", (ins "::mlir::OpOperand &":$operand), "", [{ return false; }]>,
    InterfaceMethod<
      [{ How the nest is cut into tasks where nothing speaks for another way. }],
      "::sinter::Split", "getPlainSplit", (ins)>,
    InterfaceMethod<
      [{ Whether its rows are cut into register tiles, whose height depends on the processor. }],
      "bool", "hasTiles", (ins), "", [{ return false; }]>,
    InterfaceMethod<
      [{ How often the cut of its rows into tiles is repeated. }],
      "int64_t", "countCuts", (ins), "", [{ return 1; }]>,
    InterfaceMethod<
      [{ How many tasks there are, cut so; nothing where that depends on the height of tiles. }],
      "::std::optional<int64_t>", "countTasks", (ins "::sinter::Split":$split), "",
      [{ return ::sinter::kernel::CountPlainTasks($_op.getDomain(), split); }]>,
    InterfaceMethod<
      [{ Whether it leaves out zeros of the samples. }],
      "bool", "skipsZeros", (ins), "", [{ return false; }]>,
    InterfaceMethod<
      [{ What the nest does in its layer, for its name: "WeightGradient"; or nothing. }],
      "::llvm::StringRef", "getRole", (ins), "", [{ return ""; }]>,
    InterfaceMethod<
      [{ What it is for, a sentence; nothing where the ops of the nn dialect that it computes say so. }],
      "::llvm::StringRef", "getPurpose", (ins), "", [{ return ""; }]>,
    InterfaceMethod<
      [{ What the result is in its layer, for its name: "input_transposed"; nothing for what the body yields. }],
      "::llvm::StringRef", "getResultRole", (ins "::mlir::OpResult":$result), "", [{ return ""; }]>
  ];
}

#endif  // SINTER_COMPILER_IR_LOOP_NEST_INTERFACE_TD_
