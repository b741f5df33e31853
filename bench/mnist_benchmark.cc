// The book's network: generated SIMD code against the scalar reference program,
// from the same spec, in one run. Times are wall-clock. Folder of the data
// files: $MNIST_DATA; made-up samples without it.
//
// Counters: `samples` a second, `FLOP` a second of the matrix products (dense
// work, whatever a kernel skips); for the peak, of its multiply-adds.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <string>

#include "bench/measurement.h"
#include "bench/peak.h"
#include "bench/samples.h"
#include "bench/session.h"
#include "bench/variants.h"
#include "mnist_mlp.h"
#include "runtime/engine/processors.h"

// The reference program of the same spec, compiled under another namespace.
namespace mnist_mlp_reference {
const sinter::runtime::Model& Model();
}

namespace {

using benchmark::Counter;
using benchmark::State;
using sinter::bench::Samples;
using sinter::bench::Session;
using sinter::bench::Variant;
using sinter::runtime::Model;

constexpr uint64_t kPeakRounds = 1'000'000;
// One-sample calls an iteration.
constexpr uint64_t kCalls = 1000;

std::string DataFolder() {
  const char* folder = std::getenv("MNIST_DATA");
  return folder == nullptr ? "" : folder;
}

const Samples& TrainingSamples() {
  static const Samples samples =
      Samples::Training(mnist_mlp::Model(), DataFolder());
  return samples;
}

const Samples& TestSamples() {
  static const Samples samples =
      Samples::Test(mnist_mlp::Model(), DataFolder());
  return samples;
}

// One of the programs to compare.
struct Subject {
  const Model& model;
  Variant variant;
  unsigned threads;
};

void SetRates(State& state, double samples, double flop) {
  const auto iterations = static_cast<double>(state.iterations());
  state.counters["samples"] = Counter(samples * iterations, Counter::kIsRate);
  state.counters["FLOP"] = Counter(flop * iterations, Counter::kIsRate);
}

double PredictFlop(const Model& model) {  // a sample
  return static_cast<double>(model.predict_flop) / model.batch;
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

void TrainStep(State& state, const Subject& subject) {
  const Model& model = subject.model;
  Session session(model, subject.variant, TrainingSamples(), subject.threads);
  session.Train(1);
  for (auto _ : state) session.Train(1);
  SetRates(state, model.batch, static_cast<double>(model.train_flop));
}

void Epoch(State& state, const Subject& subject) {
  const Model& model = subject.model;
  const double samples = TrainingSamples().count();
  Session session(model, subject.variant, TrainingSamples(), subject.threads);
  for (auto _ : state) session.TrainEpoch();
  SetRates(state, samples,
           samples * static_cast<double>(model.train_flop) / model.batch);
}

// Times are the median of single calls.
void InferenceOne(State& state, const Subject& subject) {
  Session session(subject.model, subject.variant, TestSamples(),
                  subject.threads);
  for (auto _ : state) {
    state.SetIterationTime(
        sinter::bench::Median(session.PredictOneByOne(kCalls)));
  }
  SetRates(state, 1, PredictFlop(subject.model));
}

void InferenceAll(State& state, const Subject& subject) {
  const double samples = TestSamples().count();
  Session session(subject.model, subject.variant, TestSamples(),
                  subject.threads);
  for (auto _ : state) session.Predict();
  SetRates(state, samples, samples * PredictFlop(subject.model));
}

using Function = void (*)(State&, const Subject&);

benchmark::internal::Benchmark* Register(const std::string& what,
                                         const std::string& backend,
                                         const Subject& subject, Function run) {
  const std::string name =
      what + "/" + backend + "/threads:" + std::to_string(subject.threads);
  return benchmark::RegisterBenchmark(
             name.c_str(),
             [run, subject](State& state) { run(state, subject); })
      ->Unit(benchmark::kMillisecond);
}

void RegisterSubject(const std::string& backend, const Subject& subject) {
  const bool slow = backend == "reference";
  Register("train_step", backend, subject, TrainStep)->UseRealTime();
  auto* epoch = Register("epoch", backend, subject, Epoch)->UseRealTime();
  Register("inference_1", backend, subject, InferenceOne)
      ->UseManualTime()
      ->Unit(benchmark::kMicrosecond)
      // The time given is of one call, so the number of them is, too.
      ->Iterations(slow ? 1 : 10);
  auto* all = Register("inference_10000", backend, subject, InferenceAll)
                  ->UseRealTime();
  // A minute, and some seconds: once has to do.
  if (slow) epoch->Iterations(1)->Repetitions(1);
  if (slow) all->Iterations(1)->Repetitions(1);
}

void RegisterAll() {
  const Model& model = mnist_mlp::Model();
  const Model& reference = mnist_mlp_reference::Model();
  const unsigned processors = sinter::runtime::AvailableProcessors();
  for (unsigned threads = 1; threads <= processors; threads *= 2) {
    benchmark::RegisterBenchmark(
        ("peak/threads:" + std::to_string(threads)).c_str(),
        [threads](State& state) { Peak(state, threads); })
        ->UseRealTime()
        ->Unit(benchmark::kMillisecond);
    for (const Variant& variant : sinter::bench::VariantsOf(model)) {
      RegisterSubject(variant.name, {model, variant, threads});
    }
  }
  // The reference program uses one thread.
  RegisterSubject("reference", {reference, {"dense", reference.steps}, 1});
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::AddCustomContext("SIMD target", sinter::bench::PeakTarget());
  benchmark::AddCustomContext("samples", TrainingSamples().source());
  RegisterAll();
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
