// The part of a product that the tests of all kernels share: what becomes of
// its results.
#include <cstddef>

// Once for each SIMD target: Highway's way of a header for all of them.
#if defined(SINTER_TESTS_KERNELS_PRODUCT_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SINTER_TESTS_KERNELS_PRODUCT_INL_H_
#undef SINTER_TESTS_KERNELS_PRODUCT_INL_H_
#else
#define SINTER_TESTS_KERNELS_PRODUCT_INL_H_
#endif

#include "runtime/kernels/place-inl.h"
#include "tests/kernels/product.h"

HWY_BEFORE_NAMESPACE();
namespace sinter::kernels::HWY_NAMESPACE {

// Stores into two matrices, of different layouts.
template <class S>
struct Results {
  using InBlocks = Matrix<S::kM, S::kN, BlockPanels(S::kN)>;
  using InOnePanel = Matrix<S::kM, S::kN, OnePanel(S::kN)>;
  using Stored = Place<InBlocks, InOnePanel>;

  StoredMatrix& in_blocks;
  StoredMatrix& in_one_panel;

  template <class D>
  HWY_INLINE void Store(D d, hn::Vec<D> acc, size_t row, size_t col, size_t at,
                        size_t at_2) const {
    HWY_ALIGN float lanes[kLaneMultiple];
    hn::Store(acc, d, lanes);
    in_blocks.Store(row, col, at, lanes, hn::Lanes(d));
    in_one_panel.Store(row, col, at_2, lanes, hn::Lanes(d));
  }

  template <class D>
  HWY_INLINE void StoreZero(D d, size_t row, size_t col, size_t at,
                            size_t at_2) const {
    Store(d, hn::Set(d, kZeroMark), row, col, at, at_2);
  }
};

// run(results) should store these rows and columns of `expected`.
template <class S, class Run>
void ExpectResults(const Run& run, const Dense& expected, Range rows,
                   Range cols) {
  SCOPED_TRACE(testing::Message()
               << S::kM << " x " << S::kN << " of " << S::kK << " terms, rows "
               << rows.begin << " to " << rows.end << ", columns " << cols.begin
               << " to " << cols.end);
  StoredMatrix in_blocks(Results<S>::InBlocks::kLayout);
  StoredMatrix in_one_panel(Results<S>::InOnePanel::kLayout);
  run(Results<S>{in_blocks, in_one_panel});
  in_blocks.Expect(expected, rows, cols);
  in_one_panel.Expect(expected, rows, cols);
}

}  // namespace sinter::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per target
