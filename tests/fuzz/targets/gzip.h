// Inputs of the fuzzer packed in gzip, whose checksum it does not guess.
#ifndef SINTER_TESTS_FUZZ_TARGETS_GZIP_H_
#define SINTER_TESTS_FUZZ_TARGETS_GZIP_H_

#include <zlib.h>

#include <string>
#include <string_view>

#include "tests/fuzz/targets/require.h"

namespace sinter {

// As one member.
inline std::string Pack(std::string_view content) {
  constexpr int kGzipWindowBits = 15 + 16;
  z_stream stream = {};
  Require(deflateInit2(&stream, 1, Z_DEFLATED, kGzipWindowBits, 8,
                       Z_DEFAULT_STRATEGY) == Z_OK,
          "zlib packs");
  std::string packed(deflateBound(&stream, content.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
  stream.avail_in = static_cast<uInt>(content.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  Require(deflate(&stream, Z_FINISH) == Z_STREAM_END, "zlib packs it all");
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

inline bool IsPacked(std::string_view content) {
  return content.starts_with("\x1f\x8b");
}

}  // namespace sinter

#endif  // SINTER_TESTS_FUZZ_TARGETS_GZIP_H_
