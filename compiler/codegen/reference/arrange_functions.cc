// Elements in other places: nn_arrange_ops.td.
#include "compiler/codegen/reference/function_library.h"

namespace sinter {

static constexpr LibraryFunction kArrangeFunctions[] = {
    {"Concat", "", R"(
// The last of the matrices = the others side by side.
template <typename... Matrices>
void Concat(const Matrices&... matrices) {
  const Matrix all[] = {matrices...};
  const Matrix& y = all[sizeof...(matrices) - 1];
  size_t from = 0;
  for (size_t k = 0; k + 1 < sizeof...(matrices); ++k) {
    const Matrix& x = all[k];
    for (size_t i = 0; i < y.rows; ++i) {
      for (size_t j = 0; j < x.cols; ++j) {
        y(i, from + j) = x(i, j);
      }
    }
    from += x.cols;
  }
}
)"},
    {"Slice", "", R"(
// y = the columns of x from `from` on.
void Slice(const Matrix& x, size_t from, const Matrix& y) {
  for (size_t i = 0; i < y.rows; ++i) {
    for (size_t j = 0; j < y.cols; ++j) {
      y(i, j) = x(i, from + j);
    }
  }
}
)"},
    {"Embed", "", R"(
// y = zeros with x in them from column `from` on.
void Embed(const Matrix& x, size_t from, const Matrix& y) {
  for (size_t i = 0; i < y.rows; ++i) {
    for (size_t j = 0; j < y.cols; ++j) {
      const bool is_inside = j >= from && j < from + x.cols;
      y(i, j) = is_inside ? x(i, j - from) : 0.0f;
    }
  }
}
)"},
    {"Permute", "", R"(
// y = x with its dimensions in another order: y's have `sizes`, and elements of
// x that are neighbours in them are `strides` apart.
void Permute(const Matrix& x, std::initializer_list<size_t> sizes,
             std::initializer_list<size_t> strides, const Matrix& y) {
  for (size_t i = 0; i < y.rows; ++i) {
    for (size_t j = 0; j < y.cols; ++j) {
      size_t rest = j;
      size_t from = 0;
      for (size_t k = sizes.size(); k-- > 0;) {
        from += rest % sizes.begin()[k] * strides.begin()[k];
        rest /= sizes.begin()[k];
      }
      y(i, j) = x(i, from);
    }
  }
}
)"},
};

llvm::ArrayRef<LibraryFunction> ArrangeFunctions() { return kArrangeFunctions; }

}  // namespace sinter
