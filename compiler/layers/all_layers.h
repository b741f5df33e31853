// The list of all kinds of layers.
#ifndef SINTER_COMPILER_LAYERS_ALL_LAYERS_H_
#define SINTER_COMPILER_LAYERS_ALL_LAYERS_H_

#include "compiler/spec/layer_type.h"

namespace sinter {

const LayerCatalog& AllLayers();

}  // namespace sinter

#endif  // SINTER_COMPILER_LAYERS_ALL_LAYERS_H_
