#ifndef SINTER_COMPILER_PICTURES_DRAW_GRAPH_H_
#define SINTER_COMPILER_PICTURES_DRAW_GRAPH_H_

#include <string>

#include "mlir/IR/BuiltinOps.h"

namespace sinter {

// The graph of a planned module's training step in Graphviz' language: a box
// for each kernel, with the nn ops that were fused into it, one above the
// other; an edge for each tensor that one kernel writes and another reads, with
// its shape. Parameters and data are ellipses.
std::string DrawGraph(mlir::ModuleOp module);

}  // namespace sinter

#endif  // SINTER_COMPILER_PICTURES_DRAW_GRAPH_H_
