// A metric as the spec reader and the training stage see it.
#ifndef SINTER_COMPILER_SPEC_METRIC_TYPE_H_
#define SINTER_COMPILER_SPEC_METRIC_TYPE_H_

#include <string_view>

#include "compiler/spec/choices.h"

namespace mlir {
class Location;
class OpBuilder;
class Value;
}  // namespace mlir

namespace sinter {

struct Measured;  // compiler/layers/metrics.h

// A number for each sample; its mean over the samples is shown beside the loss.
struct MetricType {
  std::string_view name;     // Keras'
  std::string_view meaning;  // for the schema
  Targets targets;           // that it can measure
  // It needs logits of this function; kOther: of none.
  OutputFunction logits_of;
  // Writes the op.
  mlir::Value (*measure)(mlir::OpBuilder& builder, mlir::Location location,
                         const Measured& measured);
};

}  // namespace sinter

#endif  // SINTER_COMPILER_SPEC_METRIC_TYPE_H_
