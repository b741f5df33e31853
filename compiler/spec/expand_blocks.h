// Puts the layers of blocks in the place of their uses, before the spec is
// read: from there on a model is a list of layers.
#ifndef SINTER_COMPILER_SPEC_EXPAND_BLOCKS_H_
#define SINTER_COMPILER_SPEC_EXPAND_BLOCKS_H_

#include "compiler/spec/diagnostics.h"
#include "compiler/spec/layer_type.h"
#include "compiler/spec/yaml_tree.h"

namespace sinter {

// Changes `document` if model.blocks is there:
//   - {residual: {units: 64, name: b2}}  becomes the layers of `residual`, with
//     64 for $units; their names begin with "b2_"; `input` in them is what the
//     use takes;
//   - `b2` in the inputs of later layers becomes the name of its last layer.
// Each new node has its place in the definition and its use (SourceSpan). A use
// with a mistake becomes a layer with `is_reported`.
void ExpandBlocks(YamlDocument& document, const LayerCatalog& catalog,
                  Diagnostics& diagnostics);

}  // namespace sinter

#endif  // SINTER_COMPILER_SPEC_EXPAND_BLOCKS_H_
