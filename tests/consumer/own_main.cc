// A program with a main() of its own: trains the model on one batch by calling
// its step function.
#include <cmath>
#include <cstdint>
#include <cstdio>

#include "net.h"
#include "runtime/engine/memory.h"
#include "runtime/engine/thread_team.h"

int main() {
  using namespace sinter::runtime;
  const Model& model = net::Model();
  const uint8_t x[4][6] = {
      {1, 0, 0, 0, 0, 0}, {0, 1, 0, 0, 0, 0}, {0, 0, 1, 0, 0, 0}, {}};
  const uint8_t y[4] = {0, 1, 2, 0};
  ModelMemory memory(model);
  float metrics[2] = {};
  StepArguments arguments = {};
  arguments.x[0] = x;
  arguments.y[0] = y;
  arguments.samples = model.batch;
  arguments.learning_rate = 1;
  arguments.state = memory.state.data();
  arguments.arena = memory.arena.data();
  arguments.metrics = metrics;
  ThreadTeam team(2);
  const auto train = [&] {
    team.Run([&](const Worker& worker) { net::TrainStep(arguments, worker); });
    return metrics[0];
  };
  // All parameters are zero, so that the three classes are equally likely.
  const float first = train();
  float last = first;
  for (; arguments.iteration < 100; ++arguments.iteration) last = train();
  std::printf("loss %.6f, then %.6f\n", first, last);
  return std::abs(first - std::log(3.0f)) < 1e-6f && last < first / 2 ? 0 : 1;
}
