// Training, evaluating and asking a compiled model within a program of your
// own, with data in the program's memory.
//
//   #include "my_mlp.h"  // that `sinter compile` wrote
//   #include "runtime/api/sinter.h"
//
//   auto network = sinter::Network::Create(my_mlp::Model());
//   if (!network.ok()) ...  // network.status().message()
//   network->Train({x, y});
//   network->Predict({x});
//
// Results do not depend on the number of threads, bit for bit, and are those of
// the model's own program. What a Model says: runtime/engine/model.h. For whole
// epochs, shuffled and validated, there is Fit of runtime/engine/trainer.h,
// with memory and threads that the caller holds.
//
// No function throws anything but std::bad_alloc.
#ifndef SINTER_RUNTIME_API_SINTER_H_
#define SINTER_RUNTIME_API_SINTER_H_

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <ranges>
#include <span>
#include <string>
#include <vector>

#include "runtime/engine/memory.h"
#include "runtime/engine/metrics.h"
#include "runtime/engine/model.h"
#include "runtime/engine/status.h"
#include "runtime/engine/thread_team.h"

namespace sinter {

using runtime::Metrics;
using runtime::Model;
using runtime::Status;
using runtime::StatusOr;

// Elements one after the other, uint8 or float32, such as a std::vector holds
// them. Of the caller's memory: only looked at, within a call.
struct Array {
  Array() = default;
  template <std::ranges::contiguous_range Range>
    requires std::same_as<std::ranges::range_value_t<Range>, uint8_t> ||
                 std::same_as<std::ranges::range_value_t<Range>, float>
  Array(const Range& elements)  // NOLINT: it stands for the elements
      : type(sizeof(std::ranges::range_value_t<Range>) == 1
                 ? runtime::ElementType::kUint8
                 : runtime::ElementType::kFloat32),
        bytes(std::as_bytes(std::span(elements))) {}

  runtime::ElementType type = runtime::ElementType::kUint8;
  std::span<const std::byte> bytes;
};

// Samples one after the other, in the element type that the model reads, and
// what each is compared with: its label (uint8), or the values of the output
// (float32). Of a model with several inputs or outputs an array each, in their
// order.
struct Samples {
  Samples(Array samples, Array targets = {}) {  // NOLINT: {x, y}
    x[0] = samples;
    y[0] = targets;
  }
  Samples(std::span<const Array> inputs, std::span<const Array> targets) {
    std::ranges::copy(inputs.first(std::min(inputs.size(), x.size())),
                      x.begin());
    std::ranges::copy(targets.first(std::min(targets.size(), y.size())),
                      y.begin());
  }

  std::array<Array, runtime::kMostInputs> x;
  std::array<Array, runtime::kMostOutputs> y;
};

struct NetworkOptions {
  unsigned threads = 0;  // 0: as many as there are processors for this process
  std::optional<uint32_t> seed;  // of all random numbers; nothing: the spec's
};

// A model, its parameters, and the state of its optimizer. All calls come from
// the thread that created it.
//
// Samples of another size or type than the model reads, and targets that do not
// fit its outputs, are refused before anything is computed.
class Network {
 public:
  // Parameters as the spec's initializers make them.
  static StatusOr<Network> Create(const Model& model,
                                  const NetworkOptions& options = {});

  // Gives Normalization layers the mean and variance of the samples, those to
  // train on. Before training; a model without such layers is left as it is.
  // Targets are not read.
  Status Adapt(const Samples& samples);

  // One training step on 1 to Model::batch samples; with the spec's
  // gradient_accumulation_steps, only every so many of them change the weights.
  // Returns the loss and the metrics before it. A loss that is infinite or no
  // number says that the training has failed.
  StatusOr<Metrics> Train(const Samples& batch);
  // Of the steps from now on; the spec's at first.
  void set_learning_rate(float rate) { learning_rate_ = rate; }

  // Mean loss and metrics over any number of samples.
  StatusOr<Metrics> Evaluate(const Samples& samples);

  // The outputs of any number of samples, one sample after the other; of each
  // the elements of all outputs in their order. Targets are not read.
  StatusOr<std::vector<float>> Predict(const Samples& samples);

  // The parameters, as a safetensors file with Keras' names: the one that the
  // model's own program saves and loads. Save replaces a file when all of the
  // new one is there. After Load the optimizer begins anew; a Load that fails
  // changes nothing.
  Status Save(const std::string& path);
  Status Load(const std::string& path);

  const Model& model() const { return *model_; }
  uint64_t iteration() const { return iteration_; }  // steps trained

 private:
  Network(const Model& model, uint32_t seed, unsigned threads);

  const Model* model_;
  uint32_t seed_;
  float learning_rate_;
  uint64_t iteration_ = 0;
  runtime::ModelMemory memory_;
  std::unique_ptr<runtime::ThreadTeam> team_;
};

}  // namespace sinter

#endif  // SINTER_RUNTIME_API_SINTER_H_
