// What the arguments and results of a function over the nn dialect stand for.
//
// An argument or result carries `nn.role`; parameters, states, slots, gradients
// and metrics also carry `nn.name`: "dense.kernel" for a parameter and its
// gradient, "dense.kernel.velocity" for a slot, "accuracy" for a metric. The
// dialect verifies both.
//
// A parameter is trained; a state is kept, saved and used like one, but changes
// by another rule than a gradient.
#ifndef SINTER_COMPILER_IR_NN_ROLES_H_
#define SINTER_COMPILER_IR_NN_ROLES_H_

#include <optional>

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinAttributes.h"

namespace sinter::nn {

inline constexpr llvm::StringLiteral kRoleAttribute = "nn.role";
inline constexpr llvm::StringLiteral kNameAttribute = "nn.name";
inline constexpr llvm::StringLiteral kModelAttribute = "nn.model";
// Of an output of @forward: how it learns, a dictionary of what a spec's
// `compile` says of it (compiler/training/output_training.h).
inline constexpr llvm::StringLiteral kCompileAttribute = "nn.compile";

inline constexpr llvm::StringLiteral kInitialize = "initialize";
inline constexpr llvm::StringLiteral kForward = "forward";
inline constexpr llvm::StringLiteral kPredict = "predict";
inline constexpr llvm::StringLiteral kPredictOne = "predict_one";
inline constexpr llvm::StringLiteral kEvaluateStep = "evaluate_step";
inline constexpr llvm::StringLiteral kTrainStep = "train_step";
// Of a model that updates every few steps: the steps before the one that does.
inline constexpr llvm::StringLiteral kAccumulateStep = "accumulate_step";

// Ends the names of the step functions that skip zero elements of x.
inline constexpr llvm::StringLiteral kSparseSuffix = "_sparse";

// Arguments: kX (samples of each input, [batch, ...]), kY (what each output is
// compared with: labels, [batch] of ui8, or values, [batch, elements]),
// kSamples (i32, rows that count), kLearningRate (f32), kIteration (i32, steps
// done before), kSeed (i32), kParameter, kState, kSlot. Results: kParameter,
// kState, kSlot, kLoss (tensor<f32>, mean), kMetric (tensor<f32>, sum over the
// samples), kOutput ([batch, elements]), of @forward kPenalty (tensor<f32>, a
// part of the loss), and between differentiation and the optimizer kGradient.
enum class Role {
  kX,
  kY,
  kSamples,
  kLearningRate,
  kIteration,
  kSeed,
  kParameter,
  kState,
  kSlot,
  kLoss,
  kMetric,
  kOutput,
  kPenalty,
  kGradient
};

// The attribute's text: "x", "learning_rate", ...
llvm::StringRef ToString(Role role);
std::optional<Role> ParseRole(llvm::StringRef text);

// Whether it is of the tensors that a program keeps from step to step.
bool IsKept(std::optional<Role> role);

// Nothing when the argument or result carries no role.
std::optional<Role> GetArgumentRole(mlir::func::FuncOp function,
                                    unsigned index);
std::optional<Role> GetResultRole(mlir::func::FuncOp function, unsigned index);

// Empty when there is no name.
llvm::StringRef GetArgumentName(mlir::func::FuncOp function, unsigned index);
llvm::StringRef GetResultName(mlir::func::FuncOp function, unsigned index);

// Indices of the arguments or results with this role, in order.
llvm::SmallVector<unsigned> FindArguments(mlir::func::FuncOp function,
                                          Role role);
llvm::SmallVector<unsigned> FindResults(mlir::func::FuncOp function, Role role);

// The first argument with this role; null if there is none.
mlir::BlockArgument FindArgument(mlir::func::FuncOp function, Role role);

// The parameter, state or slot of this name; null if there is none.
mlir::BlockArgument FindArgument(mlir::func::FuncOp function,
                                 llvm::StringRef name);

// Whether an argument is in the data set's own memory: rows without padding,
// each where the caller's indices say. Labels are one number a row.
bool IsData(mlir::Value value);
bool IsLabels(mlir::Value value);

// {nn.role = role} or {nn.name = name, nn.role = role} if `name` is not empty.
mlir::DictionaryAttr MakeRoleAttributes(mlir::MLIRContext* context, Role role,
                                        llvm::StringRef name = "");

}  // namespace sinter::nn

#endif  // SINTER_COMPILER_IR_NN_ROLES_H_
