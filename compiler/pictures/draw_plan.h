#ifndef SINTER_COMPILER_PICTURES_DRAW_PLAN_H_
#define SINTER_COMPILER_PICTURES_DRAW_PLAN_H_

#include <string>

#include "mlir/IR/BuiltinOps.h"

namespace sinter {

// A planned module's training step as an SVG picture: phases from left to
// right, the kernels of each above, and below them the arena: a rectangle for
// each tensor, from the phase that writes it to the last one that reads it, at
// its place.
std::string DrawPlan(mlir::ModuleOp module);

}  // namespace sinter

#endif  // SINTER_COMPILER_PICTURES_DRAW_PLAN_H_
