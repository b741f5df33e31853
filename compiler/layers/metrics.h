// The metrics: what is measured of each sample beside the loss.
#ifndef SINTER_COMPILER_LAYERS_METRICS_H_
#define SINTER_COMPILER_LAYERS_METRICS_H_

#include <span>
#include <string_view>

#include "compiler/spec/metric_type.h"
#include "mlir/IR/Value.h"

namespace sinter {

// What a metric looks at: an output, what its loss reads of it, the logits
// before the function that it ends in (null if there are none), and what is
// true.
struct Measured {
  mlir::Value output;
  mlir::Value scores;
  mlir::Value logits;
  mlir::Value targets;
};

// In the order of the schema.
std::span<const MetricType> AllMetrics();

// Null if there is none of this name.
const MetricType* FindMetric(std::string_view name);

}  // namespace sinter

#endif  // SINTER_COMPILER_LAYERS_METRICS_H_
