#include "tests/codegen/reference/net_module.h"

#include "compiler/ir/nn_dialect.h"
#include "compiler/training/passes.h"
#include "llvm/Support/ErrorHandling.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Transforms/Passes.h"

namespace sinter {

mlir::OwningOpRef<mlir::ModuleOp> LoadNet(const std::string& path,
                                          mlir::MLIRContext& context) {
  context.disableMultithreading();
  context.loadDialect<mlir::func::FuncDialect, nn::NnDialect>();
  auto module = mlir::parseSourceFile<mlir::ModuleOp>(path, &context);
  if (!module) llvm::report_fatal_error("no net", false);
  mlir::PassManager manager(&context);
  manager.addPass(CreateAppendLossPass());
  manager.addPass(mlir::createCanonicalizerPass());
  manager.addPass(mlir::createCSEPass());
  manager.addPass(CreateDifferentiatePass());
  manager.addPass(CreateAppendOptimizerPass(SgdOptimizer()));
  if (mlir::failed(manager.run(*module)))
    llvm::report_fatal_error("a training pass failed", false);
  return module;
}

}  // namespace sinter
