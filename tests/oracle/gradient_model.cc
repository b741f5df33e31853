#include "tests/oracle/gradient_model.h"

#include <cmath>
#include <random>

#include "compiler/ir/nn_roles.h"
#include "compiler/training/build_forward.h"
#include "compiler/training/passes.h"
#include "llvm/Support/ErrorHandling.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Transforms/Passes.h"

namespace sinter::oracle {
namespace {

class ArgumentDrawer {
 public:
  ArgumentDrawer(const ModelSpec& spec, uint32_t samples, uint32_t seed)
      : spec_(spec), samples_(samples), seed_(seed), random_(seed) {}

  Tensor Draw(nn::Role role, mlir::Type type) {
    switch (role) {
      case nn::Role::kSamples:
        return Tensor::Scalar(samples_);
      case nn::Role::kSeed:
        return Tensor::Scalar(seed_);
      default:
        break;
    }
    const auto tensor_type = llvm::dyn_cast<mlir::RankedTensorType>(type);
    if (!tensor_type) return Tensor::Scalar(1);
    Tensor tensor = Tensor::Zeros(tensor_type.getShape().vec());
    const bool is_float = tensor_type.getElementType().isF32();
    const double limit = LimitOf(role, tensor);
    const int64_t bytes =
        role == nn::Role::kY
            ? OutputLayer(spec_, outputs_++).output_shape.front()
            : 256;
    for (double& value : tensor.data) {
      value = is_float ? limit * (random_() / 2147483648.0 - 1)
                       : static_cast<double>(random_() % bytes);
    }
    // Variances are among them.
    if (role == nn::Role::kState)
      for (double& value : tensor.data) value = 0.25 + std::abs(value);
    return tensor;
  }

 private:
  static double LimitOf(nn::Role role, const Tensor& tensor) {
    const bool is_kernel = role == nn::Role::kParameter && tensor.rank() > 1;
    return is_kernel ? std::sqrt(3.0 / tensor.rows()) : 1;
  }

  const ModelSpec& spec_;
  size_t outputs_ = 0;  // whose targets were drawn
  uint32_t samples_;
  uint32_t seed_;
  std::mt19937 random_;
};

}  // namespace

mlir::OwningOpRef<mlir::ModuleOp> BuildGradients(const ModelSpec& spec,
                                                 mlir::MLIRContext& context) {
  auto module = BuildForward(spec, context);
  mlir::PassManager manager(&context);
  manager.addPass(CreateAppendLossPass());
  manager.addPass(mlir::createCanonicalizerPass());
  manager.addPass(mlir::createCSEPass());
  manager.addPass(CreateDifferentiatePass());
  if (mlir::failed(manager.run(*module)))
    llvm::report_fatal_error("a training pass failed", false);
  return module;
}

std::vector<Tensor> DrawArguments(mlir::func::FuncOp step,
                                  const ModelSpec& spec, uint32_t samples,
                                  uint32_t seed) {
  ArgumentDrawer drawer(spec, samples, seed);
  std::vector<Tensor> arguments;
  for (unsigned i = 0; i < step.getNumArguments(); ++i)
    arguments.push_back(drawer.Draw(*nn::GetArgumentRole(step, i),
                                    step.getArgument(i).getType()));
  return arguments;
}

}  // namespace sinter::oracle
