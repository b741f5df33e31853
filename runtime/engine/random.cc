#include "runtime/engine/random.h"

#include <bit>
#include <cassert>
#include <cmath>

namespace sinter::runtime {
namespace {

constexpr uint64_t kGoldenGamma = 0x9e3779b97f4a7c15;

// One output of SplitMix64, and its state advanced.
uint64_t SplitMix64(uint64_t& state) {
  uint64_t z = state += kGoldenGamma;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

}  // namespace

Random::Random(uint64_t seed, uint64_t stream) {
  uint64_t stream_state = stream + kGoldenGamma;
  uint64_t state = SplitMix64(seed) ^ SplitMix64(stream_state);
  for (uint64_t& word : state_) word = SplitMix64(state);
}

uint64_t Random::Next() {
  const uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
  const uint64_t shifted = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

uint32_t Random::Below(uint32_t bound) {
  assert(bound > 0);
  // The high half of x * bound is uniform if the few products whose low half is
  // under 2^32 mod bound are drawn again.
  const uint32_t threshold = -bound % bound;
  uint64_t product;
  do {
    product = (Next() >> 32) * bound;
  } while (static_cast<uint32_t>(product) < threshold);
  return static_cast<uint32_t>(product >> 32);
}

double Random::Uniform() { return static_cast<double>(Next() >> 11) * 0x1p-53; }

double Random::Normal() {
  for (;;) {
    const double x = 2 * Uniform() - 1;
    const double y = 2 * Uniform() - 1;
    const double square = x * x + y * y;
    if (square > 0 && square < 1) {
      return x * std::sqrt(-2 * std::log(square) / square);
    }
  }
}

}  // namespace sinter::runtime
