#include "bench/session.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <numeric>
#include <random>

#include "runtime/initializers.h"

namespace sinter::bench {
namespace {

constexpr double kZeroPixels = 0.81;  // of MNIST's training set
constexpr uint32_t kSeed = 1;

}  // namespace

Samples::Samples(const runtime::Model& model, uint32_t samples)
    : x_(size_t{samples} * model.input_elements),
      y_(samples),
      indices_(samples) {
  std::mt19937 random(kSeed);
  std::bernoulli_distribution zero(kZeroPixels);
  for (uint8_t& pixel : x_)
    pixel = zero(random) ? 0 : static_cast<uint8_t>(random() % 255 + 1);
  for (uint8_t& label : y_)
    label = static_cast<uint8_t>(random() % model.classes);
  std::iota(indices_.begin(), indices_.end(), 0);
  std::shuffle(indices_.begin(), indices_.end(), random);
}

void Session::Free::operator()(void* memory) const { std::free(memory); }

template <typename T>
Session::Memory<T> Session::Allocate(size_t count) {
  const size_t bytes = (count * sizeof(T) + runtime::kAlignment) /
                       runtime::kAlignment * runtime::kAlignment;
  auto* memory =
      static_cast<T*>(std::aligned_alloc(runtime::kAlignment, bytes));
  if (memory == nullptr) std::abort();
  std::memset(static_cast<void*>(memory), 0, bytes);
  return Memory<T>(memory);
}

Session::Session(const runtime::Model& model, const Samples& samples,
                 unsigned threads)
    : model_(model),
      samples_(samples),
      team_(threads),
      state_(Allocate<float>(model.state_floats)),
      arena_(Allocate<std::byte>(model.arena_bytes)),
      output_(Allocate<float>(size_t{model.batch} * model.output_stride)) {
  runtime::InitializeState(model, kSeed,
                           std::span(state_.get(), model.state_floats));
}

runtime::StepArguments Session::Arguments(uint64_t step, uint32_t rows) {
  const uint64_t steps = samples_.count() / rows;
  runtime::StepArguments arguments = {};
  arguments.x = samples_.x();
  arguments.y = samples_.y();
  arguments.indices = samples_.indices() + step % steps * rows;
  arguments.samples = rows;
  arguments.iteration = static_cast<uint32_t>(step);
  arguments.learning_rate = model_.defaults.learning_rate;
  arguments.state = state_.get();
  arguments.arena = arena_.get();
  arguments.metrics = metrics_;
  arguments.output = output_.get();
  return arguments;
}

void Session::Train(uint64_t steps) {
  team_.Run([&](const runtime::Worker& worker) {
    for (uint64_t i = 0; i < steps; ++i)
      model_.train_step(Arguments(iteration_ + i, model_.batch), worker);
  });
  iteration_ += steps;
}

void Session::Predict(uint32_t rows) {
  team_.Run([&](const runtime::Worker& worker) {
    for (uint64_t i = 0; i < samples_.count() / rows; ++i)
      model_.predict(Arguments(i, rows), worker);
  });
}

}  // namespace sinter::bench
