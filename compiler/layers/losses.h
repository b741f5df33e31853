// The losses: what training makes small.
#ifndef SINTER_COMPILER_LAYERS_LOSSES_H_
#define SINTER_COMPILER_LAYERS_LOSSES_H_

#include <span>
#include <string_view>

#include "compiler/spec/loss_type.h"

namespace sinter {

// In the order of the schema.
std::span<const LossType> AllLosses();

// Null if there is none of this name.
const LossType* FindLoss(std::string_view name);

}  // namespace sinter

#endif  // SINTER_COMPILER_LAYERS_LOSSES_H_
