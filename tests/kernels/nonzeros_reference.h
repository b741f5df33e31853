// What kernels say of a matrix's nonzero elements, element by element.
#ifndef SINTER_TESTS_KERNELS_NONZEROS_REFERENCE_H_
#define SINTER_TESTS_KERNELS_NONZEROS_REFERENCE_H_

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "runtime/kernels/nonzeros.h"
#include "tests/kernels/dense.h"
#include "tests/kernels/guarded.h"

namespace sinter::kernels {

// As the compiler counts.
template <class N>
constexpr size_t kNonzerosBytes =
    N::kGroups * (N::kGroup * N::kCapacity * sizeof(float) +
                  (N::kCapacity + N::kRuns) * sizeof(uint32_t));

// Memory of Nonzeros, exactly as much as they may use.
template <class N>
class NonzerosMemory {
 public:
  NonzerosMemory() : memory_(kNonzerosBytes<N>), nonzeros_(memory_.data()) {}
  NonzerosMemory(const NonzerosMemory&) = delete;

  const N& nonzeros() const { return nonzeros_; }
  bool GuardsHold() const { return memory_.GuardsHold(); }

 private:
  Guarded<std::byte> memory_;
  N nonzeros_;
};

// Element `row`, `col` of a group is there if one of the group's rows has it.
template <class N>
bool IsListed(const Dense& matrix, size_t row, size_t col) {
  const size_t last = std::min(row + N::kGroup, matrix.rows);
  for (; row < last; ++row)
    if (matrix.At(row, col) != 0) return true;
  return false;
}

// A group's value, zero for a row behind the last.
inline float ValueAt(const Dense& matrix, size_t row, size_t col) {
  return row < matrix.rows ? matrix.At(row, col) : 0.0f;
}

// The columns of run `run`.
template <class N>
Range ColumnsOfRun(const Dense& matrix, size_t run) {
  return {run * N::kRun, std::min((run + 1) * N::kRun, matrix.cols)};
}

template <class N>
void FillNonzeros(const Dense& matrix, const N& nonzeros) {
  for (size_t row = 0; row < matrix.rows; row += N::kGroup) {
    size_t place = 0;
    for (size_t run = 0; run < N::kRuns; ++run) {
      const Range cols = ColumnsOfRun<N>(matrix, run);
      for (size_t col = cols.begin; col < cols.end; ++col) {
        if (!IsListed<N>(matrix, row, col)) continue;
        for (size_t r = 0; r < N::kGroup; ++r)
          nonzeros.Values(row)[N::kGroup * place + r] =
              ValueAt(matrix, row + r, col);
        nonzeros.Columns(row)[place++] = static_cast<uint32_t>(col);
      }
      nonzeros.SetEnd(row, run, place);
    }
  }
}

// The group of `row`.
template <class N>
void ExpectNonzerosOfGroup(const Dense& matrix, const N& nonzeros, size_t row) {
  size_t place = 0;
  for (size_t run = 0; run < N::kRuns; ++run) {
    ASSERT_EQ(nonzeros.Begin(row, run), place) << "row " << row;
    const Range cols = ColumnsOfRun<N>(matrix, run);
    for (size_t col = cols.begin; col < cols.end; ++col) {
      if (!IsListed<N>(matrix, row, col)) continue;
      ASSERT_EQ(nonzeros.Columns(row)[place], col) << "row " << row;
      for (size_t r = 0; r < N::kGroup; ++r)
        ASSERT_EQ(nonzeros.Values(row)[N::kGroup * place + r],
                  ValueAt(matrix, row + r, col))
            << row + r << ", " << col;
      ++place;
    }
    ASSERT_EQ(nonzeros.End(row, run), place) << "row " << row;
  }
}

template <class N>
void ExpectNonzeros(const Dense& matrix, const N& nonzeros, Range rows) {
  for (size_t row = rows.begin; row < rows.end; row += N::kGroup)
    ExpectNonzerosOfGroup(matrix, nonzeros, row);
}

}  // namespace sinter::kernels

#endif  // SINTER_TESTS_KERNELS_NONZEROS_REFERENCE_H_
