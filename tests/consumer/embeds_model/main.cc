// Trains a model on data of its own, saves it, and asks it.
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <vector>

#include "net.h"
#include "runtime/api/sinter.h"

namespace {

int Fail(const sinter::Status& status) {
  std::fprintf(stderr, "%s\n", status.message().c_str());
  return 1;
}

}  // namespace

int main() {
  const std::vector<uint8_t> x = {1, 0, 0, 0, 0, 0,  //
                                  0, 1, 0, 0, 0, 0,  //
                                  0, 0, 1, 0, 0, 0};
  const std::vector<uint8_t> y = {0, 1, 2};
  auto network = sinter::Network::Create(net::Model(), {.threads = 2});
  if (!network.ok()) return Fail(network.status());
  network->set_learning_rate(1);
  double first = 0, last = 0;
  for (int step = 0; step < 100; ++step) {
    const auto metrics = network->Train({x, y});
    if (!metrics.ok()) return Fail(metrics.status());
    if (step == 0) first = metrics->loss;
    last = metrics->loss;
  }
  std::printf("loss %.6f, then %.6f\n", first, last);
  if (!(last < first / 2)) return 1;

  const auto status = network->Save("net.safetensors");
  if (!status.ok()) return Fail(status);
  auto other = sinter::Network::Create(net::Model(), {.threads = 1});
  if (!other.ok()) return Fail(other.status());
  const auto loaded = other->Load("net.safetensors");
  if (!loaded.ok()) return Fail(loaded);
  const auto outputs = other->Predict({x});
  if (!outputs.ok()) return Fail(outputs.status());
  const auto metrics = other->Evaluate({x, y});
  if (!metrics.ok()) return Fail(metrics.status());
  const double accuracy = metrics->values[0];
  std::printf("%s %.2f\n", net::Model().metrics[0], accuracy);
  return accuracy == 1 && *outputs == *network->Predict({x}) ? 0 : 1;
}
