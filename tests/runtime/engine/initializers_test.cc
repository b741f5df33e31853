#include "runtime/engine/initializers.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "runtime/engine/panel_layout.h"

namespace sinter::runtime {
namespace {

constexpr uint32_t kRows = 300;
constexpr uint32_t kCols = 200;
constexpr uint64_t kSize = PanelLayout{kRows, kCols, 64}.Size();

TensorInfo Kernel(Initializer initializer, uint64_t offset = 0,
                  uint32_t panel = 64) {
  return {"kernel",    TensorRole::kParameter,
          initializer, 2,
          kRows,       kCols,
          kRows,       kCols,
          offset,      panel};
}

// The state block of a model with these tensors. It starts out as garbage.
std::vector<float> Initialize(const std::vector<TensorInfo>& tensors,
                              uint64_t seed) {
  Model model = {};
  model.tensors = tensors;
  model.state_floats = kSize * tensors.size();
  std::vector<float> state(model.state_floats, 1234.5f);
  InitializeState(model, seed, state);
  return state;
}

// The elements of a kernel, row-major.
std::vector<double> Elements(const std::vector<float>& state,
                             const TensorInfo& tensor) {
  const PanelLayout layout{tensor.rows, tensor.cols, tensor.panel};
  std::vector<double> elements;
  for (uint32_t row = 0; row < tensor.rows; ++row) {
    for (uint32_t col = 0; col < tensor.cols; ++col) {
      elements.push_back(state[tensor.offset + layout.Offset(row, col)]);
    }
  }
  return elements;
}

struct Statistics {
  double mean = 0;
  double deviation = 0;
  double largest = 0;  // absolute value
};

Statistics StatisticsOf(Initializer initializer) {
  const TensorInfo tensor = Kernel(initializer);
  const std::vector<double> elements =
      Elements(Initialize({tensor}, 3), tensor);
  Statistics result;
  double squares = 0;
  for (double x : elements) {
    result.mean += x / elements.size();
    squares += x * x / elements.size();
    result.largest = std::max(result.largest, std::abs(x));
  }
  result.deviation = std::sqrt(squares - result.mean * result.mean);
  return result;
}

// Relative error of an estimated standard deviation: below 1 / sqrt(2 n) for
// these distributions; five times that for n = 60000.
constexpr double kTolerance = 0.015;

void ExpectUniform(Initializer initializer, double limit) {
  const Statistics s = StatisticsOf(initializer);
  const double deviation = limit / std::sqrt(3);
  EXPECT_NEAR(s.mean, 0, 5 * deviation / std::sqrt(kRows * kCols));
  EXPECT_NEAR(s.deviation, deviation, kTolerance * deviation);
  EXPECT_LE(s.largest, limit);
  EXPECT_GT(s.largest, 0.999 * limit);
}

void ExpectTruncatedNormal(Initializer initializer, double deviation) {
  const Statistics s = StatisticsOf(initializer);
  EXPECT_NEAR(s.mean, 0, 5 * deviation / std::sqrt(kRows * kCols));
  EXPECT_NEAR(s.deviation, deviation, kTolerance * deviation);
  const double limit = 2 * deviation / 0.8796256610342398;
  EXPECT_LE(s.largest, limit);
  EXPECT_GT(s.largest, 0.99 * limit);
}

TEST(Initializers, Glorot) {
  ExpectUniform(Initializer::kGlorotUniform, std::sqrt(6. / (kRows + kCols)));
  ExpectTruncatedNormal(Initializer::kGlorotNormal,
                        std::sqrt(2. / (kRows + kCols)));
}

TEST(Initializers, He) {
  ExpectUniform(Initializer::kHeUniform, std::sqrt(6. / kRows));
  ExpectTruncatedNormal(Initializer::kHeNormal, std::sqrt(2. / kRows));
}

TEST(Initializers, Constants) {
  for (float value : Initialize({Kernel(Initializer::kZeros)}, 1)) {
    ASSERT_EQ(value, 0);
  }
  const TensorInfo ones = Kernel(Initializer::kOnes);
  for (double value : Elements(Initialize({ones}, 1), ones)) {
    ASSERT_EQ(value, 1);
  }
}

TEST(Initializers, PaddingAndSlotsAreZero) {
  const TensorInfo kernel = Kernel(Initializer::kOnes);
  TensorInfo slot = Kernel(Initializer::kOnes, kSize);
  slot.role = TensorRole::kSlot;
  const std::vector<float> state = Initialize({kernel, slot}, 1);
  EXPECT_GT(kSize, kRows * kCols) << "there is no padding to check";
  EXPECT_EQ(std::count(state.begin(), state.end(), 1.0f), kRows * kCols);
  EXPECT_EQ(std::count(state.begin(), state.end(), 0.0f),
            state.size() - kRows * kCols);
}

TEST(Initializers, ValuesDoNotDependOnTheLayout) {
  const TensorInfo narrow = Kernel(Initializer::kGlorotUniform, 0, 16);
  const TensorInfo wide = Kernel(Initializer::kGlorotUniform, 0, 208);
  EXPECT_EQ(Elements(Initialize({narrow}, 9), narrow),
            Elements(Initialize({wide}, 9), wide));
}

TEST(Initializers, OneTensorDoesNotChangeAnother) {
  const TensorInfo second = Kernel(Initializer::kHeNormal, kSize);
  const TensorInfo zeros = Kernel(Initializer::kZeros);
  const TensorInfo normal = Kernel(Initializer::kGlorotNormal);
  EXPECT_EQ(Elements(Initialize({zeros, second}, 2), second),
            Elements(Initialize({normal, second}, 2), second));
}

TEST(Initializers, SeedAndPositionMatter) {
  const TensorInfo first = Kernel(Initializer::kHeNormal);
  const TensorInfo second = Kernel(Initializer::kHeNormal, kSize);
  const std::vector<float> state = Initialize({first, second}, 2);
  EXPECT_EQ(state, Initialize({first, second}, 2));
  EXPECT_NE(state, Initialize({first, second}, 3));
  EXPECT_NE(Elements(state, first), Elements(state, second));
}

}  // namespace
}  // namespace sinter::runtime
