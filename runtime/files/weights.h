// A model's parameters in files of the form that tensor_file.h describes.
#ifndef SINTER_RUNTIME_FILES_WEIGHTS_H_
#define SINTER_RUNTIME_FILES_WEIGHTS_H_

#include <span>
#include <string>

#include "runtime/engine/model.h"
#include "runtime/engine/status.h"
#include "runtime/files/atomic_file.h"

namespace sinter::runtime {

// Reads the parameters into the state block and touches nothing else of it. The
// file must hold all parameters of the model and no tensor that the model does
// not know; optimizer slots, as a checkpoint has them, are skipped, those of
// another optimizer ("PARAMETER.anything") too. Order in the file and metadata
// but the checksum do not matter: a file of another spec with equal parameters
// will do.
Status LoadWeights(const Model& model, const std::string& path,
                   std::span<float> state);

// Writes the parameters, in the model's order, and commits the file.
Status SaveWeights(const Model& model, std::span<const float> state,
                   AtomicFile& file);
Status SaveWeights(const Model& model, std::span<const float> state,
                   const std::string& path);

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_FILES_WEIGHTS_H_
