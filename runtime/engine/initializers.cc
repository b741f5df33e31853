#include "runtime/engine/initializers.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "runtime/engine/panel_layout.h"
#include "runtime/engine/random.h"

namespace sinter::runtime {
namespace {

// Standard deviation of a standard normal cut off beyond two.
constexpr double kTruncatedNormalDeviation = .87962566103423978;

double Scale(const TensorInfo& tensor) {
  const double fan_in = tensor.fan_in;
  const double fan_out = tensor.fan_out;
  const bool glorot = tensor.initializer == Initializer::kGlorotUniform ||
                      tensor.initializer == Initializer::kGlorotNormal;
  return glorot ? 1 / std::max(1.0, (fan_in + fan_out) / 2)
                : 2 / std::max(1.0, fan_in);
}

double TruncatedNormal(Random& random) {
  for (;;) {
    const double x = random.Normal();
    if (std::abs(x) <= 2) return x;
  }
}

float Draw(Initializer initializer, double scale, Random& random) {
  switch (initializer) {
    case Initializer::kZeros:
    case Initializer::kInputMean:
      return 0;
    case Initializer::kOnes:
    case Initializer::kInputVariance:
      return 1;
    case Initializer::kGlorotUniform:
    case Initializer::kHeUniform:
      return static_cast<float>((2 * random.Uniform() - 1) *
                                std::sqrt(3 * scale));
    case Initializer::kGlorotNormal:
    case Initializer::kHeNormal:
      return static_cast<float>(TruncatedNormal(random) * std::sqrt(scale) /
                                kTruncatedNormalDeviation);
  }
  assert(false);
  return 0;
}

void InitializeTensor(const TensorInfo& tensor, Random random, float* data) {
  const PanelLayout layout{tensor.rows, tensor.cols, tensor.panel};
  const double scale = Scale(tensor);
  for (size_t row = 0; row < tensor.rows; ++row) {
    for (size_t col = 0; col < tensor.cols; ++col) {
      data[layout.Offset(row, col)] = Draw(tensor.initializer, scale, random);
    }
  }
}

}  // namespace

void InitializeState(const Model& model, uint64_t seed,
                     std::span<float> state) {
  assert(state.size() == model.state_floats);
  std::fill(state.begin(), state.end(), 0.0f);
  uint32_t parameter = 0;
  for (const TensorInfo& tensor : model.tensors) {
    if (tensor.role != TensorRole::kParameter) continue;
    InitializeTensor(tensor, Random(seed, RandomUse::kInitializer, parameter++),
                     state.data() + tensor.offset);
  }
}

}  // namespace sinter::runtime
