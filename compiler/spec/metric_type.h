// A metric as the spec reader and the training stage see it.
#ifndef SINTER_COMPILER_SPEC_METRIC_TYPE_H_
#define SINTER_COMPILER_SPEC_METRIC_TYPE_H_

#include <optional>
#include <string_view>

#include "compiler/spec/choices.h"

namespace mlir {
class Location;
class OpBuilder;
class Value;
}  // namespace mlir

namespace sinter {

// A number for each sample; its mean over the samples is shown beside the loss.
struct MetricType {
  std::string_view name;     // Keras'
  std::string_view meaning;  // for the schema
  // It reads what this loss would read of the model; nothing: what the model's
  // own loss reads.
  std::optional<Loss> reads_as;
  // Writes the op. Metrics that have it in common are one by two names.
  mlir::Value (*measure)(mlir::OpBuilder& builder, mlir::Location location,
                         mlir::Value scores, mlir::Value labels);
};

}  // namespace sinter

#endif  // SINTER_COMPILER_SPEC_METRIC_TYPE_H_
