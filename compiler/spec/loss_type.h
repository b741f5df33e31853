// A loss as the spec reader and the training stage see it.
#ifndef SINTER_COMPILER_SPEC_LOSS_TYPE_H_
#define SINTER_COMPILER_SPEC_LOSS_TYPE_H_

#include "compiler/spec/choices.h"
#include "compiler/spec/fields.h"
#include "compiler/spec/model_spec.h"

namespace mlir {
class Location;
class OpBuilder;
class Value;
}  // namespace mlir

namespace sinter {

// A number for each sample; its mean over the samples is what training makes
// small.
struct LossType {
  Section section;  // its Keras name and its keys, which are a LossSpec's
  // It reads the logits of this function, or, if kOther, the output itself.
  OutputFunction logits_of;
  Targets targets;
  // Writes the ops. `scores` is what it reads; `targets` are as ReadsLabels
  // says.
  mlir::Value (*create)(mlir::OpBuilder& builder, mlir::Location location,
                        mlir::Value scores, mlir::Value targets,
                        const LossSpec& loss);
};

// Whether what it compares with is labels, not values.
inline bool ReadsLabels(const LossSpec& loss) {
  return loss.one_hot || loss.type->targets == Targets::kLabels;
}

}  // namespace sinter

#endif  // SINTER_COMPILER_SPEC_LOSS_TYPE_H_
