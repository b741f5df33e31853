#include "compiler/training/passes.h"

#include "mlir/Transforms/Passes.h"

namespace sinter {

#define GEN_PASS_REGISTRATION
#include "compiler/training/passes.h.inc"

namespace {

AppendOptimizerOptions ToOptions(const RmspropOptimizer& rmsprop) {
  AppendOptimizerOptions options;
  options.optimizer = OptimizerKind::kRmsprop;
  options.rho = rmsprop.rho;
  options.momentum = rmsprop.momentum;
  options.epsilon = rmsprop.epsilon;
  options.centered = rmsprop.centered;
  return options;
}

AppendOptimizerOptions ToOptions(const SgdOptimizer& sgd) {
  AppendOptimizerOptions options;
  options.optimizer = OptimizerKind::kSgd;
  options.momentum = sgd.momentum;
  options.nesterov = sgd.nesterov;
  return options;
}

AppendOptimizerOptions ToOptions(const AdamOptimizer& adam) {
  AppendOptimizerOptions options;
  options.optimizer = OptimizerKind::kAdam;
  options.beta_1 = adam.beta_1;
  options.beta_2 = adam.beta_2;
  options.epsilon = adam.epsilon;
  options.amsgrad = adam.amsgrad;
  return options;
}

AppendOptimizerOptions ToOptions(const AdamaxOptimizer& adamax) {
  AppendOptimizerOptions options;
  options.optimizer = OptimizerKind::kAdamax;
  options.beta_1 = adamax.beta_1;
  options.beta_2 = adamax.beta_2;
  options.epsilon = adamax.epsilon;
  return options;
}

AppendOptimizerOptions ToOptions(const AdadeltaOptimizer& adadelta) {
  AppendOptimizerOptions options;
  options.optimizer = OptimizerKind::kAdadelta;
  options.rho = adadelta.rho;
  options.epsilon = adadelta.epsilon;
  return options;
}

void AddCleanup(mlir::OpPassManager& manager) {
  manager.addPass(mlir::createCanonicalizerPass());
  manager.addPass(mlir::createCSEPass());
}

}  // namespace

std::unique_ptr<mlir::Pass> CreateAppendLossPass() {
  return createAppendLoss();
}

std::unique_ptr<mlir::Pass> CreateCropImagesPass() {
  return createCropImages();
}

std::unique_ptr<mlir::Pass> CreateDifferentiatePass() {
  return createDifferentiate();
}

std::unique_ptr<mlir::Pass> CreateAccumulateGradientsPass(int64_t steps) {
  AccumulateGradientsOptions options;
  options.steps = steps;
  return createAccumulateGradients(options);
}

std::unique_ptr<mlir::Pass> CreateLimitGradientsPass(
    const GradientLimits& limits) {
  LimitGradientsOptions options;
  options.clipvalue = limits.clipvalue.value_or(0.0);
  options.clipnorm = limits.clipnorm.value_or(0.0);
  options.global_clipnorm = limits.global_clipnorm.value_or(0.0);
  return createLimitGradients(options);
}

std::unique_ptr<mlir::Pass> CreateAppendOptimizerPass(
    const OptimizerSpec& optimizer) {
  AppendOptimizerOptions options =
      std::visit([](const auto& kind) { return ToOptions(kind); }, optimizer);
  options.weight_decay = CommonOf(optimizer).weight_decay.value_or(0.0);
  options.accumulation_steps = StepsPerUpdate(optimizer);
  return createAppendOptimizer(options);
}

std::unique_ptr<mlir::Pass> CreateMaskPooledGradientsPass() {
  return createMaskPooledGradients();
}

std::unique_ptr<mlir::Pass> CreateSpecializeInferencePass() {
  return createSpecializeInference();
}

void RegisterTrainingPasses() { registerTrainingPasses(); }

void BuildTrainingPipeline(mlir::OpPassManager& manager,
                           const ModelSpec& spec) {
  manager.addPass(CreateAppendLossPass());
  AddCleanup(manager);
  manager.addPass(CreateDifferentiatePass());
  if (const int64_t steps = StepsPerUpdate(spec.compile.optimizer); steps > 1)
    manager.addPass(CreateAccumulateGradientsPass(steps));
  const GradientLimits& limits = CommonOf(spec.compile.optimizer).limits;
  if (limits.Any()) manager.addPass(CreateLimitGradientsPass(limits));
  manager.addPass(CreateAppendOptimizerPass(spec.compile.optimizer));
  AddCleanup(manager);
}

}  // namespace sinter
