#include "runtime/engine/finite_parameters.h"

#include <fmt/format.h>

#include <cmath>

#include "runtime/engine/panel_layout.h"

namespace sinter::runtime {
namespace {

bool IsFinite(const TensorInfo& tensor, const float* data) {
  const PanelLayout layout{tensor.rows, tensor.cols, tensor.panel};
  for (size_t row = 0; row < tensor.rows; ++row) {
    for (size_t col = 0; col < tensor.cols; ++col) {
      if (!std::isfinite(data[layout.Offset(row, col)])) return false;
    }
  }
  return true;
}

}  // namespace

Status CheckFiniteParameters(const Model& model, std::span<const float> state,
                             const TrainingPosition& position) {
  for (const TensorInfo& tensor : model.tensors) {
    if (tensor.role != TensorRole::kParameter ||
        IsFinite(tensor, state.data() + tensor.offset)) {
      continue;
    }
    return Status(ExitCode::kNotFinite,
                  fmt::format("'{}' has values that are infinite or no numbers "
                              "after {} steps of epoch {} (and {} in all)",
                              tensor.name, position.step, position.epoch + 1,
                              position.iteration));
  }
  return Status();
}

}  // namespace sinter::runtime
