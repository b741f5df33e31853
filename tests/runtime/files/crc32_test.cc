#include "runtime/files/crc32.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <vector>

namespace sinter::runtime {
namespace {

std::string ZlibsSum(std::span<const std::byte> bytes) {
  const auto* data = reinterpret_cast<const Bytef*>(bytes.data());
  return fmt::format("{:08x}", crc32_z(0, data, bytes.size()));
}

TEST(Crc32Test, IsThatOfTheStandard) {
  Crc32 sum;
  EXPECT_EQ(sum.Text(), "00000000");
  sum.Add("123456789");
  EXPECT_EQ(sum.Text(), "cbf43926");
}

// Every length, begun anywhere in a block, in two pieces cut anywhere.
TEST(Crc32Test, IsZlibs) {
  std::vector<std::byte> bytes(100);
  for (size_t i = 0; i < bytes.size(); ++i) bytes[i] = std::byte(i * i + 7);
  for (size_t first = 0; first < 17; ++first) {
    for (size_t length = 0; length <= 64; ++length) {
      const auto piece = std::span(bytes).subspan(first, length);
      for (size_t cut = 0; cut <= length; ++cut) {
        Crc32 sum;
        sum.Add(piece.first(cut));
        sum.Add(piece.subspan(cut));
        ASSERT_EQ(sum.Text(), ZlibsSum(piece)) << first << " " << length;
      }
    }
  }
}

}  // namespace
}  // namespace sinter::runtime
