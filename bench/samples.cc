#include "bench/samples.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <numeric>
#include <random>
#include <utility>

namespace sinter::bench {
namespace {

// Of MNIST, so that made-up samples cost the same.
constexpr uint32_t kTrainingSamples = 60000;
constexpr uint32_t kTestSamples = 10000;
// Fewer where samples are larger: no cache holds that much.
constexpr size_t kMostBytes = size_t{64} << 20;
constexpr double kZeroShare = 0.81;
constexpr uint32_t kSeed = 1;

runtime::Dataset MakeUp(const runtime::Model& model, uint32_t samples) {
  samples = static_cast<uint32_t>(
      std::min<size_t>(samples, kMostBytes / model.inputs[0].elements));
  runtime::Dataset data;
  data.count = samples;
  data.x.emplace_back().Resize(size_t{samples} * model.inputs[0].elements);
  data.y.emplace_back().Resize(samples);
  std::mt19937 random(kSeed);
  std::bernoulli_distribution zero(kZeroShare);
  for (std::byte& pixel : data.x[0].bytes()) {
    pixel = zero(random) ? std::byte{0} : std::byte(random() % 255 + 1);
  }
  for (std::byte& label : data.y[0].bytes()) {
    label = std::byte(random() % model.outputs[0].elements);
  }
  return data;
}

template <typename T>
T OrExit(runtime::StatusOr<T> value) {
  if (!value.ok()) {
    std::fprintf(stderr, "error: %s\n", value.status().message().c_str());
    std::exit(static_cast<int>(value.status().code()));
  }
  return std::move(*value);
}

runtime::Dataset Read(const runtime::Model& model, const std::string& folder,
                      const runtime::DataFiles& files) {
  return OrExit(
      OrExit(runtime::DatasetFiles::Open(model, folder, files)).Read());
}

}  // namespace

Samples::Samples(runtime::Dataset data, const char* source)
    : data_(std::move(data)), indices_(data_.samples()), source_(source) {
  std::iota(indices_.begin(), indices_.end(), 0);
  std::shuffle(indices_.begin(), indices_.end(), std::mt19937(kSeed));
}

Samples Samples::Training(const runtime::Model& model,
                          const std::string& folder) {
  const runtime::DataFiles& files = model.data.train;
  if (runtime::DatasetFiles::Present(folder, files).empty()) {
    return Samples(MakeUp(model, kTrainingSamples), "made up");
  }
  return Samples(Read(model, folder, files), "mnist");
}

Samples Samples::Test(const runtime::Model& model, const std::string& folder) {
  const runtime::DataFiles& files = model.data.test;
  if (runtime::DatasetFiles::Present(folder, files).empty()) {
    return Samples(MakeUp(model, kTestSamples), "made up");
  }
  return Samples(Read(model, folder, files), "mnist");
}

double Samples::ZeroShare(size_t group) const {
  const auto bytes = data_.x[0].bytes();
  const size_t groups = bytes.size() / group;
  size_t zeros = 0;
  for (size_t i = 0; i < groups; ++i) {
    const auto of_group = bytes.subspan(i * group, group);
    zeros += std::all_of(of_group.begin(), of_group.end(),
                         [](std::byte value) { return value == std::byte{0}; });
  }
  return static_cast<double>(zeros) / static_cast<double>(groups);
}

}  // namespace sinter::bench
