// How an output of @forward learns: its loss and its metrics, which a result's
// attribute carries from the spec to append-loss.
//
//   nn.compile = {loss = "huber", delta = 2.0, metrics = ["accuracy"]}
//
// Keys are those of a spec's `compile`; what is left out has its default.
// `name` is that of the output, where a model has several.
#ifndef SINTER_COMPILER_TRAINING_OUTPUT_TRAINING_H_
#define SINTER_COMPILER_TRAINING_OUTPUT_TRAINING_H_

#include <string>

#include "compiler/spec/model_spec.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/Location.h"

namespace sinter {

struct OutputTraining {
  std::string name;  // "": the only output
  LossSpec loss;
  double weight = 1.0;
  MetricTypes metrics;
};

OutputTraining TrainingOf(const ModelSpec& spec, size_t output);

mlir::DictionaryAttr ToAttribute(const OutputTraining& training,
                                 mlir::MLIRContext* context);

// Reports an error at `location` for what is no such dictionary.
mlir::FailureOr<OutputTraining> ParseTraining(mlir::DictionaryAttr attribute,
                                              mlir::Location location);

}  // namespace sinter

#endif  // SINTER_COMPILER_TRAINING_OUTPUT_TRAINING_H_
