// The training stage: step functions from the forward graph.
//
//   BuildForward (build_forward.h)  @initialize, @forward
//   append-loss                     @predict, @evaluate_step, @train_step
//   crop-images                     pixels that nobody reads are gone
//   differentiate                   @train_step also returns gradients
//   accumulate-gradients            @accumulate_step; they become means
//   limit-gradients                 the gradients are clipped
//   append-optimizer                @train_step returns new parameters and
//   slots
//   mask-pooled-gradients           relu's gradient is on pooled images
//   specialize-inference            @predict_one
//
// A pass that cannot do its work reports an error at the op in its way and
// fails. On a module that BuildForward made from a checked spec none fails.
#ifndef SINTER_COMPILER_TRAINING_PASSES_H_
#define SINTER_COMPILER_TRAINING_PASSES_H_

#include <memory>

#include "compiler/ir/nn_dialect.h"
#include "compiler/spec/model_spec.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/Pass.h"
#include "mlir/Pass/PassManager.h"

namespace sinter {

enum class OptimizerKind { kRmsprop, kSgd, kAdam, kAdamax, kAdadelta };

#define GEN_PASS_DECL
#include "compiler/training/passes.h.inc"

std::unique_ptr<mlir::Pass> CreateAppendLossPass();
std::unique_ptr<mlir::Pass> CreateCropImagesPass();
std::unique_ptr<mlir::Pass> CreateDifferentiatePass();
std::unique_ptr<mlir::Pass> CreateAccumulateGradientsPass(int64_t steps);
std::unique_ptr<mlir::Pass> CreateLimitGradientsPass(
    const GradientLimits& limits);
std::unique_ptr<mlir::Pass> CreateAppendOptimizerPass(
    const OptimizerSpec& optimizer);
std::unique_ptr<mlir::Pass> CreateMaskPooledGradientsPass();
std::unique_ptr<mlir::Pass> CreateSpecializeInferencePass();

// Appends what the stage needs up to the optimizer, with clean-up.
void BuildTrainingPipeline(mlir::OpPassManager& manager, const ModelSpec& spec);

// Makes the passes known to a command line by their names.
void RegisterTrainingPasses();

}  // namespace sinter

#endif  // SINTER_COMPILER_TRAINING_PASSES_H_
