// Windows of the tests, and images that one slides over.
#ifndef SINTER_TESTS_KERNELS_WINDOWED_H_
#define SINTER_TESTS_KERNELS_WINDOWED_H_

#include <cstddef>
#include <cstdint>

#include "runtime/kernels/window.h"

namespace sinter::kernels {

// Calls visit(output, tap, input) for each tap of a pixel `output` that reads a
// pixel `input`: by outputs, the taps of each in row-major order. As simple as
// can be.
template <class Visit>
void ForAllReads(const Window& window, const Visit& visit) {
  const auto place = [](const WindowAxis& axis, size_t output, size_t tap) {
    return int64_t(output * axis.stride + tap * axis.dilation) -
           int64_t(axis.padding);
  };
  for (size_t output = 0; output < window.Outputs(); ++output)
    for (size_t tap = 0; tap < window.Taps(); ++tap) {
      const int64_t row = place(window.rows, output / window.cols.outputs,
                                tap / window.cols.taps);
      const int64_t col = place(window.cols, output % window.cols.outputs,
                                tap % window.cols.taps);
      if (row >= 0 && row < int64_t(window.rows.inputs) && col >= 0 &&
          col < int64_t(window.cols.inputs))
        visit(output, tap, size_t(row) * window.cols.inputs + size_t(col));
    }
}

// 3 x 3 taps over 5 x 4 pixels, padding 'same'.
inline constexpr Window kSame = {{5, 5, 3, 1, 1, 1}, {4, 4, 3, 1, 1, 1}};
// 2 x 3 taps, padding 'valid'; all pixels of a row are read but by gaps.
inline constexpr Window kStrided = {{6, 3, 2, 2, 1, 0}, {7, 3, 3, 2, 1, 0}};
// Strides larger than the window skip pixels.
inline constexpr Window kSkipping = {{5, 2, 1, 3, 1, 0}, {6, 2, 2, 4, 1, 0}};
inline constexpr Window kDilated = {{6, 6, 3, 1, 2, 2}, {5, 5, 2, 1, 3, 1}};
// All but one of the taps fall beyond the one pixel, or all of them.
inline constexpr Window kLarger = {{1, 1, 3, 1, 1, 1}, {2, 3, 4, 1, 1, 2}};
inline constexpr Window kBeyond = {{1, 1, 2, 1, 4, 2}, {2, 2, 2, 1, 5, 3}};
// More taps than are kept (kept_taps-inl.h).
inline constexpr Window kWide = {{10, 2, 9, 1, 1, 0}, {9, 1, 9, 1, 1, 0}};
// Rows of more pixels than are added up plainly (depthwise-inl.h).
inline constexpr Window kLong = {{1, 1, 1, 1, 1, 0}, {300, 300, 3, 1, 1, 1}};
inline constexpr Window kOnePixel = {{1, 1, 1, 1, 1, 0}, {1, 1, 1, 1, 1, 0}};

}  // namespace sinter::kernels

#endif  // SINTER_TESTS_KERNELS_WINDOWED_H_
