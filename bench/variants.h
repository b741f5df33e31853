// The sets of step functions that a model has.
#ifndef SINTER_BENCH_VARIANTS_H_
#define SINTER_BENCH_VARIANTS_H_

#include <string>
#include <vector>

#include "runtime/engine/model.h"

namespace sinter::bench {

// Step functions that compute the same in another way.
struct Variant {
  std::string name;
  runtime::StepFunctions steps;
};

// All that `model` has. "dense" computes with every input, zero or not.
inline std::vector<Variant> VariantsOf(const runtime::Model& model) {
  std::vector<Variant> variants = {{"dense", model.steps}};
  if (model.sparse_steps.train_step != nullptr) {
    variants.push_back({"sparse", model.sparse_steps});
  }
  return variants;
}

}  // namespace sinter::bench

#endif  // SINTER_BENCH_VARIANTS_H_
