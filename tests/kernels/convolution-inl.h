// The types of convolutions' products that tests give to kernels.
#include <cstddef>

// Once for each SIMD target: Highway's way of a header for all of them.
#if defined(SINTER_TESTS_KERNELS_CONVOLUTION_INL_H_) == \
    defined(HWY_TARGET_TOGGLE)
#ifdef SINTER_TESTS_KERNELS_CONVOLUTION_INL_H_
#undef SINTER_TESTS_KERNELS_CONVOLUTION_INL_H_
#else
#define SINTER_TESTS_KERNELS_CONVOLUTION_INL_H_
#endif

#include "runtime/kernels/window_contract-inl.h"
#include "tests/kernels/convolved.h"
#include "tests/kernels/product-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sinter::kernels::HWY_NAMESPACE {

// A product of images, stored into two matrices of different strides.
template <class S, class C, Window kSlides, bool kFromOutputs>
struct Convolution {
  static constexpr Window kWindow = kSlides;
  static constexpr bool kIsInverse = kFromOutputs;
  static constexpr size_t kReadPixels =
      kIsInverse ? kWindow.Outputs() : kWindow.Inputs();
  static constexpr size_t kMadePixels =
      kIsInverse ? kWindow.Inputs() : kWindow.Outputs();
  static constexpr size_t kTerms = kWindow.Taps() * S::kFrom;
  static constexpr size_t kMadeCols = kMadePixels * S::kTo;

  using Lhs = Matrix<S::kBatch, kReadPixels * S::kFrom,
                     OnePanel(kReadPixels* S::kFrom)>;
  using Rhs = Matrix<kTerms, S::kTo, BlockPanels(S::kTo)>;
  using Narrow = Matrix<S::kBatch, kMadeCols, LooseStride(kMadeCols)>;
  using Wide = Matrix<S::kBatch, kMadeCols, LooseStride(kMadeCols) + 16>;
  using Stored = PixelPlace<S::kTo, Narrow, Wide>;

  static constexpr RowTiles kTiles = CutRows(S::kBatch, C::kHeight);
  static constexpr size_t kVectors = C::kVectors;
  static constexpr size_t kDepth = C::kDepth;
  static constexpr size_t kLevels = SumLevels(kTerms, kDepth);

  const float* lhs_first;
  const float* rhs_first;
  StoredMatrix& narrow;
  StoredMatrix& wide;

  const float* lhs() const { return lhs_first; }
  const float* rhs() const { return rhs_first; }

  template <class D>
  HWY_INLINE void Store(D d, hn::Vec<D> acc, size_t row, size_t col,
                        size_t channel, size_t at, size_t at_2) const {
    EXPECT_EQ(channel, col % S::kTo);
    HWY_ALIGN float lanes[kLaneMultiple];
    hn::Store(acc, d, lanes);
    narrow.Store(row, col, at, lanes, hn::Lanes(d));
    wide.Store(row, col, at_2, lanes, hn::Lanes(d));
  }
};

// Of the weights; S::kFrom are x's channels and S::kTo those of y.
template <class S, class C, Window kSlides>
struct GradientOfWeights
    : Results<Shape<kSlides.Taps() * S::kFrom, S::kBatch * kSlides.Outputs(),
                    S::kTo>> {
  using Shape = kernels::Shape<kSlides.Taps() * S::kFrom,
                               S::kBatch * kSlides.Outputs(), S::kTo>;
  static constexpr Window kWindow = kSlides;
  static constexpr size_t kRhsCols = kWindow.Outputs() * S::kTo;

  using Lhs = Matrix<S::kBatch, kWindow.Inputs() * S::kFrom,
                     OnePanel(kWindow.Inputs() * S::kFrom)>;
  using Rhs = Matrix<S::kBatch, kRhsCols, LooseStride(kRhsCols)>;

  static constexpr size_t kCols = S::kTo;
  static constexpr size_t kTerms = Shape::kK;
  static constexpr RowTiles kTiles = CutRows(S::kFrom, C::kHeight);
  static constexpr size_t kVectors = C::kVectors;
  static constexpr size_t kDepth = C::kDepth;
  static constexpr size_t kGroup = 2;  // blocks go across groups

  const float* lhs_first;
  const float* rhs_first;
  size_t samples;

  const float* lhs() const { return lhs_first; }
  const float* rhs() const { return rhs_first; }
};

}  // namespace sinter::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per target
