// All programs of a model against the interpreter.
#ifndef SINTER_TESTS_DIFFERENTIAL_CHECK_H_
#define SINTER_TESTS_DIFFERENTIAL_CHECK_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "compiler/spec/model_spec.h"
#include "tests/differential/programs.h"

namespace sinter::differential {

// One way to make a program of a model.
struct Variant {
  bool is_reference = false;
  bool is_gradient = false;  // one step of plain descent instead of a training
  std::string disabled_pass = "";

  std::string Text() const;  // "highway without cse, gradient"
};

// Which passes a model is compiled without, and whether a program shows the
// gradients of each.
struct VariantChoice {
  bool every_pass = false;  // that changes the program; or a third of them, by
                            // the model's seed
  bool every_gradient = false;
  bool no_pass = false;  // is left out: many models in little time
};

// The reference and the Highway program, trained and for one gradient; Highway
// programs trained without a pass that changes them. The state after its first
// step shows the gradients, in the optimizer's averages of them; where it keeps
// none, or with `every_gradient`, there is a program for them, too.
std::vector<Variant> VariantsOf(const ModelSpec& spec, VariantChoice choice);

Program MakeProgram(const ModelSpec& spec, const Variant& variant,
                    size_t index);

// What was compared, and what rounding made impossible to compare. A tensor of
// the state counts once each step; a gradient is that of one variable.
struct Tally {
  uint64_t models = 0;
  uint64_t programs = 0;
  uint64_t steps = 0;          // of a training, that the interpreter made
  uint64_t missing_steps = 0;  // of a training that diverged
  uint64_t tensors = 0;
  uint64_t skipped_tensors = 0;
  uint64_t gradients = 0;
  uint64_t skipped_gradients = 0;

  Tally& operator+=(const Tally& other);
};

struct Failure {
  Variant variant;
  std::string text;
};

// `library` has the variants' programs, in their order. Runs in a process of
// its own, so that a program that crashes or hangs is a failure like others.
std::optional<Failure> CheckModel(const ModelSpec& spec,
                                  const std::vector<Variant>& variants,
                                  const ProgramLibrary& library, Tally& tally);

// The same for one variant, which it builds first.
std::optional<Failure> BuildAndCheck(const ModelSpec& spec,
                                     const Variant& variant,
                                     const Toolchain& toolchain);

}  // namespace sinter::differential

#endif  // SINTER_TESTS_DIFFERENTIAL_CHECK_H_
