// The nn dialect: its types, attributes and the bases its ops share.
#ifndef SINTER_COMPILER_IR_NN_DIALECT_TD_
#define SINTER_COMPILER_IR_NN_DIALECT_TD_

include "compiler/ir/gradient_interface.td"
include "mlir/IR/AttrTypeBase.td"
include "mlir/IR/EnumAttr.td"
include "mlir/IR/OpBase.td"
include "mlir/Interfaces/InferTypeOpInterface.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

def NnDialect : Dialect {
  let name = "nn";
  let summary = "What a model means: one op per mathematical step of training";
  let description = [{
    Values are ranked tensors of static shape, float32 except for raw input and labels (uint8); the batch is dimension
    0 of every activation. Parameters and optimizer slots are function arguments and come back as results, so that all ops
    but nn.initialize, which draws at random, are pure.

    The last batch of an epoch may be partial. Tensors keep their full batch dimension; `samples` says how many rows
    count. The other rows hold finite values of no meaning, and a loss gives them a gradient of zero.

    Function arguments and results carry `nn.role` and `nn.name` (see nn_roles.h). A module carries `nn.model`, the
    model's name. An output of @forward carries `nn.compile`, which says how it learns (see nn_roles.h).
  }];
  let cppNamespace = "::sinter::nn";
  let hasOperationAttrVerify = 1;
  let hasRegionArgAttrVerify = 1;
  let hasRegionResultAttrVerify = 1;
  let useDefaultAttributePrinterParser = 1;
}

def Nn_Tensor : StaticShapeTensorOf<[F32]>;
def Nn_RawTensor : StaticShapeTensorOf<[F32, UI8]>;
class Nn_TensorOfRank<int rank> :
    ConfinedType<Nn_Tensor, [CPred<"::llvm::cast<::mlir::RankedTensorType>($_self).getRank() == " # rank>],
                 "statically shaped tensor of 32-bit float values and rank " # rank,
                 "::mlir::RankedTensorType">;
def Nn_Vector : Nn_TensorOfRank<1>;
def Nn_Matrix : Nn_TensorOfRank<2>;
class Nn_TensorOfMinRank<int rank> :
    ConfinedType<Nn_Tensor, [CPred<"::llvm::cast<::mlir::RankedTensorType>($_self).getRank() >= " # rank>],
                 "statically shaped tensor of 32-bit float values and rank " # rank # " or more",
                 "::mlir::RankedTensorType">;
// What runs along the last dimension is a row of it.
def Nn_Rows : Nn_TensorOfMinRank<1>;
def Nn_Batch : Nn_TensorOfMinRank<2>;
def Nn_Labels :
    ConfinedType<StaticShapeTensorOf<[UI8]>, [CPred<"::llvm::cast<::mlir::RankedTensorType>($_self).getRank() == 1">],
                 "statically shaped vector of 8-bit unsigned labels", "::mlir::RankedTensorType">;
def Nn_Target : AnyTypeOf<[Nn_Labels, Nn_Matrix], "labels, or a matrix of values", "::mlir::RankedTensorType">;
// There is one such type, so that ops whose results are scalars need not say it.
def Nn_Scalar : Nn_TensorOfRank<0>,
    BuildableType<"::mlir::RankedTensorType::get({}, $_builder.getF32Type())">;

// A hyper-parameter. It stays a double in the IR; a kernel rounds what it uses, such as float(1 - rho), once.
def Nn_Real : FloatAttrBase<F64, "64-bit float attribute"> {
  let returnType = "double";
  let convertFromStorage = "$_self.getValueAsDouble()";
  let constBuilderCall = "$_builder.getF64FloatAttr($0)";
}

class Nn_Op<string mnemonic, list<Trait> traits = []> : Op<NnDialect, mnemonic, [Pure] # traits>;

class Nn_DifferentiableOp<string mnemonic, list<Trait> traits = []> :
    Nn_Op<mnemonic, [DeclareOpInterfaceMethods<DifferentiableOpInterface>] # traits>;

#endif  // SINTER_COMPILER_IR_NN_DIALECT_TD_
