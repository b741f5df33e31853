#include "compiler/fusion/passes.h"
#include "mlir/Pass/PassRegistry.h"

namespace sinter {

void RegisterFusionPasses() {
  mlir::registerPass(CreateLowerToKernelPass);
  mlir::registerPass(CreateFuseSoftmaxCrossEntropyPass);
  mlir::registerPass(CreateFuseProloguePass);
  mlir::registerPass(CreateFuseEpiloguePass);
  mlir::registerPass(CreateFuseOptimizerPass);
}

}  // namespace sinter
