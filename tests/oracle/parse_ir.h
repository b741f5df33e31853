// IR text for tests.
#ifndef SINTER_TESTS_ORACLE_PARSE_IR_H_
#define SINTER_TESTS_ORACLE_PARSE_IR_H_

#include <string>
#include <vector>

#include "compiler/ir/nn_dialect.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/IR/OwningOpRef.h"
#include "mlir/Parser/Parser.h"
#include "tests/oracle/interpreter.h"

namespace sinter::oracle {

// A module of text and the context it lives in.
class ParsedModule {
 public:
  // `text` is valid IR; what is wrong with it goes to stderr.
  explicit ParsedModule(const std::string& text) {
    context_.loadDialect<mlir::func::FuncDialect, nn::NnDialect>();
    module_ = mlir::parseSourceString<mlir::ModuleOp>(text, &context_);
  }

  explicit operator bool() const { return static_cast<bool>(module_); }
  mlir::ModuleOp get() { return *module_; }

 private:
  mlir::MLIRContext context_;
  mlir::OwningOpRef<mlir::ModuleOp> module_;
};

// Runs @f of `text`.
inline std::vector<Tensor> RunText(const std::string& text,
                                   llvm::ArrayRef<Tensor> arguments) {
  ParsedModule module(text);
  if (!module) return {};
  return Interpreter(module.get(), "f").Run(arguments);
}

}  // namespace sinter::oracle

#endif  // SINTER_TESTS_ORACLE_PARSE_IR_H_
