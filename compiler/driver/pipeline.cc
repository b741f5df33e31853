#include "compiler/driver/pipeline.h"

#include <utility>

#include "compiler/fusion/passes.h"
#include "compiler/training/passes.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Transforms/Passes.h"

namespace sinter {
namespace {

// Of the only input. A spec without inputs stands for all specs, when passes
// are listed.
Sparsity SparsityOf(const ModelSpec& spec) {
  if (spec.inputs.empty()) return Sparsity::kAuto;
  return spec.inputs.size() == 1 ? spec.inputs.front().value.sparsity
                                 : Sparsity::kDense;
}

using Creator = std::unique_ptr<mlir::Pass> (*)();

// A pass on the whole module.
std::function<void(mlir::OpPassManager&)> OnModule(Creator create) {
  return [create](mlir::OpPassManager& manager) { manager.addPass(create()); };
}

// A pass on each function by itself.
std::function<void(mlir::OpPassManager&)> OnFunctions(Creator create) {
  return [create](mlir::OpPassManager& manager) {
    manager.addNestedPass<mlir::func::FuncOp>(create());
  };
}

std::unique_ptr<mlir::Pass> CreateCanonicalize() {
  return mlir::createCanonicalizerPass();
}

}  // namespace

std::vector<PipelineStep> BuildPipeline(const ModelSpec& spec,
                                        const TileLimits& tiles) {
  std::vector<PipelineStep> steps;
  auto required = [&](std::string pass, auto add) {
    steps.push_back(
        {std::move(pass), /*required=*/true, std::move(add), {}, {}});
  };
  auto optional = [&](std::string pass, auto add) {
    steps.push_back(
        {std::move(pass), /*required=*/false, std::move(add), {}, {}});
  };
  // Switched off, `plain` takes its place.
  auto replaceable = [&](std::string pass, auto add, Creator plain) {
    steps.push_back({std::move(pass),
                     /*required=*/false,
                     std::move(add),
                     OnModule(plain),
                     {}});
  };
  auto complete = [&](Stage stage) { steps.back().completes = stage; };

  // Training. @forward becomes @predict, @evaluate_step and @train_step, all in
  // the nn dialect; from here on dropout is in @train_step only.
  required("append-loss", OnModule(CreateAppendLossPass));
  optional("canonicalize", OnModule(CreateCanonicalize));
  optional("cse", OnModule(mlir::createCSEPass));
  // Before there are gradients, which follow.
  optional("crop-images", OnModule(CreateCropImagesPass));
  // @train_step also returns a gradient for each parameter; none is dead.
  required("differentiate", OnModule(CreateDifferentiatePass));
  if (const int64_t step_count = StepsPerUpdate(spec.compile.optimizer);
      step_count > 1) {
    // @accumulate_step adds them up; @train_step's become means.
    required("accumulate-gradients",
             [step_count](mlir::OpPassManager& manager) {
               manager.addPass(CreateAccumulateGradientsPass(step_count));
             });
  }
  if (const GradientLimits& limits = CommonOf(spec.compile.optimizer).limits;
      limits.Any()) {
    // They are clipped.
    required("limit-gradients", [&limits](mlir::OpPassManager& manager) {
      manager.addPass(CreateLimitGradientsPass(limits));
    });
  }
  // Gradients are consumed: @train_step returns new parameters and slots.
  required("append-optimizer", [&spec](mlir::OpPassManager& manager) {
    manager.addPass(CreateAppendOptimizerPass(spec.compile.optimizer));
  });
  // Relu's gradient is that of pooled images where it can be.
  optional("mask-pooled-gradients", OnModule(CreateMaskPooledGradientsPass));
  optional("canonicalize", OnModule(CreateCanonicalize));
  optional("cse", OnModule(mlir::createCSEPass));
  complete(Stage::kTrain);

  // Inference of one sample is a function of its own.
  optional("specialize-inference", OnModule(CreateSpecializeInferencePass));

  // Fusion. No nn op is left in the step functions: loop nests over matrices.
  required("lower-to-kernel", OnFunctions(CreateLowerToKernelPass));
  // Loss, logit gradient and hits come from one pass over the rows.
  optional("fuse-softmax-cross-entropy",
           OnFunctions(CreateFuseSoftmaxCrossEntropyPass));
  // The input's conversion happens where the first contraction loads it.
  optional("fuse-prologue", OnFunctions(CreateFuseProloguePass));
  // Elementwise work happens where its operand is stored.
  optional("fuse-epilogue", OnFunctions(CreateFuseEpiloguePass));
  // Weight gradients are consumed in registers.
  optional("fuse-optimizer", OnFunctions(CreateFuseOptimizerPass));
  complete(Stage::kFused);

  // Planning. Step functions have twins that skip the input's zeros.
  const Sparsity sparsity = SparsityOf(spec);
  if (sparsity != Sparsity::kDense)
    optional("exploit-input-sparsity",
             [sparsity](mlir::OpPassManager& manager) {
               manager.addPass(CreateExploitInputSparsityPass(
                   /*always=*/sparsity == Sparsity::kSparse));
             });
  // Updates do less where a gradient is zero.
  optional("skip-zero-gradients", OnFunctions(CreateSkipZeroGradientsPass));
  // Products leave out what pooling's gradient is zero at.
  optional("list-pooled-gradients", OnFunctions(CreateListPooledGradientsPass));
  // Others divide while the next tile's sums are made.
  optional("delay-updates", OnFunctions(CreateDelayUpdatesPass));
  // Input gradients make their transposed weights themselves.
  optional("transpose-by-panels", OnFunctions(CreateTransposeByPanelsPass));
  // Every tensor has a layout; no contraction reads rhs the wrong way.
  replaceable("select-layout", OnModule(CreateSelectLayoutPass),
              CreatePlainLayoutPass);
  // Every contraction has a register tile for each register count.
  replaceable(
      "select-tiles",
      [tiles](mlir::OpPassManager& manager) {
        manager.addPass(CreateSelectTilesPass(tiles));
      },
      CreatePlainTilesPass);
  // Every loop nest has a phase and a split into tasks.
  replaceable("schedule", OnModule(CreateSchedulePass),
              CreatePlainSchedulePass);
  // Every tensor has a place; updates are in place.
  replaceable("plan-memory", OnModule(CreatePlanMemoryPass),
              CreatePlainMemoryPass);
  complete(Stage::kPlan);
  return steps;
}

}  // namespace sinter
