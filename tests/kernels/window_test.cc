#include "runtime/kernels/window.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "tests/kernels/windowed.h"

namespace sinter::kernels {
namespace {

// Axes by number: all combinations of few inputs, outputs, taps, strides,
// dilations and paddings. Many have taps that read nothing, outputs that none
// of the taps serves, or a window that is larger than the image.
constexpr size_t kAxes = 5 * 4 * 4 * 3 * 3 * 4;

constexpr WindowAxis Axis(size_t number) {
  const auto next = [&](size_t count) {
    const size_t digit = number % count;
    number /= count;
    return digit;
  };
  WindowAxis axis = {};
  axis.inputs = 1 + next(5);
  axis.outputs = 1 + next(4);
  axis.taps = 1 + next(4);
  axis.stride = 1 + next(3);
  axis.dilation = 1 + next(3);
  axis.padding = next(4);
  return axis;
}

// Where tap `tap` of `output` would read, beyond the image or not.
int64_t PlaceOf(const WindowAxis& axis, size_t output, size_t tap) {
  return int64_t(output * axis.stride + tap * axis.dilation) -
         int64_t(axis.padding);
}

bool Reads(const WindowAxis& axis, size_t output, size_t tap) {
  const int64_t place = PlaceOf(axis, output, tap);
  return place >= 0 && place < int64_t(axis.inputs);
}

std::vector<size_t> In(runtime::Range range) {
  std::vector<size_t> numbers;
  for (size_t i = range.begin; i < range.end; ++i) numbers.push_back(i);
  return numbers;
}

template <class Check>
void ForAllAxes(const Check& check) {
  for (size_t number = 0; number < kAxes; ++number) {
    const WindowAxis axis = Axis(number);
    SCOPED_TRACE(testing::Message()
                 << axis.inputs << " inputs, " << axis.outputs << " outputs, "
                 << axis.taps << " taps, stride " << axis.stride
                 << ", dilation " << axis.dilation << ", padding "
                 << axis.padding);
    check(axis);
    if (testing::Test::HasFailure()) return;
  }
}

TEST(WindowAxis, TapsAreThoseThatReadAnInput) {
  ForAllAxes([](const WindowAxis& axis) {
    for (size_t output = 0; output < axis.outputs; ++output) {
      std::vector<size_t> taps;
      for (size_t tap = 0; tap < axis.taps; ++tap)
        if (Reads(axis, output, tap)) taps.push_back(tap);
      EXPECT_EQ(In(axis.Taps(output)), taps);
      for (size_t tap : taps)
        EXPECT_EQ(axis.Input(output, tap), PlaceOf(axis, output, tap));
    }
  });
}

TEST(WindowAxis, OutputsAreThoseWhoseTapReadsAnInput) {
  ForAllAxes([](const WindowAxis& axis) {
    for (size_t tap = 0; tap < axis.taps; ++tap) {
      std::vector<size_t> outputs;
      for (size_t output = 0; output < axis.outputs; ++output)
        if (Reads(axis, output, tap)) outputs.push_back(output);
      EXPECT_EQ(In(axis.Outputs(tap)), outputs);
    }
  });
}

TEST(WindowAxis, AnInputKnowsTheOutputsThatReadIt) {
  ForAllAxes([](const WindowAxis& axis) {
    for (size_t input = 0; input < axis.inputs; ++input)
      for (size_t tap = 0; tap < axis.taps; ++tap) {
        std::vector<size_t> expected;
        for (size_t output = 0; output < axis.outputs; ++output)
          if (PlaceOf(axis, output, tap) == int64_t(input))
            expected.push_back(output);
        std::vector<size_t> found;
        if (axis.IsRead(input, tap)) found.push_back(axis.Output(input, tap));
        EXPECT_EQ(found, expected);
        const runtime::Range readers = axis.Readers(input);
        EXPECT_LE(readers.begin, readers.end);
        EXPECT_LE(readers.end, axis.taps);
        if (!expected.empty()) {
          EXPECT_GE(tap, readers.begin);
          EXPECT_LT(tap, readers.end);
        }
      }
  });
}

// A tap and the pixel that it joins to another.
using Joined = std::vector<std::pair<size_t, size_t>>;

template <class Taps>
Joined List(Taps taps) {
  Joined listed;
  for (; taps.More(); taps.Next())
    listed.emplace_back(taps.Tap(), taps.Position());
  return listed;
}

template <Window kWindow>
void ExpectTapsAndReaders() {
  std::vector<Joined> read(kWindow.Outputs());
  std::vector<Joined> readers(kWindow.Inputs());
  ForAllReads(kWindow, [&](size_t output, size_t tap, size_t input) {
    read[output].emplace_back(tap, input);
    readers[input].emplace_back(tap, output);
  });
  for (Joined& of_input : readers) std::sort(of_input.begin(), of_input.end());
  for (size_t output = 0; output < kWindow.Outputs(); ++output)
    EXPECT_EQ(List(WindowTaps<kWindow>(output)), read[output]);
  for (size_t input = 0; input < kWindow.Inputs(); ++input)
    EXPECT_EQ(List(WindowReaders<kWindow>(input)), readers[input]);
}

// Windows are types of the kernels: a sample of all pairs of axes.
template <size_t... kNumber>
void ExpectAll(std::index_sequence<kNumber...>) {
  (ExpectTapsAndReaders<Window{Axis(kNumber * 53 % kAxes),
                               Axis((kNumber * 89 + 7) % kAxes)}>(),
   ...);
}

TEST(Window, TapsAndReadersAreThoseOfItsAxes) {
  ExpectAll(std::make_index_sequence<150>());
}

TEST(Window, CountsItsPixelsAndTaps) {
  constexpr Window kWindow = {{5, 3, 2, 1, 1, 0}, {7, 2, 4, 1, 1, 0}};
  EXPECT_EQ(kWindow.Inputs(), 35u);
  EXPECT_EQ(kWindow.Outputs(), 6u);
  EXPECT_EQ(kWindow.Taps(), 8u);
}

}  // namespace
}  // namespace sinter::kernels
