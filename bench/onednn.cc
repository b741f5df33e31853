// What oneDNN takes for the products of networks here, forward and backward, in
// whichever layouts it likes best: what it converts from others is not counted.
//   onednn [--threads N] [--repetitions N] [--seconds S]
// Prints JSON as model_benchmark does.
#include <CLI/CLI.hpp>
#include <dnnl.hpp>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "bench/measurement.h"

namespace sinter::bench {
namespace {

using Json = nlohmann::ordered_json;
using dnnl::memory;
using Dims = memory::dims;

// y = x * weights + bias, x [batch, inputs].
struct InnerProduct {
  std::string name;
  memory::dim batch, inputs, outputs;
};

// Images of [height, width, channels], square windows, valid padding.
struct Convolution {
  std::string name;
  memory::dim batch, height, width, channels, filters, window;

  memory::dim OutputHeight() const { return height - window + 1; }
  memory::dim OutputWidth() const { return width - window + 1; }
};

// The dense networks of docs/performance.md, and mnist_convnet.
const std::vector<InnerProduct> kInnerProducts = {
    {"784-512, batch 128", 128, 784, 512},
    {"784-512, batch 512", 512, 784, 512},
    {"1024-1024, batch 128", 128, 1024, 1024},
};
const std::vector<Convolution> kConvolutions = {
    {"conv 28x28x1, 32 of 3x3, batch 64", 64, 28, 28, 1, 32, 3},
    {"conv 13x13x32, 64 of 3x3, batch 64", 64, 13, 13, 32, 64, 3},
    {"conv 5x5x64, 128 of 3x3, batch 64", 64, 5, 5, 64, 128, 3},
};

memory::desc Any(const Dims& dims) {
  return {dims, memory::data_type::f32, memory::format_tag::any};
}

memory::desc Vector(memory::dim size) {
  return {{size}, memory::data_type::f32, memory::format_tag::a};
}

// A primitive with memory for its arguments, filled with small numbers.
class Operation {
 public:
  Operation(const dnnl::engine& engine, dnnl::primitive primitive,
            const std::vector<std::pair<int, memory::desc>>& arguments)
      : stream_(engine), primitive_(std::move(primitive)) {
    for (const auto& [argument, desc] : arguments) {
      memory buffer(desc, engine);
      auto* numbers = static_cast<float*>(buffer.get_data_handle());
      for (size_t i = 0; i < desc.get_size() / sizeof(float); ++i)
        numbers[i] = 0.001F * static_cast<float>(i % 1000);
      arguments_.emplace(argument, buffer);
    }
  }

  void Run(uint64_t times) {
    for (uint64_t i = 0; i < times; ++i)
      primitive_.execute(stream_, arguments_);
    stream_.wait();
  }

 private:
  dnnl::stream stream_;
  dnnl::primitive primitive_;
  std::unordered_map<int, memory> arguments_;
};

class Bench {
 public:
  explicit Bench(unsigned threads) : threads_(threads) {}

  void Add(const InnerProduct& product);
  void Add(const Convolution& convolution);
  std::vector<Measurement>& measurements() { return measurements_; }

 private:
  // The three products of a layer, which differ in their descriptors only.
  template <typename Forward, typename BackwardData, typename BackwardWeights>
  void AddAll(const std::string& name, double flop, const Forward& forward,
              const BackwardData& data, const BackwardWeights& weights);
  void Add(const std::string& name, const std::string& pass, double flop,
           const dnnl::primitive& primitive,
           const std::vector<std::pair<int, memory::desc>>& arguments) {
    auto operation = std::make_shared<Operation>(engine_, primitive, arguments);
    measurements_.push_back(
        {name, pass, threads_, 0, flop, 0,
         RunUnits([operation](uint64_t units) { operation->Run(units); })});
  }

  dnnl::engine engine_{dnnl::engine::kind::cpu, 0};
  unsigned threads_;
  std::vector<Measurement> measurements_;
};

template <typename Forward, typename BackwardData, typename BackwardWeights>
void Bench::AddAll(const std::string& name, double flop, const Forward& forward,
                   const BackwardData& data, const BackwardWeights& weights) {
  const typename Forward::primitive_desc_type made(forward.desc, engine_);
  const typename BackwardData::primitive_desc_type data_made(data.desc, engine_,
                                                             made);
  const typename BackwardWeights::primitive_desc_type weights_made(
      weights.desc, engine_, made);
  Add(name, "forward", flop, typename Forward::primitive_type(made),
      {{DNNL_ARG_SRC, made.src_desc()},
       {DNNL_ARG_WEIGHTS, made.weights_desc()},
       {DNNL_ARG_BIAS, made.bias_desc()},
       {DNNL_ARG_DST, made.dst_desc()}});
  Add(name, "input gradient", flop,
      typename BackwardData::primitive_type(data_made),
      {{DNNL_ARG_DIFF_SRC, data_made.diff_src_desc()},
       {DNNL_ARG_WEIGHTS, data_made.weights_desc()},
       {DNNL_ARG_DIFF_DST, data_made.diff_dst_desc()}});
  Add(name, "weight gradient", flop,
      typename BackwardWeights::primitive_type(weights_made),
      {{DNNL_ARG_SRC, weights_made.src_desc()},
       {DNNL_ARG_DIFF_WEIGHTS, weights_made.diff_weights_desc()},
       {DNNL_ARG_DIFF_BIAS, weights_made.diff_bias_desc()},
       {DNNL_ARG_DIFF_DST, weights_made.diff_dst_desc()}});
}

// A kind of primitive with the description of one.
template <class Primitive>
struct Described {
  using primitive_type = Primitive;
  using primitive_desc_type = typename Primitive::primitive_desc;
  typename Primitive::desc desc;
};

void Bench::Add(const InnerProduct& product) {
  const memory::desc x = Any({product.batch, product.inputs});
  const memory::desc weights = Any({product.outputs, product.inputs});
  const memory::desc bias = Vector(product.outputs);
  const memory::desc y = Any({product.batch, product.outputs});
  const auto flop =
      static_cast<double>(2 * product.batch * product.inputs * product.outputs);
  AddAll(
      product.name, flop,
      Described<dnnl::inner_product_forward>{
          {dnnl::prop_kind::forward_training, x, weights, bias, y}},
      Described<dnnl::inner_product_backward_data>{{x, weights, y}},
      Described<dnnl::inner_product_backward_weights>{{x, weights, bias, y}});
}

void Bench::Add(const Convolution& c) {
  const memory::desc x = Any({c.batch, c.channels, c.height, c.width});
  const memory::desc weights = Any({c.filters, c.channels, c.window, c.window});
  const memory::desc bias = Vector(c.filters);
  const memory::desc y =
      Any({c.batch, c.filters, c.OutputHeight(), c.OutputWidth()});
  const Dims strides = {1, 1};
  const Dims padding = {0, 0};
  const auto flop =
      static_cast<double>(2 * c.batch * c.OutputHeight() * c.OutputWidth() *
                          c.filters * c.window * c.window * c.channels);
  constexpr auto kDirect = dnnl::algorithm::convolution_direct;
  AddAll(c.name, flop,
         Described<dnnl::convolution_forward>{
             {dnnl::prop_kind::forward_training, kDirect, x, weights, bias, y,
              strides, padding, padding}},
         Described<dnnl::convolution_backward_data>{
             {kDirect, x, weights, y, strides, padding, padding}},
         Described<dnnl::convolution_backward_weights>{
             {kDirect, x, weights, bias, y, strides, padding, padding}});
}

}  // namespace
}  // namespace sinter::bench

int main(int argc, char** argv) {
  using sinter::bench::Json;
  unsigned threads = 1;
  int repetitions = 5;
  double seconds = 0.1;
  CLI::App app("Measures oneDNN's products.");
  app.add_option("--threads", threads, "As OMP_NUM_THREADS has it");
  app.add_option("--repetitions", repetitions);
  app.add_option("--seconds", seconds, "At least, a repetition");
  CLI11_PARSE(app, argc, argv);
  sinter::bench::Bench bench(threads);
  for (const auto& product : sinter::bench::kInnerProducts) bench.Add(product);
  for (const auto& each : sinter::bench::kConvolutions) bench.Add(each);
  sinter::bench::RunInterleaved(bench.measurements(), repetitions, seconds);
  Json results = Json::array();
  for (const sinter::bench::Measurement& each : bench.measurements())
    results.push_back({{"what", each.what},
                       {"variant", each.variant},
                       {"threads", each.threads},
                       {"flop", each.flop},
                       {"seconds", each.seconds}});
  const dnnl_version_t* version = dnnl::version();
  std::cout << Json({{"version", std::to_string(version->major) + "." +
                                     std::to_string(version->minor) + "." +
                                     std::to_string(version->patch)},
                     {"results", results}})
                   .dump()
            << "\n";
}
