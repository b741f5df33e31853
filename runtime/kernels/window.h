// Windows over images: which pixels of an input the taps of an output pixel
// read. What convolutions, pooling and their gradients have in common.
//
// Images are [rows, columns, channels], stored pixel after pixel, row-major; a
// position is a pixel's number in that order.
#ifndef SINTER_RUNTIME_KERNELS_WINDOW_H_
#define SINTER_RUNTIME_KERNELS_WINDOW_H_

#include <algorithm>
#include <cstddef>

#include "runtime/engine/worker.h"

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

// A rectangle of taps, tap after tap in row-major order.
template <Window kWindow>
class TapWalk {
 public:
  constexpr TapWalk(runtime::Range rows, runtime::Range cols)
      : rows_(rows),
        cols_(cols),
        row_(cols.begin < cols.end ? rows.begin : rows.end),
        col_(cols.begin) {}

  constexpr bool More() const { return row_ < rows_.end; }
  constexpr void Next() {
    if (++col_ < cols_.end) return;
    col_ = cols_.begin;
    ++row_;
  }
  constexpr size_t Tap() const { return row_ * kWindow.cols.taps + col_; }
  constexpr size_t row() const { return row_; }
  constexpr size_t col() const { return col_; }

 private:
  runtime::Range rows_;
  runtime::Range cols_;
  size_t row_;
  size_t col_;
};

// The taps of one output pixel that read an input.
template <Window kWindow>
class WindowTaps {
 public:
  explicit constexpr WindowTaps(size_t position)
      : row_(position / kWindow.cols.outputs),
        col_(position % kWindow.cols.outputs),
        taps_(kWindow.rows.Taps(row_), kWindow.cols.Taps(col_)) {}

  constexpr bool More() const { return taps_.More(); }
  constexpr void Next() { taps_.Next(); }
  constexpr size_t Tap() const { return taps_.Tap(); }
  // The input that it reads.
  constexpr size_t Position() const {
    return kWindow.rows.Input(row_, taps_.row()) * kWindow.cols.inputs +
           kWindow.cols.Input(col_, taps_.col());
  }

 private:
  size_t row_;
  size_t col_;
  TapWalk<kWindow> taps_;
};

// The other way round: the taps by which output pixels read one input pixel.
template <Window kWindow>
class WindowReaders {
 public:
  explicit constexpr WindowReaders(size_t position)
      : row_(position / kWindow.cols.inputs),
        col_(position % kWindow.cols.inputs),
        taps_(kWindow.rows.Readers(row_), kWindow.cols.Readers(col_)) {
    SkipOthers();
  }

  constexpr bool More() const { return taps_.More(); }
  constexpr void Next() {
    taps_.Next();
    SkipOthers();
  }
  constexpr size_t Tap() const { return taps_.Tap(); }
  // The output that reads it by this tap.
  constexpr size_t Position() const {
    return kWindow.rows.Output(row_, taps_.row()) * kWindow.cols.outputs +
           kWindow.cols.Output(col_, taps_.col());
  }

 private:
  // Taps that the stride skips.
  constexpr void SkipOthers() {
    while (More() && !(kWindow.rows.IsRead(row_, taps_.row()) &&
                       kWindow.cols.IsRead(col_, taps_.col())))
      taps_.Next();
  }

  size_t row_;
  size_t col_;
  TapWalk<kWindow> taps_;
};

}  // namespace sinter::kernels

#endif  // SINTER_RUNTIME_KERNELS_WINDOW_H_
