#include "runtime/engine/adapt_to_data.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "runtime/engine/panel_layout.h"

namespace sinter::runtime {
namespace {

// The mean over the rows of [rows, columns] of what `term` makes of an element
// and its column.
template <typename T, typename Term>
std::vector<double> MeanOfColumns(const T* elements, size_t rows,
                                  size_t columns, Term term) {
  std::vector<double> sums(columns);
  for (size_t row = 0; row < rows; ++row) {
    for (size_t column = 0; column < columns; ++column) {
      sums[column] +=
          term(static_cast<double>(elements[row * columns + column]), column);
    }
  }
  for (double& sum : sums) sum /= static_cast<double>(rows);
  return sums;
}

template <typename T>
std::vector<double> StatisticOf(const T* elements, size_t rows, size_t columns,
                                Initializer initializer) {
  const std::vector<double> mean = MeanOfColumns(
      elements, rows, columns, [](double element, size_t) { return element; });
  if (initializer == Initializer::kInputMean) return mean;
  return MeanOfColumns(elements, rows, columns,
                       [&](double element, size_t column) {
                         const double distance = element - mean[column];
                         return distance * distance;
                       });
}

std::vector<double> StatisticOf(const InputInfo& input, const std::byte* x,
                                size_t samples, const TensorInfo& tensor) {
  const size_t rows = samples * (input.elements / tensor.cols);
  if (input.type == ElementType::kUint8) {
    return StatisticOf(reinterpret_cast<const uint8_t*>(x), rows, tensor.cols,
                       tensor.initializer);
  }
  return StatisticOf(reinterpret_cast<const float*>(x), rows, tensor.cols,
                     tensor.initializer);
}

}  // namespace

size_t AdaptToData(const Model& model, const SampleView& data, size_t samples,
                   std::span<float> state) {
  size_t constant = 0;
  for (const TensorInfo& tensor : model.tensors) {
    if (tensor.initializer != Initializer::kInputMean &&
        tensor.initializer != Initializer::kInputVariance) {
      continue;
    }
    const size_t input = tensor.fan_in - 1;
    const std::vector<double> statistic =
        StatisticOf(model.inputs[input], data.x[input], samples, tensor);
    const PanelLayout layout{tensor.rows, tensor.cols, tensor.panel};
    for (size_t column = 0; column < statistic.size(); ++column) {
      state[tensor.offset + layout.Offset(0, column)] =
          static_cast<float>(statistic[column]);
    }
    if (tensor.initializer == Initializer::kInputVariance) {
      constant += std::ranges::count(statistic, 0.0);
    }
  }
  return constant;
}

}  // namespace sinter::runtime
