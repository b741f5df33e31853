// A matrix as its nonzero elements.
#ifndef SINTER_RUNTIME_KERNELS_NONZEROS_H_
#define SINTER_RUNTIME_KERNELS_NONZEROS_H_

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "runtime/kernels/row_tiles.h"

namespace sinter::kernels {

// kGroup rows share a list of columns, in
// ascending order: those where any of them is not zero. At place i of the list
// are Columns()[i] and the kGroup values at Values()[kGroup * i]. Run `r` of
// it, columns r * kDepth up to the next run's, are its places Begin(row, r) ..
// End(row, r) - 1. There is room for rows without zeros, and for a vector to be
// stored whole behind them.
template <size_t kRows, size_t kCols, size_t kDepth, size_t kRowsInGroup>
struct Nonzeros {
  static constexpr size_t kRun = kDepth;
  static constexpr size_t kRuns = (kCols + kDepth - 1) / kDepth;
  static constexpr size_t kGroup = kRowsInGroup;
  static constexpr size_t kGroups = (kRows + kGroup - 1) / kGroup;
  static constexpr size_t kCapacity = (kCols + 15) / 16 * 16 + 16;

  explicit Nonzeros(std::byte* memory)
      : values(reinterpret_cast<float*>(memory)),
        columns(
            reinterpret_cast<uint32_t*>(values + kGroups * kGroup * kCapacity)),
        ends(columns + kGroups * kCapacity) {}

  float* Values(size_t row) const {
    return values + row / kGroup * kGroup * kCapacity;
  }
  uint32_t* Columns(size_t row) const {
    return columns + row / kGroup * kCapacity;
  }
  size_t Begin(size_t row, size_t run) const {
    return run == 0 ? 0 : End(row, run - 1);
  }
  size_t End(size_t row, size_t run) const {
    return ends[row / kGroup * kRuns + run];
  }
  void SetEnd(size_t row, size_t run, size_t end) const {
    ends[row / kGroup * kRuns + run] = static_cast<uint32_t>(end);
  }

  float* values;
  uint32_t* columns;
  uint32_t* ends;
};

// Two float32 that are stored at once, the first in the lower half.
using PairOfFloats = uint64_t;
static_assert(std::endian::native == std::endian::little);

// `value` at place 0 or 1, the other zero.
inline PairOfFloats InPair(size_t place, float value) {
  return PairOfFloats{std::bit_cast<uint32_t>(value)} << 32 * place;
}

// to[k, m] = from[m, k] for the pairs k / 2 in `pairs`, of the first `samples`
// rows of `from`. Without branches on the data: pixels have no pattern.
template <class From, class To>
void TransposeToPairs(const From& from, size_t samples, const To& to,
                      Range pairs) {
  static_assert(From::kGroup == 1 && To::kGroup == 2);
  const Range rows = {2 * pairs.begin, 2 * pairs.end};
  for (size_t run = 0; run < To::kRuns; ++run) {
    for (size_t row = rows.begin; row < rows.end; row += 2)
      to.SetEnd(row, run, to.Begin(row, run));
    const size_t last = std::min(samples, (run + 1) * To::kRun);
    for (size_t sample = run * To::kRun; sample < last; ++sample) {
      const float* values = from.Values(sample);
      const uint32_t* columns = from.Columns(sample);
      const size_t end = from.End(sample, From::kRuns - 1);
      size_t i = from.Begin(sample, rows.begin / From::kRun);
      while (i < end && columns[i] < rows.begin) ++i;
      size_t previous_pair = To::kGroups;  // none
      PairOfFloats previous = 0;
      for (; i < end && columns[i] < rows.end; ++i) {
        const size_t row = columns[i];
        // The first of a pair opens a place, in which the other row is zero
        // until its own element comes, which is next.
        const PairOfFloats opens = row / 2 != previous_pair;
        const size_t place = to.End(row, run) + opens - 1;
        previous = (previous & (opens - 1)) | InPair(row % 2, values[i]);
        std::memcpy(to.Values(row) + 2 * place, &previous, sizeof(previous));
        to.Columns(row)[place] = static_cast<uint32_t>(sample);
        to.SetEnd(row, run, place + 1);
        previous_pair = row / 2;
      }
    }
  }
}

}  // namespace sinter::kernels

#endif  // SINTER_RUNTIME_KERNELS_NONZEROS_H_
