// Random numbers that are the same everywhere: nothing of the standard
// library's distributions, which differ between libraries, is used.
//
// Definition. The generator is xoshiro256** 1.0 (Blackman, Vigna, "Scrambled
// linear pseudorandom number generators", 2018). Its four words of state are
// four successive outputs of SplitMix64 started at
//     SplitMix64(seed) xor SplitMix64(stream + 0x9e3779b97f4a7c15).
// Equal seeds with different streams give unrelated sequences.
#ifndef SINTER_RUNTIME_ENGINE_RANDOM_H_
#define SINTER_RUNTIME_ENGINE_RANDOM_H_

#include <array>
#include <cstdint>

namespace sinter::runtime {

// What a sequence is for. Its number is the upper half of the stream.
enum class RandomUse : uint32_t { kInitializer = 1, kShuffle = 2 };

class Random {
 public:
  Random(uint64_t seed, uint64_t stream);
  // The `index`th sequence for `use`: tensor number, epoch number.
  Random(uint64_t seed, RandomUse use, uint32_t index)
      : Random(seed, (uint64_t{static_cast<uint32_t>(use)} << 32) | index) {}

  // Uniform over all 64-bit values.
  uint64_t Next();

  // Uniform over 0 .. bound - 1, without bias; bound > 0. (Lemire, "Fast random
  // integer generation in an interval", 2019.)
  uint32_t Below(uint32_t bound);

  // Uniform in [0, 1): a multiple of 2^-53.
  double Uniform();

  // Standard normal, by Marsaglia's polar method.
  double Normal();

 private:
  std::array<uint64_t, 4> state_;
};

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_ENGINE_RANDOM_H_
