// Networks as IR text, for graphs that no spec leads to: a module with
// @initialize and @forward, as BuildForward makes them of a spec.
#ifndef SINTER_TESTS_CODEGEN_REFERENCE_NET_MODULE_H_
#define SINTER_TESTS_CODEGEN_REFERENCE_NET_MODULE_H_

#include <string>

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/IR/OwningOpRef.h"

namespace sinter {

// The net in the file `path` with its step functions: cross-entropy, gradients,
// plain SGD. Ends the program where the file has mistakes.
mlir::OwningOpRef<mlir::ModuleOp> LoadNet(const std::string& path,
                                          mlir::MLIRContext& context);

}  // namespace sinter

#endif  // SINTER_TESTS_CODEGEN_REFERENCE_NET_MODULE_H_
