// A model's parameters in safetensors files: canonical row-major, named and
// shaped as Keras does, whatever the layout in memory.
#ifndef SINTER_RUNTIME_WEIGHTS_H_
#define SINTER_RUNTIME_WEIGHTS_H_

#include <span>
#include <string>
#include <vector>

#include "runtime/model.h"
#include "runtime/safetensors.h"
#include "runtime/status.h"

namespace sinter::runtime {

// Reads the parameters into the state block and touches nothing else of it. The
// file must hold all parameters of the model and no tensor that the model does
// not know; optimizer slots, as a checkpoint has them, are skipped. Order in
// the file and metadata do not matter.
Status LoadWeights(const Model& model, const std::string& path,
                   std::span<float> state);

// Writes the parameters, in the model's order.
Status SaveWeights(const Model& model, std::span<const float> state,
                   const std::string& path);

// Writes any tensors of a model, with metadata beyond the model's own (format,
// name, spec hash).
Status SaveTensors(const Model& model, const std::vector<TensorInfo>& tensors,
                   SafetensorsMetadata metadata, std::span<const float> state,
                   const std::string& path);

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_WEIGHTS_H_
