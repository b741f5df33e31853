// Whether labels are numbers of classes.
#ifndef SINTER_RUNTIME_ENGINE_LABEL_CHECK_H_
#define SINTER_RUNTIME_ENGINE_LABEL_CHECK_H_

#include <cstddef>
#include <span>
#include <string>

#include "runtime/engine/model.h"

namespace sinter::runtime {

// Says which is the first label that no class of `output` has; empty if each
// has one. Of labels of uint8.
std::string LabelComplaint(const Model& model, const OutputInfo& output,
                           std::span<const std::byte> labels);

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_ENGINE_LABEL_CHECK_H_
