#include "tests/differential/check.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstring>

#include "compiler/driver/compiler.h"
#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/FormatVariadic.h"
#include "tests/differential/compare.h"
#include "tests/differential/expectation.h"

namespace sinter::differential {
namespace {

// Of processor time, since other work may stop or slow a test; and at all,
// since threads may wait for each other.
constexpr unsigned kSecondsForAModel = 300;
constexpr unsigned kSecondsAtAll = 3600;
constexpr unsigned kMostThreads = 3;
// One in so many of the passes is left out of a model, if not every one.
constexpr size_t kPassShares = 3;

// What the process that checks a model tells the one that started it; the text
// of a failure follows.
struct Report {
  Tally tally;
  uint64_t failed_variant = 0;
};

struct CheckedModel {
  Report report;
  std::string text;  // of the failure; "" if there is none
  bool has_crashed = false;
};

size_t UncertainOf(const ExpectedStep& step) {
  return std::ranges::count_if(
      step.state, [](const auto& entry) { return !entry.second.is_certain; });
}

class ModelCheck {
 public:
  ModelCheck(const ModelSpec& spec, const std::vector<Variant>& variants,
             const ProgramLibrary& library)
      : spec_(spec), variants_(variants), library_(library) {}

  // The variants from number `first` up to `end`.
  CheckedModel Run(size_t first, size_t end) {
    CheckedModel checked;
    for (size_t i = first; i < end && checked.text.empty(); ++i) {
      checked.text = Compare(i);
      ++tally_.programs;
      if (!checked.text.empty()) checked.report.failed_variant = i;
    }
    ++tally_.models;
    checked.report.tally = tally_;
    return checked;
  }

 private:
  std::string Compare(size_t variant) {
    const Program program = MakeProgram(spec_, variants_[variant], variant);
    const runtime::Model& model = library_.ModelOf(program.name);
    const unsigned threads = 1 + (spec_.seed + variant) % kMostThreads;
    if (variants_[variant].is_gradient)
      return CompareGradient(model, Gradient(), threads);
    const std::string text = CompareTraining(model, Training(), threads);
    if (!text.empty()) return text;
    // Without a pass bits are not asked for: that takes a run with one thread,
    // one with several and one that skips zeros.
    return variants_[variant].disabled_pass.empty()
               ? CompareBits(model, Training(), 1 + threads)
               : CompareSparseTraining(model, Training(), threads);
  }

  const Expectation& Training() {
    if (training_) return *training_;
    training_ = ExpectTraining(spec_);
    tally_.steps += training_->steps.size();
    tally_.missing_steps += kSteps - training_->steps.size();
    tally_.tensors += training_->steps.size() * training_->initial.size();
    for (const ExpectedStep& step : training_->steps)
      tally_.skipped_tensors += UncertainOf(step);
    return *training_;
  }

  const Expectation& Gradient() {
    if (gradient_) return *gradient_;
    gradient_ = ExpectGradient(PlainDescent(spec_));
    tally_.gradients += gradient_->initial.size();
    tally_.skipped_gradients += gradient_->steps.empty()
                                    ? gradient_->initial.size()
                                    : UncertainOf(gradient_->steps.front());
    return *gradient_;
  }

  const ModelSpec& spec_;
  const std::vector<Variant>& variants_;
  const ProgramLibrary& library_;
  std::optional<Expectation> training_;
  std::optional<Expectation> gradient_;
  Tally tally_;
};

void WriteAll(int file, const void* data, size_t size) {
  const char* bytes = static_cast<const char*>(data);
  while (size > 0) {
    const ssize_t written = write(file, bytes, size);
    if (written <= 0) _exit(1);
    bytes += written;
    size -= written;
  }
}

std::string ReadAll(int file) {
  std::string text;
  char buffer[4096];
  ssize_t count;
  while ((count = read(file, buffer, sizeof buffer)) > 0)
    text.append(buffer, count);
  return text;
}

// Runs `check` in a child process; its report or how the child ended.
CheckedModel RunInChild(const std::function<CheckedModel()>& check) {
  int ends[2];
  if (pipe(ends) != 0) llvm::report_fatal_error("no pipe", false);
  const pid_t child = fork();
  if (child < 0) llvm::report_fatal_error("no process", false);
  if (child == 0) {
    const rlimit processor_time = {kSecondsForAModel, kSecondsForAModel};
    setrlimit(RLIMIT_CPU, &processor_time);
    alarm(kSecondsAtAll);
    const CheckedModel checked = check();
    WriteAll(ends[1], &checked.report, sizeof checked.report);
    WriteAll(ends[1], checked.text.data(), checked.text.size());
    _exit(0);
  }
  close(ends[1]);
  const std::string told = ReadAll(ends[0]);
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  CheckedModel checked;
  if (told.size() < sizeof checked.report || status != 0) {
    checked.has_crashed = true;
    checked.text =
        WIFSIGNALED(status)
            ? llvm::formatv("a program ended by signal {0}, {1}",
                            WTERMSIG(status), strsignal(WTERMSIG(status)))
                  .str()
            : llvm::formatv("a program ended with code {0}",
                            WEXITSTATUS(status))
                  .str();
    return checked;
  }
  std::memcpy(&checked.report, told.data(), sizeof checked.report);
  checked.text = told.substr(sizeof checked.report);
  return checked;
}

bool AveragesGradients(const OptimizerSpec& optimizer) {
  const auto* sgd = std::get_if<SgdOptimizer>(&optimizer);
  return sgd == nullptr || sgd->momentum != 0;
}

}  // namespace

std::string Variant::Text() const {
  return Program{"", {}, is_reference, disabled_pass}.Text() +
         (is_gradient ? ", gradient" : ", training");
}

std::vector<Variant> VariantsOf(const ModelSpec& spec, VariantChoice choice) {
  std::vector<Variant> variants = {{.is_reference = true},
                                   {.is_reference = true, .is_gradient = true},
                                   {},
                                   {.is_gradient = true}};
  if (choice.no_pass) return variants;
  const bool needs_gradient =
      choice.every_gradient || !AveragesGradients(spec.compile.optimizer);
  const std::vector<std::string> passes = PassesThatChange(spec);
  for (size_t i = 0; i < passes.size(); ++i) {
    // Not by spec.seed itself, which the data depend on.
    if (!choice.every_pass && (spec.seed / kPassShares + i) % kPassShares != 0)
      continue;
    variants.push_back({.disabled_pass = passes[i]});
    if (needs_gradient)
      variants.push_back({.is_gradient = true, .disabled_pass = passes[i]});
  }
  return variants;
}

Program MakeProgram(const ModelSpec& spec, const Variant& variant,
                    size_t index) {
  return {llvm::formatv("{0}_v{1}", spec.name, index),
          variant.is_gradient ? PlainDescent(spec) : spec, variant.is_reference,
          variant.disabled_pass};
}

Tally& Tally::operator+=(const Tally& other) {
  models += other.models;
  programs += other.programs;
  steps += other.steps;
  missing_steps += other.missing_steps;
  tensors += other.tensors;
  skipped_tensors += other.skipped_tensors;
  gradients += other.gradients;
  skipped_gradients += other.skipped_gradients;
  return *this;
}

std::optional<Failure> CheckModel(const ModelSpec& spec,
                                  const std::vector<Variant>& variants,
                                  const ProgramLibrary& library, Tally& tally) {
  const auto run = [&](size_t first, size_t end) {
    return RunInChild(
        [&] { return ModelCheck(spec, variants, library).Run(first, end); });
  };
  CheckedModel checked = run(0, variants.size());
  // A crash does not say in which variant it was.
  for (size_t i = 0; checked.has_crashed && i < variants.size(); ++i) {
    CheckedModel alone = run(i, i + 1);
    if (alone.text.empty()) continue;
    checked = alone;
    checked.report.failed_variant = i;
    break;
  }
  tally += checked.report.tally;
  if (checked.text.empty()) return std::nullopt;
  return Failure{variants[checked.report.failed_variant], checked.text};
}

std::optional<Failure> BuildAndCheck(const ModelSpec& spec,
                                     const Variant& variant,
                                     const Toolchain& toolchain) {
  llvm::Expected<ProgramLibrary> library =
      ProgramLibrary::Build({MakeProgram(spec, variant, 0)}, toolchain);
  if (!library) return Failure{variant, llvm::toString(library.takeError())};
  Tally ignored;
  return CheckModel(spec, {variant}, *library, ignored);
}

}  // namespace sinter::differential
