// Where a tile of results stands in the matrices that its epilogue reads and
// writes element by element.
#include <cstddef>
#include <utility>

#include "runtime/kernels/matrix.h"

// Once for each SIMD target: Highway's way of a header for all of them.
#if defined(SINTER_RUNTIME_KERNELS_PLACE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SINTER_RUNTIME_KERNELS_PLACE_INL_H_
#undef SINTER_RUNTIME_KERNELS_PLACE_INL_H_
#else
#define SINTER_RUNTIME_KERNELS_PLACE_INL_H_
#endif

#include "runtime/kernels/vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sinter::kernels {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// Whether a product has less to do where a sum is zero: P::StoreZero, Store
// without `acc`.
template <class P>
inline constexpr bool kSkipsZeroSums = P::kSkipsZeroSums;
template <class P>
  requires(!requires { P::kSkipsZeroSums; })
inline constexpr bool kSkipsZeroSums<P> = false;

// The tile whose first element is (row, col), in each of kMatrices: those of
// one shape, each with a layout of its own.
template <class... kMatrices>
struct Place {
  size_t row;
  size_t col;
  size_t at[sizeof...(kMatrices) + 1];  // floats from the start; one to spare,
                                        // since no array is empty

  HWY_INLINE Place(size_t row, size_t col)
      : row(row), col(col), at{kMatrices::Offset(row, col)...} {}

  // Calls p.Store for vector `vector` of row `r` of a tile that is kVectors
  // wide.
  template <size_t kVectors, class P, class D>
  HWY_INLINE void Store(const P& p, D d, hn::Vec<D> acc, size_t r,
                        size_t vector) const {
    StoreAt<kVectors>(p, d, acc, r, vector,
                      std::make_index_sequence<sizeof...(kMatrices)>());
  }

  // The same for P::StoreZero.
  template <size_t kVectors, class P, class D>
  HWY_INLINE void StoreZero(const P& p, D d, size_t r, size_t vector) const {
    StoreZeroAt<kVectors>(p, d, r, vector,
                          std::make_index_sequence<sizeof...(kMatrices)>());
  }

 private:
  template <size_t kVectors, class P, class D, size_t... kMatrix>
  HWY_INLINE void StoreAt(const P& p, D d, hn::Vec<D> acc, size_t r,
                          size_t vector,
                          std::index_sequence<kMatrix...>) const {
    const size_t N = hn::Lanes(d);
    p.Store(d, acc, row + r, col + vector * N,
            AtVector<kVectors, kMatrices>(at[kMatrix], r, vector * N)...);
  }

  template <size_t kVectors, class P, class D, size_t... kMatrix>
  HWY_INLINE void StoreZeroAt(const P& p, D d, size_t r, size_t vector,
                              std::index_sequence<kMatrix...>) const {
    const size_t N = hn::Lanes(d);
    p.StoreZero(d, row + r, col + vector * N,
                AtVector<kVectors, kMatrices>(at[kMatrix], r, vector * N)...);
  }

  template <size_t kVectors, class M>
  HWY_INLINE size_t AtVector(size_t first, size_t r, size_t lanes) const {
    return first + r * M::Stride(col) +
           M::template Vectors<kVectors>::Offset(lanes);
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace sinter::kernels
HWY_AFTER_NAMESPACE();

#endif  // per target
