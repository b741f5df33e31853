#include "compiler/driver/tile_option.h"

#include "llvm/ADT/StringRef.h"

namespace sinter {
namespace {

constexpr int64_t kMostRows = 32;

std::optional<TileLimit> ParseLimit(llvm::StringRef text) {
  const auto [rows_text, vectors_text] = text.split('x');
  TileLimit limit;
  if (rows_text.getAsInteger(10, limit.rows) ||
      vectors_text.getAsInteger(10, limit.vectors))
    return std::nullopt;
  const bool vectors = limit.vectors == 1 || limit.vectors == 2 ||
                       limit.vectors == 4 || limit.vectors == 8;
  if (!vectors || limit.rows < 1 || limit.rows > kMostRows) return std::nullopt;
  return limit;
}

}  // namespace

bool ParseTile(const std::string& text, TileLimits& limits) {
  llvm::StringRef rest = text;
  const bool forward = rest.consume_front("forward=");
  const bool gradient = !forward && rest.consume_front("gradient=");
  const std::optional<TileLimit> limit = ParseLimit(rest);
  if (!limit) return false;
  if (!gradient) limits.forward = limit;
  if (!forward) limits.gradient = limit;
  return true;
}

}  // namespace sinter
