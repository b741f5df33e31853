// Windows over images: which pixels of an input the taps of an output pixel
// read. What convolutions, pooling and their gradients have in common.
//
// Images are [rows, columns, channels], stored pixel after pixel, row-major; a
// position is a pixel's number in that order.
#ifndef SINTER_RUNTIME_KERNELS_WINDOW_H_
#define SINTER_RUNTIME_KERNELS_WINDOW_H_

#include <algorithm>
#include <cstddef>

#include "runtime/worker.h"

namespace sinter::kernels {

// One dimension of a window: tap k of output o reads input
// o * stride + k * dilation - padding, if there is such an input.
struct WindowAxis {
  size_t inputs;
  size_t outputs;
  size_t taps;
  size_t stride;
  size_t dilation;
  size_t padding;  // before the first input

  // Where tap `tap` of `output` reads.
  constexpr size_t Input(size_t output, size_t tap) const {
    return output * stride + tap * dilation - padding;
  }

  // The taps of `output` that read an input.
  constexpr runtime::Range Taps(size_t output) const {
    return Between(output * stride, dilation, taps);
  }

  // The outputs whose tap `tap` reads an input.
  constexpr runtime::Range Outputs(size_t tap) const {
    return Between(tap * dilation, stride, outputs);
  }

  // The taps by which outputs may read `input`: of others they would lie before
  // the first or behind the last output.
  constexpr runtime::Range Readers(size_t input) const {
    const size_t from_first = input + padding;
    const size_t from_last =
        from_first - std::min(from_first, (outputs - 1) * stride);
    const size_t end = std::min(from_first / dilation + 1, taps);
    return {std::min((from_last + dilation - 1) / dilation, end), end};
  }

  // Whether tap `tap` of some output reads `input`, and of which.
  constexpr bool IsRead(size_t input, size_t tap) const {
    const size_t from_first = input + padding;
    return from_first >= tap * dilation &&
           (from_first - tap * dilation) % stride == 0 &&
           (from_first - tap * dilation) / stride < outputs;
  }
  constexpr size_t Output(size_t input, size_t tap) const {
    return (input + padding - tap * dilation) / stride;
  }

 private:
  // The i below `count` with padding <= first + i * step < padding + inputs.
  constexpr runtime::Range Between(size_t first, size_t step,
                                   size_t count) const {
    const auto below = [&](size_t bound) {
      return first >= bound
                 ? size_t{0}
                 : std::min((bound - first + step - 1) / step, count);
    };
    return {below(padding), below(padding + inputs)};
  }
};

struct Window {
  WindowAxis rows;
  WindowAxis cols;

  constexpr size_t Taps() const { return rows.taps * cols.taps; }
  constexpr size_t Inputs() const { return rows.inputs * cols.inputs; }
  constexpr size_t Outputs() const { return rows.outputs * cols.outputs; }
};

// The taps of one output pixel that read an input, in row-major order.
template <Window kWindow>
class WindowTaps {
 public:
  explicit constexpr WindowTaps(size_t position)
      : row_(position / kWindow.cols.outputs),
        col_(position % kWindow.cols.outputs),
        tap_rows_(kWindow.rows.Taps(row_)),
        tap_cols_(kWindow.cols.Taps(col_)),
        tap_row_(tap_cols_.begin < tap_cols_.end ? tap_rows_.begin
                                                 : tap_rows_.end),
        tap_col_(tap_cols_.begin) {}

  constexpr bool More() const { return tap_row_ < tap_rows_.end; }
  constexpr void Next() {
    if (++tap_col_ < tap_cols_.end) return;
    tap_col_ = tap_cols_.begin;
    ++tap_row_;
  }
  constexpr size_t Tap() const {
    return tap_row_ * kWindow.cols.taps + tap_col_;
  }
  // The input that it reads.
  constexpr size_t Position() const {
    return kWindow.rows.Input(row_, tap_row_) * kWindow.cols.inputs +
           kWindow.cols.Input(col_, tap_col_);
  }

 private:
  size_t row_;
  size_t col_;
  runtime::Range tap_rows_;
  runtime::Range tap_cols_;
  size_t tap_row_;
  size_t tap_col_;
};

// The other way round: the taps by which output pixels read one input pixel.
template <Window kWindow>
class WindowReaders {
 public:
  explicit constexpr WindowReaders(size_t position)
      : row_(position / kWindow.cols.inputs),
        col_(position % kWindow.cols.inputs),
        tap_rows_(kWindow.rows.Readers(row_)),
        tap_cols_(kWindow.cols.Readers(col_)),
        tap_row_(tap_cols_.begin < tap_cols_.end ? tap_rows_.begin
                                                 : tap_rows_.end),
        tap_col_(tap_cols_.begin) {
    if (More() && !IsTap()) Next();
  }

  constexpr bool More() const { return tap_row_ < tap_rows_.end; }
  constexpr void Next() {
    do {
      if (++tap_col_ < tap_cols_.end) continue;
      tap_col_ = tap_cols_.begin;
      ++tap_row_;
    } while (More() && !IsTap());
  }
  constexpr size_t Tap() const {
    return tap_row_ * kWindow.cols.taps + tap_col_;
  }
  // The output that reads it by this tap.
  constexpr size_t Position() const {
    return kWindow.rows.Output(row_, tap_row_) * kWindow.cols.outputs +
           kWindow.cols.Output(col_, tap_col_);
  }

 private:
  constexpr bool IsTap() const {
    return kWindow.rows.IsRead(row_, tap_row_) &&
           kWindow.cols.IsRead(col_, tap_col_);
  }

  size_t row_;
  size_t col_;
  runtime::Range tap_rows_;
  runtime::Range tap_cols_;
  size_t tap_row_;
  size_t tap_col_;
};

}  // namespace sinter::kernels

#endif  // SINTER_RUNTIME_KERNELS_WINDOW_H_
