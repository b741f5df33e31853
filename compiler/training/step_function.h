// Helpers that change the signature of a function of one block together with
// its body: its return and the nn.role attributes of arguments and results.
#ifndef SINTER_COMPILER_TRAINING_STEP_FUNCTION_H_
#define SINTER_COMPILER_TRAINING_STEP_FUNCTION_H_

#include "compiler/ir/nn_roles.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"

namespace sinter {

// The module's function of this name; an error at the module if there is none
// or if it has not exactly one block.
mlir::FailureOr<mlir::func::FuncOp> FindFunction(mlir::ModuleOp module,
                                                 llvm::StringRef name);

mlir::func::ReturnOp GetReturn(mlir::func::FuncOp function);

mlir::BlockArgument InsertArgument(mlir::func::FuncOp function, unsigned index,
                                   mlir::Type type, mlir::Location location,
                                   nn::Role role, llvm::StringRef name = "");

// A value to return and what it is.
struct StepResult {
  mlir::Value value;
  nn::Role role;
  llvm::StringRef name = "";
  mlir::DictionaryAttr training = {};  // nn.compile of an output
};

// Replaces all that `function` returns.
void SetResults(mlir::func::FuncOp function,
                llvm::ArrayRef<StepResult> results);

// What `function` returns now. The names live as long as its attributes.
// How outputs learn is left out: only @forward says it.
llvm::SmallVector<StepResult> GetResults(mlir::func::FuncOp function);

// "dense.kernel" and "velocity" make "dense.kernel.velocity". The context keeps
// the text.
llvm::StringRef SlotName(mlir::MLIRContext* context, llvm::StringRef parameter,
                         llvm::StringRef kind);

// Appends the slot of this kind of a parameter, an argument of `step`.
mlir::BlockArgument AppendSlotArgument(mlir::func::FuncOp step,
                                       mlir::BlockArgument parameter,
                                       llvm::StringRef kind);

// Makes @initialize return slots of these kinds, zeros, for each parameter,
// behind what it returns. Fails where a parameter is not initialized there.
llvm::LogicalResult AppendSlots(mlir::func::FuncOp initialize,
                                llvm::ArrayRef<llvm::StringRef> kinds);

}  // namespace sinter

#endif  // SINTER_COMPILER_TRAINING_STEP_FUNCTION_H_
