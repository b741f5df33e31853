#include "tests/codegen/reference/batch.h"

#include <algorithm>
#include <numeric>
#include <random>
#include <string_view>

#include "compiler/spec/loss_type.h"
#include "compiler/spec/shapes.h"

namespace sinter::oracle {

namespace {

TargetNumbers NumbersOf(const LossSpec& loss) {
  if (ReadsLabels(loss)) return TargetNumbers::kLabels;
  const std::string_view name = loss.type->section.name;
  const bool wants_truths = loss.type->logits_of != OutputFunction::kOther ||
                            name == "hinge" || name == "squared_hinge" ||
                            name == "kl_divergence" || name == "poisson";
  return wants_truths ? TargetNumbers::kTruths : TargetNumbers::kReals;
}

// Of a sample of this label.
void AppendTargets(const OutputType& type, uint32_t label, std::mt19937& random,
                   std::vector<double>& y) {
  if (type.numbers == TargetNumbers::kLabels) return y.push_back(label);
  for (uint32_t j = 0; j < type.elements; ++j) {
    const bool is_true = type.elements == 1 ? label == 1 : j == label;
    const bool is_real = type.numbers == TargetNumbers::kReals;
    // Sixteenths, which float32 holds; never 0.
    const double noise = is_real ? (random() % 8) / 8.0 - 0.4375 : 0.0;
    y.push_back((is_true ? 1.0 : 0.0) + noise);
  }
}

}  // namespace

SampleType TypeOf(const ModelSpec& spec) {
  SampleType type;
  for (const auto& [name, input] : spec.inputs)
    type.inputs.push_back({input.dtype == ElementType::kUint8,
                           static_cast<uint32_t>(CountElements(input.shape))});
  for (size_t i = 0; i < spec.outputs.size(); ++i)
    type.outputs.push_back(
        {NumbersOf(spec.compile.loss[i].value),
         static_cast<uint32_t>(OutputLayer(spec, i).output_shape[0])});
  return type;
}

Dataset MakeData(const SampleType& type, size_t samples, uint32_t seed,
                 double zeros) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<float> uniform(-1, 1);
  std::bernoulli_distribution is_zero(zeros);
  Dataset data;
  data.samples = samples;
  data.x.resize(type.inputs.size());
  data.y.resize(type.outputs.size());
  for (size_t i = 0; i < samples; ++i) {
    uint32_t label = 0;
    uint32_t classes = 0;
    for (size_t k = 0; k < type.outputs.size(); ++k) {
      classes = std::max(2u, type.outputs[k].elements);
      label = random() % classes;
      AppendTargets(type.outputs[k], label, random, data.y[k]);
    }
    for (size_t k = 0; k < type.inputs.size(); ++k) {
      for (uint32_t j = 0; j < type.inputs[k].elements; ++j) {
        const bool bright = j % classes == label;
        const float value = type.inputs[k].is_bytes
                                ? random() % 128 + (bright ? 127 : 0)
                                : uniform(random) + (bright ? 0.5f : 0.0f);
        data.x[k].push_back(zeros > 0 && is_zero(random) ? 0 : value);
      }
    }
  }
  return data;
}

Step MakeStep(const Dataset& data, uint32_t iteration, uint32_t samples) {
  Step step{data, {}, iteration % 2 == 1, iteration};
  step.indices.resize(data.samples);
  std::iota(step.indices.begin(), step.indices.end(), 0);
  if (!step.in_order)
    std::shuffle(step.indices.begin(), step.indices.end(),
                 std::mt19937(iteration));
  step.indices.resize(samples);
  return step;
}

uint32_t SamplesOf(uint32_t iteration, uint32_t batch) {
  return iteration % 3 == 2 ? (batch + 1) / 2 : batch;
}

}  // namespace sinter::oracle
