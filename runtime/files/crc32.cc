// Not zlib's, so that a program which embeds a model needs no zlib to load and
// save it. As fast as that: docs/decisions/runtime.md.
#include "runtime/files/crc32.h"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace sinter::runtime {
namespace {

constexpr uint32_t kPolynomial = 0xedb88320;  // reflected
constexpr size_t kBytesAtOnce = 16;

using SumOfByte = std::array<uint32_t, 256>;

// [n][b]: the sum of byte b with n zeros behind it.
constexpr std::array<SumOfByte, kBytesAtOnce> MakeSums() {
  std::array<SumOfByte, kBytesAtOnce> sums = {};
  for (uint32_t byte = 0; byte < 256; ++byte) {
    uint32_t sum = byte;
    for (int bit = 0; bit < 8; ++bit) {
      sum = sum >> 1 ^ (sum % 2 == 1 ? kPolynomial : 0);
    }
    sums[0][byte] = sum;
  }
  for (size_t zeros = 1; zeros < kBytesAtOnce; ++zeros) {
    for (size_t byte = 0; byte < 256; ++byte) {
      const uint32_t sum = sums[zeros - 1][byte];
      sums[zeros][byte] = sum >> 8 ^ sums[0][sum & 255];
    }
  }
  return sums;
}

constexpr std::array<SumOfByte, kBytesAtOnce> kSums = MakeSums();

// A block's bytes all at once; the sum so far goes into its first four.
template <size_t... kPlaces>
uint32_t AddBlock(uint32_t sum, const std::byte* block,
                  std::index_sequence<kPlaces...>) {
  const auto byte = [&](size_t place) {
    const uint32_t before = place < 4 ? sum >> 8 * place & 255 : 0;
    return static_cast<uint32_t>(block[place]) ^ before;
  };
  return (kSums[kBytesAtOnce - 1 - kPlaces][byte(kPlaces)] ^ ...);
}

}  // namespace

void Crc32::Add(std::span<const std::byte> bytes) {
  uint32_t sum = ~sum_;
  for (; bytes.size() >= kBytesAtOnce; bytes = bytes.subspan(kBytesAtOnce)) {
    sum = AddBlock(sum, bytes.data(), std::make_index_sequence<kBytesAtOnce>());
  }
  for (const std::byte byte : bytes) {
    sum = sum >> 8 ^ kSums[0][(sum ^ static_cast<uint32_t>(byte)) & 255];
  }
  sum_ = ~sum;
}

std::string Crc32::Text() const { return fmt::format("{:08x}", sum_); }

}  // namespace sinter::runtime
