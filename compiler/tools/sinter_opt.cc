// Runs passes on IR text, as mlir-opt does.
#include "compiler/fusion/passes.h"
#include "compiler/ir/kernel_dialect.h"
#include "compiler/ir/nn_dialect.h"
#include "compiler/planning/passes.h"
#include "compiler/training/passes.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/DialectRegistry.h"
#include "mlir/Tools/mlir-opt/MlirOptMain.h"
#include "mlir/Transforms/Passes.h"

int main(int argc, char** argv) {
  mlir::DialectRegistry registry;
  registry.insert<mlir::arith::ArithDialect, mlir::func::FuncDialect,
                  mlir::math::MathDialect, mlir::vector::VectorDialect,
                  sinter::nn::NnDialect, sinter::kernel::KernelDialect>();
  mlir::registerTransformsPasses();
  sinter::RegisterTrainingPasses();
  sinter::RegisterFusionPasses();
  sinter::RegisterPlanningPasses();
  return mlir::asMainReturnCode(mlir::MlirOptMain(
      argc, argv, "Runs Sinter's passes on IR text\n", registry));
}
