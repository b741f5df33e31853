// IR text with both dialects: parser, verifiers, printers, folders and
// canonicalization patterns.
//
// What verifies prints as text that parses to the same, before and after the
// ops are simplified. libMLIR itself is not instrumented.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "compiler/ir/kernel_dialect.h"
#include "compiler/ir/nn_dialect.h"
#include "llvm/Support/raw_ostream.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/IR/Verifier.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Transforms/Passes.h"
#include "tests/fuzz/targets/require.h"

namespace sinter {
namespace {

using Module = mlir::OwningOpRef<mlir::ModuleOp>;

// A context keeps every type and attribute it has seen, so it is replaced now
// and then.
constexpr int kRunsPerContext = 1000;

std::unique_ptr<mlir::MLIRContext> NewContext() {
  auto context = std::make_unique<mlir::MLIRContext>(
      mlir::MLIRContext::Threading::DISABLED);
  context->loadDialect<mlir::arith::ArithDialect, mlir::func::FuncDialect,
                       mlir::math::MathDialect, mlir::vector::VectorDialect,
                       nn::NnDialect, kernel::KernelDialect>();
  context->getDiagEngine().registerHandler(
      [](mlir::Diagnostic& diagnostic) { return mlir::success(); });
  return context;
}

mlir::MLIRContext& Context() {
  static std::unique_ptr<mlir::MLIRContext> context;
  static int runs = 0;
  if (runs++ % kRunsPerContext == 0) context = NewContext();
  return *context;
}

std::string Print(mlir::ModuleOp module) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  module.print(stream);
  return text;
}

// MLIR reads the symbol @"" and prints it as this, which it does not read.
bool HasEmptySymbol(const std::string& text) {
  return text.find("@<<INVALID EMPTY SYMBOL>>") != std::string::npos;
}

void CheckPrinted(mlir::ModuleOp module) {
  const std::string text = Print(module);
  if (HasEmptySymbol(text)) return;
  const Module again = mlir::parseSourceString<mlir::ModuleOp>(
      text, mlir::ParserConfig(module.getContext()));
  Require(bool(again), "what verifies prints as text that parses");
  Require(Print(*again) == text, "and prints the same again");
}

void Simplify(mlir::ModuleOp module) {
  mlir::PassManager manager(module.getContext());
  manager.addPass(mlir::createCanonicalizerPass());
  manager.addPass(mlir::createCSEPass());
  Require(mlir::succeeded(manager.run(module)), "what verifies simplifies");
}

}  // namespace
}  // namespace sinter

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  mlir::MLIRContext& context = sinter::Context();
  const std::string text(reinterpret_cast<const char*>(data), size);
  const sinter::Module module =
      mlir::parseSourceString<mlir::ModuleOp>(text, &context);
  if (!module) return 0;
  sinter::CheckPrinted(*module);
  sinter::Simplify(*module);
  sinter::CheckPrinted(*module);
  return 0;
}
