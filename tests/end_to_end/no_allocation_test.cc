// A training step allocates nothing: operator new and malloc are counted.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <vector>

#include "mnist_mlp.h"
#include "runtime/engine/thread_team.h"

namespace {

std::atomic<size_t> allocations{0};

}  // namespace

extern "C" {
void* __libc_malloc(size_t size);
void* malloc(size_t size) {
  allocations.fetch_add(1, std::memory_order_relaxed);
  return __libc_malloc(size);
}
}

namespace {

using sinter::runtime::Model;
using sinter::runtime::StepArguments;
using sinter::runtime::ThreadTeam;
using sinter::runtime::Worker;

template <typename T>
T* AllocateAligned(size_t bytes) {
  void* memory =
      std::aligned_alloc(sinter::runtime::kAlignment, (bytes + 63) / 64 * 64);
  std::fill_n(static_cast<char*>(memory), bytes, '\0');
  return static_cast<T*>(memory);
}

TEST(NoAllocation, CounterSeesOperatorNew) {
  const size_t before = allocations;
  std::vector<int> grows(1000);
  EXPECT_GT(allocations, before);
}

TEST(NoAllocation, TrainStep) {
  const Model& model = mnist_mlp::Model();
  const std::vector<uint8_t> x(model.batch * model.inputs[0].elements, 100);
  const std::vector<uint8_t> y(model.batch, 3);
  float metrics[2] = {};
  StepArguments arguments = {};
  arguments.x[0] = x.data();
  arguments.y[0] = y.data();
  arguments.samples = model.batch;
  arguments.learning_rate = 1e-3f;
  arguments.state = AllocateAligned<float>(model.state_floats * sizeof(float));
  arguments.arena = AllocateAligned<std::byte>(model.arena_bytes);
  arguments.metrics = metrics;
  ThreadTeam team(2);
  size_t during = 1;
  team.Run([&](const Worker& worker) {
    model.steps.train_step(arguments, worker);
    worker.Wait();
    const size_t before = allocations;
    for (int step = 0; step < 10; ++step)
      model.steps.train_step(arguments, worker);
    if (worker.index == 0) during = allocations - before;
  });
  EXPECT_EQ(during, 0u);
  EXPECT_GT(metrics[0], 0.0f);
  std::free(arguments.state);
  std::free(arguments.arena);
}

}  // namespace
