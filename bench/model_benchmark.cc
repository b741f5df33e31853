// Measures any generated model that is linked to it; its namespace is
// `bench_model`. Results are JSON: what each repetition took, and what the
// numbers mean. See bench/workshop.py, which builds and runs it.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <numeric>
#include <sstream>

#include "bench/listed_products.h"
#include "bench/measurement.h"
#include "bench/peak.h"
#include "bench/read_probe.h"
#include "bench/sampler.h"
#include "bench/samples.h"
#include "bench/session.h"
#include "bench/variants.h"
#include "runtime/engine/memory.h"
#include "runtime/engine/thread_team.h"

namespace bench_model {
const sinter::runtime::Model& Model();
}

namespace sinter::bench {
namespace {

using Json = nlohmann::ordered_json;

constexpr uint64_t kPeakRounds = 10'000;
// One-sample calls that one median is taken of.
constexpr uint64_t kCalls = 500;

struct Options {
  std::string data;
  std::string json;
  std::vector<unsigned> threads = {1};
  std::vector<std::string> what = {"train"};
  std::vector<uint64_t> read_kilobytes;
  int repetitions = 5;
  double seconds = 0.05;
  double profile_seconds = 0;
};

// The peak beside steps is measured for about two milliseconds after twenty of
// steps, before the clock changes.
constexpr uint64_t kPeakRoundsAfterSteps = 500'000;
constexpr double kStepSeconds = 0.02;

// What the measurements work on; lives as long as they do.
class Bench {
 public:
  Bench(const runtime::Model& model, const Options& options)
      : model_(model),
        options_(options),
        training_(Samples::Training(model, options.data)),
        test_(Samples::Test(model, options.data)) {}

  std::vector<Measurement> Measurements();
  Json Profile(double seconds);
  Json Describe() const;

 private:
  bool IsWanted(const std::string& what) const {
    return std::find(options_.what.begin(), options_.what.end(), what) !=
           options_.what.end();
  }
  Session& NewSession(const Variant& variant, const Samples& samples,
                      unsigned threads) {
    sessions_.push_back(
        std::make_unique<Session>(model_, variant, samples, threads));
    return *sessions_.back();
  }
  Measurement Peak(unsigned threads);
  Measurement PeakBeside(const Variant& variant, unsigned threads);
  Measurement Divider();
  Measurement Read(const std::string& what, uint64_t size, uint64_t bytes);
  Measurement Scale(const std::string& what, uint64_t bytes);
  Measurement Products(const std::string& what, uint64_t (*run)(uint64_t));
  Measurement Train(const Variant& variant, unsigned threads);
  Measurement InferenceOne(const Variant& variant, unsigned threads);
  Measurement InferenceAll(const Variant& variant, unsigned threads);

  const runtime::Model& model_;
  const Options& options_;
  const Samples training_;
  const Samples test_;
  std::vector<std::unique_ptr<Session>> sessions_;
};

uint64_t ParameterBytes(const runtime::Model& model) {
  uint64_t bytes = 0;
  for (const runtime::LayerInfo& layer : model.layers) {
    bytes += layer.parameters * sizeof(float);
  }
  return bytes;
}

uint64_t StateBytes(const runtime::Model& model) {
  return model.state_floats * sizeof(float);
}

// Of the rows of the first kernel that zero inputs make superfluous.
uint64_t ZeroBytes(const runtime::Model& model, double zero_share) {
  for (const runtime::TensorInfo& tensor : model.tensors) {
    if (tensor.rank != 2 || tensor.rows != model.inputs[0].elements) continue;
    const double kernel = sizeof(float) * tensor.rows * tensor.cols;
    return static_cast<uint64_t>(kernel * zero_share);
  }
  return 0;
}

double PredictFlop(const runtime::Model& model) {  // a sample
  return static_cast<double>(model.predict_flop) / model.batch;
}

Measurement Bench::Peak(unsigned threads) {
  auto team = std::make_shared<runtime::ThreadTeam>(threads);
  const double flop = static_cast<double>(RunPeakLoop(kPeakRounds) * threads);
  auto work = [team](uint64_t units) {
    team->Run(
        [units](const runtime::Worker&) { RunPeakLoop(units * kPeakRounds); });
  };
  return {"peak", "", threads, 0, flop, 0, RunUnits(work)};
}

// Right after steps, whose clock may be lower than that of multiply-adds alone.
Measurement Bench::PeakBeside(const Variant& variant, unsigned threads) {
  Session& session = NewSession(variant, training_, threads);
  const double flop =
      static_cast<double>(RunPeakLoop(kPeakRoundsAfterSteps) * threads);
  const auto run = [&session, steps = uint64_t{1}](double seconds) mutable {
    std::vector<double> peaks;
    for (const Timer timer; peaks.empty() || timer.Seconds() < seconds;) {
      const Timer round;
      peaks.push_back(session.PeakAfter(steps, kPeakRoundsAfterSteps));
      if (round.Seconds() - peaks.back() < kStepSeconds) steps *= 2;
    }
    return Median(std::move(peaks));
  };
  return {"peak_beside", variant.name, threads, 0, flop, 0, run};
}

// Square roots and quotients; `samples` are the numbers of each.
Measurement Bench::Divider() {
  const auto numbers = static_cast<double>(RunDividerLoop(kPeakRounds));
  return {"divider", "", 1, numbers, 0, 0, RunUnits([](uint64_t units) {
            RunDividerLoop(units * kPeakRounds);
          })};
}

// Reads `bytes` at a time of a buffer of `size` bytes, around and around: from
// the smallest cache that holds the buffer.
Measurement Bench::Read(const std::string& what, uint64_t size,
                        uint64_t bytes) {
  constexpr size_t kGranule = 128;  // floats, of ReadAll
  const auto floats_of = [](uint64_t size_in_bytes) {
    return std::max<size_t>(size_in_bytes / sizeof(float) / kGranule, 1) *
           kGranule;
  };
  const size_t total = floats_of(size);
  const size_t part = floats_of(bytes);
  auto buffer = std::make_shared<runtime::AlignedArray<float>>(total);
  auto work = [buffer, total, part, at = size_t{0}](uint64_t units) mutable {
    // The result must be used, or the loop is removed.
    volatile float sink = 0;
    if (part == total) {
      sink = ReadAll(buffer->data(), part, units);
      return;
    }
    for (uint64_t i = 0; i < units; ++i) {
      if (at + part > total) at = 0;
      sink = ReadAll(buffer->data() + at, part, 1);
      at += part;
    }
    static_cast<void>(sink);
  };
  const auto read = static_cast<double>(part * sizeof(float));
  return {what, "", 1, 0, 0, read, RunUnits(work)};
}

// Reads and writes the same bytes again and again.
Measurement Bench::Scale(const std::string& what, uint64_t bytes) {
  constexpr size_t kGranule = 32;  // floats, of ScaleAll
  const size_t count =
      std::max<size_t>(bytes / sizeof(float) / kGranule, 1) * kGranule;
  auto buffer = std::make_shared<runtime::AlignedArray<float>>(count);
  auto work = [buffer, count](uint64_t units) {
    for (uint64_t i = 0; i < units; ++i) ScaleAll(buffer->data(), count);
  };
  const auto moved = static_cast<double>(count * sizeof(float));
  return {what, "", 1, 0, 0, moved, RunUnits(work)};
}

Measurement Bench::Products(const std::string& what,
                            uint64_t (*run)(uint64_t)) {
  const auto flop = static_cast<double>(run(1));
  return {what, "", 1, 0, flop, 0, RunUnits(run)};
}

Measurement Bench::Train(const Variant& variant, unsigned threads) {
  Session& session = NewSession(variant, training_, threads);
  return {"train",
          variant.name,
          threads,
          static_cast<double>(model_.batch),
          static_cast<double>(model_.train_flop),
          0,
          RunUnits([&session](uint64_t units) { session.Train(units); })};
}

// The median of single calls.
Measurement Bench::InferenceOne(const Variant& variant, unsigned threads) {
  Session& session = NewSession(variant, test_, threads);
  return {"inference_1",
          variant.name,
          threads,
          1,
          PredictFlop(model_),
          0,
          [&session](double seconds) {
            std::vector<double> calls;
            for (double time = 0; time < seconds;) {
              const auto more = session.PredictOneByOne(kCalls);
              time += std::accumulate(more.begin(), more.end(), 0.0);
              calls.insert(calls.end(), more.begin(), more.end());
            }
            return Median(std::move(calls));
          }};
}

Measurement Bench::InferenceAll(const Variant& variant, unsigned threads) {
  Session& session = NewSession(variant, test_, threads);
  const double samples = test_.count();
  auto work = [&session](uint64_t units) {
    for (uint64_t i = 0; i < units; ++i) session.Predict();
  };
  return {"inference_10000",
          variant.name,
          threads,
          samples,
          samples * PredictFlop(model_),
          0,
          RunUnits(work)};
}

std::vector<Measurement> Bench::Measurements() {
  std::vector<Measurement> all;
  for (unsigned threads : options_.threads) {
    if (IsWanted("peak")) all.push_back(Peak(threads));
    for (const Variant& variant : VariantsOf(model_)) {
      if (IsWanted("train")) all.push_back(Train(variant, threads));
      if (IsWanted("peak")) all.push_back(PeakBeside(variant, threads));
      if (IsWanted("inference_1"))
        all.push_back(InferenceOne(variant, threads));
      if (IsWanted("inference_10000"))
        all.push_back(InferenceAll(variant, threads));
    }
  }
  if (IsWanted("bounds")) {
    all.push_back(Divider());
    all.push_back(Scale("scale_state", StateBytes(model_)));
    all.push_back(
        Scale("scale_needed",
              StateBytes(model_) - ZeroBytes(model_, test_.ZeroShare(1))));
  }
  if (IsWanted("products")) {
    all.push_back(Products("products_1x8", RunListedProducts1x8));
    all.push_back(Products("products_2x4", RunListedProducts2x4));
  }
  if (IsWanted("read")) {
    const uint64_t parameters = ParameterBytes(model_);
    all.push_back(Read("read_parameters", parameters, parameters));
    all.push_back(Read("read_needed", parameters,
                       parameters - ZeroBytes(model_, test_.ZeroShare(1))));
    for (uint64_t kilobytes : options_.read_kilobytes) {
      const uint64_t bytes = kilobytes * 1024;
      all.push_back(
          Read("read_" + std::to_string(kilobytes) + "_kb", bytes, bytes));
    }
  }
  return all;
}

// In hexadecimal, the program counter first.
Json Addresses(const CallStack& stack) {
  Json addresses = Json::array();
  for (const uint64_t address : stack) {
    if (address == 0) break;
    std::ostringstream hexadecimal;
    hexadecimal << std::hex << address;
    addresses.push_back(hexadecimal.str());
  }
  return addresses;
}

// Where one thread's time goes in training steps, for each variant.
Json Bench::Profile(double seconds) {
  Json profiles = Json::array();
  for (const Variant& variant : VariantsOf(model_)) {
    Measurement train = Train(variant, 1);
    // A tenth at a time; the first call, not sampled, finds how many steps.
    train.run(seconds / 10);
    Json stacks = Json::array();
    const auto histogram = SampleCallStacks([&] {
      for (int i = 0; i < 10; ++i) train.run(seconds / 10);
    });
    for (const auto& [stack, count] : histogram)
      stacks.push_back({Addresses(stack), count});
    profiles.push_back({{"variant", variant.name}, {"stacks", stacks}});
  }
  return profiles;
}

Json Bench::Describe() const {
  return {{"backend", model_.backend},
          {"target", model_.simd.chosen != nullptr ? model_.simd.chosen() : ""},
          {"batch", model_.batch},
          {"train_flop", model_.train_flop},
          {"predict_flop", model_.predict_flop},
          {"parameter_bytes", ParameterBytes(model_)},
          {"state_bytes", StateBytes(model_)},
          {"arena_bytes", model_.arena_bytes},
          {"samples", training_.source()},
          {"zero_share", test_.ZeroShare(1)},
          {"zero_pair_share", test_.ZeroShare(2)}};
}

Json ToJson(const std::vector<Measurement>& measurements) {
  Json results = Json::array();
  for (const Measurement& measurement : measurements) {
    results.push_back({{"what", measurement.what},
                       {"variant", measurement.variant},
                       {"threads", measurement.threads},
                       {"samples", measurement.samples},
                       {"flop", measurement.flop},
                       {"bytes", measurement.bytes},
                       {"seconds", measurement.seconds}});
  }
  return results;
}

int Run(const Options& options) {
  Bench bench(bench_model::Model(), options);
  Json report = bench.Describe();
  if (options.profile_seconds > 0) {
    report["profile"] = bench.Profile(options.profile_seconds);
  } else {
    std::vector<Measurement> measurements = bench.Measurements();
    RunInterleaved(measurements, options.repetitions, options.seconds);
    report["results"] = ToJson(measurements);
  }
  const std::string text = report.dump() + "\n";
  if (options.json.empty()) {
    std::cout << text;
    return 0;
  }
  std::ofstream file(options.json);
  file << text;
  file.close();
  if (file.good()) return 0;
  std::cerr << "error: cannot write " << options.json << "\n";
  return 3;
}

}  // namespace
}  // namespace sinter::bench

int main(int argc, char** argv) {
  sinter::bench::Options options;
  CLI::App app("Measures a generated model.");
  app.add_option("--data", options.data, "Folder of the model's data files");
  app.add_option("--json", options.json,
                 "File for the results; default: stdout");
  app.add_option("--threads", options.threads, "Thread counts, one or more")
      ->delimiter(',');
  app.add_option("--what", options.what,
                 "Of train, peak (alone and beside steps), inference_1, "
                 "inference_10000, read, bounds, "
                 "products")
      ->delimiter(',');
  app.add_option("--read-kilobytes", options.read_kilobytes,
                 "More sizes for read; the parameters' is always there")
      ->delimiter(',');
  app.add_option("--repetitions", options.repetitions);
  app.add_option("--seconds", options.seconds, "At least, a repetition");
  app.add_option("--profile", options.profile_seconds,
                 "Instead: sample one thread's training for so many seconds");
  CLI11_PARSE(app, argc, argv);
  return sinter::bench::Run(options);
}
