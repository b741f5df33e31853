// The book's network: generated SIMD code against the scalar reference program,
// from the same spec, in one run. Times are wall-clock.
//
// Counters: `samples` a second, `FLOP` a second of the matrix products (dense
// work, whatever a kernel skips); for the peak, of its multiply-adds.
#include <benchmark/benchmark.h>

#include <string>

#include "bench/peak.h"
#include "bench/session.h"
#include "mnist_mlp.h"
#include "runtime/processors.h"

// The reference program of the same spec, compiled under another namespace.
namespace mnist_mlp_reference {
const sinter::runtime::Model& Model();
}

namespace {

using benchmark::Counter;
using benchmark::State;
using sinter::bench::Samples;
using sinter::bench::Session;
using sinter::runtime::Model;

constexpr uint32_t kTrainingSet = 60000;
constexpr uint32_t kTestSet = 10000;
constexpr uint64_t kPeakRounds = 1'000'000;

const Samples& TrainingSamples() {
  static const Samples samples(mnist_mlp::Model(), kTrainingSet);
  return samples;
}

const Samples& TestSamples() {
  static const Samples samples(mnist_mlp::Model(), kTestSet);
  return samples;
}

void SetRates(State& state, double samples, double flop) {
  const auto iterations = static_cast<double>(state.iterations());
  state.counters["samples"] = Counter(samples * iterations, Counter::kIsRate);
  state.counters["FLOP"] = Counter(flop * iterations, Counter::kIsRate);
}

void Peak(State& state, unsigned threads) {
  sinter::runtime::ThreadTeam team(threads);
  double flop = 0;
  for (auto _ : state) {
    team.Run([&](const sinter::runtime::Worker& worker) {
      const uint64_t done = sinter::bench::RunPeakLoop(kPeakRounds);
      if (worker.index == 0) flop = static_cast<double>(done * worker.count);
    });
  }
  SetRates(state, 0, flop);
}

void TrainStep(State& state, const Model& model, unsigned threads) {
  Session session(model, TrainingSamples(), threads);
  session.Train(1);
  for (auto _ : state) session.Train(1);
  SetRates(state, model.batch, static_cast<double>(model.train_flop));
}

void Epoch(State& state, const Model& model, unsigned threads) {
  Session session(model, TrainingSamples(), threads);
  const uint64_t steps = kTrainingSet / model.batch;
  for (auto _ : state) session.Train(steps);
  SetRates(state, static_cast<double>(steps * model.batch),
           static_cast<double>(steps * model.train_flop));
}

// `rows` samples a call of predict; all of the test set an iteration.
void Inference(State& state, const Model& model, unsigned threads,
               uint32_t rows) {
  Session session(model, TestSamples(), threads);
  for (auto _ : state) session.Predict(rows);
  const double per_sample =
      static_cast<double>(model.predict_flop) / model.batch;
  const double samples = kTestSet / rows * rows;
  SetRates(state, samples, samples * per_sample);
}

void RegisterBackend(const std::string& name, const Model& model,
                     unsigned threads) {
  const std::string suffix = name + "/threads:" + std::to_string(threads);
  const bool slow = threads == 1 && name == "reference";
  const auto add = [&](const std::string& what, auto run) {
    auto* registered =
        benchmark::RegisterBenchmark((what + suffix).c_str(), run)
            ->UseRealTime()
            ->Unit(benchmark::kMillisecond);
    // A minute each: once has to do.
    if (slow && what != "train_step/")
      registered->Iterations(1)->Repetitions(1);
  };
  add("train_step/",
      [&model, threads](State& state) { TrainStep(state, model, threads); });
  add("epoch/",
      [&model, threads](State& state) { Epoch(state, model, threads); });
  add("inference_1/",
      [&model, threads](State& state) { Inference(state, model, threads, 1); });
  add("inference_10000/", [&model, threads](State& state) {
    Inference(state, model, threads, model.batch);
  });
}

void RegisterAll() {
  const unsigned processors = sinter::runtime::AvailableProcessors();
  for (unsigned threads = 1; threads <= processors; threads *= 2) {
    benchmark::RegisterBenchmark(
        ("peak/threads:" + std::to_string(threads)).c_str(),
        [threads](State& state) { Peak(state, threads); })
        ->UseRealTime()
        ->Unit(benchmark::kMillisecond);
    RegisterBackend("highway", mnist_mlp::Model(), threads);
    if (threads == 1)  // the reference program uses one thread
      RegisterBackend("reference", mnist_mlp_reference::Model(), threads);
  }
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::AddCustomContext("SIMD target", sinter::bench::PeakTarget());
  RegisterAll();
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
