#include "runtime/api/sinter.h"

#include <fmt/format.h>

#include <algorithm>

#include "runtime/engine/batches.h"
#include "runtime/engine/choose_steps.h"
#include "runtime/engine/inference.h"
#include "runtime/engine/initializers.h"
#include "runtime/engine/processor_features.h"
#include "runtime/engine/processors.h"
#include "runtime/files/weights.h"

namespace sinter {
namespace {

using runtime::Batches;
using runtime::ElementType;
using runtime::SampleView;
using runtime::UsageError;

const char* NameOf(ElementType type) {
  return type == ElementType::kUint8 ? "uint8" : "float32";
}

// The samples, without labels, if they are the model's.
StatusOr<SampleView> ViewOf(const Model& model, const Samples& samples) {
  if (samples.type != model.input_type) {
    return UsageError(fmt::format("the samples are {}, model {} reads {}",
                                  NameOf(samples.type), model.name,
                                  NameOf(model.input_type)));
  }
  const size_t element =
      samples.type == ElementType::kUint8 ? 1 : sizeof(float);
  const size_t elements = samples.x.size() / element;
  if (elements == 0 || elements % model.input_elements != 0) {
    return UsageError(fmt::format(
        "{} elements are no samples of model {}, which have {} each", elements,
        model.name, model.input_elements));
  }
  return SampleView{samples.x.data(), nullptr, elements / model.input_elements};
}

StatusOr<SampleView> LabelledViewOf(const Model& model,
                                    const Samples& samples) {
  StatusOr<SampleView> view = ViewOf(model, samples);
  if (!view.ok()) return view;
  if (samples.y.size() != view->count) {
    return UsageError(
        fmt::format("{} labels for {} samples", samples.y.size(), view->count));
  }
  const auto bad =
      std::find_if(samples.y.begin(), samples.y.end(),
                   [&](uint8_t label) { return label >= model.classes; });
  if (bad != samples.y.end()) {
    return UsageError(fmt::format(
        "label {} of sample {} is not less than the {} classes of model {}",
        *bad, bad - samples.y.begin(), model.classes, model.name));
  }
  view->y = samples.y.data();
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

StatusOr<Metrics> Network::Train(const Samples& batch) {
  const StatusOr<SampleView> view = LabelledViewOf(*model_, batch);
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
  const auto train_step = runtime::ChooseSteps(*model_, batches).train_step;
  team_->Run(
      [&](const runtime::Worker& worker) { train_step(arguments, worker); });
  runtime::MetricSum sum;
  sum.Add(metrics, arguments.samples);
  return sum.Mean();
}

StatusOr<Metrics> Network::Evaluate(const Samples& samples) {
  const StatusOr<SampleView> view = LabelledViewOf(*model_, samples);
  if (!view.ok()) return view.status();
  return runtime::Evaluate(*model_, Batches(*model_, *view, 0, view->count),
                           memory_, *team_);
}

StatusOr<std::vector<float>> Network::Predict(const Samples& samples) {
  const StatusOr<SampleView> view = ViewOf(*model_, samples);
  if (!view.ok()) return view.status();
  const size_t classes = model_->classes;
  runtime::AlignedArray<float> rows = runtime::Predict(
      *model_, Batches(*model_, *view, 0, view->count), memory_, *team_);
  std::vector<float> outputs(view->count * classes);
  for (size_t i = 0; i < view->count; ++i) {
    std::copy_n(rows.data() + i * model_->output_stride, classes,
                outputs.data() + i * classes);
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
