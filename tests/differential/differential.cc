// Random models against the interpreter:
//   differential [--first SEED] [--count N] [--swap-compilers]
//                [--every-pass | --all-passes] [--every-gradient]
//   differential --spec FILE [--every-gradient]
// Ends with 1 after a failure, whose seed and reduced spec it prints.
#include <malloc.h>

#include <CLI/CLI.hpp>

#include <cmath>
#include <cstdio>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "compiler/layers/all_layers.h"
#include "compiler/spec/explain.h"
#include "compiler/spec/load_spec.h"
#include "fmt/format.h"
#include "tests/differential/check.h"
#include "tests/differential/random_spec.h"
#include "tests/differential/reduce_spec.h"

namespace sinter::differential {
namespace {

struct Options {
  uint32_t first = 0;
  uint32_t count = 25;
  uint32_t unit = 25;  // models in one translation unit
  std::string spec;    // a file instead of random models
  std::string march;   // instead of one after the other
  bool swaps_compilers = false;
  VariantChoice choice;
  size_t attempts = 80;  // at reducing a spec
};

// The instructions that the programs are compiled for, one after the other:
// wide and narrow vectors, 32 registers and 16. Those that this processor has.
std::vector<std::string> Targets() {
#if defined(__x86_64__)
  std::vector<std::string> targets = {"native"};
  if (__builtin_cpu_supports("avx2")) targets.push_back("haswell");
  targets.push_back("native");
  if (__builtin_cpu_supports("sse4.2")) targets.push_back("westmere");
  return targets;
#else
  return {"native"};
#endif
}

double Percent(uint64_t part, uint64_t all) {
  return all == 0 ? 0 : 100.0 * part / all;
}

// A model and the programs that are made of it.
struct Case {
  ModelSpec spec;
  std::vector<Variant> variants;
};

class Run {
 public:
  explicit Run(const Options& options) : options_(options) {}

  bool CheckFile() {
    Diagnostics diagnostics;
    const std::optional<ModelSpec> spec =
        LoadSpec(options_.spec, AllLayers(), diagnostics);
    if (!spec) {
      std::fputs(diagnostics.Text().c_str(), stderr);
      return false;
    }
    CheckUnit(
        {MakeCase(*spec, {.every_pass = true,
                          .every_gradient = options_.choice.every_gradient})},
        ToolchainOf(0));
    return Summarise();
  }

  bool CheckSeeds() {
    for (uint32_t done = 0; done < options_.count; done += options_.unit) {
      const uint32_t first = options_.first + done;
      const uint32_t end =
          first + std::min(options_.unit, options_.count - done);
      std::vector<Case> cases;
      for (uint32_t seed = first; seed < end; ++seed)
        cases.push_back(MakeCase(RandomSpec(seed), options_.choice));
      CheckUnit(cases, ToolchainOf(first / options_.unit));
      fmt::print(
          "seeds {} to {}: {} programs and {} failures so far; rounding "
          "decides {:.1f} % of the state and {:.1f} % of the gradients\n",
          first, end - 1, tally_.programs, failures_,
          Percent(tally_.skipped_tensors, tally_.tensors),
          Percent(tally_.skipped_gradients, tally_.gradients));
      std::fflush(stdout);
    }
    return Summarise();
  }

 private:
  Case MakeCase(const ModelSpec& spec, VariantChoice choice) {
    Case made = {spec, VariantsOf(spec, choice)};
    for (const Variant& variant : made.variants)
      if (!variant.disabled_pass.empty()) ++passes_[variant.disabled_pass];
    return made;
  }

  Toolchain ToolchainOf(size_t unit) const {
    Toolchain toolchain;
    const std::vector<std::string> targets = Targets();
    toolchain.march = options_.march.empty() ? targets[unit % targets.size()]
                                             : options_.march;
    if (options_.swaps_compilers)
      std::swap(toolchain.compiler, toolchain.compiler_without_pass);
    return toolchain;
  }

  void CheckUnit(const std::vector<Case>& cases, const Toolchain& toolchain) {
    std::vector<Program> programs;
    for (const Case& each : cases)
      for (size_t i = 0; i < each.variants.size(); ++i)
        programs.push_back(MakeProgram(each.spec, each.variants[i], i));
    llvm::Expected<ProgramLibrary> library =
        ProgramLibrary::Build(programs, toolchain);
    if (!library) {
      // Which one cannot be built, if there are several?
      llvm::consumeError(library.takeError());
      for (const Case& each : cases) CheckOneByOne(each, toolchain);
      return;
    }
    for (const Case& each : cases)
      if (const std::optional<Failure> failure =
              CheckModel(each.spec, each.variants, *library, tally_))
        Report(each.spec, *failure, toolchain);
  }

  void CheckOneByOne(const Case& each, const Toolchain& toolchain) {
    for (const Variant& variant : each.variants) {
      const std::optional<Failure> failure =
          BuildAndCheck(each.spec, variant, toolchain);
      if (!failure) continue;
      Report(each.spec, *failure, toolchain);
      return;
    }
  }

  void Report(const ModelSpec& spec, const Failure& failure,
              const Toolchain& toolchain) {
    ++failures_;
    fmt::print("FAILED: {} ({}, {}): {}\nThe spec:\n{}", spec.name,
               failure.variant.Text(), toolchain.march, failure.text,
               ExplainSpec(spec));
    std::fflush(stdout);
    std::optional<Failure> alone =
        BuildAndCheck(spec, failure.variant, toolchain);
    const ModelSpec reduced = ReduceSpec(
        spec,
        [&](const ModelSpec& candidate) {
          return BuildAndCheck(candidate, failure.variant, toolchain)
              .has_value();
        },
        alone ? options_.attempts : 0);
    alone = BuildAndCheck(reduced, failure.variant, toolchain);
    fmt::print("Reduced ({}): {}\n{}", failure.variant.Text(),
               alone ? alone->text : "only fails beside the others",
               ExplainSpec(reduced));
    fmt::print("Again: differential --spec FILE --march {}{}\n\n",
               toolchain.march,
               options_.swaps_compilers ? " --swap-compilers" : "");
    std::fflush(stdout);
  }

  // Whether all is well, with enough compared.
  bool Summarise() const {
    fmt::print(
        "{} models, {} programs, {} failures; {} steps and {} missing; {} "
        "tensors, of which {} that rounding decides; {} gradients, of which {} "
        "that rounding decides\n",
        tally_.models, tally_.programs, failures_, tally_.steps,
        tally_.missing_steps, tally_.tensors, tally_.skipped_tensors,
        tally_.gradients, tally_.skipped_gradients);
    for (const auto& [pass, count] : passes_)
      fmt::print("without {}: {} programs\n", pass, count);
    if (!IsEnough()) fmt::print("FAILED: rounding decides too much\n");
    return failures_ == 0 && IsEnough();
  }

  // Few models may be ones that rounding decides; many may not, or nothing is
  // shown.
  bool IsEnough() const {
    if (tally_.models < kFewModels) return true;
    return IsShareWithin(0.15, tally_.skipped_tensors, tally_.tensors) &&
           IsShareWithin(0.1, tally_.missing_steps, tally_.steps) &&
           IsShareWithin(0.15, tally_.skipped_gradients, tally_.gradients);
  }

  // Whether `part` of `all` is no more than a share, as far as so few models
  // can tell: it is mostly a model as a whole that is part of it, so that what
  // is found in n models varies by up to sqrt(share * (1 - share) / n).
  bool IsShareWithin(double share, uint64_t part, uint64_t all) const {
    const double deviation = std::sqrt(share * (1 - share) / tally_.models);
    return part <= (share + 2 * deviation) * all;
  }

  static constexpr uint64_t kFewModels = 20;

  const Options& options_;
  Tally tally_;
  std::map<std::string, size_t> passes_;
  size_t failures_ = 0;
};

}  // namespace
}  // namespace sinter::differential

int main(int argc, char** argv) {
  // The interpreter's tensors come and go: their pages stay.
  mallopt(M_MMAP_MAX, 0);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
  sinter::differential::Options options;
  CLI::App app("Random models against the interpreter");
  app.add_option("--first", options.first, "first seed");
  app.add_option("--count", options.count, "number of seeds");
  app.add_option("--unit", options.unit, "models in one translation unit")
      ->check(CLI::PositiveNumber);
  app.add_option("--spec", options.spec, "a spec instead of seeds");
  app.add_option("--march", options.march, "the C++ compiler's -march");
  app.add_flag("--swap-compilers", options.swaps_compilers,
               "what GCC compiles is compiled by Clang, and the reverse");
  app.add_option("--attempts", options.attempts, "to reduce a spec");
  app.add_flag("--every-pass", options.choice.every_pass,
               "programs without each pass, not a third of them");
  app.add_flag("--all-passes", options.choice.no_pass,
               "no program without a pass: many models in little time")
      ->excludes("--every-pass");
  app.add_flag("--every-gradient", options.choice.every_gradient,
               "programs for gradients without a pass, always");
  CLI11_PARSE(app, argc, argv);
  sinter::differential::Run run(options);
  return (options.spec.empty() ? run.CheckSeeds() : run.CheckFile()) ? 0 : 1;
}
