#include "runtime/api/sinter.h"

#include <fmt/format.h>

#include <algorithm>

#include "runtime/engine/adapt_to_data.h"
#include "runtime/engine/batches.h"
#include "runtime/engine/choose_steps.h"
#include "runtime/engine/inference.h"
#include "runtime/engine/initializers.h"
#include "runtime/engine/label_check.h"
#include "runtime/engine/processor_features.h"
#include "runtime/engine/processors.h"
#include "runtime/files/weights.h"

namespace sinter {
namespace {

using runtime::Batches;
using runtime::ElementType;
using runtime::InputInfo;
using runtime::OutputInfo;
using runtime::SampleView;
using runtime::TargetKind;
using runtime::UsageError;

// "the samples", or which of several.
template <typename Info>
std::string Which(const char* what, std::span<const Info> all,
                  const Info& info) {
  return all.size() == 1 ? fmt::format("the {}", what)
                         : fmt::format("the {} of {}", what, info.name);
}

// How many samples an input's array holds.
StatusOr<size_t> CountSamples(const Model& model, const InputInfo& input,
                              const Array& x) {
  const std::string samples = Which("samples", model.inputs, input);
  if (x.type != input.type) {
    return UsageError(fmt::format("{} are {}, model {} reads {}", samples,
                                  NameOf(x.type), model.name,
                                  NameOf(input.type)));
  }
  const size_t elements = x.bytes.size() / runtime::BytesOf(x.type);
  if (elements == 0 || elements % input.elements != 0) {
    return UsageError(fmt::format(
        "{} elements are no samples of model {}, which have {} each", elements,
        model.name, input.elements));
  }
  return elements / input.elements;
}

// The samples, without targets, if they are the model's.
StatusOr<SampleView> ViewOf(const Model& model, const Samples& samples) {
  SampleView view;
  for (size_t i = 0; i < model.inputs.size(); ++i) {
    const Array& x = samples.x[i];
    const StatusOr<size_t> count = CountSamples(model, model.inputs[i], x);
    if (!count.ok()) return count.status();
    if (i > 0 && *count != view.count) {
      return UsageError(fmt::format("{} has {} samples, {} has {}",
                                    model.inputs[i].name, *count,
                                    model.inputs[0].name, view.count));
    }
    view.x[i] = x.bytes.data();
    view.count = *count;
  }
  return view;
}

Status CheckTargets(const Model& model, const OutputInfo& output,
                    const Array& y, size_t samples) {
  const bool has_labels = output.target == TargetKind::kLabels;
  const auto type = has_labels ? ElementType::kUint8 : ElementType::kFloat32;
  const size_t elements = has_labels ? 1 : output.elements;
  const char* what = has_labels ? "labels" : "targets";
  if (y.type != type && !y.bytes.empty()) {
    return UsageError(fmt::format("{} are {}, model {} reads {}",
                                  Which(what, model.outputs, output),
                                  NameOf(y.type), model.name, NameOf(type)));
  }
  if (y.bytes.size() != samples * elements * runtime::BytesOf(type)) {
    return UsageError(fmt::format("{} {} for {} samples",
                                  y.bytes.size() / runtime::BytesOf(type), what,
                                  samples));
  }
  if (!has_labels) return Status();
  const std::string complaint = runtime::LabelComplaint(model, output, y.bytes);
  return complaint.empty() ? Status() : UsageError(complaint);
}

StatusOr<SampleView> ViewWithTargets(const Model& model,
                                     const Samples& samples) {
  StatusOr<SampleView> view = ViewOf(model, samples);
  if (!view.ok()) return view;
  for (size_t i = 0; i < model.outputs.size(); ++i) {
    const Array& y = samples.y[i];
    const Status status = CheckTargets(model, model.outputs[i], y, view->count);
    if (!status.ok()) return status;
    view->y[i] = y.bytes.data();
  }
  return view;
}

}  // namespace

Network::Network(const Model& model, uint32_t seed, unsigned threads)
    : model_(&model),
      seed_(seed),
      learning_rate_(model.defaults.learning_rate),
      memory_(model),
      team_(std::make_unique<runtime::ThreadTeam>(threads)) {
  runtime::InitializeState(model, seed, memory_.state.span());
}

StatusOr<Network> Network::Create(const Model& model,
                                  const NetworkOptions& options) {
  if (!runtime::CheckProcessor(model.name, model.simd.needs,
                               runtime::ProcessorFeatures())) {
    return runtime::FileError(fmt::format(
        "this processor lacks instructions of model {}'s code", model.name));
  }
  const unsigned threads =
      options.threads == 0 ? runtime::AvailableProcessors() : options.threads;
  try {
    return Network(model, options.seed.value_or(model.defaults.seed), threads);
  } catch (const runtime::ThreadsRefused& refusal) {
    return runtime::FileError(
        fmt::format("{} threads: {}", refusal.count, refusal.what()));
  }
}

Status Network::Adapt(const Samples& samples) {
  const StatusOr<SampleView> view = ViewOf(*model_, samples);
  if (!view.ok()) return view.status();
  runtime::AdaptToData(*model_, *view, view->count, memory_.state.span());
  return Status();
}

StatusOr<Metrics> Network::Train(const Samples& batch) {
  const StatusOr<SampleView> view = ViewWithTargets(*model_, batch);
  if (!view.ok()) return view.status();
  if (view->count > model_->batch) {
    return UsageError(
        fmt::format("{} samples are more than model {}'s batch, {}",
                    view->count, model_->name, model_->batch));
  }
  const Batches batches(*model_, *view, 0, view->count);
  float metrics[runtime::kStepMetrics] = {};
  runtime::StepArguments arguments = {};
  batches.Select(0, arguments);
  arguments.iteration = iteration_++;
  arguments.seed = seed_;
  arguments.learning_rate = learning_rate_;
  arguments.state = memory_.state.data();
  arguments.arena = memory_.arena.data();
  arguments.metrics = metrics;
  const auto train_step = runtime::TrainStepAt(
      *model_, runtime::ChooseSteps(*model_, batches), arguments.iteration);
  team_->Run(
      [&](const runtime::Worker& worker) { train_step(arguments, worker); });
  runtime::MetricSum sum;
  sum.Add(metrics, arguments.samples);
  return sum.Mean();
}

StatusOr<Metrics> Network::Evaluate(const Samples& samples) {
  const StatusOr<SampleView> view = ViewWithTargets(*model_, samples);
  if (!view.ok()) return view.status();
  return runtime::Evaluate(*model_, Batches(*model_, *view, 0, view->count),
                           memory_, *team_);
}

StatusOr<std::vector<float>> Network::Predict(const Samples& samples) {
  const StatusOr<SampleView> view = ViewOf(*model_, samples);
  if (!view.ok()) return view.status();
  const std::vector<runtime::AlignedArray<float>> rows = runtime::Predict(
      *model_, Batches(*model_, *view, 0, view->count), memory_, *team_);
  std::vector<float> outputs;
  for (size_t i = 0; i < view->count; ++i) {
    for (size_t k = 0; k < rows.size(); ++k) {
      const runtime::OutputInfo& output = model_->outputs[k];
      const float* row = rows[k].data() + i * output.stride;
      outputs.insert(outputs.end(), row, row + output.elements);
    }
  }
  return outputs;
}

Status Network::Save(const std::string& path) {
  return runtime::SaveWeights(*model_, memory_.state.span(), path);
}

Status Network::Load(const std::string& path) {
  runtime::AlignedArray<float> state(model_->state_floats);
  Status status = runtime::LoadWeights(*model_, path, state.span());
  if (!status.ok()) return status;
  memory_.state = std::move(state);
  iteration_ = 0;
  return status;
}

}  // namespace sinter
