// Convolutions as scalar loops make them, for the tests of all kernels that do.
#ifndef SINTER_TESTS_KERNELS_CONVOLVED_H_
#define SINTER_TESTS_KERNELS_CONVOLVED_H_

#include <random>
#include <vector>

#include "tests/kernels/dense.h"
#include "tests/kernels/product.h"
#include "tests/kernels/windowed.h"

namespace sinter::kernels {

// A convolution of kBatchSize samples, from pixels of kRead channels to pixels
// of kMade: what is read and made, not what an image of the forward pass is.
template <size_t kBatchSize, size_t kRead, size_t kMade>
struct Channels {
  static constexpr size_t kBatch = kBatchSize;
  static constexpr size_t kFrom = kRead;
  static constexpr size_t kTo = kMade;
};

// Tiles of at most kHeightOfTile rows and kWidth vectors, blocks of kBlockDepth
// terms.
template <size_t kHeightOfTile, size_t kWidth, size_t kBlockDepth>
struct WindowCut {
  static constexpr size_t kHeight = kHeightOfTile;
  static constexpr size_t kVectors = kWidth;
  static constexpr size_t kDepth = kBlockDepth;
};

// Images with room for a vector that begins at the last channel.
constexpr size_t LooseStride(size_t cols) {
  return RoundUpToLanes(cols + kLaneMultiple - 1);
}

// Small integers, whose sums are exact in any order, or numbers whose products
// are exact, so that it counts in which order they are added up.
struct Factors {
  Dense lhs;
  Dense rhs;

  Factors(std::mt19937& random, bool of_integers, size_t rows, size_t lhs_cols,
          size_t rhs_rows, size_t rhs_cols)
      : lhs(Filled(rows, lhs_cols,
                   of_integers ? SmallIntegers(random) : PowersOfTwo(random))),
        rhs(Filled(rhs_rows, rhs_cols,
                   of_integers ? SmallIntegers(random) : Numbers(random))) {}
};

// Images of the pixels that are made: each of the sums that a scalar loop
// makes of the pixels that are read.
template <class Shape>
Dense Convolved(const Window& window, bool is_inverse, const Factors& factors,
                size_t depth, size_t levels) {
  const size_t made = is_inverse ? window.Inputs() : window.Outputs();
  Dense result(Shape::kBatch, made * Shape::kTo);
  for (size_t row = 0; row < Shape::kBatch; ++row)
    for (size_t to = 0; to < Shape::kTo; ++to) {
      // By tap, since readers of an input are listed so.
      std::vector<std::vector<std::vector<float>>> terms(
          made, std::vector<std::vector<float>>(window.Taps()));
      ForAllReads(window, [&](size_t output, size_t tap, size_t input) {
        for (size_t from = 0; from < Shape::kFrom; ++from)
          terms[is_inverse ? input : output][tap].push_back(
              factors.lhs.At(
                  row, (is_inverse ? output : input) * Shape::kFrom + from) *
              factors.rhs.At(tap * Shape::kFrom + from, to));
      });
      for (size_t pixel = 0; pixel < made; ++pixel) {
        std::vector<float> in_order;
        for (const std::vector<float>& of_tap : terms[pixel])
          in_order.insert(in_order.end(), of_tap.begin(), of_tap.end());
        result.At(row, pixel * Shape::kTo + to) =
            SumOf(in_order, depth, levels);
      }
    }
  return result;
}

// The gradient of the weights, [(tap, channel of lhs), channel of rhs], from
// the first `samples` images of both.
template <class Shape>
Dense WeightsGradient(const Window& window, const Factors& factors,
                      size_t samples, size_t depth, size_t levels) {
  Dense result(window.Taps() * Shape::kFrom, Shape::kTo);
  for (size_t from = 0; from < Shape::kFrom; ++from)
    for (size_t to = 0; to < Shape::kTo; ++to) {
      std::vector<std::vector<float>> terms(window.Taps());
      for (size_t row = 0; row < samples; ++row)
        ForAllReads(window, [&](size_t output, size_t tap, size_t input) {
          terms[tap].push_back(
              factors.lhs.At(row, input * Shape::kFrom + from) *
              factors.rhs.At(row, output * Shape::kTo + to));
        });
      for (size_t tap = 0; tap < window.Taps(); ++tap)
        result.At(tap * Shape::kFrom + from, to) =
            SumOf(terms[tap], depth, levels);
    }
  return result;
}

}  // namespace sinter::kernels

#endif  // SINTER_TESTS_KERNELS_CONVOLVED_H_
