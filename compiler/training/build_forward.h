// The first IR of a model: one nn op per mathematical step of its layers.
#ifndef SINTER_COMPILER_TRAINING_BUILD_FORWARD_H_
#define SINTER_COMPILER_TRAINING_BUILD_FORWARD_H_

#include "compiler/spec/model_spec.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/IR/OwningOpRef.h"

namespace sinter {

// A module, carrying nn.model, with two functions:
//
//   @initialize() -> variables...                        first values
//   @forward(x, samples, seed, iteration, variables...) -> output, states...
//                                                        x [batch, input...]
//
// Variables, parameters and states, are in layer order, a layer's kernel before
// its bias, named "<layer>.kernel" and "<layer>.bias". Each op is located at
// its layer: NameLoc(<layer>, <spec file>:<line>:<column>); the conversion of a
// uint8 input belongs to the first layer. The module passes the verifier. Loads
// the dialects that it needs into `context`, which must outlive the module.
mlir::OwningOpRef<mlir::ModuleOp> BuildForward(const ModelSpec& spec,
                                               mlir::MLIRContext& context);

}  // namespace sinter

#endif  // SINTER_COMPILER_TRAINING_BUILD_FORWARD_H_
